"""The API described: an index for people who look around, and the OpenAPI document for programs."""

import re
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from api.forms.order import HEAD, ROW
from api.resources.goods import TERMS
from api.resources.orders import FINDING, PRICED
from api.resources.shape import Schema, Shape
from api.views.door import Door
from api.views.repeats import HEADER
from api.views.table import ENDPOINTS, Act, Endpoint
from core.inputs import DayField
from customers.models import PaymentTerm
from orders.forms.head import HeadForm
from orders.forms.lines import LineForm

ROOT = "/api/v1/"


class Index(Door):
    """Who you are here, what there is, and what an order or a customer may name by its id."""

    def get(self, request: HttpRequest) -> HttpResponse:
        plain = [one for one in ENDPOINTS if "<" not in one.path]
        told = {
            "user": self.key.user.username,
            "key": self.key.prefix,
            "key_expires_at": self.key.expires_at.isoformat(),
            "links": {one.name: ROOT + one.path for one in plain} | {"openapi": reverse("api:openapi")},
            "payment_terms": [TERMS.told(one, self.user) for one in PaymentTerm.objects.all()],
        }
        return JsonResponse(told)


class Document(Door):
    """The OpenAPI 3.1 document, made from the table of addresses."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return JsonResponse(openapi())


def openapi() -> dict[str, Any]:
    """The whole document."""
    shapes = [*_shapes(), FINDING, PRICED]
    schemas = {one.name: one.schema() for shape in shapes for one in _inside(shape)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Gendan", "version": "1"},
        "servers": [{"url": ROOT.rstrip("/")}],
        "security": [{"key": []}],
        "paths": {f"/{_path(one)}": _operations(one) for one in ENDPOINTS},
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas | {"OrderIn": order_in(), "Check": CHECK, "Error": ERROR},
        },
    }


def _shapes() -> list[Shape]:
    return [act.answer for one in ENDPOINTS for act in one.acts.values() if isinstance(act.answer, Shape)]


def _inside(shape: Shape) -> list[Shape]:
    found = [shape]
    for part in shape.parts:
        found += _inside(part.kind) if isinstance(part.kind, Shape) else []
    return found


def _path(endpoint: Endpoint) -> str:
    return re.sub(r"<\w+:(\w+)>", r"{\1}", endpoint.path)


def _operations(endpoint: Endpoint) -> dict[str, Any]:
    named = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "integer" if kind == "int" else "string"}}
        for kind, name in re.findall(r"<(\w+):(\w+)>", endpoint.path)
    ]
    return {method: _operation(endpoint, method, act, named) for method, act in endpoint.acts.items()}


def _operation(endpoint: Endpoint, method: str, act: Act, named: list[dict[str, Any]]) -> dict[str, Any]:
    asked = [
        {"name": name, "in": "query", "description": str(says), "schema": {"type": "string"}}
        for name, says in act.asks.items()
    ]
    key = {"name": HEADER, "in": "header", "required": True, "schema": {"type": "string", "maxLength": 255}}
    told: dict[str, Any] = {
        "operationId": f"{method}_{endpoint.name}",
        "summary": act.does,
        "parameters": [*named, *asked, *([key] if act.writes else [])],
        "responses": {str(act.status): _answer(act), "default": _json(_ref("Error"), "Refused")},
    }
    return told | ({"requestBody": _body(act)} if act.takes is not None else {})


def _answer(act: Act) -> dict[str, Any]:
    one = _ref(act.answer if isinstance(act.answer, str) else act.answer.name)
    if not act.listed:
        return _json(one, "Done")
    page = {"items": {"type": "array", "items": one}, "next": {"type": ["string", "null"]}}
    return _json({"type": "object", "properties": page, "required": [*page]}, "One page")


def _body(act: Act) -> dict[str, Any]:
    known = _ref(act.takes) if isinstance(act.takes, str) else form_schema(act.takes.base_fields)  # type: ignore[union-attr]
    return {"content": {"application/json": {"schema": known}}}


def _json(schema: Schema, says: str) -> dict[str, Any]:
    return {"description": says, "content": {"application/json": {"schema": schema}}}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def form_schema(fields: dict[str, forms.Field], names: tuple[str, ...] = ()) -> Schema:
    """What a form takes, from its own fields: the rules of the page are the rules of the API."""
    kept = {name: field for name, field in fields.items() if not names or name in names}
    needed = [name for name, one in kept.items() if one.required and one.initial is None]
    properties = {name: _field_schema(field) for name, field in kept.items()}
    return {"type": "object", "properties": properties, "required": needed, "additionalProperties": False}


def _field_schema(field: forms.Field) -> Schema:
    says: Schema = {"description": str(field.label or "")}
    if isinstance(field, forms.BooleanField):
        return says | {"type": "boolean", "default": bool(field.initial)}
    if isinstance(field, DayField):
        return says | {"type": ["string", "null"], "format": "date"}
    most = getattr(field, "max_length", None)
    return says | {"type": ["string", "number", "null"]} | ({"maxLength": most} if most else {})


def order_in() -> Schema:
    """What an order takes: the header's fields, its lines, and whether to hand it in."""
    known = form_schema(HeadForm.base_fields, HEAD)
    line = form_schema(LineForm.base_fields, ROW)
    known["properties"] |= {
        "lines": {"type": "array", "maxItems": 500, "items": line},
        "submit": {"type": "boolean", "default": False, "description": "Not for the check."},
        "reason": {"type": ["string", "null"], "description": "Where a check asks for one."},
    }
    return known


FIELDS: Schema = {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}}
FINDINGS: Schema = {"type": "array", "items": _ref("Finding")}
CHECK: Schema = {
    "type": "object",
    "properties": {"fields": FIELDS, "findings": FINDINGS, "priced": {"oneOf": [_ref("Priced"), {"type": "null"}]}},
    "required": ["fields", "findings", "priced"],
}
ERROR: Schema = {
    "type": "object",
    "properties": {
        "error": {
            "type": "object",
            "properties": {"code": {"type": "string"}, "message": {"type": "string"}, "fields": FIELDS},
            "required": ["code", "message", "fields"],
        },
        "findings": FINDINGS,
    },
    "required": ["error"],
}
