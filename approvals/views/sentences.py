"""Writing a policy in the browser: one sentence at a time, and their order."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from approvals.forms.sentences import SentenceForm
from approvals.models import Policy, Rule
from approvals.policies import may_publish
from approvals.services.editing import (
    Stale,
    duplicate_sentence,
    move_sentence,
    order_sentences,
    remove_sentence,
    save_sentence,
)
from approvals.services.sentences import read
from approvals.views.policies import policy_for
from core.once import once_for
from core.refusal import Refused
from core.views.guard import Guarded
from core.views.verb import VerbView

MORE = ("add-fact", "more-items", "more-bands")


class AddSentence(Guarded):
    """A new sentence, at the end."""

    policy = may_publish

    def sentence(self, policy: Policy) -> Rule | None:
        return None

    def get(self, request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        policy = policy_for(pk)
        return self.show(policy, SentenceForm(self.sentence(policy), edition=policy.edition, kind=policy.kind))

    def post(self, request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        policy = policy_for(pk)
        data = request.POST.copy()
        asked = [name for name in MORE if name in data]
        for name in asked[:1]:
            _grow(data, name)
        form = SentenceForm(self.sentence(policy), data, kind=policy.kind)
        if asked:
            if "add-fact" in asked:
                form.conditions.add(str(data.get("new-fact", "")))
            return self.show(policy, form, checked=False)
        if not form.is_valid():
            return self.show(policy, form, status=422)
        return self.save(policy, form)

    def save(self, policy: Policy, form: SentenceForm) -> HttpResponse:
        rule_id = form.rule.pk if form.rule else None
        edition, card, actor = form.cleaned_data["edition"], form.as_card(), self.request.user
        try:
            saved = once_for(
                self.request,
                lambda: str(save_sentence(policy.pk, rule_id, card=card, edition=edition, actor=actor).pk),
            )
        except Stale as refusal:
            form.add_error(None, str(refusal))
            return self.show(policy_for(policy.pk), form, status=409, stale=True)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.show(policy, form, status=409)
        messages.success(self.request, say("The sentence is saved."))
        return HttpResponseRedirect(f"{policy.get_absolute_url()}#s{saved}")

    def show(
        self, policy: Policy, form: SentenceForm, *, status: int = 200, stale: bool = False, checked: bool = True
    ) -> HttpResponse:
        context = {"policy": policy, "form": form, "stale": stale, "checked": checked, "rule": form.rule}
        if stale:
            # Their version beside mine; saving again from here is knowingly over theirs.
            form.data["edition"] = policy.edition
            fresh = policy.rules.filter(pk=form.rule.pk) if form.rule else Rule.objects.none()
            context["theirs"] = next(iter(read(fresh.select_related("backup"))), None)
        return render(self.request, "approvals/policy_sentence.html", context, status=status)


class EditSentence(AddSentence):
    """A sentence written again."""

    def sentence(self, policy: Policy) -> Rule:
        rule = policy.rules.filter(pk=self.kwargs["rule"]).first()
        if rule is None or not policy.is_editable:
            raise Http404
        return rule


def _grow(data: Any, name: str) -> None:
    """One more empty row of a list, typed values kept."""
    prefix = {"more-items": "items", "more-bands": "bands"}.get(name)
    if prefix:
        count = str(data.get(f"{prefix}-TOTAL_FORMS", "0"))
        data[f"{prefix}-TOTAL_FORMS"] = str(min(int(count) if count.isascii() and count.isdigit() else 0, 20) + 1)


class RemoveSentence(VerbView):
    """Take a sentence out."""

    policy = may_publish
    title = _("Remove the sentence")
    consequence = _("It is taken out of this draft; those behind it move up.")
    button = _("Remove")
    done = _("The sentence is removed.")
    danger = True

    def get_subject(self) -> Rule:
        rule = Rule.objects.filter(policy=self.kwargs["pk"], pk=self.kwargs["rule"]).select_related("policy").first()
        if rule is None:
            raise Http404
        return rule

    def act(self, subject: Rule, data: dict[str, Any]) -> Policy:
        edition = subject.policy.edition
        return remove_sentence(subject.policy_id, subject.pk, edition=edition, actor=self.request.user)

    def success_url(self, subject: Any) -> str:
        return reverse("approvals:policy", args=[self.kwargs["pk"]])


class Quick(Guarded):
    """An act on the list of sentences that asks nothing more: afterwards the page stands where it was."""

    policy = may_publish

    def post(self, request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        policy = policy_for(pk)
        try:
            target = once_for(request, lambda: self.act(policy, _whole(request.POST.get("edition", ""))))
        except Refused as refusal:
            messages.error(request, str(refusal))
            target = policy.get_absolute_url()
        return HttpResponseRedirect(target)

    def act(self, policy: Policy, edition: int) -> str:
        raise NotImplementedError


class MoveSentence(Quick):
    """One place up or down; the button that was pressed is in focus again."""

    def act(self, policy: Policy, edition: int) -> str:
        up = self.request.POST.get("by") == "-1"
        rule = self.kwargs["rule"]
        move_sentence(policy.pk, rule, steps=-1 if up else 1, edition=edition, actor=self.request.user)
        # Without a fragment: with one the browser would not bring the focus back to the button.
        return f"{policy.get_absolute_url()}?moved={rule}&by={-1 if up else 1}"


class DuplicateSentence(Quick):
    """The same once more, opened to be changed."""

    def act(self, policy: Policy, edition: int) -> str:
        twin = duplicate_sentence(policy.pk, self.kwargs["rule"], edition=edition, actor=self.request.user)
        return reverse("approvals:sentence", args=[policy.pk, twin.pk])


class OrderSentences(Quick):
    """All of them in the order they were dragged into."""

    def act(self, policy: Policy, edition: int) -> str:
        ids = [_whole(part) for part in self.request.POST.get("order", "").split(",")]
        order_sentences(policy.pk, ids, edition=edition, actor=self.request.user)
        return policy.get_absolute_url()


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else -1
