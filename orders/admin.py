"""Orders in the admin: looked at and exported, written through the services only; and the discount limits."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from core.admin.base import CappedPaginator, Exported, ReadOnly, RecordAdmin
from core.admin.shares import ShareAdmin
from orders.models import (
    Case,
    ChangeRequest,
    Contract,
    ContractDocument,
    ContractLine,
    Correction,
    DiscountLimit,
    EntryTemplate,
    ImportBatch,
    ImportedRow,
    Order,
    OrderHold,
    OrderLine,
    OrderRevision,
    OrderShare,
    Quotation,
    QuotationLine,
    Requirement,
    Return,
    ReturnLine,
    ReturnPhoto,
    StageSpan,
    TemplateLine,
    TermsClause,
)
from orders.policies import may_export
from orders.resources import OrderResource
from orders.services.entry.clauses import TEXTS, write_clause


@admin.register(Order)
class OrderAdmin(ReadOnly, Exported, admin.ModelAdmin):
    list_display = ("__str__", "customer", "state", "stage", "total", "currency", "wanted_on", "owner", "placed_at")
    list_filter = ("state", "stage", "fulfilment", "billing", "payment", "kind", "channel", "origin")
    list_select_related = ("customer", "owner")
    search_fields = ("=number", "=customer_po", "customer__code", "customer__name")
    autocomplete_fields = ("customer", "owner", "holder", "department")
    date_hierarchy = "placed_at"
    ordering = ("-id",)
    resource_classes = (OrderResource,)
    exclude = ("search",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).visible_to(request.user).defer("search")

    def has_export_permission(self, request: HttpRequest) -> bool:
        return may_export(request.user)


@admin.register(DiscountLimit)
class DiscountLimitAdmin(RecordAdmin):
    list_display = ("__str__", "percent")
    list_filter = ("role",)
    list_select_related = ("person",)
    search_fields = ("person__username", "person__name", "role")
    autocomplete_fields = ("person",)


class OfOrders(ReadOnly, admin.ModelAdmin):
    """What belongs to orders, newest first."""

    ordering = ("-id",)
    list_select_related: tuple[str, ...] = ("order",)


@admin.register(OrderLine)
class OrderLineAdmin(OfOrders):
    list_display = ("order", "position", "product", "quantity", "unit", "unit_price", "net", "ordered", "shipped")
    list_select_related = ("order", "product", "unit")
    search_fields = ("=order__number", "=product__code")


@admin.register(OrderRevision)
class OrderRevisionAdmin(OfOrders):
    list_display = ("order", "number", "round", "submitted_by", "at", "reason")
    list_select_related = ("order", "submitted_by")
    search_fields = ("=order__number",)
    date_hierarchy = "at"


@admin.register(ChangeRequest)
class ChangeRequestAdmin(OfOrders):
    list_display = ("order", "state", "cause", "before", "after", "base_revision", "revision", "asked_by", "begun_at")
    list_filter = ("state", "cause")
    list_select_related = ("order", "asked_by")
    search_fields = ("=order__number", "reason")
    autocomplete_fields = ("order", "asked_by")
    date_hierarchy = "begun_at"


@admin.register(OrderHold)
class OrderHoldAdmin(OfOrders):
    list_display = ("order", "kind", "stops", "reason", "by", "at", "lifted_at")
    list_filter = ("kind",)
    list_select_related = ("order", "by")
    search_fields = ("=order__number", "reason")
    autocomplete_fields = ("order", "by", "lifted_by")
    date_hierarchy = "at"


@admin.register(Correction)
class CorrectionAdmin(OfOrders):
    list_display = ("order", "kind", "cause", "line", "was", "now", "entered_by", "at")
    list_filter = ("kind", "cause")
    list_select_related = ("order", "entered_by")
    search_fields = ("=order__number",)
    autocomplete_fields = ("order", "entered_by")
    date_hierarchy = "at"


@admin.register(StageSpan)
class StageSpanAdmin(OfOrders):
    list_display = ("order", "stage", "holder", "holder_role", "since", "until")
    list_filter = ("stage", "holder_role")
    list_select_related = ("order", "holder")
    search_fields = ("=order__number",)
    date_hierarchy = "since"


@admin.register(OrderShare)
class OrderShareAdmin(ShareAdmin):
    search_fields = ("=content_object__number", "user__username")


@admin.register(ImportBatch)
class ImportBatchAdmin(OfOrders):
    list_display = ("source", "filename", "mapping", "policy", "by", "at", "undone_at")
    list_filter = ("source", "policy")
    list_select_related = ("by",)
    search_fields = ("source", "filename", "sha256")
    date_hierarchy = "at"


@admin.register(ImportedRow)
class ImportedRowAdmin(OfOrders):
    list_display = ("source", "number", "ordinal", "row", "batch")
    list_select_related = ("batch",)
    search_fields = ("=number", "=source")


class LinesOfTemplate(admin.TabularInline):
    model = TemplateLine
    extra = 0
    autocomplete_fields = ("product", "unit")


@admin.register(EntryTemplate)
class EntryTemplateAdmin(RecordAdmin):
    list_display = ("name", "customer", "kind", "terms", "owner", "shared", "active")
    list_filter = ("active", "shared", "kind")
    list_select_related = ("customer", "terms", "owner")
    search_fields = ("name", "customer__code", "customer__name", "owner__username")
    autocomplete_fields = ("customer", "terms", "owner")
    inlines = (LinesOfTemplate,)


@admin.register(TemplateLine)
class TemplateLineAdmin(OfOrders):
    list_display = ("template", "position", "product", "quantity", "unit")
    list_select_related = ("template", "product", "unit")
    search_fields = ("template__name", "=product__code")


class PaperAdmin(ReadOnly, admin.ModelAdmin):
    """Contracts, quotations and notes: looked at here, written through the services; only those one sees anyway."""

    ordering = ("-id",)
    list_select_related: tuple[str, ...] = ("customer", "owner")
    search_fields: tuple[str, ...] = ("=number", "customer__code", "customer__name")
    autocomplete_fields: tuple[str, ...] = ("customer", "owner")
    date_hierarchy = "created_at"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).visible_to(request.user)


@admin.register(Contract)
class ContractAdmin(PaperAdmin):
    list_display = ("number", "customer", "title", "state", "valid_from", "valid_until", "currency", "owner")
    list_filter = ("state", "currency")


@admin.register(Quotation)
class QuotationAdmin(PaperAdmin):
    list_display = ("number", "customer", "state", "total", "currency", "valid_until", "sent_at", "owner")
    list_filter = ("state", "currency")


@admin.register(Requirement)
class RequirementAdmin(PaperAdmin):
    list_display = ("number", "customer", "title", "state", "wanted_on", "owner")
    list_filter = ("state",)


@admin.register(Return)
class ReturnAdmin(OfOrders):
    list_display = ("number", "order", "customer", "state", "worth", "currency", "requested_at")
    list_filter = ("state", "late", "to_credit")
    list_select_related = ("order", "customer")
    search_fields = ("=number", "=order__number")


@admin.register(ReturnLine)
class ReturnLineAdmin(OfOrders):
    list_display = ("of", "order_line", "quantity", "reason", "wanted", "resolved", "received")
    list_filter = ("reason", "wanted", "resolved")
    list_select_related = ("of", "order_line")
    search_fields = ("=of__number",)


@admin.register(ReturnPhoto)
class ReturnPhotoAdmin(OfOrders):
    list_display = ("of", "name", "kind", "size", "by", "at")
    list_select_related = ("of", "by")
    search_fields = ("=of__number", "name", "sha256")
    exclude = ("path",)


@admin.register(Case)
class CaseAdmin(OfOrders):
    list_display = ("number", "kind", "state", "customer", "cause", "title", "owner", "until", "rating")
    list_filter = ("kind", "state", "cause")
    list_select_related = ("customer", "owner")
    search_fields = ("=number", "title")


@admin.register(ContractLine)
class ContractLineAdmin(OfOrders):
    list_display = ("contract", "position", "product", "price", "quantity", "called_off")
    list_select_related = ("contract", "product")
    search_fields = ("=contract__number", "=product__code")


@admin.register(ContractDocument)
class ContractDocumentAdmin(OfOrders):
    list_display = ("contract", "name", "kind", "size", "by", "at")
    list_select_related = ("contract", "by")
    search_fields = ("=contract__number", "name", "sha256")
    date_hierarchy = "at"
    exclude = ("path",)


@admin.register(QuotationLine)
class QuotationLineAdmin(OfOrders):
    list_display = ("quotation", "position", "product", "quantity", "unit", "unit_price", "net")
    list_select_related = ("quotation", "product", "unit")
    search_fields = ("=quotation__number", "=product__code")


@admin.register(TermsClause)
class TermsClauseAdmin(admin.ModelAdmin):
    """The library of standard terms; saving a changed text makes a new version, nothing is deleted."""

    list_display = ("code", "version", "title", "current", "author", "at")
    list_filter = ("current",)
    list_select_related = ("author",)
    search_fields = ("=code", "title", "title_en")
    date_hierarchy = "at"
    fields = ("code", "title", "title_en", "text", "text_en", "current")
    paginator = CappedPaginator
    show_full_result_count = False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An older version stays as it is."""
        return super().has_change_permission(request, obj) and not (obj and _has_newer(obj))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        texts = {name: getattr(obj, name) for name in TEXTS}
        written = write_clause(obj.code, texts=texts, actor=request.user, offered=obj.current)
        obj.pk, obj.version = written.pk, written.version


def _has_newer(clause: TermsClause) -> bool:
    return TermsClause.objects.filter(code=clause.code, version__gt=clause.version).exists()
