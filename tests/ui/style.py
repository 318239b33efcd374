"""The style page: every component with invented figures, as a small house of its own without a database.

Served by tests/ui/conftest.py to a real browser; never an address of the product.
"""

import datetime
import json
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import ensure_csrf_cookie

from core import clock
from core.access import SIGNED_IN
from core.charts import Row, bars_of
from core.navigation import NavItem
from core.paging import Page

WORK, TRADE, MONEY = _("Work"), _("Trade"), _("Finance")
NAVIGATION = (
    NavItem(_("Today"), "home", WORK, SIGNED_IN, "home", lambda user: 6, phone=True),
    NavItem(_("Sales orders"), "list", WORK, SIGNED_IN, "order"),
    NavItem(_("Approvals"), "inbox", WORK, SIGNED_IN, "todo", lambda user: 4, phone=True),
    NavItem(_("Order detail"), "detail", TRADE, SIGNED_IN, "quote"),
    NavItem(_("New order"), "entry", TRADE, SIGNED_IN, "edit"),
    NavItem(_("Customers"), "customer", TRADE, SIGNED_IN, "customer"),
    NavItem(_("Stock"), "stock", TRADE, SIGNED_IN, "stock"),
    NavItem(_("Scan"), "scan", TRADE, SIGNED_IN, "scan", phone=True),
    NavItem(_("Shipments"), "parts", TRADE, SIGNED_IN, "truck", lambda user: 12),
    NavItem(_("Invoices"), "invoice", MONEY, SIGNED_IN, "invoice"),
    NavItem(_("Receipts"), "payment", MONEY, SIGNED_IN, "payment"),
    NavItem(_("Reports"), "report", "", SIGNED_IN, "report"),
)

CUSTOMERS = [
    "杭州云栖精密机械有限公司",
    "宁波海曙电子科技",
    "Hartmann & Söhne GmbH",
    "苏州工业园区晨光仪器",
    "上海青浦联合包装",
    "成都天府新区赛维",
    "广州番禺恒达贸易",
    "青岛崂山海洋装备",
]
STATES = [
    ("pending_approval", "approval", "陈立", "none", "not_started", "unpaid", 3, 8),
    ("confirmed", "to_pick", "仓库", "in_stock", "reserved", "unpaid", 1, 4),
    ("approved", "to_confirm", "刘敏", "partly_short", "not_started", "overdue", 10, 8),
    ("confirmed", "picking", "仓库", "in_stock", "in_progress", "paid", 1, 2),
    ("confirmed", "supply", "采购", "backordered", "not_started", "not_due", 20, 24),
    ("draft", "rework", "安然", "none", "not_started", "not_due", 5, 9),
    ("confirmed", "delivery", "顺丰", "in_stock", "shipped", "unpaid", 24, 90),
    ("confirmed", "collection", "周倩", "in_stock", "accepted", "partly_paid", 72, 90),
]


class Person(SimpleNamespace):
    """Somebody who signed in, without a database behind them."""

    is_authenticated = True
    is_active = True
    single_keys = True
    theme = density = ""
    username = "安然"
    department = "华北销售部"
    department_id = 1
    initial = "安"

    def __str__(self) -> str:
        return "安然"


