"""Confirmation as a joint check: what sales, finance and warehouse said about the order, and when (S41).

Each app says what it knows and none asks another; `config/panels.py` names who speaks.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.finding import Level
from core.joint import Result, Say
from core.panel import Panel
from core.roles import FINANCE, SALES, WAREHOUSE
from core.sentence import Sentence
from orders.models import Order, OrderRevision
from orders.models.hold import Stopped
from orders.models.words import State
from orders.policies import may_see

DEPARTMENTS = {
    SALES: pgettext_lazy("department", "Sales"),
    FINANCE: pgettext_lazy("department", "Finance"),
    WAREHOUSE: pgettext_lazy("department", "Warehouse"),
}
SHOWN_AT = (State.PENDING_APPROVAL, State.APPROVED, State.CONFIRMED)
WEIGHT = list(Result)


@dataclass(frozen=True)
class Department:
    """One department's answer: the worst of what was said for it."""

    key: str
    label: str | Promise
    says: Sequence[Say]

    @property
    def result(self) -> Result:
        return max((say.result for say in self.says), key=WEIGHT.index, default=Result.PASSED)


def confirmation_of(request: HttpRequest, order: Order) -> dict[str, Any] | None:
    """The three departments with their results, from submitting on until the order is at its end."""
    if order.state not in SHOWN_AT:
        return None
    kept = revisions_of(order)
    if not kept:
        return None
    says = [say for speaker in import_string(settings.JOINT) for say in speaker(order, kept[0])]
    rows = [Department(key, label, [say for say in says if say.role == key]) for key, label in DEPARTMENTS.items()]
    return {"departments": rows}


def revisions_of(order: Any) -> list[OrderRevision]:
    """What was handed in, newest first; read once per page, however many parts of it show them."""
    if not hasattr(order, "kept_revisions"):
        rows = OrderRevision.objects.filter(order_id=order.pk).select_related("submitted_by")
        order.kept_revisions = list(rows.order_by("-pk"))
    return order.kept_revisions


def entry(order: Order, revision: OrderRevision) -> Iterable[Say]:
    """Sales: the order was complete when it was handed in, and nothing holds it back."""
    reasoned = any(finding["level"] == Level.NEEDS_REASON for finding in revision.findings)
    words = Sentence(_("Complete; handed in with a reason: %(reason)s"), {"reason": revision.reason})
    yield Say(
        role=SALES,
        result=Result.PASSED,
        words=words if reasoned and revision.reason else _("Complete and checked when it was handed in."),
        who=str(revision.submitted_by or ""),
        at=revision.at,
    )
    if order.state != State.CONFIRMED and order.stops(Stopped.CONFIRM):
        held = _("A hold stops the confirmation.")
        yield Say(role=SALES, result=Result.WAITS, words=held, who=str(order.owner or ""))


CONFIRMATION = Panel(
    "confirmation", _("Joint confirmation"), "orders/_confirmation.html", may_see, confirmation_of, place="side"
)
