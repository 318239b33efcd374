"""Telling orders how much of their invoices is paid and when the next part is due."""

import datetime
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import F, Min, Q, Sum

from finance.models import Invoice
from finance.models.words import InvoiceState, Kind
from orders.services import record_paid

ZERO = Decimal(0)


def tell_paid(order_ids: Iterable[int]) -> None:
    """Report to each order, in the order of their keys, what its invoices say now; one query for all."""
    wanted = sorted(set(order_ids))
    if not wanted:
        return
    standing = Invoice.objects.filter(order_id__in=wanted, kind=Kind.INVOICE, state=InvoiceState.ISSUED)
    rows = (
        standing.order_by()
        .values_list("order_id")
        .annotate(
            paid=Sum(F("total") - F("credited_amount") - F("open_amount")),
            due=Min("due_date", filter=Q(open_amount__gt=0)),
        )
    )
    known: dict[int, tuple[Decimal, datetime.date | None]] = {pk: (paid, due) for pk, paid, due in rows}
    for order_id in wanted:
        paid, due_on = known.get(order_id, (ZERO, None))
        record_paid(order_id, paid=paid, due_on=due_on)
