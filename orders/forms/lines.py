"""The line grid of an order: one row per product, as native inputs."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import formset_factory
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from catalog.models import ProductUnit
from catalog.services import Found, resolve
from core.finding import Finding, Level
from core.inputs import DayField, NumberField, half_width, plain
from orders.models import OrderLine
from orders.services.composing import DraftRow

MOST_LINES = 500
BLANK_ROWS = 5
MOST_QUANTITY = Decimal("9999999.9999")
MOST_PRICE = Decimal("9999999999")
MOST_AMOUNT = Decimal("1000000000000")


class LineForm(forms.Form):
    """One row as typed. Without a unit it is the product's own, without a price the customer's."""

    product = forms.CharField(label=_("Product"), max_length=100)
    unit = forms.CharField(label=_("Unit"), max_length=20, required=False)
    quantity = NumberField(
        label=_("Quantity"),
        min_value=Decimal("0.0001"),
        max_value=MOST_QUANTITY,
        max_digits=18,
        decimal_places=4,
    )
    price = NumberField(
        label=_("Unit price"), required=False, min_value=0, max_value=MOST_PRICE, max_digits=18, decimal_places=6
    )
    discount = NumberField(
        label=_("Discount %"), required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2
    )
    wanted_on = DayField(label=_("Delivery date"), required=False)
    note = forms.CharField(label=_("Note"), max_length=250, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs |= {"aria-label": field.label, "autocomplete": "off", **ATTRS.get(name, {})}
        self.fields["unit"].widget.attrs["data-with"] = f"product=#{self['product'].id_for_label}"

    finding: Finding | None = None
    priced: OrderLine | None = None
    quiet = False

    @property
    def stopped(self) -> bool:
        """Whether a check stops the order at this row."""
        return self.finding is not None and self.finding.level is Level.STOP

    @property
    def dropped(self) -> bool:
        """Whether somebody took this row out; it stays out when the page comes back."""
        return bool(self.is_bound and self.data.get(self.add_prefix("DELETE")))

    @property
    def complaints(self) -> list[str]:
        """What is wrong in this row, in words; while somebody still types, what is missing is not wrong yet."""
        errors = (error for found in self.errors.as_data().values() for error in found)
        kept = [error for error in errors if not (self.quiet and error.code == "required")]
        return [str(message) for error in kept for message in error.messages]

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        price, quantity = typed.get("price"), typed.get("quantity")
        if price is not None and quantity is not None and price * quantity > MOST_AMOUNT:
            self.add_error("quantity", _("This line is worth more than can be ordered."))
        return typed


ATTRS: dict[str, dict[str, Any]] = {
    "product": {
        "data-source": reverse_lazy("orders:products"),
        "data-with": "customer=#id_customer",
        "data-enter": "",
        "spellcheck": "false",
    },
    "unit": {"data-source": reverse_lazy("catalog:units")},
    "quantity": {"data-enter": "", "data-math": ""},
    "price": {"placeholder": " "},
    "wanted_on": {"data-date": ""},
}


@dataclass(frozen=True)
class TypedRow:
    """A row that names a product: which row of the grid it is, and what the services get."""

    index: int
    code: str
    row: DraftRow


class LineSet(forms.BaseFormSet):
    """All rows; blank ones are left out, codes are looked up all at once."""

    rows: list[TypedRow]

    def full_clean(self) -> None:
        self.rows = []
        super().full_clean()

    def clean(self) -> None:
        kept = [(n, form) for n, form in enumerate(self.forms) if form.has_changed() and not self._dropped(form)]
        known = resolve(half_width(form.cleaned_data.get("product", "")) for _n, form in kept)
        units = Units(known.values(), {form.cleaned_data.get("unit", "") for _n, form in kept})
        for n, form in kept:
            self._take(n, form, known, units)

    def _dropped(self, form: forms.Form) -> bool:
        return self._should_delete_form(form)

    def _take(self, index: int, form: forms.Form, known: dict[str, Found], units: "Units") -> None:
        typed = form.cleaned_data
        code = half_width(typed.get("product", ""))
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
        self.rows.append(TypedRow(index, found.product.code, _draft_row(found, unit_id, typed)))


class Units:
    """Which units the products on a sheet are sold in; asked only when somebody typed another than the usual."""

    def __init__(self, found: Iterable[Found], typed: set[str]) -> None:
        products = {one.product.pk: one.product for one in found}
        usual = {word for product in products.values() for word in (product.unit.code, product.unit.name)}
        self.named: dict[tuple[int, str], int] = {}
        if any(half_width(word).casefold() not in {one.casefold() for one in usual} for word in typed if word):
            rows = ProductUnit.objects.filter(product_id__in=products).select_related("unit")
            for row in rows:
                for word in (row.unit.code, row.unit.name):
                    self.named[row.product_id, word.casefold()] = row.unit_id

    def of(self, found: Found, typed: str) -> int:
        """The unit somebody meant; nothing typed is the barcode's own, or the product's."""
        product, word = found.product, half_width(typed).casefold()
        if not word:
            return found.unit_id or product.unit_id
        if word in (product.unit.code.casefold(), product.unit.name.casefold()):
            return product.unit_id
        if (product.pk, word) not in self.named:
            raise ValidationError(
                _("%(code)s is not sold by the %(unit)s.") % {"code": product.code, "unit": typed}, code="unit"
            )
        return self.named[product.pk, word]


def _draft_row(found: Found, unit_id: int, typed: dict[str, Any]) -> DraftRow:
    return DraftRow(
        product_id=found.product.pk,
        quantity=typed["quantity"],
        unit_id=unit_id,
        unit_price=typed["price"],
        discount=typed["discount"] or Decimal(0),
        wanted_on=typed["wanted_on"],
        note=typed["note"],
    )


def typed_values(line: OrderLine) -> dict[str, str]:
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
