"""Contracts: the list, one contract with its call-offs and documents, and typing it."""

from typing import Any

from django.contrib import messages
from django.core.files.storage import default_storage
from django.db.models import F
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import clock
from core.once import once_for
from core.refusal import Refused
from core.views.guard import Guarded
from core.views.verb import VerbView
from orders.forms.contract import ContractForm, ContractLines, DocumentForm, typed_line
from orders.forms.verbs import ReasonForm
from orders.models import Contract, ContractDocument, Order, OrderLine
from orders.models.contract import ContractState
from orders.policies import may_bind_contract, may_see_contracts, may_write_contract
from orders.services.contracts.papers import add_document
from orders.services.contracts.writing import activate_contract, close_contract, end_contract, save_contract
from orders.views.papers import Offer, PaperList, Tab, buttons_of, paper_for, told

SOON = 30
LATEST = 20


def may_change(user: Any, contract: Contract) -> bool:
    """A contract in force is changed by who may both write contracts and bind the house with them."""
    return may_write_contract(user, contract) and may_bind_contract(user, contract)


OFFERS = (
    Offer("activate", _("Put in force"), may_bind_contract, "activate", leads=True),
    Offer("edit", _("Edit"), may_write_contract, key="e"),
    Offer("edit", _("Change"), may_change, "end", key="e"),
    Offer("end", _("End"), may_bind_contract, "end"),
    Offer("close", _("Close before its time"), may_bind_contract, "close", danger=True),
)


def contract_for(user: Any, number: str) -> Contract:
    """The contract an address names, among those the person sees."""
    rows = Contract.objects.visible_to(user).select_related("customer__owner", "owner", "terms", "clause")
    return paper_for(rows.defer("customer__search"), number)


class ContractList(PaperList):
    """All contracts of the customers a person sees, by tab and search."""

    policy, may_begin = may_see_contracts, may_write_contract
    template, model = "orders/contracts.html", Contract
    tabs = (
        Tab("", pgettext_lazy("contracts", "All"), lambda rows: rows),
        Tab("active", _("In force"), lambda rows: rows.active()),
        Tab("ending", _("Running out"), lambda rows: rows.expiring(clock.today(), SOON)),
        Tab("drafts", _("Drafts"), lambda rows: rows.filter(state=ContractState.DRAFT)),
        Tab(
            "over",
            pgettext_lazy("contracts", "Finished"),
            lambda rows: rows.filter(state__in=[ContractState.ENDED, ContractState.CLOSED]),
        ),
    )

    def more(self) -> dict[str, Any]:
        return {"today": clock.today()}


class ContractPage(Guarded):
    """What was agreed, how much of it was called off and by which orders, and the papers."""

    policy = may_see_contracts

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        contract = contract_for(request.user, number)
        lines = contract.lines.order_by("position").select_related("product__unit").defer("product__search")
        context = {
            "contract": contract,
            "lines": list(lines),
            "calls": _calls(request.user, contract),
            "documents": list(contract.documents.select_related("by").order_by("-pk")),
            "days_left": contract.days_left(clock.today()),
            "buttons": buttons_of(request.user, contract, "contract", OFFERS),
            "may_add": contract.is_open and may_write_contract(request.user, contract),
            "document_form": DocumentForm(),
            **told(request, contract),
        }
        return render(request, "orders/contract.html", context)


def _calls(user: Any, contract: Contract) -> list[OrderLine]:
    """The newest order lines under this contract, of orders the person sees."""
    rows = OrderLine.objects.filter(contract_line__contract=contract, order__in=Order.objects.visible_to(user))
    shown = rows.select_related("order", "product__unit").annotate(left_over=F("ordered") - F("cancelled"))
    return list(shown.defer("order__search", "product__search").order_by("-order_id", "position")[:LATEST])


