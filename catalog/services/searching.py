"""Keeping products findable by code, barcode, names in any order, and pinyin."""

from collections.abc import Iterable

from django.db import connection

from catalog.models import Product, ProductUnit
from core.search import document

WRITE = """
UPDATE catalog_product SET search = fresh.words::tsvector
FROM unnest(%s::bigint[], %s::text[]) AS fresh(id, words) WHERE catalog_product.id = fresh.id
"""


def words_of(product: Product, *barcodes: str) -> str:
    """The search document of a product, for whoever writes many at once."""
    return document(product.code, product.name, product.name_en, product.spec, product.barcode or "", *barcodes)


def index_products(product_ids: Iterable[int]) -> None:
    """Write the search words of products: three statements whatever their number."""
    ids = list(product_ids)
    packed: dict[int, list[str]] = {}
    for pk, barcode in ProductUnit.objects.filter(product_id__in=ids, barcode__gt="").values_list(
        "product_id", "barcode"
    ):
        packed.setdefault(pk, []).append(barcode or "")
    products = list(Product.objects.filter(pk__in=ids).defer("search"))
    words = [words_of(product, *packed.get(product.pk, [])) for product in products]
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [[product.pk for product in products], words])
