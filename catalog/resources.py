"""Products, prices and exchange rates in and out as files; what comes in is kept in history like an edit."""

from typing import Any

from import_export import fields, resources, widgets

from catalog.models import Category, ExchangeRate, Price, PriceList, Product, Unit
from catalog.services import save_product
from core import clock
from core.bus import publish
from core.cells import PlainCells
from core.events import RecordEdited
from core.inputs import plain


class ProductResource(PlainCells, resources.ModelResource):
    """One row per product; a row with a known code changes that product."""

    category = fields.Field("category", "category", widgets.ForeignKeyWidget(Category, "name"))
    unit = fields.Field("unit", "unit", widgets.ForeignKeyWidget(Unit, "code"))
    actor: Any = None

    class Meta:
        model = Product
        import_id_fields = ("code",)
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True
        fields = export_order = (
            "code", "name", "name_en", "spec", "category", "unit", "barcode", "list_price", "floor_price", "cost",
            "tax_percent", "tracking", "warn_days", "is_service", "active",
        )  # fmt: skip

    def __init__(self, *, with_cost: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.with_cost = with_cost

    def get_export_fields(self, selected_fields: Any = None) -> list[Any]:
        """Cost leaves the house only with those who may see it (A9)."""
        found = super().get_export_fields(selected_fields)
        return [field for field in found if self.with_cost or field.attribute != "cost"]

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        self.actor = kwargs.get("user")

    def do_instance_save(self, instance: Product, is_create: bool) -> None:
        save_product(instance, actor=self.actor)


class Told(PlainCells, resources.ModelResource):
    """Rows whose number is what matters: each one that changes leaves old and new in its history."""

    figure = ""
    before = ""
    actor: Any = None

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        self.actor = kwargs.get("user")

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        self.before = plain(getattr(original, self.figure)) if original.pk else ""
        return super().skip_row(instance, original, row, import_validation_errors)

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        changes = {self.figure: [self.before, plain(getattr(instance, self.figure))]}
        model = instance._meta.model_name
        publish(RecordEdited(model=model, pk=instance.pk, label=str(instance), changes=changes), actor=self.actor)


class PriceResource(Told):
    """One row per list, product and quantity step; a known one changes its price."""

    price_list = fields.Field("price_list", "price_list", widgets.ForeignKeyWidget(PriceList, "name"))
    product = fields.Field("product", "product", widgets.ForeignKeyWidget(Product, "code"))
    figure = "price"

    class Meta:
        model = Price
        import_id_fields = ("price_list", "product", "from_quantity")
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True
        fields = export_order = ("price_list", "product", "from_quantity", "price")

    def get_queryset(self) -> Any:
        """The prices that hold today: one row for each list, product and step."""
        rows = super().get_queryset().holding_on(clock.today()).order_by("valid_from")
        return rows.select_related("price_list", "product").defer("product__search")


class ExchangeRateResource(Told):
    """One row per currency and day; a known one changes its rate."""

    figure = "rate"

    class Meta:
        model = ExchangeRate
        import_id_fields = ("currency", "on")
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True
        fields = export_order = ("currency", "on", "rate")
