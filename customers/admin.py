"""Customers in the admin; every write goes through their services."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.admin.base import CappedPaginator, Imported, RecordAdmin
from core.admin.shares import ShareAdmin
from customers.forms import ContactForm
from customers.models import Address, Contact, Customer, CustomerPart, CustomerShare, PaymentTerm, TierPriceList
from customers.resources import CustomerPartResource, CustomerResource
from customers.services import CustomerCard, create_customer, edit_customer, save_address, save_contact, save_part
from customers.services.records import FIELDS


@admin.register(Customer)
class CustomerAdmin(Imported, RecordAdmin):
    list_display = ("code", "name", "short_name", "tier", "terms", "currency", "owner", "department", "active")
    list_filter = ("active", "domestic", "tier", "terms", "currency", "department")
    list_select_related = ("terms", "owner", "department")
    search_fields = ("code", "name", "name_en", "short_name", "tax_number")
    autocomplete_fields = ("terms", "price_list", "owner", "department")
    resource_classes = (CustomerResource,)
    paginator = CappedPaginator
    show_full_result_count = False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        card = CustomerCard(**{name: getattr(obj, name) for name in FIELDS})
        if change:
            edit_customer(obj.pk, card=card, actor=request.user)
        else:
            obj.__dict__.update(create_customer(card, actor=request.user).__dict__)


@admin.register(PaymentTerm)
class PaymentTermAdmin(RecordAdmin):
    list_display = ("name", "days", "prepaid")
    list_filter = ("prepaid",)
    search_fields = ("name",)


@admin.register(TierPriceList)
class TierPriceListAdmin(RecordAdmin):
    list_display = ("tier", "price_list", "currency", "valid_from", "valid_until")
    list_display_links = ("price_list",)
    list_filter = ("tier",)
    list_select_related = ("price_list",)
    search_fields = ("price_list__name",)
    autocomplete_fields = ("price_list",)

    @admin.display(description=_("currency"))
    def currency(self, row: TierPriceList) -> str:
        return row.price_list.currency

    @admin.display(description=_("valid from"))
    def valid_from(self, row: TierPriceList) -> Any:
        return row.price_list.valid_from

    @admin.display(description=_("valid until"))
    def valid_until(self, row: TierPriceList) -> Any:
        return row.price_list.valid_until


class Beside(RecordAdmin):
    """What belongs to a customer and is written by their services."""

    list_select_related = ("customer",)
    autocomplete_fields = ("customer",)
    paginator = CappedPaginator
    show_full_result_count = False


@admin.register(Contact)
class ContactAdmin(Beside):
    form = ContactForm
    fields = ("customer", *ContactForm.Meta.fields)
    list_display = ("name", "customer", "email", "main", "by_mail", "by_sms", "by_page")
    list_filter = ("by_mail", "by_sms", "by_page")
    search_fields = ("name", "email", "customer__code", "customer__name")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        save_contact(obj.customer_id, contact=obj, actor=request.user)


@admin.register(Address)
class AddressAdmin(Beside):
    list_display = ("__str__", "customer", "recipient", "main")
    search_fields = ("street", "city", "customer__code", "customer__name")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        save_address(obj.customer_id, address=obj, actor=request.user)


@admin.register(CustomerPart)
class CustomerPartAdmin(Imported, Beside):
    list_display = ("text", "customer", "product", "unit", "source", "learned_at", "active")
    list_filter = ("active",)
    list_select_related = ("customer", "product", "unit")
    search_fields = ("text", "customer__code", "customer__name", "=product__code")
    autocomplete_fields = ("customer", "product", "unit")
    readonly_fields = ("source", "learned_at")
    resource_classes = (CustomerPartResource,)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        save_part(obj, actor=request.user)


@admin.register(CustomerShare)
class CustomerShareAdmin(ShareAdmin):
    search_fields = ("content_object__code", "user__username")
