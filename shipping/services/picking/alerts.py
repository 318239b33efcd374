"""What is said because time passed: goods that should have left are still here."""

from django.utils.translation import gettext_lazy as _

from core import clock
from core.models import User
from core.roles import WAREHOUSE
from notifications.services import remind
from orders.models import Order
from orders.models.words import Fulfilment

AWAY = (Fulfilment.SHIPPED, Fulfilment.PARTLY_ACCEPTED, Fulfilment.ACCEPTED)


def warn_late() -> int:
    """Tell owner and warehouse, once per order and day, of promised goods that have not left (F4).

    Late is every order whose first and current promise are both before today, so a night of downtime
    loses nothing and a newly agreed day is respected. Returns how many reminders were new.
    """
    today = clock.today()
    keepers = list(User.objects.filter(groups__name=WAREHOUSE, is_active=True).values_list("pk", flat=True))
    late = Order.objects.live().promise_passed(today).filter(promised_on__lt=today).exclude(fulfilment__in=AWAY)
    rows = late.select_related("customer").defer("search", "note").order_by("promised_on", "pk")
    return sum(_remind(order, [order.owner_id, *keepers]) for order in rows.iterator(chunk_size=500))


def _remind(order: Order, people: list[int | None]) -> bool:
    return remind(
        f"{order.stream}:late:{clock.today()}",
        people,
        subject=_("Late: %(ref)s for %(customer)s"),
        body=_("Order %(ref)s was promised for %(day)s and its goods have not all left."),
        url=order.get_absolute_url(),
        values={"ref": order.ref, "customer": order.customer.name, "day": order.promised_on},
    )
