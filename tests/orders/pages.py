"""What tests of the order pages share: a typed order as the browser sends it, and reading answers."""

import re
import uuid
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection

from catalog.models import Product
from core import clock
from customers.models import Customer

TOTAL = "lines-TOTAL_FORMS"


def typed(customer: Customer, *lines: tuple[Product, Any], rows: list[dict[str, Any]] | None = None, **head: Any):
    """The form of an order as posted: product codes and quantities, five blank rows at the end."""
    cells = [{"product": product.code, "quantity": str(quantity)} for product, quantity in lines] + (rows or [])
    data: dict[str, Any] = {
        "customer": customer.code,
        "wanted_on": f"{clock.today():%Y}-12-31",
        "once": str(uuid.uuid4()),
        TOTAL: str(len(cells) + 5),
        "lines-INITIAL_FORMS": "0",
    }
    for n, row in enumerate(cells):
        data |= {f"lines-{n}-{name}": value for name, value in row.items()}
    return data | head


def hidden(html: bytes, name: str) -> str:
    """The value of a hidden input on a page."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', html.decode())
    assert found, name
    return found[1]


def everything() -> dict[str, int]:
    """How many rows each table holds: equal before and after means nothing was written."""
    with connection.cursor() as cursor:
        cursor.execute(_counts())
        return dict(cursor.fetchall())


@cache
def _counts() -> str:
    configs = [apps.get_app_config(name) for name in settings.OWN_APPS if apps.is_installed(name)]
    models = [model._meta for config in configs for model in config.get_models()]
    return " UNION ALL ".join(f"SELECT '{one.label}', count(*) FROM \"{one.db_table}\"" for one in models)
