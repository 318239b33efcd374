"""What one customer may owe, what they owe, and how it came."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.story import story
from core.views.guard import Guarded
from finance import policies
from finance.models import CreditCheck, CreditOverride, Invoice, LimitChange, Payment
from finance.views.finding import credit_for

LATEST = 20


class CreditPage(Guarded):
    """Limit, the parts of the exposure with the documents behind each, and the checks of the latest orders."""

    policy = policies.may_see_credit

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        profile = credit_for(request.user, pk)
        invoices = Invoice.objects.visible_to(request.user).open().filter(customer_id=pk).for_list()
        payments = Payment.objects.visible_to(request.user).unmatched().filter(customer_id=pk).for_list()
        checks = CreditCheck.objects.filter(order__customer_id=pk).select_related("order", "override_by", "override")
        releases = CreditOverride.objects.filter(order__customer_id=pk).select_related("order", "asked_by")
        context = {
            "profile": profile,
            "invoices": list(invoices.order_by("due_date", "pk")[:LATEST]),
            "payments": list(payments.order_by("-pk")[:LATEST]),
            "checks": list(checks.defer("order__search").order_by("-pk")[:LATEST]),
            "releases": list(releases.defer("order__search").order_by("-pk")[:LATEST]),
            "limit_asked": LimitChange.objects.filter(customer=pk, state="asked").select_related("asked_by").first(),
            "entries": story(profile.stream, most=LATEST)[0],
            "may_set_limit": policies.may_set_limit(request.user),
            "may_book": policies.may_book(request.user),
        }
        return render(request, "finance/credit.html", context)
