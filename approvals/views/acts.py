"""What an approver does beside deciding: give away, add a signer, send back a step, take back, comment."""

from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from approvals import policies, services
from approvals.forms.acts import CommentForm, GiveForm, SignerForm, StepBackForm
from approvals.models import Request, Step, Task
from approvals.services.returning import earlier_steps
from approvals.services.transferring import colleagues
from approvals.views.deciding import TaskVerb
from core.views.verb import VerbView


class Transfer(TaskVerb):
    """Give the task to a colleague."""

    title = _("Transfer")
    consequence = _("Your colleague decides instead of you; both names are kept. The limit starts anew.")
    button = _("Transfer")
    done = _("Transferred.")

    def get_form(self, subject: Task, data: Any = None) -> forms.Form:
        return GiveForm(data, people=_people(subject, self.request.user))

    def act(self, subject: Task, data: dict[str, Any]) -> None:
        services.transfer_task(subject.pk, to_id=data["to"], reason=data["reason"], actor=self.request.user)


class AddSigner(TaskVerb):
    """Have somebody else heard as well."""

    title = _("Add a signer")
    button = _("Add a signer")
    done = _("The signer is asked.")

    def get_form(self, subject: Task, data: Any = None) -> forms.Form:
        return SignerForm(data, people=_people(subject, self.request.user), checklist=subject.step.checklist)

    def extra_context(self, subject: Task) -> dict[str, Any]:
        more = {"extra": "approvals/_threshold.html", "threshold": _threshold(subject)}
        return super().extra_context(subject) | more

    def act(self, subject: Task, data: dict[str, Any]) -> None:
        services.add_signer(
            subject.pk,
            to_id=data["to"],
            place=data["place"],
            reason=data["reason"],
            opinion=data["opinion"],
            ticks=data.get("ticks", ()),
            actor=self.request.user,
        )


def _threshold(task: Task) -> str:
    """What an added signer means for the number that is needed, in words."""
    step = task.step
    words = ngettext(
        "This step needs %(needed)s approval; with an added signer it needs theirs as well, %(all)s in all.",
        "This step needs %(needed)s approvals; with an added signer it needs theirs as well, %(all)s in all.",
        step.needed,
    )
    return words % {"needed": step.needed, "all": step.needed + 1}


def _people(task: Task, user: Any) -> list[tuple[int, str]]:
    return colleagues(task.step.request, besides=user.pk)


class ReturnToStep(TaskVerb):
    """Send the case back to a step that was agreed to before."""

    title = _("Return to an earlier step")
    consequence = _("That step is asked again, with your opinion. What is decided again counts instead of before.")
    button = _("Return")
    done = _("The earlier step is asked again.")

    def get_form(self, subject: Task, data: Any = None) -> forms.Form:
        steps = Step.objects.filter(request=subject.step.request_id).select_related("user").order_by("position")
        named = [(step.pk, f"{step.position}. {step.who}") for step in earlier_steps(steps, subject.step)]
        return StepBackForm(data, steps=named)

    def act(self, subject: Task, data: dict[str, Any]) -> None:
        again = data["way"] == "again"
        opinion, user = data["opinion"], self.request.user
        services.return_to_step(subject.pk, step_id=data["step"], again=again, opinion=opinion, actor=user)


class TakeBack(TaskVerb):
    """Take one's own decision back, while nobody has acted on it."""

    policy = policies.may_take_back
    title = _("Take the decision back")
    consequence = _("You decide again; who was asked since is asked no more. Your first decision stays written.")
    button = _("Take back")
    done = _("Taken back; you decide again.")
    needs_open = False

    def act(self, subject: Task, data: dict[str, Any]) -> Task:
        return services.take_decision_back(subject.pk, actor=self.request.user)

    def done_url(self, subject: Task, result: Any) -> str:
        return result.get_absolute_url()


class RequestVerb(VerbView):
    """Something said about a request by whoever sees it."""

    def get_subject(self) -> Request:
        requests = Request.objects.visible_to(self.request.user).select_related("order__customer")
        return get_object_or_404(requests, pk=self.kwargs["pk"])

    def success_url(self, subject: Request) -> str:
        task = Task.objects.filter(step__request=subject).order_by("-pk").first()
        return task.get_absolute_url() if task else reverse("approvals:inbox")


class Comment(RequestVerb):
    """Say something to whoever asked and decides."""

    policy = policies.may_comment_on
    title = _("Comment")
    consequence = _("Who asked and who decides are told. A comment decides nothing; the customer never sees it.")
    button = _("Comment")
    done = _("Comment saved.")
    form_class = CommentForm

    def act(self, subject: Request, data: dict[str, Any]) -> None:
        services.comment_on_request(subject.pk, text=data["text"], actor=self.request.user)

    def done_url(self, subject: Request, result: Any) -> str:
        return self.success_url(subject)


class Urge(RequestVerb):
    """Ask whoever holds it to decide."""

    policy = policies.may_urge
    title = _("Urge")
    consequence = _("Whoever decides now is told once more, at most once in four hours.")
    button = _("Urge")
    done = _("They were told.")

    def act(self, subject: Request, data: dict[str, Any]) -> None:
        services.urge(subject.pk, actor=self.request.user)

    def success_url(self, subject: Request) -> str:
        return f"{reverse('approvals:inbox')}?tab=mine"
