"""An entry of the menu."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class NavItem:
    """Where it leads, in which group it stands, who sees it, and the number beside it.

    `under` names the item whose place it belongs to: it is a tab of that place instead of a line of the menu,
    unless the person may not see the place itself.
    """

    label: str | Promise
    url_name: str
    group: str | Promise
    policy: Callable[[Any], bool]
    icon: str = ""
    count: Callable[[Any], int | None] | None = None
    phone: bool = False
    under: str = ""