class OrderHead(forms.Form):
    """The header strip of the entry page."""

    customer = forms.CharField(label=_("Customer"), widget=forms.TextInput(attrs={"data-source": "/find/"}))
    po = forms.CharField(label=_("Customer PO"), required=False)
    ship_to = forms.ChoiceField(label=_("Ship to"), choices=[("1", "杭州西湖区转塘 3 号库"), ("2", "余杭仓")])
    wanted_on = forms.DateField(
        label=_("Delivery date"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The day the customer wants it."),
    )
    terms = forms.ChoiceField(label=_("Payment terms"), choices=[("30", "月结 30 天"), ("0", "款到发货")])


class Line(forms.Form):
    """One line of the grid."""

    product = forms.CharField(
        required=False,
        widget=forms.TextInput(attrs={"data-source": "/find/", "data-enter": "", "aria-label": _("Product")}),
    )
    quantity = forms.CharField(
        required=False,
        widget=forms.TextInput(
            attrs={"data-enter": "", "data-math": "", "inputmode": "decimal", "aria-label": _("Quantity")}
        ),
    )
    unit = forms.ChoiceField(
        required=False, choices=[("pc", "台"), ("box", "盒")], widget=forms.Select(attrs={"aria-label": _("Unit")})
    )
    price = forms.CharField(required=False, widget=forms.TextInput(attrs={"aria-label": _("Unit price")}))
    discount = forms.CharField(required=False, widget=forms.TextInput(attrs={"aria-label": _("Discount")}))


Lines = forms.formset_factory(Line, extra=5, can_delete=True)
TYPED = [
    {"product": "A-1043", "quantity": "40", "unit": "box", "price": "86.00", "discount": "5"},
    {"product": "B-2210", "quantity": "25", "unit": "pc", "price": "46.50", "discount": "0"},
    {"product": "C-0087", "quantity": "6", "unit": "pc", "price": "1980.00", "discount": "8"},
]


class Choices(forms.Form):
    """Every kind of control once, with help."""

    name = forms.CharField(label=_("Name"), help_text=_("As on the invoice."))
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", "--"), ("a", "A"), ("b", "B")], widget=forms.Select(attrs={"data-combobox": ""})
    )
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    rush = forms.BooleanField(label=_("Rush order"), required=False, help_text=_("Goes first everywhere."))
    way = forms.ChoiceField(label=_("How"), choices=[("all", _("All")), ("any", _("Any"))], widget=forms.RadioSelect)


def orders() -> list[dict[str, Any]]:
    now = clock.now()
    rows = []
    for n in range(13):
        state, stage, holder, supply, fulfilment, payment, hours, limit = STATES[n % len(STATES)]
        since = now - datetime.timedelta(hours=hours)
        rows.append(
            {
                "pk": 318 - n,
                "number": f"SO-202611-0{318 - n}",
                "customer": CUSTOMERS[n % len(CUSTOMERS)],
                "total": Decimal("128460.00") / (n + 1),
                "currency": "EUR" if n % 8 == 2 else "CNY",
                "due": clock.today() + datetime.timedelta(days=n),
                "state": state,
                "stage": stage,
                "holder": holder,
                "since": since,
                "until": since + datetime.timedelta(hours=limit),
                "supply": supply,
                "fulfilment": fulfilment,
                "payment": payment,
                "hold": "credit" if n % 8 == 2 else "",
            }
        )
    return rows


def tabs(*names: tuple[Any, Any]) -> list[dict[str, Any]]:
    return [{"label": name, "count": n, "url": f"?tab={i}", "active": i == 0} for i, (name, n) in enumerate(names)]


def shown(template: str, **context: Any) -> Any:
    @ensure_csrf_cookie
    def view(request: HttpRequest) -> HttpResponse:
        request.user = Person()
        made = {name: value() if callable(value) else value for name, value in context.items()}
        if template == "parts":
            for level in (messages.success, messages.warning, messages.error):
                level(request, _("Order SO-202611-0318 was submitted."))
        return render(request, f"style/{template}.html", made)

    return view


def door(request: HttpRequest) -> HttpResponse:
    from django.contrib.auth.models import AnonymousUser

    request.user = AnonymousUser()
    roles = [(_("Sales"), "安然"), (_("Sales manager"), "陈立"), (_("Warehouse"), "周仓"), (_("Finance"), "刘敏")]
    cards = [{"role": "sales", "name": n, "title": r, "username": n} for r, n in roles]
    return render(request, "registration/login.html", {"form": forms.Form(), "demo_cards": cards, "next": "/"})


def find(request: HttpRequest) -> JsonResponse:
    text = request.GET.get("q", "").lower()
    goods = [
        ("A-1043", "轴承 6204-2RS", "86.00"),
        ("B-2210", "同步带 HTD-5M", "46.50"),
        ("C-0087", "伺服电机 750W", "1980.00"),
    ]
    return JsonResponse(
        {
            "items": [
                {"value": code, "label": name, "meta": "现货 120", "id": n, "fill": {"name": name, "price": price}}
                for n, (code, name, price) in enumerate(goods)
                if text in f"{code} {name}".lower()
            ]
        }
    )


def check(request: HttpRequest) -> HttpResponse:
    used = sum(1 for name in request.POST if name.endswith("-product") and request.POST[name])
    return HttpResponse(
        f'<div id="totals" class="row"><span>{used} lines</span><strong class="total">¥ 23,342.50</strong></div>'
    )


