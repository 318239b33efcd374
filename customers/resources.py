"""Customers in and out as a file, by code; what comes in goes through the services like an entry by hand."""

from typing import Any

from import_export import fields, resources, widgets

from catalog.models import PriceList, Product, Unit
from core.cells import PlainCells
from core.models import Department, User
from customers.forms import check_tax_number
from customers.models import Customer, CustomerPart, PaymentTerm
from customers.services import CustomerCard, create_customer, edit_customer, save_part
from customers.services.records import FIELDS


class CustomerResource(PlainCells, resources.ModelResource):
    """One row per customer; a row with a known code changes that customer."""

    terms = fields.Field("terms", "terms", widgets.ForeignKeyWidget(PaymentTerm, "name"))
    price_list = fields.Field("price_list", "price_list", widgets.ForeignKeyWidget(PriceList, "name"))
    owner = fields.Field("owner", "owner", widgets.ForeignKeyWidget(User, "username"))
    department = fields.Field("department", "department", widgets.ForeignKeyWidget(Department, "name"))
    actor: Any = None

    class Meta:
        model = Customer
        import_id_fields = ("code",)
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True
        fields = export_order = (
            "code", "name", "name_en", "short_name", "tier", "terms", "currency", "price_list",
            "prices_include_tax", "invoice_title", "tax_number", "domestic", "owner", "department", "note", "active",
        )  # fmt: skip

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        self.actor = kwargs.get("user")

    def before_save_instance(self, instance: Customer, row: Any, **kwargs: Any) -> None:
        instance.tax_number = check_tax_number(instance.tax_number)

    def do_instance_save(self, instance: Customer, is_create: bool) -> None:
        card = CustomerCard(**{name: getattr(instance, name) for name in FIELDS})
        if is_create:
            instance.pk = create_customer(card, actor=self.actor).pk
        else:
            edit_customer(instance.pk, card=card, actor=self.actor)


class CustomerPartResource(PlainCells, resources.ModelResource):
    """One row per customer part number; a row with a known customer and text changes what it means."""

    customer = fields.Field("customer", "customer", widgets.ForeignKeyWidget(Customer, "code"))
    product = fields.Field("product", "product", widgets.ForeignKeyWidget(Product, "code"))
    unit = fields.Field("unit", "unit", widgets.ForeignKeyWidget(Unit, "code"))
    actor: Any = None

    class Meta:
        model = CustomerPart
        import_id_fields = ("customer", "text")
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True
        fields = export_order = ("customer", "text", "product", "unit", "active")

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        self.actor = kwargs.get("user")

    def do_instance_save(self, instance: CustomerPart, is_create: bool) -> None:
        save_part(instance, actor=self.actor)
