"""Telling the process owner that the compliance list of a month is ready (S128)."""

import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import clock
from core.calendar import add_working_days
from core.models import User
from core.roles import AUDITOR, DIRECTOR
from notifications.services import remind
from reports.figures.compliance import before, month_of

SUBJECT = _("The compliance list of %(month)s is ready")
BODY = _("Overrides, skipped checks, self-approvals and late decisions of the month, to look through.")


def tell_compliance_ready() -> bool:
    """From the first working day of a month on, once: directors and auditors may look through the month before.

    Running it again tells nobody twice; a first working day without a run is made up for on the next.
    """
    today = clock.today()
    begun = today.replace(day=1)
    if today < add_working_days(begun, 0):
        return False
    name = _month_before(begun)
    people = User.objects.filter(is_active=True, groups__name__in=[DIRECTOR, AUDITOR]).values_list("pk", flat=True)
    url = f"{reverse('reports:compliance')}?month={name}"
    return remind(f"compliance:{name}", set(people), subject=SUBJECT, body=BODY, url=url, values={"month": name})


def _month_before(begun: datetime.date) -> str:
    return f"{before(month_of(f'{begun:%Y-%m}')).first:%Y-%m}"
