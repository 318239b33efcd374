"""A part of the order page that belongs to one app."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise


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
