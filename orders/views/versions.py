"""Any two revisions of an order side by side (S49)."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalog.models import Product
from core.views.guard import Guarded
from orders.models import OrderRevision
from orders.policies import may_see
from orders.services.changes.comparing import between
from orders.views.finding import order_for


class Versions(Guarded):
    """Two frozen revisions compared; without a choice the last two."""

    policy = may_see

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        order = order_for(request.user, ref)
        rows = list(
            OrderRevision.objects.filter(order=order).select_related("submitted_by").order_by("number", "round")
        )
        old = _chosen(rows, request.GET.get("a"), rows[-2] if len(rows) > 1 else rows[0] if rows else None)
        new = _chosen(rows, request.GET.get("b"), rows[-1] if rows else None)
        context: dict[str, Any] = {"order": order, "rows": rows, "old": old, "new": new}
        if old is not None and new is not None:
            context["differences"] = between(old.content, new.content, _codes(old, new))
        return render(request, "orders/versions.html", context)


def _chosen(rows: Sequence[OrderRevision], typed: str | None, usual: OrderRevision | None) -> OrderRevision | None:
    """The revision somebody named as 2 or, where it took several rounds, as 1.3; the last round of it else."""
    named = [row for row in rows if typed in (str(row.number), f"{row.number}.{row.round}")]
    return named[-1] if named else usual


def _codes(*revisions: OrderRevision) -> dict[int, str]:
    ids = {line["product_id"] for one in revisions for line in one.content["lines"]}
    return dict(Product.objects.filter(pk__in=ids).values_list("pk", "code"))
