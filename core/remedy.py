"""Who clears what stands in an order's way, and where."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class Remedy:
    """The role that clears a kind of obstacle, and the page where somebody with the right does so.

    `of_order` says that the page is about the order itself; `also` is a second way out.
    """

    role: str
    label: str | Promise
    url_name: str
    policy: Callable[..., bool]
    of_order: bool = False
    also: "Remedy | None" = None

    def link(self, user: Any, order: Any) -> str:
        """The page for this person and this order; nothing where they may not."""
        if not self.policy(user, order if self.of_order else None):
            return ""
        return reverse(self.url_name, args=[order.ref] if self.of_order else None)