class NewContract(Guarded):
    """A contract typed: its head and its agreed products."""

    policy = may_write_contract

    def contract(self) -> Contract | None:
        return None

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        contract = self.contract()
        lines = list(contract.lines.order_by("position").select_related("product")) if contract else []
        rows = ContractLines(prefix="lines", initial=[typed_line(line) for line in lines])
        for row, line in zip(rows.forms, lines, strict=False):
            row.named = f"{line.product.title} {line.product.spec}".strip()
        return self.show(ContractForm(request.user, contract), rows, contract)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        contract, data = self.contract(), request.POST.copy()
        if "more" in data:
            data["lines-TOTAL_FORMS"] = str(_number(data.get("lines-TOTAL_FORMS", "")) + 5)
        data["lines-INITIAL_FORMS"] = "0"
        form, rows = ContractForm(request.user, contract, data), ContractLines(data, prefix="lines")
        if "more" in data:
            return self.show(form, rows, contract)
        if not all([form.is_valid(), rows.is_valid()]):
            return self.show(form, rows, contract, status=422)
        try:
            target = once_for(request, lambda: self.write(form, rows, contract))
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.show(form, rows, contract, status=409)
        return HttpResponseRedirect(target)

    def write(self, form: ContractForm, rows: Any, contract: Contract | None) -> str:
        version = _number(self.request.POST.get("version", "")) or None
        saved = save_contract(
            contract.pk if contract else None,
            card=form.as_card(),
            rows=rows.rows,
            version=version,
            actor=self.request.user,
        )
        messages.success(self.request, say("The contract is saved."))
        return saved.get_absolute_url()

    def show(self, form: ContractForm, rows: Any, contract: Contract | None, status: int = 200) -> HttpResponse:
        version = self.request.POST.get("version") or (contract.version if contract else "")
        context = {"form": form, "lines": rows, "contract": contract, "version": version}
        return render(self.request, "orders/contract_form.html", context, status=status)


class EditContract(NewContract):
    """A contract written again: a draft by its writer, one in force by who may change it."""

    def contract(self) -> Contract:
        contract = contract_for(self.request.user, self.kwargs["number"])
        policy = may_write_contract if contract.is_editable else may_bind_contract
        policy.demand(self.request.user, contract)
        return contract


class ContractVerb(VerbView):
    """A verb on the contract the address names."""

    policy = may_bind_contract

    def get_subject(self) -> Contract:
        return contract_for(self.request.user, self.kwargs["number"])


class Activate(ContractVerb):
    """Put a contract in force."""

    title = _("Put the contract in force")
    consequence = _("Orders of this customer are held against it from now on: price, quantity, delivery and terms.")
    button = _("Put in force")
    done = _("The contract is in force.")

    def act(self, subject: Contract, data: dict[str, Any]) -> Contract:
        return activate_contract(subject.pk, actor=self.request.user)


class End(ContractVerb):
    """End a contract that ran its course."""

    title = _("End the contract")
    consequence = _("Orders fall under it no more. What was called off stays as it is.")
    button = _("End contract")
    done = _("The contract is ended.")
    form_class = ReasonForm

    def act(self, subject: Contract, data: dict[str, Any]) -> Contract:
        return end_contract(subject.pk, actor=self.request.user, reason=data["reason"])


class Close(ContractVerb):
    """Stop a contract before its time."""

    title = _("Close the contract before its time")
    consequence = _("It binds nobody from now on and cannot be put in force again.")
    button = _("Close contract")
    done = _("The contract is closed.")
    danger = True
    form_class = ReasonForm

    def act(self, subject: Contract, data: dict[str, Any]) -> Contract:
        return close_contract(subject.pk, actor=self.request.user, reason=data["reason"])


class AddDocument(Guarded):
    """Put a signed copy or annex to a contract."""

    policy = may_write_contract

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        contract = contract_for(request.user, number)
        self.policy.demand(request.user, contract)
        form = DocumentForm(request.POST, request.FILES)
        if not form.is_valid():
            messages.error(request, " ".join(error for found in form.errors.values() for error in found))
            return HttpResponseRedirect(contract.get_absolute_url())
        try:
            once_for(request, lambda: str(add_document(contract.pk, form.cleaned_data["file"], actor=request.user).pk))
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, say("The document is with the contract."))
        return HttpResponseRedirect(contract.get_absolute_url())


class FetchDocument(Guarded):
    """A document as a download, never shown in the page's own origin (A21)."""

    policy = may_see_contracts

    def get(self, request: HttpRequest, number: str, pk: int) -> FileResponse:
        contract = contract_for(request.user, number)
        document: ContractDocument = get_object_or_404(contract.documents, pk=pk)
        if not default_storage.exists(document.path):
            raise Http404
        file = default_storage.open(document.path)
        return FileResponse(file, as_attachment=True, filename=document.name, content_type=document.kind)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
