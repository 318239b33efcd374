"""What is judged of an order, and the fingerprints approvals sign: of the whole and of each part."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from orders.facts import OrderFacts

JUDGED_LINE = ("position", "product_id", "quantity", "ordered", "unit_price", "discount", "net", "tax", "wanted_on")
JUDGED_ORDER = (
    "customer_id", "customer_po", "wanted_on", "ship_to", "currency", "term_days", "clause_id", "own_terms", "freight",
    "total",
)  # fmt: skip


def content_of(facts: OrderFacts) -> dict[str, Any]:
    """What was submitted, as a revision keeps it."""
    content = {name: getattr(facts, name) for name in JUDGED_ORDER}
    content["lines"] = [
        {name: value for name, value in asdict(line).items() if name in JUDGED_LINE} for line in facts.lines
    ]
    return json.loads(json.dumps(content, cls=DjangoJSONEncoder))


def hash_of(content: dict[str, Any]) -> str:
    """The fingerprint approvals sign."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


PARTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "customer": (("customer_id", "customer_po"), ()),
    "goods": ((), ("product_id", "quantity", "ordered")),
    "prices": (("currency", "freight", "total"), ("unit_price", "discount", "net", "tax")),
    "terms": (("term_days", "clause_id", "own_terms"), ()),
    "delivery": (("wanted_on", "ship_to"), ("wanted_on",)),
}
"""What belongs to which part: fields of the order, and fields of its lines; every judged field is in one."""


def parts_of(content: dict[str, Any]) -> dict[str, str]:
    """The fingerprint of each part of what was submitted: an edit moves only the parts it touches."""
    return {name: hash_of(_part(content, *fields)) for name, fields in PARTS.items()}


def _part(content: dict[str, Any], head: Sequence[str], line: Sequence[str]) -> dict[str, object]:
    lines = [{name: row[name] for name in line} for row in content["lines"]] if line else []
    return {name: content[name] for name in head} | {"lines": lines}
