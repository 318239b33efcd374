"""Chasing what is overdue: each invoice at each step once, until it is paid."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from core import clock
from core.models import Notice, User
from core.roles import FINANCE
from finance.models import Invoice
from notifications.services import remind

STEPS = (30, 15, 7, 1)
"""Days after the due day at which the salesperson and finance are reminded, the latest first."""
SUBJECT = _("Invoice %(number)s is %(days)s days overdue")
BODY = _("%(customer)s owes %(open)s %(currency)s of invoice %(number)s, order %(order)s, since %(due)s.")


def warn_overdue() -> int:
    """Remind of every overdue invoice at the latest step it has reached, until it is paid.

    Each reminder is claimed once: running again adds nothing, and a night without a run loses nothing.
    Returns how many reminders were given.
    """
    today = clock.today()
    due = list(_reached(today))
    given = _given([_key(invoice, step) for invoice, step in due])
    finance = list(User.objects.filter(is_active=True, groups__name=FINANCE).values_list("pk", flat=True))
    return sum(_remind(invoice, step, finance) for invoice, step in due if _key(invoice, step) not in given)


def _reached(today: datetime.date) -> Iterator[tuple[Invoice, int]]:
    rows = Invoice.objects.overdue(today).for_list().order_by("due_date", "pk")
    for invoice in rows.iterator(chunk_size=500):
        yield invoice, next(step for step in STEPS if invoice.days_overdue >= step)


def _key(invoice: Invoice, step: int) -> str:
    return f"invoice:{invoice.pk}:overdue:{step}d"


def _given(keys: list[str]) -> set[str]:
    return set(Notice.objects.filter(key__in=keys).values_list("key", flat=True))


def _remind(invoice: Invoice, step: int, finance: list[int]) -> bool:
    values = {
        "number": invoice.ref,
        "days": invoice.days_overdue,
        "customer": invoice.customer.title,
        "open": f"{invoice.open_amount:,.2f}",
        "currency": invoice.currency,
        "order": invoice.order.ref,
        "due": invoice.due_date,
    }
    people = {invoice.order.owner_id, *finance}
    url = invoice.get_absolute_url()
    return remind(_key(invoice, step), people, subject=SUBJECT, body=BODY, url=url, values=values)
