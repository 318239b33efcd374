"""Orders whose standing changes because a day has passed, with nobody touching them."""

from django.db.models import Q

from core import clock
from orders.models import Order
from orders.models.words import Payment, Promise
from orders.services.records import refresh_standing


def refresh_passed() -> int:
    """Derive again the orders whose due day or promised day is over; one transaction for each.

    Running it again, or after nights of downtime, changes nothing more and leaves nothing out.
    """
    today = clock.today()
    overdue = Q(due_on__lt=today) & ~Q(payment=Payment.OVERDUE)
    late = Q(pk__in=Order.objects.promise_passed(today).exclude(promise=Promise.LATE).values("pk"))
    passed = list(Order.objects.live().filter(overdue | late).order_by("pk").values_list("pk", flat=True))
    for order_id in passed:
        refresh_standing(order_id)
    return len(passed)
