"""Price changes: the list, one with its effect, writing one, handing it in and taking it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from catalog.forms import PriceChangeForm
from catalog.models import PriceChange
from catalog.policies import may_propose, may_see_changes, may_see_cost
from catalog.services.prices.proposing import (
    lines_of,
    save_price_change,
    submit_price_change,
    withdraw_price_change,
)
from catalog.services.prices.reading import NewPrice, as_text
from catalog.services.prices.weighing import effects_of, weigh
from core import clock
from core.once import once_for
from core.paging import page_of
from core.refusal import Refused
from core.story import story
from core.views.guard import Guarded
from core.views.verb import VerbView

LATEST = 30


def change_for(user: Any, number: str) -> PriceChange:
    rows = PriceChange.objects.visible_to(user).select_related("price_list", "author")
    return get_object_or_404(rows, number=number.replace("\x00", "")[:40])


class PriceChangeList(Guarded):
    """All price changes, newest first."""

    policy = may_see_changes

    def get(self, request: HttpRequest) -> HttpResponse:
        page = page_of(PriceChange.objects.visible_to(request.user).for_list(), request.GET)
        return render(request, "catalog/changes.html", {"page": page, "may_propose": may_propose(request.user)})


class PriceChangePage(Guarded):
    """Each price as it is and as it is to be, what that does, and what was said."""

    policy = may_see_changes

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        change = change_for(request.user, number)
        may, effects = may_propose(request.user), effects_of(change, lines_of(change))
        context = {
            "change": change,
            "effects": effects,
            "weight": weigh(effects),
            "may_see_cost": may_see_cost(request.user),
            "may_edit": may and change.is_editable,
            "may_submit": may and can_proceed(change.submit),
            "may_withdraw": may and can_proceed(change.withdraw),
            "entries": story(change.stream, most=LATEST)[0],
        }
        return render(request, "catalog/change.html", context)


class NewPriceChange(Guarded):
    """New prices, written down for the house to agree to."""

    policy = may_propose

    def change(self) -> PriceChange | None:
        return None

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(PriceChangeForm(initial=self.initial(self.change())))

    def initial(self, change: PriceChange | None) -> dict[str, Any]:
        if change is None:
            return {"valid_from": clock.today()}
        lines = lines_of(change)
        prices = [NewPrice(line.product_id, line.product.code, line.from_quantity, line.new_price) for line in lines]
        kept = {name: getattr(change, name) for name in ("price_list", "valid_from", "reason", "version")}
        return kept | {"rows": as_text(prices)}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        change = self.change()
        form = PriceChangeForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, 422)
        try:
            number = once_for(request, lambda: self.save(change, form))
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.show(form, 409)
        messages.success(request, say("The price change is saved; nothing is in force yet."))
        return HttpResponseRedirect(reverse("catalog:price-change", args=[number]))

    def save(self, change: PriceChange | None, form: PriceChangeForm) -> str:
        typed = form.cleaned_data
        saved = save_price_change(
            change.pk if change else None,
            price_list=typed["price_list"],
            valid_from=typed["valid_from"],
            reason=typed["reason"],
            prices=form.prices,
            version=typed["version"],
            actor=self.request.user,
        )
        return saved.number

    def show(self, form: PriceChangeForm, status: int = 200) -> HttpResponse:
        return render(self.request, "catalog/change_form.html", {"form": form, "change": self.change()}, status=status)


class EditPriceChange(NewPriceChange):
    """A draft written again."""

    def change(self) -> PriceChange:
        return change_for(self.request.user, self.kwargs["number"])


class ChangeVerb(VerbView):
    """A verb on one price change."""

    policy = may_propose

    def get_subject(self) -> PriceChange:
        return change_for(self.request.user, self.kwargs["number"])

    def extra_context(self, subject: PriceChange) -> dict[str, Any]:
        return {
            "facts": [
                {"label": say("Price list"), "value": str(subject.price_list)},
                {"label": say("Prices"), "value": subject.lines.count()},
                {"label": say("Valid from"), "value": subject.valid_from},
            ]
        }


class SubmitPriceChange(ChangeVerb):
    """Hand it in."""

    title = _("Hand in the price change")
    consequence = _(
        "Those who decide on prices are asked. When they agree, the new prices hold from their day on, and the old "
        "ones end the day before. Open drafts keep the prices they took."
    )
    button = _("Hand in")
    done = _("The price change is handed in.")

    def act(self, subject: PriceChange, data: dict[str, Any]) -> PriceChange:
        return submit_price_change(subject.pk, actor=self.request.user)


class WithdrawPriceChange(ChangeVerb):
    """Take it back."""

    title = _("Take the price change back")
    consequence = _("Nobody is asked about it any more, and its prices never hold.")
    button = _("Take back")
    done = _("The price change is taken back.")
    danger = True

    def act(self, subject: PriceChange, data: dict[str, Any]) -> PriceChange:
        return withdraw_price_change(subject.pk, actor=self.request.user)
