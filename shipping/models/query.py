"""Which shipments: the adjectives of the business."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q, Sum

from orders.models import Order
from shipping.models.words import GONE, ON_THE_WAY, OPEN, State

if TYPE_CHECKING:
    from shipping.models.shipment import Shipment  # noqa: F401  the queryset names its model in quotes


class ShipmentQuerySet(models.QuerySet["Shipment"]):
    """Adjectives of shipments; a shipment is seen through its order."""

    def visible_to(self, user: Any) -> "ShipmentQuerySet":
        """All to those who see every order, otherwise those of the orders a person sees."""
        if user.has_perm("orders.see_all_order"):
            return self
        return self.filter(order__in=Order.objects.visible_to(user))

    def open(self) -> "ShipmentQuerySet":
        """Still in the house."""
        return self.filter(state__in=OPEN)

    def on_the_way(self) -> "ShipmentQuerySet":
        """Left the house and not with the customer yet."""
        return self.filter(state__in=ON_THE_WAY)

    def in_trouble(self) -> "ShipmentQuerySet":
        """Something went wrong on the way and nobody has settled it."""
        return self.filter(state=State.EXCEPTION)

    def called(self, code: str) -> "ShipmentQuerySet":
        """By its number, or by the code on one of its boxes."""
        box: Any = self.model._meta.get_field("boxes").related_model
        return self.filter(Q(number=code) | Q(pk__in=box.objects.filter(code=code).values("shipment")))

    def gone(self) -> "ShipmentQuerySet":
        return self.filter(state__in=GONE)

    def for_list(self) -> "ShipmentQuerySet":
        """With what a row shows, in one query."""
        return self.select_related("order__customer", "warehouse", "picker").defer(
            "order__search", "order__note", "order__customer__search", "order__customer__note"
        )

    def with_pieces(self) -> "ShipmentQuerySet":
        """With the pieces asked for and picked, in base units."""
        return self.annotate(asked=Sum("lines__quantity"), taken=Sum("lines__picked"))
