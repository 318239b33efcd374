"""The scarcity board: what is short, who claims it, and what sharing it out otherwise would do (B17)."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Case, IntegerField, Prefetch, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from catalog.models import Product
from core import clock
from core.inputs import plain
from core.once import once_for
from core.refusal import Refused
from core.views.guard import Guarded
from core.views.verb import VerbView
from inventory.forms import SharesForm
from inventory.models import Reallocation, ReallocationLine, StockItem
from inventory.models.reallocation import ReallocationState
from inventory.policies import may_reallocate, may_see_scarcity
from inventory.services import reallocate, withdraw_reallocation
from inventory.services.claims import MOST, Claimant, claims_on
from inventory.services.reading import coming
from inventory.services.scarce import scarce_products
from inventory.services.weighing import ZERO, Outcome, Weighed, weigh_shares
from orders.models import Order

LATEST = 8


class ScarceList(Guarded):
    """Products of which more is waited for than is free."""

    policy = may_see_scarcity

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "inventory/scarcity.html", {"rows": scarce_products()})


@dataclass(frozen=True, kw_only=True)
class Row:
    """One claimant on the board: `seen` says whether this person may know whose order it is."""

    claimant: Claimant
    seen: bool
    outcome: Outcome | None
    value: str
    faults: list[str]


class ScarceBoard(Guarded):
    """All claims on one product side by side; who may, tries another allocation and applies it."""

    policy = may_see_scarcity

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.load(request, pk)
        return self.show(SharesForm(self.seen))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        may_reallocate.demand(request.user)
        self.load(request, pk)
        form = SharesForm(self.seen, request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        weighed = self.weigh(form)
        if request.POST.get("act") != "apply":
            return self.show(form, weighed)
        try:
            state = once_for(request, lambda: self.reallocate(form))
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.show(form, weighed, status=409)
        messages.success(request, say("The goods are shared out so.") if state == "applied" else say(ASKED))
        return HttpResponseRedirect(request.path)

    def load(self, request: HttpRequest, pk: int) -> None:
        """What is known of the product, and which of its claims this person may see."""
        products = Product.objects.select_related("unit").defer("search")
        self.product = get_object_or_404(products, pk=pk)
        self.claimants = claims_on(pk, most=MOST)
        ids = {one.claim.order_id for one in self.claimants}
        known = Order.objects.visible_to(request.user).filter(pk__in=ids).order_by()
        self.known = set(known.values_list("pk", flat=True))
        self.seen = [one for one in self.claimants if one.claim.order_id in self.known]
        shelves = StockItem.objects.filter(product_id=pk, warehouse__active=True).select_related("warehouse")
        self.items = list(shelves.order_by("-warehouse__default", "warehouse__code"))
        self.free = sum((item.available for item in self.items), ZERO)

    def weigh(self, form: SharesForm) -> Weighed:
        """The preview, by the function that the act itself is weighed with."""
        targets = {one.line_id: one.after for one in form.shares()}
        claims = [one.claim for one in self.claimants]
        return weigh_shares(claims, targets, free=self.free, step=self.product.unit.step, today=clock.today())

    def reallocate(self, form: SharesForm) -> str:
        reason, actor = form.cleaned_data["reason"], self.request.user
        return str(reallocate(self.product.pk, shares=form.shares(), reason=reason, actor=actor).state)

    def show(self, form: SharesForm, weighed: Weighed | None = None, status: int = 200) -> HttpResponse:
        outcomes = {one.claim.line_id: one for one in weighed.outcomes} if weighed else {}
        user = self.request.user
        claims = [one.claim for one in self.claimants]
        context = {
            "product": self.product,
            "rows": [self.row(one, form, outcomes.get(one.claim.line_id)) for one in self.claimants],
            "items": self.items,
            "on_hand": sum((item.on_hand for item in self.items), ZERO),
            "free": self.free,
            "held": sum((one.reserved for one in claims), ZERO),
            "missing": sum((one.missing for one in claims), ZERO),
            "arrivals": coming([self.product.pk]).get(self.product.pk, ()),
            "proposals": _proposals(user, self.product.pk, self.known),
            "form": form,
            "weighed": weighed,
            "may_reallocate": may_reallocate(user) and bool(self.seen),
        }
        return render(self.request, "inventory/scarce.html", context, status=status)

    def row(self, one: Claimant, form: SharesForm, outcome: Outcome | None) -> Row:
        seen, typed = one.claim.order_id in self.known, form.typed(one)
        value = (plain(one.claim.reserved) or "0") if typed is None else typed
        return Row(claimant=one, seen=seen, outcome=outcome, value=value, faults=form.faults(one) if seen else [])


ASKED = _("Those who decide are asked; nothing moves before they agree.")


def _proposals(user: Any, product_id: int, known: set[int]) -> list[Reallocation]:
    """What is proposed for a product, what waits first; orders this person does not see are not named."""
    lines = ReallocationLine.objects.select_related("order").defer("order__search").order_by("pk")
    waits = Case(When(state=ReallocationState.ASKED, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = Reallocation.objects.visible_to(user).filter(product_id=product_id).select_related("asked_by")
    found = list(rows.prefetch_related(Prefetch("lines", lines)).order_by(waits, "-pk")[:LATEST])
    for proposal in found:
        shown = [line for line in proposal.lines.all() if line.order_id in known]
        proposal.shown = shown  # type: ignore[attr-defined]
        proposal.unseen = len(proposal.lines.all()) - len(shown)  # type: ignore[attr-defined]
    return found


class Withdraw(VerbView):
    """Take a proposal back."""

    policy = may_reallocate
    title = _("Take the proposal back")
    consequence = _("Nobody is asked any more, and every order keeps what it has.")
    button = _("Take back")
    done = _("The proposal is taken back.")

    def get_subject(self) -> Reallocation:
        return get_object_or_404(Reallocation.objects.visible_to(self.request.user), pk=self.kwargs["pk"])

    def act(self, subject: Reallocation, data: dict[str, Any]) -> Reallocation:
        withdraw_reallocation(subject.pk, actor=self.request.user)
        return subject

    def success_url(self, subject: Reallocation) -> str:
        return reverse("inventory:scarce-product", args=[subject.product_id])
