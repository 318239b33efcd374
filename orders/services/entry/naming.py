"""Which products words mean: code, barcode, the customer's own part number, name, pinyin; one resolver for all."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from catalog.models import Product
from catalog.services import candidates, resolve
from core.search import fold
from customers.models import Customer
from customers.services import parts_named


@dataclass(frozen=True)
class Named:
    """A product somebody named; `unit_id` where the barcode or part number stands for a bigger unit.

    `sure` is no where only words of the name led to it: a person should look once (B15).
    """

    product: Product
    unit_id: int | None = None
    sure: bool = True


@dataclass(frozen=True)
class Names:
    """What was understood, by the text as typed, and what the rest may mean."""

    found: dict[str, Named] = field(default_factory=dict)
    choices: dict[str, list[Product]] = field(default_factory=dict)


def exactly_named(texts: Iterable[str], customer: Customer | None) -> dict[str, Named]:
    """Products by code, barcode or the customer's part number: three queries at most, whatever their number."""
    asked = {text for text in texts if text}
    found = {text: Named(one.product, one.unit_id) for text, one in resolve(asked).items()}
    rest = asked - found.keys()
    if customer is None or not rest:
        return found
    parts = parts_named(customer, rest)
    return found | {text: Named(part.product, part.unit_id) for text, part in parts.items()}


def name_products(texts: Iterable[str], customer: Customer | None) -> Names:
    """The same, and by name or pinyin where only one product can be meant; otherwise up to four choices.

    Six queries at most, whatever the number of texts.
    """
    asked = {text for text in texts if text}
    found = exactly_named(asked, customer)
    choices = candidates(asked - found.keys())
    for text, products in choices.items():
        meant = _one_meant(text, products)
        if meant is not None:
            found[text] = meant
    return Names(found, {text: products for text, products in choices.items() if text not in found})


def _one_meant(text: str, products: list[Product]) -> Named | None:
    said = _spelled(text)
    same = [one for one in products if said in _names_of(one)]
    if len(same) == 1:
        return Named(same[0])
    only = len(products) == 1 and not getattr(products[0], "loose", 1)
    return Named(products[0], sure=False) if only else None


def _names_of(product: Product) -> set[str]:
    names = (product.name, product.name_en)
    return {_spelled(name) for name in names if name} | {_spelled(f"{name} {product.spec}") for name in names if name}


def _spelled(text: str) -> str:
    return "".join(fold(text).split())
