"""Every line of a task, drawn in Python: an answer to a scan carries all of them, and a task may have hundreds.

{% scan_rows rows %}   list items of shipping.tables.desk.Row
"""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString, mark_safe

from core.escaping import escaped
from core.templatetags.ui import qty
from shipping.tables.desk import Row

register = template.Library()


@register.simple_tag
def scan_rows(rows: Iterable[Row]) -> SafeString:
    return mark_safe("".join(map(_row, rows)))


def _row(row: Row) -> str:
    place = f" · {escaped(row.place)}" if row.place else ""
    goods = f'<span class="code">{escaped(row.code)}</span>{place} <span class="t3">{escaped(row.title)}</span>'
    return (
        f'<li data-line="{row.key}" data-done="{row.done:f}" data-wanted="{row.wanted:f}">'
        f"<span>{goods}</span>"
        f'<span class="num"><b data-count>{escaped(qty(row.done))}</b> / {escaped(qty(row.wanted))}'
        f" {escaped(row.unit)}</span></li>"
    )
