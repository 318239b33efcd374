"""Goods that wait on more than one shipment: which of them is meant."""

from typing import Any

from django.db.models import Case, F, Q, Sum, When

from catalog.models import Product
from shipping.models import Shipment
from shipping.models.words import State

MOST = 9
"""As many as one digit tells apart."""


def goods_called(code: str) -> Product | None:
    """The product with this barcode or code."""
    spelled = Product.objects.filter(code__in=(code, code.upper())).distinct()
    return (Product.objects.with_barcode(code) | spelled).defer("search").first()


def waiting_for(product: Product, user: Any) -> list[Shipment]:
    """The shipments in the house with these goods; each with the pieces `left` to pick.

    First those that lack some, and of them those the person picks. One more than a page
    offers tells that there are more.
    """
    mine = Q(state=State.PICKING, picker=user.pk)
    first = Case(When(mine, then=0), When(state=State.PICKING, then=1), default=2)
    rows = Shipment.objects.visible_to(user).open().filter(lines__product=product)
    left = Sum(F("lines__quantity") - F("lines__picked"), filter=Q(lines__short_reason=""), default=0)
    rows = rows.annotate(left=left).for_list()
    return list(rows.order_by(Case(When(left=0, then=1), default=0), first, "pk")[: MOST + 1])
