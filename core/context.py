"""What every whole page gets: the menu with its numbers, and how this person likes to see it.

nav      the items this person may see: label, url, icon, count, active, group
dock     at most three of them for the bar at the foot of a phone
todo_place the item whose icon is "todo": the number in the top bar
scan_place the item whose icon is "scan" or "truck": where a gun is read
look     theme, density, rail and keys, for attributes of <html>
"""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from core.navigation import NavItem

LOOKS = {
    "theme": ("light", "dark"),
    "density": ("compact", "default", "roomy", "touch"),
    "rail": ("thin", "wide"),
}


def page(request: HttpRequest) -> dict[str, Any]:
    """The context of base.html; nothing is asked of the database until a whole page is drawn."""
    user = getattr(request, "user", None)
    nav = SimpleLazyObject(partial(_nav, request, user))
    return {
        "nav": nav,
        "dock": SimpleLazyObject(lambda: [item for item in nav if item["phone"]][:3]),
        "todo_place": SimpleLazyObject(partial(_first, nav, "todo")),
        "scan_place": SimpleLazyObject(partial(_first, nav, "scan", "truck")),
        "look": SimpleLazyObject(partial(_look, request, user)),
        "company_name": settings.GENDAN_COMPANY_NAME,
        "csp_nonce": getattr(request, "csp_nonce", None),
    }


def _nav(request: HttpRequest, user: Any) -> list[dict[str, Any]]:
    if user is None or not user.is_authenticated:
        return []
    table: tuple[NavItem, ...] = import_string(settings.NAVIGATION)
    items = [_entry(item, url, user) for item in table if item.policy(user) and (url := _address(item.url_name))]
    here = max(
        (item["url"] for item in items if _covers(item["url"], request.path)),
        key=len,
        default=None,
    )
    return [item | {"active": item["url"] == here} for item in items]


def _first(nav: Any, *icons: str) -> dict[str, Any]:
    return next((item for item in nav if item["icon"] in icons), {})


def _entry(item: NavItem, url: str, user: Any) -> dict[str, Any]:
    return {
        "label": str(item.label),
        "url": url,
        "icon": item.icon,
        "group": item.group,
        "phone": item.phone,
        "count": item.count(user) if item.count else None,
    }


def _address(url_name: str) -> str:
    # An item whose page is not there is left out rather than taking every page down with it.
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _covers(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))


def _look(request: HttpRequest, user: Any) -> dict[str, str]:
    look = {}
    for name, allowed in LOOKS.items():
        chosen = request.COOKIES.get(name) or getattr(user, name, "") or ""
        look[name] = chosen if chosen in allowed else ""
    single_keys = getattr(user, "single_keys", True)
    look["keys"] = "on" if single_keys else "off"
    return look