def scanned(request: HttpRequest) -> HttpResponse:
    scans = json.loads(request.body)["scans"]
    answers = {}
    for scan in scans:
        tone, word = ("ok", "对了 +1") if scan["code"] == "6901234567892" else ("wrong", "不在此单")
        answers[scan["uuid"]] = {"state": "taken", "tone": tone, "word": word, "detail": "A-1043"}
    parts = (
        f'<div id="scan-band" class="band {tone}" role="status"><b>{word}</b><span>A-1043</span></div>'
        f'<ul id="scan-log" class="scan-log"><li class="{tone}">{scans[-1]["uuid"]}</li></ul>'
    )
    return JsonResponse({"answers": answers, "parts": parts})


def nothing(request: HttpRequest) -> HttpResponse:
    request.user = Person()
    return render(request, "404.html", status=404)


STEPS = [
    {"label": _("Entry"), "state": "done", "meta": "安然 11-20 09:12"},
    {"label": _("Approval"), "state": "done", "meta": "陈立 · 刘敏", "more": "3 h 41 min"},
    {"label": _("To confirm"), "state": "done", "meta": "11-20 14:20"},
    {"label": _("Supply"), "state": "attention", "meta": "PO-118 · 12-01"},
    {"label": _("Shipping"), "state": "todo", "meta": "仓库"},
    {"label": _("Acceptance"), "state": "todo"},
    {"label": _("Invoice"), "state": "todo"},
    {"label": _("Collection"), "state": "todo", "meta": "月结 30 天"},
]


def entries() -> list[dict[str, Any]]:
    now = clock.now()
    return [
        {
            "at": now - datetime.timedelta(minutes=20),
            "who": "安然",
            "text": "客户催 C-0087，PO-118 能提前吗？",
            "kind": "person",
        },
        {
            "at": now - datetime.timedelta(hours=3),
            "who": "赵磊",
            "text": "供应商答应 11-29 出厂。",
            "kind": "person",
            "shared": True,
        },
        {
            "at": now - datetime.timedelta(days=2),
            "text": "订单确认，首次承诺 12-01",
            "kind": "machine",
            "detail": "第 3 行缺 2 台",
        },
    ]


def sample_order() -> dict[str, Any]:
    return orders()[4]


LIST = {
    "orders": orders,
    "tabs": lambda: tabs(
        (_("All"), "1,000+"), (_("Mine"), 86), (_("In approval"), 11), (_("To ship"), 24), (_("Late"), 7)
    ),
    "chips": [{"label": _("This month"), "url": "?"}],
    "page": lambda: Page(orders(), "305", ""),
    "acts": [{"value": "submit", "label": _("Submit")}, {"value": "cancel", "label": _("Cancel"), "danger": True}],
    "filter_form": Choices,
}
PARTS = {
    "form": lambda: Choices({"rush": "on"}),
    "chart": lambda: bars_of([_("Orders")], [Row(f"{m:02}", [m * 31 % 17 + 3], "/list/") for m in range(1, 13)]),
    "orders": orders,
}

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("", shown("list", **LIST), name="home"),
    path("list/", shown("list", **LIST), name="list"),
    path(
        "detail/",
        shown("detail", order=sample_order, steps=STEPS, entries=entries, comment_url="/detail/"),
        name="detail",
    ),
    path(
        "entry/",
        shown(
            "entry",
            head=lambda: OrderHead(initial={"customer": "C-1"}),
            lines=lambda: Lines(prefix="lines", initial=TYPED),
        ),
        name="entry",
    ),
    path(
        "inbox/",
        shown("inbox", orders=orders, tabs=lambda: tabs((_("To do"), 4), (_("Done by me"), None))),
        name="inbox",
    ),
    path("scan/", shown("scan"), name="scan"),
    path("parts/", shown("parts", **PARTS), name="parts"),
    path("login/", door, name="login"),
    path("find/", find),
    path("check/", check),
    path("scanned/", scanned),
    path("messages/", include(([path("", nothing, name="list")], "notifications"))),
    *[path(f"{name}/", nothing, name=name) for name in ("search", "me", "calendar", "customer", "stock")],
    *[path(f"{name}/", nothing, name=name) for name in ("invoice", "payment", "report", "logout", "demo_sign_in")],
]
