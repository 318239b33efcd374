"""Files and mappings of our own making, for every test of the import."""

from pathlib import Path
from typing import Any

from core.people import HOUSE
from orders.importing import mapping
from orders.importing.accounting import Account
from orders.services.imports.importing import Errand, import_orders, rehearse_import

HEADER = "No,Code,Name,Qty,Price,Date,Client"

MAP = """
source = "shop"
title = "Shop"
currency = "CNY"
tax_percent = 13
{settings}

[columns]
number = "No"
product = "Code"
text = "Name"
quantity = "Qty"
price = "Price"
placed = "Date"
customer = "Client"
{columns}

[customer]
{customer}
{more}
"""


def make_map(
    folder: Path, settings: str = "", columns: str = "", customer: str = 'missing = "refuse"', more: str = ""
) -> mapping.Mapping:
    """A mapping for our columns; what a test needs beyond that it writes in."""
    path = folder / "shop.toml"
    path.write_text(MAP.format(settings=settings, columns=columns, customer=customer, more=more), encoding="utf-8")
    return mapping.load(path)


def row(number: str = "S1", **cells: Any) -> str:
    """One row of the file: 2 lamps at 10.00 for C1, unless said otherwise."""
    usual = {"code": "L1", "name": "Lamp", "qty": "2", "price": "10.00", "date": "2024-03-05", "client": "C1"}
    return ",".join(str(cell) for cell in [number, *(usual | cells).values()])


def make_file(folder: Path, *rows: str, name: str = "shop.csv", header: str = HEADER) -> Path:
    path = folder / name
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def take(path: Path, meaning: mapping.Mapping, *, actor: Any = HOUSE, **more: Any) -> Account:
    """Import a file as the house."""
    return import_orders(Errand(path=path, mapping=meaning, **more), actor=actor)


def rehearse(path: Path, meaning: mapping.Mapping, **more: Any) -> Account:
    """Try a file as the house."""
    return rehearse_import(Errand(path=path, mapping=meaning, **more), actor=HOUSE)


def reasons_of(account: Account) -> dict[str, int]:
    """How many rows were refused for what."""
    return {reason: found["rows"] for reason, found in account.reasons.items()}
