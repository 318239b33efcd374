"""One row of the line grid, as native inputs; a page has five of them or five hundred."""

from decimal import Decimal
from typing import Any

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from catalog.models import Product
from core.finding import Finding, Level
from core.inputs import Cell, DayField, NumberField, SharedFields, SumField
from orders.models import OrderLine

MOST_QUANTITY = Decimal("9999999.9999")
MOST_PRICE = Decimal("9999999999")
MOST_AMOUNT = Decimal("1000000000000")


class LineForm(forms.Form):
    """One row as typed. Without a unit it is the product's own, without a price the customer's."""

    product = forms.CharField(label=_("Product"), max_length=100)
    unit = forms.CharField(label=_("Unit"), max_length=20, required=False)
    quantity = SumField(
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
    part = forms.CharField(label=_("Customer part number"), max_length=80, required=False)
    line = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cell_attrs: dict[str, dict[str, Any]] = {
            "unit": {"data-with": f"product=#id_{self.prefix}-product"},
        }

    bound_field_class = Cell
    finding: Finding | None = None
    priced: OrderLine | None = None
    quiet = False
    choices: tuple[Product, ...] = ()
    learns = False

    def has_changed(self) -> bool:
        """Whether anything is typed in it; which saved line it was is not typed by anybody."""
        return self._says_something

    @cached_property
    def _says_something(self) -> bool:
        if self.is_bound and not self.initial:
            # Nearly every row has all cells empty or names a product; neither needs each cell to be read.
            typed = [cell for name, cell in self._cells.items() if name != "line"]
            if not any(typed) or str(self._cells["product"] or "").strip():
                return any(typed)
        return any(name != "line" for name in self.changed_data)

    @cached_property
    def _cells(self) -> dict[str, Any]:
        return {name: self.data.get(f"{self.prefix}-{name}") for name in self.fields}

    def _clean_fields(self) -> None:
        """As Django does it, but what may be left empty and is needs no reading: most cells of most rows are so."""
        empty = {name for name, cell in self._cells.items() if not cell and name in EMPTY}
        fields, self.fields = self.fields, {name: one for name, one in self.fields.items() if name not in empty}
        try:
            super()._clean_fields()
        finally:
            self.fields = fields
        self.cleaned_data |= {name: EMPTY[name] for name in empty}

    def clean_line(self) -> int | None:
        """The saved line this row was, if it says so."""
        typed = self.cleaned_data["line"]
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None

    @property
    def index(self) -> str:
        """Which row of the grid it is."""
        return str(self.prefix).rpartition("-")[2]

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
    "part": {"spellcheck": "false"},
}


def _dress(fields: dict[str, forms.Field]) -> SharedFields:
    for name, field in fields.items():
        named = {} if field.widget.is_hidden else {"aria-label": field.label}
        field.widget.attrs |= {**named, "autocomplete": "off", **ATTRS.get(name, {})}
    return SharedFields(fields)


LineForm.base_fields = _dress(LineForm.base_fields)
DROP = forms.BooleanField(required=False)
EMPTY = {name: field.clean("") for name, field in LineForm.base_fields.items() if not field.required}
EMPTY |= {"line": None, DELETION_FIELD_NAME: False}
"""What cells that may be left empty mean then."""
