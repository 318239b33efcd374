"""Agree, return, reject: each a page that says what will happen, and one POST."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.forms import ReasonForm
from approvals.forms.acts import CheckedForm
from approvals.models import Task
from approvals.models.words import Outcome
from approvals.policies import may_decide
from approvals.services import decide
from approvals.views.arranging import arranged
from core.access import Policy
from core.views.verb import VerbView


class TaskVerb(VerbView):
    """A verb on one task; afterwards the next task opens. Whoever comes late hears who was faster."""

    policy: Policy = may_decide
    needs_open = True

    def get_subject(self) -> Task:
        tasks = Task.objects.visible_to(self.request.user).for_list()
        return get_object_or_404(tasks, pk=self.kwargs["pk"])

    def success_url(self, subject: Task) -> str:
        return f"{subject.get_absolute_url()}{arranged(self.request.GET).query}"

    def done_url(self, subject: Task, result: Any) -> str:
        layout = arranged(self.request.GET)
        following = layout.sorted(Task.objects.awaiting(self.request.user)).first()
        place = following.get_absolute_url() if following else reverse("approvals:inbox")
        return f"{place}{layout.query}"

    def extra_context(self, subject: Task) -> dict[str, Any]:
        return {
            "facts": [
                {"label": subject.step.request.about, "value": subject.step.request.title},
                {"label": _("Question"), "value": subject.step.question},
            ]
        }

    def show(self, subject: Task, form: forms.Form, status: int = 200) -> HttpResponse:
        task = self.get_subject() if status == 409 else subject
        if task.is_open or (task.waits and status != 409) or not self.needs_open:
            return super().show(subject, form, status)
        return render(self.request, "approvals/handled.html", {"task": task}, status=status)


class DecideView(TaskVerb):
    """One decision on one task."""

    outcome: Outcome
    elsewhere: str | Promise = ""
    """What will happen where the question is not whether an order goes on."""

    def show(self, subject: Task, form: forms.Form, status: int = 200) -> HttpResponse:
        if not subject.step.request.is_about_order:
            self.consequence = self.elsewhere
        return super().show(subject, form, status)

    def act(self, subject: Task, data: dict[str, Any]) -> None:
        ticks = data.get("ticks", ())
        decide(subject.pk, outcome=self.outcome, opinion=data["opinion"], ticks=ticks, actor=self.request.user)


class Approve(DecideView):
    """Agree; the next step is asked, or the order goes on."""

    outcome = Outcome.APPROVED
    title = _("Approve")
    consequence = _("You agree. The next approver is asked, or the order goes on.")
    elsewhere = _("You agree. The next approver is asked, or what was asked for takes effect.")
    button = _("Approve")
    done = _("Approved.")

    def get_form(self, subject: Task, data: Any = None) -> forms.Form:
        return CheckedForm(data, checklist=subject.step.checklist)


class SendBack(DecideView):
    """Return for changes; the owner changes the order and submits it again."""

    outcome = Outcome.RETURNED
    title = _("Return for changes")
    consequence = _("The order goes back to its owner as a draft, with your opinion, and may be submitted again.")
    elsewhere = _("It goes back to whoever asked, with your opinion, and may be asked again.")
    button = pgettext_lazy("verb", "Return")
    done = _("Returned to its owner.")
    form_class = ReasonForm


class Reject(DecideView):
    """Reject for good; the order ends and may be copied."""

    outcome = Outcome.REJECTED
    title = pgettext_lazy("verb", "Reject")
    consequence = _("The order ends here and cannot be submitted again; it can be copied.")
    elsewhere = _("It ends here, and nothing takes effect.")
    button = pgettext_lazy("verb", "Reject")
    done = _("Rejected.")
    danger = True
    form_class = ReasonForm
