"""Writing a product, with what changed kept in its history."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalog.models import Product
from catalog.services.searching import index_products
from core.bus import publish
from core.events import RecordEdited
from core.locks import locked
from core.refusal import Refused
from core.service import service

FIELDS = (
    "code", "name", "name_en", "spec", "category_id", "unit_id", "barcode", "list_price", "floor_price",
    "cost", "tax_percent", "tracking", "warn_days", "active",
)  # fmt: skip


@service
def save_product(product: Product, *, actor: Any) -> Product:
    """Enter or change a product: it is findable at once, and each changed field is kept as old and new."""
    old = locked(Product.objects.filter(pk=product.pk).defer("search")).first() if product.pk else None
    if old is not None and old.by_serial and not product.by_serial:
        raise Refused(_("%(code)s: pieces that have numbers keep them.") % {"code": old.code}, code="tracking")
    product.barcode = product.barcode or None
    product.save(update_fields=FIELDS if old else None)
    index_products([product.pk])
    changes = {
        name: [_text(getattr(old, name, "")), _text(getattr(product, name))]
        for name in FIELDS
        if _text(getattr(old, name, "")) != _text(getattr(product, name))
    }
    if changes:
        publish(RecordEdited(model="product", pk=product.pk, label=product.code, changes=changes), actor=actor)
    return product


def _text(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)
