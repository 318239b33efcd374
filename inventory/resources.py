"""Count sheets as files: written out with what the books say, read back through the service."""

from collections import defaultdict
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export import fields, resources, widgets

from catalog.models import Product
from catalog.services import resolve
from core.cells import PlainCells
from core.inputs import half_width
from core.refusal import Refused
from inventory.models import ExpectedReceipt, ReorderRule, StockCountLine, StockItem, Warehouse
from inventory.services import Counted, count_stock, save_rule
from inventory.services.quantities import sound

Sheet = dict[tuple[int, str], list[Counted]]


class CountSheet(PlainCells, resources.ModelResource):
    """The stock as a sheet to count on: fill in `counted` and `reason`, and read it in again."""

    warehouse = fields.Field("warehouse__code", column_name="warehouse")
    product = fields.Field("product__code", column_name="product")
    name = fields.Field("product__name", column_name="name")
    book = fields.Field("on_hand", column_name="book")
    counted = fields.Field(column_name="counted")
    reason = fields.Field(column_name="reason")

    class Meta:
        model = StockItem
        fields = export_order = ("warehouse", "product", "name", "book", "counted", "reason")

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("warehouse", "product").defer("product__search")

    def import_data(self, *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError("counts are read in by the resource of stock counts")


class CountImport(resources.ModelResource):
    """Rows of `warehouse, product, counted, reason` (and `book`, when it still holds): one count per sheet.

    All rows or none: a wrong row is named with its reason and nothing is booked. Rows without a figure are left out.
    """

    warehouse = fields.Field("count__warehouse__code", column_name="warehouse")
    product = fields.Field("product__code", column_name="product")
    book = fields.Field("book", column_name="book")
    counted = fields.Field("counted", column_name="counted")
    reason = fields.Field("count__reason", column_name="reason")

    class Meta:
        model = StockCountLine
        fields = export_order = ("warehouse", "product", "book", "counted", "reason")
        import_id_fields = ()
        use_transactions = True
        skip_diff = True

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """Look up everything the sheet names, in three queries whatever its length."""
        missing = {"warehouse", "product", "counted", "reason"} - set(dataset.headers or ())
        if missing:
            raise ValidationError(_("These columns are missing: %(names)s.") % {"names": ", ".join(sorted(missing))})
        self.warehouses = {one.code: one for one in Warehouse.objects.active()}
        self.products = {text: one.product for text, one in resolve(map(_text, dataset["product"])).items()}
        self.sheets: Sheet = defaultdict(list)

    def import_row(self, row: Any, instance_loader: Any, **kwargs: Any) -> Any:
        result = super().import_row(row, instance_loader, **kwargs)
        result.diff = [_text(row.get(name)) for name in self._meta.export_order]
        return result

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        return not _text(row["counted"])

    def import_instance(self, instance: StockCountLine, row: Any, **kwargs: Any) -> None:
        """Each cell is examined; what is wrong is named by its column."""
        if not _text(row["counted"]):
            return
        warehouse, product = self.warehouses.get(_text(row["warehouse"])), self.products.get(_text(row["product"]))
        wrong = {}
        if warehouse is None:
            wrong["warehouse"] = _("There is no such warehouse.")
        if product is None:
            wrong["product"] = _("No product has this code or barcode.")
        if not _text(row["reason"]):
            wrong["reason"] = _("Please give a reason.")
        if wrong:
            raise ValidationError(list(f"{column}: {words}" for column, words in wrong.items()))
        instance.product, instance.counted = product, _counted(product, row["counted"])
        found = Counted(product.pk, instance.counted, book=_book(row.get("book")))
        self.sheets[warehouse.pk, _text(row["reason"])[:200]].append(found)

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        """Nothing is saved by row; the service books the whole sheet at the end."""

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        if result.has_errors() or result.has_validation_errors():
            return
        for (warehouse_id, reason), counts in sorted(self.sheets.items()):
            count_stock(warehouse_id=warehouse_id, counts=counts, reason=reason, actor=kwargs.get("user"))


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip().removeprefix("'")


def _number(value: Any, column: str) -> Decimal:
    try:
        return Decimal(half_width(_text(value)).replace(",", ""))
    except InvalidOperation as error:
        raise ValidationError(f"{column}: {_('Enter a number.')}") from error


def _counted(product: Product, value: Any) -> Decimal:
    try:
        return sound(product, _number(value, "counted"), least=Decimal(0))
    except Refused as refusal:
        raise ValidationError(f"counted: {refusal}") from refusal


def _book(value: Any) -> Decimal | None:
    return _number(value, "book") if _text(value) else None


class ExpectedReceiptResource(PlainCells, resources.ModelResource):
    """One row per announced delivery of a product; a row with a known label, product and warehouse changes it."""

    product = fields.Field("product", "product", widgets.ForeignKeyWidget(Product, "code"))
    warehouse = fields.Field("warehouse", "warehouse", widgets.ForeignKeyWidget(Warehouse, "code"))

    class Meta:
        model = ExpectedReceipt
        import_id_fields = ("label", "product", "warehouse")
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True
        fields = export_order = ("label", "product", "warehouse", "expected_on", "quantity", "arrived", "closed")


class ReorderRuleResource(PlainCells, resources.ModelResource):
    """One row per product and warehouse; a known one changes its rule."""

    product = fields.Field("product", "product", widgets.ForeignKeyWidget(Product, "code"))
    warehouse = fields.Field("warehouse", "warehouse", widgets.ForeignKeyWidget(Warehouse, "code"))
    actor: Any = None

    class Meta:
        model = ReorderRule
        import_id_fields = ("product", "warehouse")
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True
        fields = export_order = ("product", "warehouse", "minimum", "maximum", "multiple", "lead_days")

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        self.actor = kwargs.get("user")

    def do_instance_save(self, instance: ReorderRule, is_create: bool) -> None:
        save_rule(instance, actor=self.actor)
