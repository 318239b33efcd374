"""Finding products: by what somebody types, or by the codes on a whole sheet at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When

from catalog.models import Product, ProductUnit
from core.search import query, query_tokens

MOST = 12


@dataclass(frozen=True)
class Found:
    """A product, and the unit its barcode stands on when it was the barcode of a box."""

    product: Product
    unit_id: int | None = None


def find_products(text: str, *, most: int = MOST) -> list[Product]:
    """Active products by code, barcode, words of the name in any order, or pinyin initials; exact codes first."""
    text = text.strip().replace("\x00", "")
    if not text:
        return []
    asked = query(text)
    wanted = Q(code=text) | Q(barcode=text) | (Q(search__holds=asked) if asked else Q())
    exact = Case(
        When(Q(code__iexact=text) | Q(barcode=text), then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    rows = Product.objects.active().filter(wanted).select_related("unit").defer("search")
    return list(rows.order_by(exact, "code")[:most])


def resolve(codes: Iterable[str]) -> dict[str, Found]:
    """The products that typed codes and barcodes name, by the text as typed: two queries at most."""
    typed = {code for code in codes if code}
    if not typed:
        return {}
    spelled = typed | {code.upper() for code in typed} | {code.lower() for code in typed}
    rows = Product.objects.filter(Q(code__in=spelled) | Q(barcode__in=typed)).select_related("unit").defer("search")
    known: dict[str, Found] = {}
    for product in rows:
        known[product.code.casefold()] = Found(product)
        if product.barcode:
            known.setdefault(product.barcode.casefold(), Found(product))
    missing = {code for code in typed if code.casefold() not in known}
    if missing:
        known |= _boxes(missing)
    return {code: known[code.casefold()] for code in typed if code.casefold() in known}


def _boxes(barcodes: set[str]) -> dict[str, Found]:
    rows = ProductUnit.objects.filter(barcode__in=barcodes).select_related("product__unit")
    return {str(row.barcode).casefold(): Found(row.product, row.unit_id) for row in rows}


CANDIDATES = """
SELECT asked.n, found.loose, product.id, product.code, product.name, product.name_en, product.spec, product.unit_id
FROM unnest(%s::int[], %s::text[], %s::text[]) AS asked(n, words, parts)
CROSS JOIN LATERAL (
    (SELECT id, code, 0 AS loose FROM catalog_product
     WHERE active AND search @@ asked.words::tsquery ORDER BY code LIMIT %s)
    UNION ALL
    (SELECT id, code, 1 AS loose FROM catalog_product
     WHERE active AND search @@ asked.parts::tsquery ORDER BY code LIMIT %s)
) AS found JOIN catalog_product AS product ON product.id = found.id ORDER BY asked.n, found.loose, found.code
"""


def candidates(texts: Iterable[str], *, most: int = 4) -> dict[str, list[Product]]:
    """Active products each text may mean, by words of the name or pinyin; one query whatever their number.

    Where nothing holds every word, products that hold the beginning of some word are offered.
    """
    asked = [(text, query(text), _loosely(text)) for text in texts if query(text)]
    if not asked:
        return {}
    strict = [words for _text, words, _parts in asked]
    loose = [parts for _text, _words, parts in asked]
    found: dict[str, list[Product]] = {}
    exact: set[str] = set()
    rows: Iterable[Any] = Product.objects.raw(CANDIDATES, [list(range(len(asked))), strict, loose, most, most])
    for row in rows:
        text = asked[row.n][0]
        if not row.loose:
            exact.add(text)
        if not row.loose or text not in exact:
            found.setdefault(text, []).append(row)
    return found


def _loosely(text: str) -> str:
    return " | ".join(f"'{token[: max(2, len(token) * 2 // 3)]}':*" for token in query_tokens(text))
