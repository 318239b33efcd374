"""The order list as a file: visible orders only, and every cell plain text or a number, never a formula."""

from typing import Any

from import_export import fields, resources

from core.cells import PlainCells
from orders.models import Order


class OrderResource(PlainCells, resources.ModelResource):
    """Export only; orders come in through the services."""

    number = fields.Field("ref", column_name="number")
    customer = fields.Field("customer__code", column_name="customer")
    customer_name = fields.Field("customer__name", column_name="customer_name")
    owner = fields.Field("owner__username", column_name="owner")
    terms = fields.Field("terms__name", column_name="terms")

    class Meta:
        model = Order
        fields = export_order = (
            "number", "customer", "customer_name", "customer_po", "state", "stage", "wanted_on", "promised_on",
            "currency", "net", "tax", "freight", "total", "invoiced_amount", "paid_amount", "due_on", "supply",
            "fulfilment", "billing", "payment", "returned", "terms", "owner", "placed_at", "confirmed_at",
            "shipped_at", "accepted_at", "completed_at", "cancelled_at",
        )  # fmt: skip

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("customer", "owner", "terms").defer("search")

    def import_data(self, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError("orders are entered through their services")
