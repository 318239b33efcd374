"""Orders whose standing changes because a day has passed, with nobody touching them."""

from django.db.models import Q

from core import clock
from orders.models import Order
from orders.models.words import Payment, Promise, State
from orders.services.life.records import refresh_standing


def refresh_passed() -> int:
    """Derive again the orders whose due day or promised day is over; one transaction for each.

    Running it again, or after nights of downtime, changes nothing more and leaves nothing out.
    """
    today = clock.today()
    overdue = Q(due_on__lt=today) & ~Q(payment=Payment.OVERDUE)
    late = Q(state=State.CONFIRMED, accepted_at=None, first_promise__lt=today) & ~Q(promise=Promise.LATE)
    passed = list(Order.objects.live().filter(overdue | late).order_by("pk").values_list("pk", flat=True))
    for order_id in passed:
        refresh_standing(order_id)
    return len(passed)
