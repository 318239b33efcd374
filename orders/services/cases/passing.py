"""What time alone does to cases: a reminder at the limit, the manager one limit later, and calls after delivery."""

import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from core import clock
from core.calendar import working_hours_between
from core.people import HOUSE
from core.service import service
from notifications.services import remind
from orders.models import Case, Order
from orders.models.case import CaseKind
from orders.services.cases.handling import LIMIT_HOURS, open_case
from orders.services.rows import take

LOOKS_BACK = datetime.timedelta(days=14)
"""So many days of downtime lose no follow-up call."""


def remind_cases() -> int:
    """Tell the owner once when a case passed its limit, and their manager once when it passed it twice (S78).

    Named for the case and its limit: run again, or after a night of downtime, it tells nothing twice.
    """
    late = Case.objects.overdue().select_related("customer", "owner").defer("customer__search").order_by("pk")
    return sum(_remind(case) + _escalate(case) for case in late.iterator(chunk_size=500))


def _remind(case: Case) -> bool:
    return _tell(case, "late", case.owner_id, _("Case %(number)s of %(customer)s is past its limit: %(title)s"))


def _escalate(case: Case) -> bool:
    over = working_hours_between(case.until, clock.now())
    if case.owner is None or over < LIMIT_HOURS[CaseKind(case.kind)]:
        return False
    words = _("Nobody answers case %(number)s of %(customer)s: %(title)s")
    return _tell(case, "escalated", case.owner.manager_id, words)


def _tell(case: Case, what: str, user_id: int | None, subject: object) -> bool:
    return remind(
        f"{case.stream}:{what}:{case.until:%Y%m%d%H%M}",
        [user_id],
        subject=subject,  # type: ignore[arg-type]
        url=case.get_absolute_url(),
        values={"number": case.number, "customer": case.customer.name, "title": case.title},
    )


def open_follow_ups() -> int:
    """A call case for each order that was accepted so many days ago, once per order (S79); none where that is 0."""
    days = settings.GENDAN_FOLLOW_UP_DAYS
    if not days:
        return 0
    last = clock.today() - datetime.timedelta(days=days)
    end = timezone.make_aware(datetime.datetime.combine(last + datetime.timedelta(days=1), datetime.time()))
    called = Case.objects.filter(order=OuterRef("pk"), kind=CaseKind.FOLLOW_UP)
    accepted = Order.objects.live().filter(accepted_at__lt=end, accepted_at__gte=end - LOOKS_BACK)
    waiting = accepted.exclude(Exists(called)).order_by("pk").values_list("pk", flat=True)
    return sum(_follow_up(pk) for pk in list(waiting))


@service
def _follow_up(order_id: int) -> bool:
    order = take(order_id)
    if Case.objects.filter(order=order, kind=CaseKind.FOLLOW_UP).exists():
        return False
    title = say("Call about order %(ref)s") % {"ref": order.ref}
    open_case(order.customer, kind=CaseKind.FOLLOW_UP, title=title, order=order, actor=HOUSE)
    return True
