"""My cover: who decides for me while I am away, for whom I decide, and the leave of my people."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from approvals import services
from approvals.forms.cover import LeaveForm
from approvals.models import Delegation
from approvals.policies import may_delegate, may_end_delegation, may_look, may_shut_links
from approvals.services.approvers import Approvers
from approvals.services.cover_map import cover_map
from approvals.services.covering import give_back_all, held_by, tasks_to_move
from approvals.services.delegating import Leave
from core import clock
from core.models import User
from core.paging import Page, page_of
from core.views.guard import Guarded
from core.views.verb import VerbView


class Cover(Guarded):
    """The delegations one has to do with, what runs or comes first."""

    policy = may_look

    def get(self, request: HttpRequest) -> HttpResponse:
        today, user = clock.today(), request.user
        known = Delegation.objects.visible_to(user).select_related("user", "to", "made_by")
        page: Page[Delegation] = page_of(known.order_by("-until_day", "-pk"), request.GET)
        for one in page.rows:
            one.is_over = one.ended_at is not None or one.until_day < today  # type: ignore[attr-defined]
            one.runs = one.runs_on(today)  # type: ignore[attr-defined]
            one.may_end = not one.is_over and may_end_delegation(user, one)  # type: ignore[attr-defined]
        may = {"may_delegate": may_delegate(user), "may_shut_links": may_shut_links(user)}
        return render(request, "approvals/cover.html", {"page": page} | may)


class CoverMapPage(Guarded):
    """Who could decide on the coming working days, for everybody the policies ask."""

    policy = may_delegate

    def get(self, request: HttpRequest) -> HttpResponse:
        may_all = request.user.has_perm("approvals.make_all_delegation")
        return render(request, "approvals/cover_map.html", {"map": cover_map(), "may_delegate": may_all})


class NewDelegation(VerbView):
    """Enter a leave, for oneself or for one's people."""

    policy = may_delegate
    title = _("Enter leave")
    consequence = _("From the first to the last day new tasks go to the delegate. Both names are kept.")
    button = _("Enter leave")
    is_once = False
    done = _("The leave is entered.")

    def get_subject(self) -> User:
        asked = self.request.GET.get("for", "")
        key = int(asked) if asked.isdecimal() and len(asked) < 12 else self.request.user.pk
        return get_object_or_404(User, pk=key)

    def success_url(self, subject: Any) -> str:
        return reverse("approvals:cover")

    def get_form(self, subject: User, data: Any = None) -> forms.Form:
        user, asked, approvers = self.request.user, self.request.GET, Approvers()
        people = [(pk, person.name) for pk, person in approvers.people.items()]
        all_of_them = user.has_perm("approvals.make_all_delegation")
        mine = [pk for pk, person in approvers.people.items() if all_of_them or user.pk in (pk, person.manager_id)]
        return LeaveForm(
            data,
            away=[(pk, name) for pk, name in people if pk in mine],
            people=people,
            open_count=tasks_to_move(subject.pk).count(),
            initial={"user": subject.pk} | {key: asked[key] for key in ("from_day", "until_day") if key in asked},
        )

    def act(self, subject: User, data: dict[str, Any]) -> Delegation:
        user_id, to_id = data.pop("user"), data.pop("to")
        made = services.make_delegation(Leave(user_id=user_id, to_id=to_id, **data), actor=self.request.user)
        if made.takes_open and made.to_id and made.runs_on(clock.today()):
            moved, stayed = services.move_open_tasks(made, actor=self.request.user)
            self.done = _("The leave is entered; %(n)s open tasks moved.") % {"n": moved}
            for words in stayed:
                messages.warning(self.request, words)
        return made


class EndDelegation(VerbView):
    """End a delegation before its last day; what the delegate still holds goes back."""

    policy = may_end_delegation
    title = _("End the delegation")
    consequence = _("From now on nobody decides for them; open tasks go back. What was decided stays decided.")
    button = _("End it")
    is_once = False
    done = _("The delegation has ended.")

    def get_subject(self) -> Delegation:
        known = Delegation.objects.visible_to(self.request.user).select_related("user", "to")
        return get_object_or_404(known, pk=self.kwargs["pk"])

    def act(self, subject: Delegation, data: dict[str, Any]) -> Delegation:
        ended = services.end_delegation(subject.pk, actor=self.request.user)
        give_back_all(held_by(ended))
        return ended
