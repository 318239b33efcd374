"""Keeping what is typed while it is typed, and reading what is pasted; both answer the page's script."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse

from core import clock
from core.refusal import Refused
from core.views.guard import Guarded
from customers.models import Customer
from orders import services
from orders.forms.merging import merged, read_base
from orders.forms.pasted import chosen_columns, paste_context
from orders.forms.sheet import Sheet
from orders.models import Order
from orders.policies import may_enter
from orders.services.entry.drafting import Stale
from orders.services.entry.pasting import read_pasted
from orders.views.finding import order_for


class Autosave(Guarded):
    """The draft as typed so far, saved without being asked; what is not understood yet is kept in words.

    422 when there is no customer yet, 409 when somebody else saved meanwhile; the page keeps all of it then.
    With `base`, what the page held when it was last saved, changes of both are merged line by line.
    """

    policy = may_enter

    def post(self, request: HttpRequest) -> HttpResponse:
        ref = request.POST.get("ref", "")
        order = order_for(request.user, ref) if ref else None
        if order is not None:
            self.policy.demand(request.user, order)
        sheet = Sheet(request.user, order, request.POST)
        if not _savable(sheet):
            return _answer(request, sheet, "waiting", status=422)
        try:
            saved = _save(sheet)
        except Stale as stale:
            return self.merge(request, sheet, stale.order)
        except Refused as refusal:
            return _answer(request, sheet, "refused", status=409, refusal=str(refusal))
        return _answer(request, sheet, "saved", saved=saved)

    def merge(self, request: HttpRequest, sheet: Sheet, saved: Order) -> HttpResponse:
        """Both versions in one where no place was changed by both; else the page shows them side by side."""
        base = read_base(request.POST.get("base", ""))
        if base is None:
            return _answer(request, sheet, "stale", status=409)
        both = merged(sheet, saved, base)
        fresh = Sheet(request.user, saved, both) if both is not None else None
        if fresh is None or not _savable(fresh):
            return _answer(request, sheet, "clash", status=409)
        # The page that asked does not hold both versions yet, so it may not pass for the one that saved last.
        fresh.page = ""
        return _answer(request, fresh, "merged", saved=_save(fresh), reload=True)


def _savable(sheet: Sheet) -> bool:
    sheet.is_valid()
    return sheet.head.found is not None and not sheet.lines.non_form_errors()


def _save(sheet: Sheet) -> Order:
    return services.save_draft(
        sheet.order.pk if sheet.order else None,
        head=sheet.head.as_head(),
        rows=sheet.rows,
        version=sheet.version,
        actor=sheet.user,
        page=sheet.page,
        rest=sheet.rest,
        aside=True,
    )


def _answer(
    request: HttpRequest, sheet: Sheet, outcome: str, *, status: int = 200, saved: Order | None = None, **more: Any
) -> JsonResponse:
    context = {"outcome": outcome, "saved": saved, "now": clock.now(), "lines": _kept_lines(sheet, saved), **more}
    answer = {"outcome": outcome, "html": render_to_string("orders/_draft_kept.html", context, request)}
    if saved is not None:
        url = reverse("orders:edit", args=[saved.ref])
        answer |= {"url": url, "backup": f"{request.user.pk}:order-{saved.pk}", "reload": more.get("reload", False)}
    return JsonResponse(answer, status=status)


def _kept_lines(sheet: Sheet, saved: Order | None) -> list[tuple[int, int]]:
    """Which saved line each row of the page is now."""
    if saved is None:
        return []
    keys = saved.lines.order_by("position").values_list("pk", flat=True)
    return [(row.index, pk) for row, pk in zip(sheet.lines.rows, keys, strict=False)]


class Paste(Guarded):
    """Pasted text as rows for the grid; nothing is written."""

    policy = may_enter

    def post(self, request: HttpRequest) -> HttpResponse:
        text, code = request.POST.get("pasted", ""), request.POST.get("customer", "")[:40].replace("\x00", "")
        named = Customer.objects.visible_to(request.user).filter(code=code.strip()).defer("search")
        try:
            pasted = read_pasted(text, named.first() if code else None, chosen_columns(request.POST))
        except Refused as refusal:
            return JsonResponse({"refused": str(refusal)}, status=422)
        html = render_to_string("orders/_paste.html", paste_context(pasted, text), request)
        mapped = bool(pasted.torn.columns) and not pasted.torn.headed
        return JsonResponse({"rows": pasted.rows, "html": html, "mapped": mapped})
