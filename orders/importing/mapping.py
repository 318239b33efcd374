"""A mapping: what the columns of somebody's files mean, read from a TOML file and checked whole."""

import re
import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.refusal import Refused

MAPS = Path(__file__).parent / "maps"
NEEDED = ("number", "placed", "product", "quantity", "price")
KNOWN = (
    *NEEDED,
    "customer",
    "customer_name",
    "product_name",
    "text",
    "discount",
    "freight",
    "list_price",
    "shipped",
    "wanted",
    "status",
)
CARD = ("contact", "phone", "street", "city", "province", "postcode", "country", "credit_limit")


@dataclass(frozen=True)
class Join:
    """Another file beside the rows: the record whose `key` equals the cell `on` of a row."""

    name: str
    file: str
    key: str
    on: str


@dataclass(frozen=True)
class Rule:
    """Rows whose cell matches the pattern are refused with this reason."""

    column: str
    pattern: re.Pattern[str]
    reason: str


@dataclass(frozen=True, kw_only=True)
class Mapping:
    """Everything a file's columns mean; nothing is guessed that is not written here."""

    name: str
    source: str
    title: str
    currency: str
    columns: dict[str, str]
    rows_file: str = ""
    joins: tuple[Join, ...] = ()
    ship_to: tuple[str, ...] = ()
    card: dict[str, str] = field(default_factory=dict)
    refuse: tuple[Rule, ...] = ()
    date_formats: tuple[str, ...] = ("%Y-%m-%d",)
    nulls: frozenset[str] = frozenset({""})
    decimal: str = "."
    encoding: str = ""
    sheet: str = ""
    discount_factor: Decimal = Decimal(1)
    tax_percent: Decimal = Decimal(0)
    unit: str = "pc"
    terms: str = "Imported"
    cancelled: frozenset[str] = frozenset()
    walk_in: tuple[str, str] | None = None
    domestic: bool = True
    drop_from_customer: re.Pattern[str] | None = None
    fold_product_case: bool = False
    prefix: dict[str, str] = field(default_factory=dict)


def bundled() -> list[Mapping]:
    """The mappings that come with the house."""
    return [load(path) for path in sorted(MAPS.glob("*.toml"))]


def find(name: str) -> Mapping:
    """A mapping by its path, or by the name of one that comes with the house."""
    path = Path(name)
    beside = MAPS / (path.name if path.suffix else f"{path.name}.toml")
    if not path.is_file() and beside.is_file():
        path = beside
    return load(path)


def load(path: Path) -> Mapping:
    """Read a mapping and refuse it with the name of the entry that is wrong."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise _wrong(path, _("there is no such file")) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _wrong(path, str(error)) from error
    try:
        return _built(path.name, raw)
    except KeyError as error:
        raise _wrong(path, _("the entry %(key)s is missing") % {"key": error.args[0]}) from error
    except (TypeError, ValueError, AttributeError, ArithmeticError, re.error) as error:
        raise _wrong(path, str(error)) from error


def _built(name: str, raw: dict[str, Any]) -> Mapping:
    columns, customer = dict(raw["columns"]), raw.get("customer", {})
    ship_to = tuple(columns.pop("ship_to", ()))
    _complete(columns, customer)
    return Mapping(
        name=name,
        source=raw["source"],
        title=raw.get("title", raw["source"]),
        currency=_currency(raw["currency"]),
        columns=columns,
        ship_to=ship_to,
        rows_file=raw.get("rows", ""),
        joins=tuple(Join(key, **join) for key, join in raw.get("join", {}).items()),
        card={key: customer[key] for key in CARD if key in customer},
        refuse=tuple(_rule(rule) for rule in raw.get("refuse", ())),
        cancelled=frozenset(raw.get("cancelled", ())),
        walk_in=_walk_in(customer),
        domestic=bool(customer.get("domestic", True)),
        drop_from_customer=re.compile(customer["drop"]) if "drop" in customer else None,
        prefix=dict(raw.get("prefix", {})),
        **_settings(raw),
    )


def _settings(raw: dict[str, Any]) -> dict[str, Any]:
    formats = raw.get("date_format", "%Y-%m-%d")
    return {
        "date_formats": (formats,) if isinstance(formats, str) else tuple(formats),
        "nulls": frozenset({"", *raw.get("null", ())}),
        "decimal": raw.get("decimal", "."),
        "encoding": raw.get("encoding", ""),
        "sheet": raw.get("sheet", ""),
        "discount_factor": Decimal({"fraction": 100, "percent": 1}[raw.get("discount", "percent")]),
        "tax_percent": Decimal(str(raw.get("tax_percent", 0))),
        "unit": raw.get("unit", "pc"),
        "terms": raw.get("terms", "Imported"),
        "fold_product_case": bool(raw.get("fold_product_case", False)),
    }


def _complete(columns: dict[str, str], customer: dict[str, Any]) -> None:
    for key in NEEDED:
        columns[key]
    strange = set(columns) - set(KNOWN)
    if strange:
        raise ValueError(_("unknown entry in [columns]: %(keys)s") % {"keys": ", ".join(sorted(strange))})
    if "customer" not in columns and customer.get("missing") != "walk-in":
        raise KeyError("columns.customer")


def _currency(code: str) -> str:
    if not re.fullmatch("[A-Z]{3}", code):
        raise ValueError(_("a currency is three capital letters, not %(code)s") % {"code": code})
    return code


def _walk_in(customer: dict[str, Any]) -> tuple[str, str] | None:
    what = customer.get("missing", "refuse")
    if what not in ("refuse", "walk-in"):
        raise ValueError(_("customer.missing is refuse or walk-in, not %(what)s") % {"what": what})
    return (customer["code"], customer["name"]) if what == "walk-in" else None


def _rule(rule: dict[str, str]) -> Rule:
    return Rule(rule["column"], re.compile(rule["matches"]), rule["reason"])


def _wrong(path: Path, why: Any) -> Refused:
    return Refused(
        _("The mapping %(name)s cannot be used: %(why)s.") % {"name": path.name, "why": why}, code="mapping"
    )
