"""What orders show of returns: what a return would do, how far one has come, and all of an order or a customer."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.panel import Panel
from customers.models import Customer
from orders.models import Order, Return
from orders.models.return_words import Resolution, ReturnState
from orders.panels.stepper import Step
from orders.policies import may_request_return, may_see_returns
from orders.services.returns.asking import return_facts
from orders.services.returns.eligible import may_come_back
from orders.services.returns.rows import ZERO, worth_of

S = ReturnState
STAGES = (
    (S.REQUESTED, "requested_at", pgettext_lazy("return step", "Request")),
    (S.APPROVED, "approved_at", pgettext_lazy("return step", "Approval")),
    (S.RECEIVED, "received_at", pgettext_lazy("return step", "Receipt")),
    (S.INSPECTED, "inspected_at", pgettext_lazy("return step", "Inspection")),
    (S.RESOLVED, "resolved_at", pgettext_lazy("return step", "Settlement")),
    (S.CLOSED, "closed_at", pgettext_lazy("return step", "Closing")),
)
"""State → when it was reached, and what is done to reach it: a step that is still under way is no past tense."""
NEXT = {
    S.REQUESTED: _("Waits for a decision"),
    S.APPROVED: _("The warehouse waits for the goods"),
    S.RECEIVED: _("The warehouse looks at the goods"),
    S.INSPECTED: _("Waits to be settled"),
    S.RESOLVED: _("Something still follows from it"),
}
"""What an open return waits for, in words."""


@dataclass
class Effect:
    """What a return that is being typed would do: to the bill, to the parcels, and who would be asked."""

    credit: Decimal = ZERO
    pieces: dict[str, Decimal] = field(default_factory=dict)
    late: bool = False
    route: list[str] = field(default_factory=list)

    @property
    def rows(self) -> list[tuple[Any, Decimal]]:
        return [(Resolution(how).label, pieces) for how, pieces in self.pieces.items()]


def effect_of(order: Order, sheet: Any, user: Any) -> Effect:
    """The effect of what was typed so far, by the same sums that will be written; nothing is written."""
    effect, wishes = Effect(), []
    for row in sheet.rows:
        wish = row.wish if row.is_bound and row.is_valid() else None
        if wish is None:
            continue
        wishes.append(wish)
        effect.pieces[wish.wanted] = effect.pieces.get(wish.wanted, ZERO) + wish.quantity
        effect.late = effect.late or row.one.late
        if wish.wanted == Resolution.CREDIT:
            effect.credit += worth_of(row.one.line, wish.quantity, order.currency)
    if wishes:
        lines = {row.one.line.pk: row.one.line for row in sheet.rows}
        worth = sum((worth_of(lines[wish.line_id], wish.quantity, order.currency) for wish in wishes), ZERO)
        planned = Return(number="", order=order, currency=order.currency, worth=worth, late=effect.late)
        facts = return_facts(order, planned, wishes)
        effect.route = import_string(settings.RETURN_ROUTE)(facts, order.owner_id, user.pk)
    return effect


def steps_of(returned: Return) -> list[Step]:
    """Where a return has been and where it is; one that ended early shows where it stopped."""
    names = [state for state, _at, _deed in STAGES]
    ended = returned.state in (S.REFUSED, S.WITHDRAWN)
    steps = []
    for state, column, deed in STAGES:
        at = getattr(returned, column)
        reached = at is not None and not (ended and state == S.CLOSED)
        now = not ended and returned.state in names and _next(names, returned.state) == state
        look = "done" if reached else "current" if now else "todo"
        steps.append(Step(str(deed), look, meta=f"{timezone.localdate(at):%m-%d}" if reached else ""))
    return [step for step in steps if not ended or step.state == "done"]


def _next(names: list[Any], state: str) -> Any:
    """The step that is being worked on: the one after the last that was reached."""
    here = names.index(S(state)) + 1
    return names[here] if here < len(names) else None


def returns_on(request: HttpRequest, order: Order) -> dict[str, Any] | None:
    """The returns of an order and the way to a new one; one query, none for an order nothing can come back of."""
    if not may_come_back(order) or order.shipped_at is None:
        return None
    rows = list(Return.objects.filter(order=order).order_by("-pk"))
    may_begin = may_request_return(request.user, order)
    if not rows and not may_begin:
        return None
    return {"returns": _told(rows), "new_url": reverse("orders:return-new", args=[order.ref]) if may_begin else ""}


def returns_of(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """The way to a customer's returns, and to a new one; the page asks no question for it."""
    code = urlencode({"customer": customer.code})
    find = f"{reverse('orders:return-find')}?{urlencode({'code': customer.code})}"
    new_url = find if may_request_return(request.user) else ""
    return {"all_url": f"{reverse('orders:returns')}?tab=all&{code}", "new_url": new_url}


def _told(rows: list[Return]) -> list[dict[str, Any]]:
    return [{"row": row, "next": NEXT.get(S(row.state), "")} for row in rows]


def _may_look(user: Any, subject: Any = None) -> bool:
    return may_see_returns(user)


RETURNS = Panel("returns", _("Returns"), "orders/_returns_panel.html", _may_look, returns_on, place="side")
CUSTOMER_RETURNS = Panel("returns", _("Returns"), "orders/_returns_panel.html", _may_look, returns_of)
