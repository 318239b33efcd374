"""The order list, its export, and the views people save of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from import_export.formats.base_formats import CSV, XLSX

from core import clock
from core.access import SIGNED_IN
from core.models import SavedView
from core.once import once_for
from core.paging import page_of
from core.views.guard import Guarded
from orders.forms.verbs import ViewForm
from orders.models import Order
from orders.policies import may_enter, may_export, may_see
from orders.resources import OrderResource
from orders.tables import PAGE, chips_for, counted_tabs, rows_of, saved_views, sums_of, tabs_for

INLINE = ("q", "customer", "stage", "payment")
FORMATS = {"csv": CSV, "xlsx": XLSX}
MOST_ROWS = 100_000


class OrderList(Guarded):
    """All orders a person may see, by tab, filter and search, newest first."""

    policy = may_see

    def get(self, request: HttpRequest) -> HttpResponse:
        rows, found, tab = rows_of(request.user, request.GET)
        counts, total = counted_tabs(request.user, rows)
        chips = chips_for(request.GET, found)
        views = saved_views(request.user)
        context: dict[str, Any] = {
            "page": page_of(rows.for_rows(), request.GET),
            "tabs": tabs_for(request.GET, tab, counts, views),
            "own_view": _own(views, request),
            "filter_form": found.form,
            "inline": INLINE,
            "hidden": {"tab": tab.key} if tab.key else {},
            "chips": chips,
            "total_text": total,
            "sums": sums_of(rows) if chips or tab.key else {},
            "narrowed": bool(chips or tab.key),
            "may_enter": may_enter(request.user),
            "may_export": may_export(request.user),
            "view_form": ViewForm(initial={"query": request.GET.urlencode()}),
        }
        return render(request, "orders/list.html", context)


def _own(views: list[SavedView], request: HttpRequest) -> SavedView | None:
    now = request.GET.urlencode()
    return next((view for view in views if view.query == now and view.user_id == request.user.pk), None)


class ExportOrders(Guarded):
    """The list as it stands, as a CSV or Excel file."""

    policy = may_export

    def get(self, request: HttpRequest) -> HttpResponse:
        kind = "xlsx" if request.GET.get("format") == "xlsx" else "csv"
        rows, _found, _tab = rows_of(request.user, request.GET)
        table = OrderResource().export(_few(rows))
        form = FORMATS[kind]()
        body = form.export_data(table)
        content = body.encode("utf-8-sig") if isinstance(body, str) else body
        response = HttpResponse(content, content_type=form.get_content_type())
        response["Content-Disposition"] = f'attachment; filename="orders-{clock.today():%Y%m%d}.{kind}"'
        return response


def _few(rows: Any) -> Any:
    keys = rows.order_by("-pk").values("pk")[:MOST_ROWS]
    return Order.objects.filter(pk__in=keys).select_related("customer", "owner", "terms").order_by("-pk")


class SaveView(Guarded):
    """Keep the list as it looks now under a name."""

    policy = SIGNED_IN

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ViewForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Give the view a name of at most 60 characters."))
            return HttpResponseRedirect(reverse("orders:list"))
        return HttpResponseRedirect(once_for(request, lambda: _save(request, form.cleaned_data)))


def _save(request: HttpRequest, data: dict[str, Any]) -> str:
    query = QueryDict(data["query"], mutable=True)
    for name in ("before", "after", "page"):
        query.pop(name, None)
    values = {"query": query.urlencode()[:500], "shared": data["shared"]}
    SavedView.objects.update_or_create(user=request.user, page=PAGE, name=data["name"], defaults=values)
    messages.success(request, _("The view is saved."))
    return f"{reverse('orders:list')}?{values['query']}"


class DropView(Guarded):
    """Forget a view of one's own."""

    policy = SIGNED_IN

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        SavedView.objects.filter(user=request.user, page=PAGE, pk=pk).delete()
        messages.success(request, _("The view is removed."))
        return HttpResponseRedirect(reverse("orders:list"))
