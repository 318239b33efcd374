"""Taking returned goods in, inspecting them and sending them back."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.inputs import NumberField, plain
from inventory.models import Warehouse
from orders.models import ReturnLine
from shipping.models import ReturnPiece


class ReceiptForm(forms.Form):
    """Into which warehouse returned goods are taken."""

    warehouse = forms.ModelChoiceField(label=_("Warehouse"), queryset=Warehouse.objects.none(), empty_label=None)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        field: Any = self.fields["warehouse"]
        field.queryset = Warehouse.objects.active().in_turn()


KINDS = (("good", _("Good as new")), ("repair", _("To repair")), ("scrap", pgettext_lazy("inspection", "Scrap")))


class InspectForm(forms.Form):
    """For each line that came: how many pieces are good, to repair, scrap, and what was seen.

    Goods known by lot are asked about lot by lot, pieces with a number one by one.
    """

    def __init__(
        self,
        lines: Sequence[ReturnLine],
        data: Any = None,
        *,
        pieces: Mapping[int, Sequence[ReturnPiece]] | None = None,
    ) -> None:
        super().__init__(data)
        self.pieces = pieces or {}
        self.asked: dict[str, Decimal] = {}
        for line in lines:
            key, code = line.order_line_id, f"{line.order_line.position} {line.order_line.product.code}"
            for piece in self.pieces.get(key, ()):
                self._ask(f"p{piece.pk}", f"{code} · {piece}", piece.quantity, one=piece.serial_id is not None)
            if rest := line.received - self._named(key):
                self._ask(str(key), code, rest)
            words = _("%(code)s: what was found") % {"code": code}
            self.fields[f"finding-{key}"] = forms.CharField(label=words, required=False, max_length=250)

    def _named(self, key: int) -> Decimal:
        """What of a line is known by lot or by number."""
        return sum((piece.quantity for piece in self.pieces.get(key, ())), Decimal(0))

    def _ask(self, key: str, code: str, quantity: Decimal, *, one: bool = False) -> None:
        """How many of so many pieces are what; of a single piece, which of the three it is."""
        if one:
            label = _("%(code)s: what it is") % {"code": code}
            self.fields[f"kind-{key}"] = forms.ChoiceField(label=label, choices=KINDS)
            return
        self.asked[key] = quantity
        came = plain(quantity)
        self._pieces(f"good-{key}", _("%(code)s: good as new, of %(n)s") % {"code": code, "n": came}, came)
        self._pieces(f"repair-{key}", _("%(code)s: to repair") % {"code": code}, "0")
        self._pieces(f"scrap-{key}", _("%(code)s: scrap") % {"code": code}, "0")

    def _pieces(self, name: str, label: str, initial: str) -> None:
        self.fields[name] = NumberField(
            label=label, min_value=0, max_digits=18, decimal_places=4, initial=initial, required=False
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for key, quantity in self.asked.items():
            names = [f"{kind}-{key}" for kind, _label in KINDS]
            for name in names:
                data[name] = data.get(name) or Decimal(0)
            if not self.errors and sum(data[name] for name in names) != quantity:
                words = _("%(n)s came back; say of each piece what it is.")
                self.add_error(names[0], words % {"n": plain(quantity)})
        return data


class SendBackForm(forms.Form):
    """With whom repaired or not accepted goods go back."""

    carrier = forms.CharField(label=_("Carrier"), max_length=80)
    waybill = forms.CharField(label=_("Waybill number"), max_length=80)
