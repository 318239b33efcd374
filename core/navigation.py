"""An entry of the menu."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class NavItem:
    """Where it leads, in which group it stands, who sees it, and the number beside it."""

    label: str | Promise
    url_name: str
    group: str | Promise
    policy: Callable[[Any], bool]
    icon: str = ""
    count: Callable[[Any], int | None] | None = None
    phone: bool = False
