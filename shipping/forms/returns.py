"""Taking returned goods in, inspecting them and sending them back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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


@dataclass
class Group:
    """What is asked about one line: the names of the fields, those that share a row together."""

    line: ReturnLine
    rows: list[list[str]] = field(default_factory=list)


class InspectForm(forms.Form):
    """For each line that came: how many pieces are good, to repair, scrap, and what was seen.

    Goods known by lot are asked about lot by lot, pieces with a number one by one. A photo of them may come along.
    """

    photo = forms.FileField(label=_("Photo (PNG or JPEG, at most 10 MB)"), required=False)

    def __init__(
        self,
        lines: Sequence[ReturnLine],
        data: Any = None,
        files: Any = None,
        *,
        pieces: Mapping[int, Sequence[ReturnPiece]] | None = None,
    ) -> None:
        super().__init__(data, files)
        self.pieces = pieces or {}
        self.asked: dict[str, Decimal] = {}
        self.lines = [self._ask_all(line) for line in lines]
        self.order_fields([*(name for group in self.lines for row in group.rows for name in row), "photo"])

    @property
    def groups(self) -> list[tuple[ReturnLine, list[list[forms.BoundField]]]]:
        """Each line with its fields, row by row, as a page shows them."""
        return [(group.line, [[self[name] for name in row] for row in group.rows]) for group in self.lines]

    def _ask_all(self, line: ReturnLine) -> Group:
        key, group = line.order_line_id, Group(line)
        for piece in self.pieces.get(key, ()):
            group.rows.append(self._ask(f"p{piece.pk}", piece.quantity, str(piece), one=piece.serial_id is not None))
        if rest := line.received - self._named(key):
            group.rows.append(self._ask(str(key), rest))
        self.fields[f"finding-{key}"] = forms.CharField(label=_("What was found"), required=False, max_length=250)
        group.rows.append([f"finding-{key}"])
        return group

    def _named(self, key: int) -> Decimal:
        """What of a line is known by lot or by number."""
        return sum((piece.quantity for piece in self.pieces.get(key, ())), Decimal(0))

    def _ask(self, key: str, quantity: Decimal, piece: str = "", *, one: bool = False) -> list[str]:
        """How many of so many pieces are what, or which of the three a single piece is; the names of the fields."""
        if one:
            self.fields[f"kind-{key}"] = forms.ChoiceField(label=piece, choices=KINDS)
            return [f"kind-{key}"]
        self.asked[key] = quantity
        for kind, label in KINDS:
            words = f"{piece} · {label}" if piece else label
            self._pieces(f"{kind}-{key}", words, plain(quantity) if kind == "good" else "0")
        return [f"{kind}-{key}" for kind, _label in KINDS]

    def _pieces(self, name: str, label: Any, initial: str) -> None:
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
