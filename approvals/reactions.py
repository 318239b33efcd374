"""What approvals do when they hear something."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from approvals.events import (
    ApprovalUrged,
    CopiesSent,
    DelegationEnded,
    DelegationEvent,
    DelegationMade,
    RehearsalAsked,
    RequestCommented,
    TaskLinkShut,
    TaskOpened,
    TaskPassedOn,
)
from approvals.models import Request, Task
from approvals.services import open_request, pass_on, telling, void_request
from approvals.services.lettering import about_task
from approvals.services.passing import open_subjects
from approvals.services.rehearsing import work_rehearsal
from approvals.services.reminding import question_words
from approvals.services.talking import waiting_tasks
from approvals.services.trying import note_trial
from core.events import ApprovalAsked, ApprovalWithdrawn
from core.history import Posted
from notifications.models.message import Kind
from notifications.services import tell
from orders.events import (
    ChangeWithdrawn,
    OrderCancelled,
    OrderChanged,
    OrderHandedOver,
    OrderRecalled,
    QuotationRecalled,
    ReturnWithdrawn,
)


def ask(event: ApprovalAsked, posted: Posted) -> None:
    """Ask whom the policy names, or agree at once."""
    open_request(event)


def watch(event: ApprovalAsked, posted: Posted) -> None:
    """A policy on trial looks on: what it would have asked is written down."""
    note_trial(event)


def run_rehearsal(event: RehearsalAsked, posted: Posted) -> None:
    """Replay what many were asked about."""
    work_rehearsal(event.rehearsal_id)


def take_back(event: OrderRecalled, posted: Posted) -> None:
    """Nobody has to decide on an order its owner took back."""
    void_request(event.stream, outcome="recalled")


def take_quote_back(event: QuotationRecalled, posted: Posted) -> None:
    """Nobody has to decide on a quotation its writer took back."""
    void_request(event.stream, outcome="recalled")


def ask_no_more(event: ApprovalWithdrawn, posted: Posted) -> None:
    """Nobody has to decide on what its owner asks no more about."""
    void_request(event.subject, outcome="recalled")
def take_return_back(event: ReturnWithdrawn, posted: Posted) -> None:
    """Nobody has to decide on goods that do not come back after all."""
    if event.was_asked:
        void_request(event.stream, outcome="recalled")


def void(event: OrderCancelled, posted: Posted) -> None:
    """Nobody has to decide on a cancelled order."""
    void_request(event.stream, outcome="voided")


def take_back_change(event: ChangeWithdrawn, posted: Posted) -> None:
    """Nobody has to decide on a change that was taken back."""
    if event.was_open:
        void_request(event.stream, outcome="recalled")


def keep_owner_out(event: OrderHandedOver, posted: Posted) -> None:
    """The new owner of an order does not decide on it."""
    for subject in open_subjects(event.order_id):
        pass_on(subject, new_owner_id=event.to_id)


def tell_deciders(event: OrderChanged, posted: Posted) -> None:
    """Who approved the order before hears that it stands otherwise now."""
    telling.tell_deciders(event, posted)


def tell_approvers(event: TaskOpened | TaskPassedOn, posted: Posted) -> None:
    """Tell whoever may decide that something waits for them."""
    task = Task.objects.select_related("step__request").get(pk=event.task_id)
    if task.is_open:
        tell(
            posted.id,
            event.user_ids,
            subject=_("To approve: %(title)s"),
            body="%(question)s",
            url=task.get_absolute_url(),
            about=about_task(task),
            kind=Kind.TO_DO,
            values={"title": task.step.request.title, "question": question_words(task)},
        )


def tell_urged(event: ApprovalUrged, posted: Posted) -> None:
    """Tell whoever holds it that somebody waits."""
    for task, people in waiting_tasks(event.request_id):
        tell(
            posted.id,
            people,
            subject=_("Please decide: %(title)s"),
            body="%(question)s",
            url=task.get_absolute_url(),
            about=about_task(task),
            kind=Kind.TO_DO,
            values={"title": task.step.request.title, "question": question_words(task)},
        )


def tell_link_shut(event: TaskLinkShut, posted: Posted) -> None:
    """Tell somebody that wrong PINs were typed behind their link."""
    telling.tell_link_shut(event, posted)


def tell_commented(event: RequestCommented, posted: Posted) -> None:
    """Tell who asked and who decides what somebody wrote about it."""
    request = Request.objects.get(pk=event.request_id)
    task = Task.objects.filter(step__request=request).order_by("-pk").first()
    tell(
        posted.id,
        event.user_ids,
        subject=_("Comment on the approval: %(title)s"),
        body="%(text)s",
        url=task.get_absolute_url() if task else reverse("approvals:inbox"),
        values={"title": request.title, "text": event.text},
    )


def tell_delegated(event: DelegationMade, posted: Posted) -> None:
    """Tell who stands in, and who is away where somebody else entered it."""
    tell(
        posted.id,
        _besides_actor((event.to_id, event.user_id), posted),
        subject=_("%(to)s decides for %(who)s from %(from)s to %(until)s"),
        body="%(reason)s",
        url=reverse("approvals:cover"),
        values=_named(event) | {"reason": event.reason},
    )


def tell_delegation_over(event: DelegationEnded, posted: Posted) -> None:
    """Tell both that nobody stands in any more."""
    tell(
        posted.id,
        _besides_actor((event.to_id, event.user_id), posted),
        subject=_("%(to)s decides no longer for %(who)s"),
        url=reverse("approvals:cover"),
        values=_named(event),
    )


def _besides_actor(people: tuple[int | None, ...], posted: Posted) -> list[int]:
    return [pk for pk in people if pk is not None and pk != posted.actor_id]


def _named(event: DelegationEvent) -> dict[str, Any]:
    return {"to": event.to or "--", "who": event.who, "from": str(event.from_day), "until": str(event.until_day)}


def tell_copied(event: CopiesSent, posted: Posted) -> None:
    """Tell those who get a copy that something is being approved."""
    request = Request.objects.get(pk=event.request_id)
    tell(
        posted.id,
        event.user_ids,
        subject=_("For your information: %(title)s is in approval"),
        url=f"{reverse('approvals:inbox')}?tab=copies",
        values={"title": request.title},
    )
