"""What people type about a return: what comes back and why, how it is settled, a photo."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.inputs import NumberField, plain
from orders.models import Return, ReturnLine
from orders.models.return_words import Reason, Resolution
from orders.services.returns.asking import WANTED, Wish
from orders.services.returns.eligible import Eligible

NO_REASON = [("", "--")]
WISHES = [(one.value, one.label) for one in WANTED]


class ReturnRow(forms.Form):
    """One line of the order: how many pieces come back, why, and what the customer wants."""

    quantity = NumberField(label=_("Comes back"), required=False, min_value=0, max_digits=18, decimal_places=4)
    reason = forms.ChoiceField(label=_("Reason"), required=False, choices=[*NO_REASON, *Reason.choices])
    wanted = forms.ChoiceField(label=_("Wanted"), choices=WISHES, initial=Resolution.CREDIT)
    note = forms.CharField(label=_("Note"), required=False, max_length=250)

    def __init__(self, one: Eligible, data: Any = None) -> None:
        super().__init__(data, prefix=f"line-{one.line.pk}")
        self.one = one
        self.fields["quantity"].widget.attrs["placeholder"] = plain(one.most)
        for name, field in self.fields.items():
            words = {"field": field.label, "n": one.line.position}
            field.widget.attrs["aria-label"] = _("%(field)s, line %(n)s") % words
            if name == "quantity":
                field.widget.attrs["data-enter"] = ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        quantity = data.get("quantity")
        if quantity and quantity > self.one.most:
            self.add_error("quantity", _("At most %(n)s.") % {"n": plain(self.one.most)})
        if quantity and not data.get("reason"):
            self.add_error("reason", _("Please choose a reason."))
        if quantity and data.get("reason") == Reason.OTHER and not data.get("note", "").strip():
            self.add_error("note", _("Please say why."))
        return data

    @property
    def wish(self) -> Wish | None:
        """What was typed, where anything was."""
        data = getattr(self, "cleaned_data", {})
        if not data.get("quantity"):
            return None
        values = {name: data.get(name) or "" for name in ("reason", "wanted", "note")}
        return Wish(line_id=self.one.line.pk, quantity=data["quantity"], **values)


class ReturnHead(forms.Form):
    """What is said about the return as a whole."""

    note = forms.CharField(label=_("Note"), required=False, max_length=500, widget=forms.Textarea({"rows": 2}))


class ReturnSheet:
    """The one screen: every line that may come back, and the note."""

    def __init__(self, eligible: Sequence[Eligible], data: Any = None) -> None:
        self.head = ReturnHead(data)
        self.rows = [ReturnRow(one, data) for one in eligible]

    def is_valid(self) -> bool:
        valid = all([self.head.is_valid(), *[row.is_valid() for row in self.rows]])
        if valid and not self.wishes:
            self.head.add_error(None, _("Please say how many pieces come back."))
            return False
        return valid

    @property
    def wishes(self) -> list[Wish]:
        return [wish for row in self.rows if row.is_valid() and (wish := row.wish)]


class ResolveForm(forms.Form):
    """How each received line is settled; as agreed, unless somebody who may decide says otherwise."""

    answer = forms.CharField(
        label=_("Answer to the customer"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Needed when it is settled otherwise than agreed."),
    )

    def __init__(self, lines: Sequence[ReturnLine], data: Any = None, *, may_decide: bool) -> None:
        super().__init__(data)
        for line in lines:
            choices = Resolution.choices if may_decide else [(line.wanted, line.get_wanted_display())]
            self.fields[f"line-{line.order_line_id}"] = forms.ChoiceField(
                label=f"{line.order_line.position} {line.order_line.product.code} × {plain(line.received)}",
                choices=choices,
                initial=line.wanted,
                help_text=_("Found: %(found)s") % {"found": found_words(line)},
            )
        self.order_fields([*[name for name in self.fields if name != "answer"], "answer"])

    @property
    def outcomes(self) -> dict[int, str]:
        rows = self.cleaned_data.items()
        return {int(name.removeprefix("line-")): value for name, value in rows if name.startswith("line-")}


class PhotoForm(forms.Form):
    """A picture of what came back."""

    file = forms.FileField(label=_("Photo (PNG or JPEG, at most 10 MB)"))


def found_words(line: ReturnLine) -> str:
    """What the pieces of a line were found to be, in words."""
    named: tuple[tuple[Any, Decimal], ...] = (
        (_("%(n)s good"), line.good),
        (_("%(n)s to repair"), line.repair),
        (_("%(n)s scrap"), line.scrap),
    )
    words = [str(word) % {"n": plain(quantity)} for word, quantity in named if quantity]
    return ", ".join([*words, *filter(None, [line.finding])])


def lines_to_settle(returned: Return) -> list[ReturnLine]:
    """The lines of which something came."""
    rows = returned.lines.filter(received__gt=0).select_related("order_line__product")
    return list(rows.defer("order_line__product__search").order_by("order_line__position"))
