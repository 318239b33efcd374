"""Receipts: typed with the invoices they settle, shown, and matched later."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from core.once import once_for
from core.refusal import Refused
from core.views.guard import Guarded
from core.views.verb import VerbView
from finance import policies, services
from finance.forms import AllocationForm, PaymentForm, SettlingForm, typed
from finance.models import Invoice, Payment
from finance.views.finding import payment_for, plain


class Invalid(Refused):
    """The form has mistakes; they stand beside its fields."""


class Settling(VerbView):
    """A page with open invoices at the left and the money at the right.

    The buttons "show open invoices" and "oldest first" fill the page and write nothing.
    """

    template_name = "finance/settle.html"

    def available(self, form: Any) -> Decimal | None:
        raise NotImplementedError

    def refilled(self, subject: Any, data: Any) -> SettlingForm:
        """The form once more, for the page to be drawn again without looking for mistakes."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        subject = self.get_subject()
        self.policy.demand(request.user, subject)
        if "fill" not in request.POST:
            return self._settle(subject, self.get_form(subject, request.POST))
        data = request.POST.copy()
        form: Any = self.get_form(subject, data)
        available = self.available(form)
        if request.POST["fill"] == "oldest" and available is not None:
            data.update(dict.fromkeys((name for name in data if name.startswith("pay-")), ""))
            for name, text in form.fill_oldest(available).items():
                data[name] = text
        return self.show(subject, self.refilled(subject, data))

    def _settle(self, subject: Any, form: forms.Form) -> HttpResponse:
        # What was open a moment ago is paid when the same form arrives again: its twin gets the
        # first result before anybody looks for mistakes in it.
        try:
            target = once_for(self.request, lambda: self._valid_act(subject, form))
        except Invalid:
            return self.show(subject, form, status=422)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.show(subject, form, status=409)
        messages.success(self.request, self.done)
        return HttpResponseRedirect(target)

    def _valid_act(self, subject: Any, form: forms.Form) -> str:
        if not form.is_valid():
            raise Invalid(_("Not done yet"))
        return self.done_url(subject, self.act(subject, form.cleaned_data))

    def extra_context(self, subject: Any) -> dict[str, Any]:
        return {"payment": subject if isinstance(subject, Payment) else None}


class NewPayment(Settling):
    """Book money that came in."""

    policy = policies.may_book
    title = _("Book a receipt")
    button = _("Book receipt")
    done = _("The receipt is booked.")

    def get_subject(self) -> Any:
        return _("Receipts")

    def get_form(self, subject: Any, data: Any = None) -> forms.Form:
        return PaymentForm(self.request.user, data, self._asked_for() if data is None else None)

    def refilled(self, subject: Any, data: Any) -> SettlingForm:
        initial = {name: data.get(name, "") for name in data if name not in ("csrfmiddlewaretoken", "once", "fill")}
        return PaymentForm(self.request.user, None, initial)

    def _asked_for(self) -> dict[str, str]:
        """The customer or the invoice the address names, and its open amount."""
        named = plain(self.request.GET.get("invoice", ""))
        if not named:
            return {"customer_code": plain(self.request.GET.get("customer", ""))}
        invoice = Invoice.objects.visible_to(self.request.user).open().called(named).select_related("customer").first()
        if invoice is None:
            return {}
        amount = typed(invoice.open_amount)
        return {"customer_code": invoice.customer.code, "amount": amount, f"pay-{invoice.pk}": amount}

    def available(self, form: PaymentForm) -> Decimal | None:
        return form.typed_amount()

    def act(self, subject: Any, data: dict[str, Any]) -> Payment:
        return services.book_payment(
            data["buyer"].pk,
            amount=data["amount"],
            received_on=data["received_on"],
            method=data["method"],
            reference=data["reference"],
            allocations=data["settled"],
            actor=self.request.user,
        )

    def success_url(self, subject: Any) -> str:
        return subject.get_absolute_url() if isinstance(subject, Payment) else reverse("finance:payments")


class Allocate(Settling):
    """Settle invoices with what is left of a receipt."""

    policy = policies.may_allocate
    title = _("Match the receipt")
    button = _("Match to invoices")
    done = _("The receipt is matched.")

    def get_subject(self) -> Payment:
        return payment_for(self.request.user, self.kwargs["number"])

    def get_form(self, subject: Payment, data: Any = None) -> forms.Form:
        return AllocationForm(subject.customer, subject.unapplied, data)

    def refilled(self, subject: Payment, data: Any) -> SettlingForm:
        form = AllocationForm(subject.customer, subject.unapplied)
        form.initial = {name: data[name] for name in data if name.startswith("pay-")}
        return form

    def available(self, form: AllocationForm) -> Decimal:
        return form.available

    def act(self, subject: Payment, data: dict[str, Any]) -> Payment:
        return services.allocate_payment(subject.pk, data["settled"], actor=self.request.user)


class PaymentPage(Guarded):
    """One receipt: where its money went, and what may be done with it now."""

    policy = policies.may_see_payments

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        payment = payment_for(request.user, number)
        rows = payment.allocations.select_related("invoice__order", "by").defer("invoice__order__search")
        context = {
            "payment": payment,
            "matched": list(rows.order_by("-pk")),
            "may_match": payment.unapplied > 0 and policies.may_allocate(request.user),
            "may_reverse": can_proceed(payment.reverse) and policies.may_reverse(request.user),
        }
        return render(request, "finance/payment.html", context)
