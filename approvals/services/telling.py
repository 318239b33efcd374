"""Telling approvers what became of what they approved, and of a link that was theirs."""

from django.utils.translation import gettext_lazy as _

from approvals.events import TaskLinkShut
from approvals.models import Decision, Task
from approvals.models.words import Outcome
from core.history import Posted
from notifications.services import tell
from orders.events import OrderChanged
from orders.models import Order


def tell_deciders(event: OrderChanged, posted: Posted) -> None:
    """Who approved the order or an earlier change of it hears that it stands otherwise now, once each (S51).

    Not the owner, who is told as such, and not whose own act or last word put the change in force.
    """
    order = Order.objects.only("pk", "number", "owner_id").get(pk=event.order_id)
    approved = Decision.objects.filter(task__step__request__order=order.pk, outcome=Outcome.APPROVED)
    said = list(approved.order_by("pk").values_list("decider_id", "task__step__request__subject"))
    last = [pk for pk, subject in said if subject == f"change:{event.change_id}"][-1:]
    tell(
        posted.id,
        {pk for pk, _subject in said} - {posted.actor_id, order.owner_id, *last},
        subject=_("Order %(ref)s, which you approved, is changed to revision %(revision)s: %(reason)s"),
        url=order.get_absolute_url(),
        values={"ref": order.ref, "revision": event.revision, "reason": event.reason},
    )


def tell_link_shut(event: TaskLinkShut, posted: Posted) -> None:
    """Whose link was shut after wrong PINs hears of it, and what to do when it was not they who typed them (A24)."""
    task = Task.objects.select_related("step__request").get(pk=event.task_id)
    tell(
        posted.id,
        [event.user_id],
        subject=_("Your approval link was shut after wrong PINs: %(title)s"),
        body=_(
            "Sign in to decide. If it was not you who typed them, somebody else reads your messages: set a new PIN "
            "in your settings, and tell whoever looks after the accounts."
        ),
        url=task.get_absolute_url(),
        values={"title": task.step.request.title},
    )
