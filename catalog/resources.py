"""Products in and out as a file, by code; what comes in is findable and kept in history like an edit."""

from typing import Any

from import_export import fields, resources, widgets

from catalog.models import Category, Product, Unit
from catalog.services import save_product
from core.cells import PlainCells


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
            "tax_percent", "min_stock", "active",
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
