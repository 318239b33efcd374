"""The line grid of an order: one row per product, understood all together."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME, formset_factory
from django.utils.translation import gettext_lazy as _

from catalog.models import Product, ProductUnit
from catalog.services import candidates, means_unit
from core.inputs import half_width, plain
from customers.models import Customer
from customers.services import parts_named
from orders.forms.row import DROP, LineForm
from orders.models import OrderLine, QuotationLine
from orders.services.entry.composing import DraftRow
from orders.services.entry.naming import Named, exactly_named

MOST_LINES = 500
BLANK_ROWS = 5


@dataclass(frozen=True)
class TypedRow:
    """A row that names a product: which row of the grid it is, and what the services get."""

    index: int
    code: str
    row: DraftRow


class LineSet(forms.BaseFormSet):
    """All rows; blank ones are left out, codes are looked up all at once.

    `customer` is whose part numbers count; products that may be meant by what nobody knows stand beside it.
    """

    rows: list[TypedRow]
    products: dict[int, Product]
    customer: Customer | None = None

    def add_fields(self, form: Any, index: int | None) -> None:
        form.fields[DELETION_FIELD_NAME] = DROP

    def full_clean(self) -> None:
        self.rows, self.products = [], {}
        super().full_clean()

    @property
    def order(self) -> str:
        """Where rows stand on the page, as the numbers of rows from top to bottom; a row put in has a late number."""
        return str(self.data.get(f"{self.prefix}-ORDER", ""))[:4000] if self.is_bound else ""

    @property
    def shown(self) -> list[Any]:
        """The rows from top to bottom."""
        place = {n: at for at, n in enumerate(self.order.split(","))}
        return sorted(self.forms, key=lambda form: place.get(form.index, len(place)))

    def kept(self) -> list[tuple[int, Any]]:
        """The rows that say something, from top to bottom, each with its number."""
        return [(int(form.index), form) for form in self.shown if form.has_changed() and not self._dropped(form)]

    def clean(self) -> None:
        kept = self.kept()
        codes = {_code(form) for _n, form in kept}
        known = exactly_named(codes, self.customer)
        self._suggest(kept, codes - known.keys())
        units = Units([(known.get(_code(form)), form.cleaned_data.get("unit", "")) for _n, form in kept])
        for n, form in kept:
            self._take(n, form, known, units)
        self._mark_new_words(kept, known)

    def _suggest(self, kept: list[tuple[int, Any]], unknown: set[str]) -> None:
        choices = candidates(unknown)
        for _n, form in kept:
            form.choices = tuple(choices.get(_code(form), ()))

    def _mark_new_words(self, kept: list[tuple[int, Any]], known: dict[str, Named]) -> None:
        """Rows whose customer's word is not known yet: a person should look once, then it is learned."""
        said = {form.cleaned_data.get("part", "") for _n, form in kept} - {""}
        learned = parts_named(self.customer, said) if self.customer and said else {}
        for _n, form in kept:
            part, named = form.cleaned_data.get("part", ""), known.get(_code(form))
            form.learns = bool(part and named and getattr(learned.get(part), "product_id", None) != named.product.pk)

    def _dropped(self, form: forms.Form) -> bool:
        return self._should_delete_form(form)

    def _take(self, index: int, form: forms.Form, known: dict[str, Named], units: "Units") -> None:
        typed = form.cleaned_data
        code = _code(form)
        found = known.get(code)
        if code and found is None:
            form.add_error("product", _("No product has the code or barcode %(code)s.") % {"code": code})
        if found is None or form.errors:
            return
        try:
            unit_id = units.of(found, typed["unit"])
        except ValidationError as error:
            form.add_error("unit", error)
            return
        self.products[found.product.pk] = found.product
        self.rows.append(TypedRow(index, found.product.code, _draft_row(found, unit_id, typed)))


def _code(form: Any) -> str:
    return half_width(form.cleaned_data.get("product", ""))


class Units:
    """Which units the products on a sheet are sold in; asked only when somebody typed another than the usual."""

    def __init__(self, typed: list[tuple[Named | None, str]]) -> None:
        asked = {one.product.pk for one, word in typed if one and word and not _is_own(one.product, word)}
        self.bigger: dict[int, list[ProductUnit]] = {}
        if asked:
            for row in ProductUnit.objects.filter(product_id__in=asked).select_related("unit"):
                self.bigger.setdefault(row.product_id, []).append(row)

    def of(self, found: Named, typed: str) -> int:
        """The unit somebody meant; nothing typed is the barcode's or part number's own, or the product's."""
        product, word = found.product, half_width(typed).casefold()
        if not word:
            return found.unit_id or product.unit_id
        if _is_own(product, word):
            return product.unit_id
        rows = self.bigger.get(product.pk, [])
        exact = [row for row in rows if word in (row.unit.code.casefold(), row.unit.name.casefold())]
        for row in exact or [row for row in rows if means_unit(word, row.unit.code, row.unit.name)]:
            return row.unit_id
        if means_unit(word, product.unit.code, product.unit.name):
            return product.unit_id
        raise ValidationError(
            _("%(code)s is not sold by the %(unit)s.") % {"code": product.code, "unit": typed}, code="unit"
        )


def _is_own(product: Product, word: str) -> bool:
    return half_width(word).casefold() in (product.unit.code.casefold(), product.unit.name.casefold())


def _draft_row(found: Named, unit_id: int, typed: dict[str, Any]) -> DraftRow:
    return DraftRow(
        product_id=found.product.pk,
        quantity=typed["quantity"],
        unit_id=unit_id,
        unit_price=typed["price"],
        discount=typed["discount"] or Decimal(0),
        wanted_on=typed["wanted_on"],
        note=typed["note"],
        part=typed["part"],
        line_id=typed["line"],
    )


def typed_values(line: OrderLine | QuotationLine) -> dict[str, str]:
    """A saved line as somebody would type it again; needs its product and unit."""
    own_price = line.unit_price != line.list_price
    return {
        "product": line.product.code,
        "unit": str(line.unit),
        "quantity": plain(line.quantity),
        "price": plain(line.unit_price) if own_price else "",
        "discount": plain(line.discount) if line.discount else "",
        "wanted_on": f"{line.wanted_on:%Y-%m-%d}" if line.wanted_on else "",
        "note": line.note,
        "part": line.part,
        "line": str(line.pk),
    }


Lines = formset_factory(
    LineForm,
    formset=LineSet,
    extra=BLANK_ROWS,
    can_delete=True,
    max_num=MOST_LINES,
    absolute_max=MOST_LINES + 1,
    validate_max=True,
)
