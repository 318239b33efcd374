"""What every whole page gets: the menu with its numbers, and how this person likes to see it.

nav      the places this person may see: label, url, icon, count, active, group
nav_tabs  the pages of the place we are on, where it has several and we are on one of them
dock     at most three of them for the bar at the foot of a phone
todo_place the item whose icon is "todo": the number in the top bar
scan_place the item whose icon is "scan" or "truck": where a gun is read
look     theme, density, rail and keys, for attributes of <html>
"""

from collections.abc import Iterable, Mapping
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
    entries = SimpleLazyObject(partial(_entries, request, user))
    nav = SimpleLazyObject(lambda: [entry for entry in entries if entry["place"] == entry["url"]])
    return {
        "nav": nav,
        "nav_tabs": SimpleLazyObject(lambda: _tabs(entries, request)),
        "dock": SimpleLazyObject(lambda: [item for item in nav if item["phone"]][:3]),
        "todo_place": SimpleLazyObject(partial(_first, nav, "todo")),
        "scan_place": SimpleLazyObject(partial(_first, nav, "scan", "truck")),
        "look": SimpleLazyObject(partial(_look, request, user)),
        "company_name": settings.GENDAN_COMPANY_NAME,
        "csp_nonce": getattr(request, "csp_nonce", None),
    }


def _entries(request: HttpRequest, user: Any) -> list[dict[str, Any]]:
    if user is None or not user.is_authenticated:
        return []
    table: tuple[NavItem, ...] = import_string(settings.NAVIGATION)
    seen = {item.url_name: (item, url) for item in table if item.policy(user) and (url := _address(item.url_name))}
    entries = [_entry(item, url, seen, user) for item, url in seen.values()]
    here = max((entry for entry in entries if _covers(entry["url"], request.path)), key=_depth, default=None)
    place = here["place"] if here else None
    return [entry | {"active": entry["url"] == place} for entry in entries]


def _depth(entry: dict[str, Any]) -> int:
    return len(entry["url"])


def _tabs(entries: Iterable[dict[str, Any]], request: HttpRequest) -> list[dict[str, Any]]:
    place = next((entry["place"] for entry in entries if entry["url"] == request.path), None)
    # Whoever looked at ninety days wants the next page for ninety days too.
    days = request.GET.get("days", "")
    period = f"?days={days}" if days.isdecimal() else ""
    pages = [
        {"label": entry["label"], "url": entry["url"] + period, "active": entry["url"] == request.path}
        for entry in entries
        if entry["place"] == place
    ]
    return pages if len(pages) > 1 else []


def _first(nav: Any, *icons: str) -> dict[str, Any]:
    return next((item for item in nav if item["icon"] in icons), {})


def _entry(item: NavItem, url: str, seen: Mapping[str, tuple[NavItem, str]], user: Any) -> dict[str, Any]:
    return {
        "place": seen[item.under][1] if item.under in seen else url,
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
