"""Many at once: agreeing to alike tasks, and marking copies read."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from approvals.models import Task
from approvals.policies import may_approve_many, may_look
from approvals.services import approve_many, mark_copies_read
from approvals.services.bulk import MOST, Batch, alike
from core.views.guard import Guarded
from core.views.verb import VerbView


class ApproveMany(VerbView):
    """Agree to the chosen tasks that are alike; without a choice, to all that are like the most urgent one."""

    policy = may_approve_many
    title = _("Approve together")
    consequence = _("Each gets its own decision and its own line in the history.")
    button = _("Approve all of them")

    def get_subject(self) -> Batch:
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        chosen = [int(one) for one in asked.getlist("task") if one.isdecimal() and len(one) < 12]
        tasks = Task.objects.awaiting(self.request.user).for_list().by_deadline()
        return alike(tasks.filter(pk__in=chosen) if chosen else tasks[: 2 * MOST])

    def extra_context(self, subject: Batch) -> dict[str, Any]:
        return {"extra": "approvals/_batch.html", "batch": subject}

    def success_url(self, subject: Any) -> str:
        return reverse("approvals:inbox")

    def act(self, subject: Batch, data: dict[str, Any]) -> None:
        done, refused = approve_many([task.pk for task in subject.tasks], actor=self.request.user)
        self.done = ngettext("%(n)s approved.", "%(n)s approved.", done) % {"n": done}
        for words in refused:
            messages.warning(self.request, words)


class ReadCopies(Guarded):
    """This person has read their copies: one, or all of them."""

    policy = may_look

    def post(self, request: HttpRequest) -> HttpResponse:
        self.policy.demand(request.user)
        one = request.POST.get("copy", "")
        mark_copies_read(actor=request.user, copy_id=int(one) if one.isdecimal() and len(one) < 12 else None)
        return HttpResponseRedirect(f"{reverse('approvals:inbox')}?tab=copies")
