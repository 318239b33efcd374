"""A change as typed on the same grid as an order: what stands there, and what it is to become."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.formsets import formset_factory
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import clock
from core.finding import Finding
from core.inputs import SharedFields, plain
from core.refusal import Refused
from orders.forms.head import HeadForm
from orders.forms.lines import BLANK_ROWS, MOST_LINES, LineSet, typed_values
from orders.forms.row import LineForm
from orders.models import ChangeRequest, Order, OrderLine
from orders.models.change import Cause
from orders.services.changes.differences import LineEdit, Wish, differences_of
from orders.services.changes.proposing import Proposal, propose

FORM_FIELDS = {"quantity": "quantity", "unit": "unit_name", "price": "unit_price", "discount": "discount",
               "wanted_on": "wanted_on", "note": "note"}  # fmt: skip
"""Field of the grid → field of a line's picture."""


class WhyForm(forms.Form):
    """Whose doing the change is, and why: kept with the new revision for good."""

    cause = forms.ChoiceField(
        label=pgettext_lazy("change", "Cause"), choices=[("", _("Please choose")), *Cause.choices]
    )
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea({"rows": 2}))


class ChangeHeadForm(HeadForm):
    """The header of an order as it is to be; its customer stays, another customer is another order."""

    def __init__(self, user: Any, order: Order, data: Any = None, change: ChangeRequest | None = None) -> None:
        super().__init__(user, order, data)
        self.fields["customer"].required = False
        if change is not None and data is None:
            self.initial |= {name: _typed(order, name, one["now"]) for name, one in change.head.items()}

    def clean_customer(self) -> str:
        assert self.order is not None
        self._belong_to(self.order.customer)
        return self.order.customer.code


def _typed(order: Order, name: str, value: str) -> str:
    return "" if name == "terms" and value == str(order.customer.terms_id) else value


class ChangeLineForm(LineForm):
    """One row: a line of the order, named by its key, or a new one."""

    was: Mapping[str, str] = {}
    standing: OrderLine | None = None
    taken_out = False

    @property
    def dropped(self) -> bool:
        return self.taken_out or super().dropped

    @property
    def differs(self) -> bool:
        return bool(self.was) or (self.standing is None and self.priced is not None)


ChangeLineForm.base_fields = SharedFields(ChangeLineForm.base_fields)

ChangeLines = formset_factory(
    ChangeLineForm,
    formset=LineSet,
    extra=BLANK_ROWS,
    can_delete=True,
    max_num=MOST_LINES,
    absolute_max=MOST_LINES + 1,
    validate_max=True,
)


