"""The menu's links, drawn in Python: they stand on every page three times, twenty of them each time.

{% rail_links nav %}   under the words of their groups, at the left
{% dock_links dock %}  the few for the thumb, at the foot of a phone
{% place_links nav %}  all of them once more, behind "Me" on a phone
"""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from core.escaping import escaped
from core.templatetags.ui import icon

register = template.Library()

Item = dict[str, Any]


@register.simple_tag
def rail_links(nav: Iterable[Item]) -> SafeString:
    return mark_safe("\n".join(_group(str(name), items) for name, items in groupby(nav, lambda item: item["group"])))


def _group(name: str, items: Iterable[Item]) -> str:
    head = f"<h2>{escaped(name)}</h2>\n  " if name else ""
    return head + "\n  ".join(_link(item, "n", _rail_words(item)) for item in items)


def _rail_words(item: Item) -> str:
    return f' title="{escaped(item["label"])}" data-go="{escaped(item["icon"])}"'


@register.simple_tag
def dock_links(dock: Iterable[Item]) -> SafeString:
    return mark_safe("\n  ".join(_link(item, "count", size="big") for item in dock))


@register.simple_tag
def place_links(nav: Iterable[Item]) -> SafeString:
    return mark_safe("".join(_link(item, "") for item in nav))


def _link(item: Item, number: str, more: str = "", size: str = "") -> str:
    """One link; `number` is the class of what stands beside its word, none leaves it out."""
    now = ' aria-current="page"' if item["active"] else ""
    beside = f'<span class="{number}">{escaped(item["count"])}</span>' if number and item["count"] else ""
    picture = icon(item["icon"] or "paper", size)
    return f'<a href="{escaped(item["url"])}"{more}{now}>{picture}<span>{escaped(item["label"])}</span>{beside}</a>'
