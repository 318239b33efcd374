"""Deciding by the link in a message, without signing in: looking writes nothing, only a POST decides (B12)."""

from typing import Any

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from approvals.evidence import Evidence
from approvals.forms.outside import OutsideForm
from approvals.models import Task, TaskLink
from approvals.policies import may_decide
from approvals.services import decide_by_link, try_pin
from approvals.services.linking import decidable, link_of, needs_pin
from approvals.services.outside import SHUT
from approvals.services.taking import Handled
from approvals.services.talking import comments_on
from core.once import once
from core.pins import has_pin
from core.refusal import Refused
from core.views.door import Door


class Outside(Door):
    """One task of one person, with its evidence and the three answers; nothing leads on from here but signing in."""

    opened: TaskLink
    shut_template = "approvals/outside_shut.html"

    def open(self, token: str) -> TaskLink | None:
        return link_of(token)

    def get(self, request: HttpRequest, token: str) -> HttpResponseBase:
        with translation.override(self.language):
            task = decidable(self.opened)
            if task is None:
                return self.closed(200 if self.opened.used_at else 410)
            return self.page(task, OutsideForm(**self.asked_of(task)))

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        with translation.override(self.language):
            task = decidable(self.opened)
            if task is None:
                return self.decide(task, None, {}, proven=False)
            form = OutsideForm(request.POST, **self.asked_of(task))
            if not form.is_valid():
                return self.page(task, form, 422)
            if "pin" in form.fields:
                return self.decide_with_pin(task, form)
            return self.decide(task, form, form.cleaned_data, proven=False)

    def decide_with_pin(self, task: Task, form: OutsideForm) -> HttpResponseBase:
        try:
            right = try_pin(self.opened.pk, form.cleaned_data["pin"])
        except Handled:
            # Perhaps by this very form, sent twice: that is told where it is decided.
            return self.decide(task, form, form.cleaned_data, proven=False)
        except Refused as refusal:
            return self.refused(task, form, refusal)
        return self.decide(task, form, form.cleaned_data, proven=True) if right else self.wrong_pin(task, form)

    @property
    def language(self) -> str:
        return self.opened.user.language or settings.LANGUAGE_CODE

    def asked_of(self, task: Task) -> dict[str, Any]:
        pin = needs_pin(task.step.request) and has_pin(self.opened.user_id)
        return {"checklist": task.step.checklist, "pin": pin}

    def decide(
        self, task: Task | None, form: OutsideForm | None, data: dict[str, Any], *, proven: bool
    ) -> HttpResponseBase:
        """Once for each form; its twin is led to the same answer. The PIN is no part of what is kept of it."""
        given = {name: data.get(name, "") for name in ("outcome", "opinion")} | {"ticks": data.get("ticks", [])}
        posted = {name: self.request.POST.getlist(name) for name in given}
        key, content = self.request.POST.get("once", ""), f"task-link:{self.opened.pk} {posted}"
        try:
            once(
                self.opened.user, key, content,
                lambda: str(decide_by_link(self.opened.pk, proven=proven, **given).pk),
            )  # fmt: skip
        except Handled:
            return self.closed(409)
        except Refused as refusal:
            return self.refused(task, form, refusal)
        except PermissionDenied:
            return self.shut(404)
        return HttpResponseRedirect(self.request.path)

    def refused(self, task: Task | None, form: OutsideForm | None, refusal: Refused) -> HttpResponseBase:
        if task is None or form is None or refusal.code == SHUT:
            return self.shut(404)
        # Asked anew: what refused it may be that the PIN is good for nothing any more.
        fresh = OutsideForm(self.request.POST, **self.asked_of(task))
        fresh.is_valid()
        fresh.add_error(NON_FIELD_ERRORS, str(refusal))
        return self.page(task, fresh, 409)

    def wrong_pin(self, task: Task, form: OutsideForm) -> HttpResponseBase:
        if link_of(self.kwargs["token"]) is None:
            return self.shut(403)
        form.add_error("pin", _("This PIN is wrong."))
        return self.page(task, form, 422)

    def closed(self, status: int) -> HttpResponse:
        """Who decided and when, and nothing of the case; nothing at all to whom may not decide any more."""
        task = Task.objects.for_list().get(pk=self.opened.task_id)
        if task.is_open or not may_decide(self.opened.user):
            return self.shut(404)
        context = {"task": task, "link": self.opened, "answered": status == 409}
        return self.drawn("approvals/outside_closed.html", context, status)

    def page(self, task: Task, form: OutsideForm, status: int = 200) -> HttpResponse:
        asked = task.step.request
        context = {
            "task": task,
            "asked": asked,
            "evidence": Evidence(task, self.opened.user, asked=True, linked=False),
            "comments": comments_on(asked),
            "form": form,
            "may_decide": True,
            "must_sign_in": needs_pin(asked) and "pin" not in form.fields,
            "outside": True,
        }
        return self.drawn("approvals/outside.html", context, status)

    def shut(self, status: int) -> HttpResponse:
        return self.drawn(self.shut_template, {"busy": status == 429, "pins": status == 403}, status)

    def drawn(self, template: str, context: dict[str, Any], status: int) -> HttpResponse:
        own = hasattr(self, "opened") and template != self.shut_template
        answer = render(self.request, template, {"nav": (), "own_language": own} | context, status=status)
        answer["Content-Language"] = translation.get_language() or settings.LANGUAGE_CODE
        return answer