class ChangeSheet:
    """A whole change as typed, or as it was saved; `examine` says what it would do and writes nothing."""

    def __init__(
        self, user: Any, order: Order, change: ChangeRequest | None = None, data: QueryDict | None = None
    ) -> None:
        self.user, self.order, self.change, self.data = user, order, change, _all_rows_new(data)
        self.standing = _lines_of(order)
        self.head = ChangeHeadForm(user, order, self.data, change)
        self.why = WhyForm(self.data, initial=_why(change))
        self.lines = ChangeLines(self.data, prefix="lines", initial=self._rows())
        self.version = change.version if change is not None else None
        self.proposal: Proposal | None = None
        self.findings: list[Finding] = []
        self.trouble = ""
        self.checked_at: Any = None
        self._dress()

    def _rows(self) -> list[dict[str, Any]]:
        """One row for each line as the change leaves it, then the new ones."""
        if self.data is not None:
            return []
        edits = {edit["line"]: edit for edit in self.change.lines} if self.change else {}
        rows = [self._row(line, edits.get(line.pk)) for line in self.standing.values()]
        added = [edit["now"] for edit in (self.change.lines if self.change else []) if not edit["line"]]
        return rows + [_as_typed(now) for now in added]

    def _row(self, line: OrderLine, edit: Mapping[str, Any] | None) -> dict[str, Any]:
        row: dict[str, Any] = typed_values(line) | {"line": line.pk, "price": plain(line.unit_price)}
        if edit is not None and edit["now"] is not None:
            row |= _as_typed(edit["now"])
        return row

    def _dress(self) -> None:
        """Put beside each row the line it stands for and what that line says now."""
        gone = {edit["line"] for edit in self.change.lines if edit["now"] is None} if self.change else set()
        for form in self.lines.forms:
            line = self.standing.get(_key(form["line"].value()))
            form.standing = line
            if line is None:
                continue
            form.taken_out = self.data is None and line.pk in gone
            form.was = _was(form, line)
            if line.shipped:
                for name in ("product", "unit", "price", "discount"):
                    form.cell_attrs.setdefault(name, {})["readonly"] = True

    def is_valid(self) -> bool:
        return all([self.head.is_valid(), self.lines.is_valid(), self.why.is_valid()])

    def wish(self) -> Wish:
        """What the services get; rows that say what the order says already fall away there."""
        edits = [LineEdit(line_id=self._line_of(typed.index), row=typed.row) for typed in self.lines.rows]
        for form in self.lines.forms:
            if form.dropped and (line := self.standing.get(_key(form["line"].value()))):
                edits.append(LineEdit(line_id=line.pk, row=None))
        why = self.why.cleaned_data if self.why.is_bound else {}
        return Wish(
            edits=edits,
            head=self.head.as_head() if self.head.found is not None else None,
            cause=why.get("cause", ""),
            reason=why.get("reason", ""),
        )

    def _line_of(self, index: int) -> int | None:
        return self.lines.forms[index].cleaned_data.get("line") or None

    def examine(self) -> None:
        """What the change would do, in memory: new amounts, what the checks say, what is locked."""
        self.is_valid()
        order = Order.objects.select_related("customer", "terms", "ship_to").defer("search").get(pk=self.order.pk)
        lines = list(OrderLine.objects.filter(order_id=order.pk).order_by("position"))
        try:
            head, edits = self._differences(order)
            self.proposal = propose(order, lines, head, edits, actor=self.user)
        except Refused as refusal:
            self.trouble = str(refusal)
            return
        finally:
            self.checked_at = clock.now()
        self.findings = self.proposal.findings
        self._price_rows()

    def _differences(self, order: Order) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        if self.data is None and self.change is not None:
            return self.change.head, self.change.lines
        return differences_of(order, self.wish())

    def _price_rows(self) -> None:
        assert self.proposal is not None
        known = {line.pk: line for line in self.proposal.lines if line.pk}
        fresh = iter(self.proposal.added)
        for form in self.lines.forms:
            if form.standing is not None:
                form.priced = known.get(form.standing.pk)
            elif form["product"].value() and not form.dropped:
                form.priced = next(fresh, None)


def _was(form: ChangeLineForm, line: OrderLine) -> dict[str, str]:
    """What the line says now, for each cell that was typed differently."""
    now = typed_values(line) | {"price": plain(line.unit_price)}
    typed = {name: str(form[name].value() or "").strip() for name in FORM_FIELDS}
    return {name: now[name] or "--" for name in FORM_FIELDS if not _same(typed[name], now[name])}


def _same(one: str, other: str) -> bool:
    try:
        return Decimal(one or 0) == Decimal(other or 0)
    except ArithmeticError:
        return one == other


def _as_typed(now: Mapping[str, str]) -> dict[str, str]:
    row = {name: now[key] for name, key in FORM_FIELDS.items()}
    return row | {"product": now["code"], "discount": "" if now["discount"] == "0" else now["discount"]}


def _lines_of(order: Order) -> dict[int, OrderLine]:
    rows = OrderLine.objects.filter(order_id=order.pk, removed_in=None).order_by("position")
    return {line.pk: line for line in rows.select_related("product__unit", "unit").defer("product__search")}


def _why(change: ChangeRequest | None) -> dict[str, str]:
    return {"cause": change.cause, "reason": change.reason} if change else {}


def _key(value: Any) -> int:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _all_rows_new(data: QueryDict | None) -> QueryDict | None:
    # Lines are known by the key in their row, not by their place; Django's own counting is not used.
    if data is None:
        return None
    typed = data.copy()
    typed["lines-INITIAL_FORMS"] = "0"
    if typed.get("lines-TOTAL_FORMS", "").startswith("-"):
        typed["lines-TOTAL_FORMS"] = ""
    return typed
