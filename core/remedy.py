"""Who clears what stands in an order's way, and where."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Remedy:
    """The role that clears a kind of obstacle, and the page where somebody with the right does so."""

    role: str
    label: str | Promise
    url_name: str
    policy: Callable[..., bool]
