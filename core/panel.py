"""A part of the order page, or of the customer page, that belongs to one app."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Panel:
    """Title, template, who may see it, and the context it needs about one order.

    `context(request, order)` may run at most the queries its page budget names;
    None means the panel has nothing to say about this order and is left out.
    """

    key: str
    title: str | Promise
    template: str
    may_see: Callable[..., bool]
    context: Callable[[HttpRequest, Any], dict[str, Any] | None]
    place: str = "main"


def draw_panels(table: str, request: HttpRequest, subject: Any) -> list[dict[str, Any]]:
    """The panels of a table in its own order, each drawn; one with nothing to say is left out.

    Beside its own context each template knows the subject, as `order` or `customer`.
    """
    drawn = []
    for panel in import_string(table):
        found = panel.context(request, subject) if panel.may_see(request.user, subject) else None
        if found is not None:
            named = {subject._meta.model_name: subject}
            drawn.append({"panel": panel, "html": render_to_string(panel.template, {**found, **named}, request)})
    return drawn
