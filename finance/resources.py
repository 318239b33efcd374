"""Invoices as a file: visible ones only, and every cell plain text or a number, never a formula."""

from typing import Any

from import_export import fields, resources

from core.cells import PlainCells
from finance.models import Invoice


class InvoiceResource(PlainCells, resources.ModelResource):
    """Export only; invoices are made by the services."""

    number = fields.Field("ref", column_name="number")
    order = fields.Field("order__number", column_name="order")
    customer = fields.Field("customer__code", column_name="customer")
    customer_name = fields.Field("customer__name", column_name="customer_name")
    corrects = fields.Field("corrects__number", column_name="corrects")

    class Meta:
        model = Invoice
        fields = export_order = (
            "number", "kind", "state", "order", "customer", "customer_name", "buyer_title", "buyer_tax_number",
            "currency", "net", "tax", "freight", "total", "open_amount", "issue_date", "due_date", "corrects",
            "reason", "source",
        )  # fmt: skip

    def get_queryset(self) -> Any:
        return super().get_queryset().for_list().select_related("corrects")

    def import_data(self, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError("invoices are made by their services")
