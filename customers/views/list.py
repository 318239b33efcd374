"""The customer list, and what a customer field finds."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from core.paging import page_of
from core.search import match
from core.views.guard import Guarded
from customers.filters import CustomerFilter
from customers.models import Customer
from customers.policies import may_enter, may_see

MOST = 12


class CustomerList(Guarded):
    """Customers a person may see, newest first."""

    policy = may_see

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = Customer.objects.visible_to(request.user).select_related("owner", "terms").defer("search", "note")
        found = CustomerFilter(request.GET, queryset=rows)
        page = page_of(found.qs, request.GET)
        context: dict[str, Any] = {
            "page": page,
            "filter_form": found.form,
            "narrowed": any(found.form.cleaned_data.values()),
            "may_enter": may_enter(request.user),
        }
        return render(request, "customers/list.html", context)


class FindCustomers(Guarded):
    """Customers by code, name in any script, pinyin initials or tax ID; exact codes first."""

    policy = may_see

    def get(self, request: HttpRequest) -> JsonResponse:
        text = request.GET.get("q", "")[:100].replace("\x00", "")
        rows = Customer.objects.visible_to(request.user).active().select_related("terms").defer("search", "note")
        exact = list(rows.filter(code__iexact=text.strip())[:1]) if text.strip() else []
        found = match(rows, text).exclude(pk__in=[one.pk for one in exact]).order_by("-pk")[: MOST - len(exact)]
        return JsonResponse({"items": [_item(one) for one in [*exact, *found]]})


def _item(customer: Customer) -> dict[str, Any]:
    return {"value": customer.code, "label": customer.title, "meta": str(customer.terms), "id": customer.pk}
