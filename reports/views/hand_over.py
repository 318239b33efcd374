"""The hand-over of a colleague who leaves: choose, see how much it is, run; run again to go on."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import User
from core.views.verb import VerbView
from reports.forms import HandOverForm
from reports.handing_over import hand_over_work, work_of
from reports.models import HandOver as Job
from reports.policies import may_hand_over_work

SHOWN = 20


class HandOver(VerbView):
    """Give the orders, customers, approval tasks, rules and dispatch jobs of one person to another."""

    policy = may_hand_over_work
    title = _("Hand over a colleague's work")
    consequence = _(
        "Each thing goes over by itself and keeps its history; much of it goes on while you leave this page. "
        "Rules that name them get a new draft with the successor, which somebody with the right publishes."
    )
    button = _("Hand over")
    is_once = False

    def get_subject(self) -> User:
        asked = self.request.GET.get("person", "")
        found = self.people().filter(pk=asked).first() if asked.isdecimal() and len(asked) < 12 else None
        return found or self.request.user

    def people(self) -> QuerySet[User]:
        """Whose work this person may hand over."""
        user: Any = self.request.user
        if user.has_perm("approvals.make_all_delegation"):
            return User.objects.order_by("name", "pk")
        mine = Q(manager=user.pk) | Q(department__in=user.department_tree)
        return User.objects.filter(mine).order_by("name", "pk")

    def get_form(self, subject: User, data: Any = None) -> forms.Form:
        initial = {"person": subject.pk} if subject.pk != self.request.user.pk else {}
        return HandOverForm(data, people=self.people(), initial=initial)

    def extra_context(self, subject: User) -> dict[str, Any]:
        chosen = subject.pk != self.request.user.pk
        facts = [{"label": pile.label, "value": pile.rows.count()} for pile in work_of(subject)] if chosen else []
        job = Job.objects.filter(person=subject).select_related("to").first() if chosen else None
        extra = {"extra": "reports/_choose_person.html", "people": self.people(), "chosen": subject, "job": job}
        return {"facts": facts, "refresh": job is not None and job.done_at is None, **extra}

    def success_url(self, subject: User) -> str:
        return reverse("reports:hand-over")

    def done_url(self, subject: Any, result: Any) -> str:
        return f"{self.success_url(subject)}?person={self.request.POST['person']}"

    def act(self, subject: User, data: dict[str, Any]) -> Job:
        job = hand_over_work(data["person"], data["to"], reason=data["reason"], actor=self.request.user)
        if job.done_at is None:
            self.done = _("The hand-over of %(n)s things is under way; you may leave this page.") % {"n": job.total}
            return job
        self.done = _("%(n)s handed over, %(refused)s not.") % {"n": job.count, "refused": len(job.refused)}
        for words in job.refused[:SHOWN]:
            messages.warning(self.request, words)
        return job
