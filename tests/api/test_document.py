"""The OpenAPI document says what the API takes and answers, and nothing else."""

import re
from typing import Any

import pytest

from api.views.table import ENDPOINTS
from tests.api.builders import Caller
from tests.cast import make_product

pytestmark = pytest.mark.django_db
WORDS = {"string": str, "integer": int, "boolean": bool, "null": type(None), "array": list, "object": dict}


def faults(document: dict[str, Any], schema: dict[str, Any], value: Any, at: str = "") -> list[str]:
    """Where an answer is not what the document says; so much of JSON Schema as the document uses."""
    if "$ref" in schema:
        return faults(document, document["components"]["schemas"][schema["$ref"].rpartition("/")[2]], value, at)
    if "oneOf" in schema:
        return [] if any(not faults(document, one, value, at) for one in schema["oneOf"]) else [f"{at}: none of"]
    kinds = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    if not any(type(value) is WORDS[kind] for kind in kinds):
        return [f"{at}: {value!r} is no {kinds}"]
    found = [f"{at}: {value!r} unknown"] if "enum" in schema and value not in (*schema["enum"], None) else []
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        found.append(f"{at}: {value!r}")
    if isinstance(value, list):
        items = schema["items"]
        found += [fault for n, one in enumerate(value) for fault in faults(document, items, one, f"{at}.{n}")]
    if isinstance(value, dict):
        known = schema.get("properties", {})
        found += [f"{at}.{name} is missing" for name in schema.get("required", []) if name not in value]
        for name, one in value.items():
            rule = known.get(name) or schema.get("additionalProperties")
            found += faults(document, rule, one, f"{at}.{name}") if rule else [f"{at}.{name} is not told"]
    return found


def schema_of(document: dict[str, Any], path: str, method: str, status: str) -> dict[str, Any]:
    return document["paths"][path][method]["responses"][status]["content"]["application/json"]["schema"]


def test_every_address_and_method_is_in_it_and_no_other(shop: Caller):
    paths = shop.get("openapi.json").json()["paths"]

    assert len(paths) == len(ENDPOINTS) == 10
    for one in ENDPOINTS:
        told = paths["/" + re.sub(r"<\w+:(\w+)>", r"{\1}", one.path)]
        assert set(told) == set(one.acts) == {name for name in ("get", "post") if hasattr(one.view, name)}
        for method, act in one.acts.items():
            names = [parameter["name"] for parameter in told[method]["parameters"]]
            assert ("Idempotency-Key" in names) == act.writes == hasattr(one.view, "do_once") * (method == "post")


def test_every_answer_is_as_it_says(shop: Caller, order, ann, customer):
    document = shop.get("openapi.json").json()
    make_product("A-2", active=False)
    made = shop.post("orders/", order | {"submit": True})
    draft = shop.post("orders/", order | {"lines": [{"product": "A-1", "quantity": "900"}]}).json()["id"]
    entered = shop.post("customers/", {"name": "New", "terms": customer.terms_id})
    new = entered.json()["id"]
    answers = [
        ("/orders/", "post", "201", made),
        ("/orders/check/", "post", "200", shop.post("orders/check/", order)),
        ("/orders/check/", "post", "200", shop.post("orders/check/", {"lines": [{"product": "A-2"}]})),
        ("/orders/{ref}/", "get", "200", shop.get(f"orders/{draft}/")),
        ("/orders/{ref}/submit/", "post", "200", shop.post(f"orders/{draft}/submit/")),
        ("/orders/{ref}/recall/", "post", "200", shop.post(f"orders/{draft}/recall/")),
        ("/orders/{ref}/cancel/", "post", "200", shop.post(f"orders/{draft}/cancel/", {"reason": "x"})),
        ("/customers/", "post", "201", entered),
        ("/customers/{pk}/contacts/", "post", "201", shop.post(f"customers/{new}/contacts/", {"name": "x"})),
        *((f"/{one}/", "get", "200", shop.get(f"{one}/?page_size=1")) for one in ("orders", "products", "customers")),
        ("/stock/", "get", "200", shop.get("stock/")),
        ("/orders/", "post", "default", shop.post("orders/", {"lines": [{}, {"quantity": "x"}]})),
        ("/orders/", "post", "default", shop.post("orders/", {"nothing": 1})),
        ("/orders/{ref}/", "get", "default", shop.get("orders/0/")),
    ]

    for path, method, status, answer in answers:
        told = schema_of(document, path, method, status)
        assert faults(document, told, answer.json()) == [], (path, method)
        assert status == "default" or answer.status_code == int(status), (path, answer.json())


def test_what_it_says_an_order_takes_is_what_the_page_takes(shop: Caller):
    taken = shop.get("openapi.json").json()["components"]["schemas"]["OrderIn"]

    assert taken["required"] == ["customer"]
    assert taken["properties"]["lines"]["items"]["required"] == ["product", "quantity"]
    assert set(taken["properties"]) == {
        "customer", "customer_po", "ship_to", "wanted_on", "terms", "freight", "kind", "channel", "instructions",
        "note", "clause", "own_terms", "lines", "submit", "reason",
    }  # fmt: skip
    assert set(taken["properties"]["lines"]["items"]["properties"]) == {
        "product", "unit", "quantity", "price", "discount", "wanted_on", "note", "part",
    }  # fmt: skip
