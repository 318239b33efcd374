"""The few tags every page speaks with: status, money, time, progress, icons and form fields.

{% load ui %}
{% badge "order" order.state %}            a status by core.tone; text="…" replaces the word
{{ total|money }} {{ total|money:"EUR" }}  1,234.50 · EUR 1,234.50 when not the base currency · -- for none
{{ n|qty }} {{ p|percent }}                12.5 · 8 %
{{ d|day }} {{ d|day:"short" }}            2026-08-15 · 08-15
{{ t|clock_time }} {{ t|moment }}          14:02 (14:02:31 with :"seconds") · 2026-08-15 14:02
{{ t|ago }} {{ t|lasting }}                3 h ago, after a day the date · 1 d 20 h since then
{% sla since until %}                      how long already, a bar, and how late; with a limit in working time
{% progress done total %}                  a thin bar
{% icon "search" %}                        a line icon of static/icons/sprite.svg
{% once %}                                 the hidden one-time key of a form
{% query_with tab="mine" %}                the query string with this changed and the page keys dropped
{% sort_th "total" label css="num" %}      a heading that sorts
{% field form.name %}                      label, control, help, error
{% words_under form.name %}                help and error alone
"""

import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.http import QueryDict
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core import clock
from core.calendar import in_force, working_time_between
from core.fields import drawn_field, field_words
from core.money import minor_unit
from core.span import span_words
from core.tone import mark_of

register = template.Library()

NOTHING = "--"
PAGE_KEYS = ("before", "after", "page")


@register.simple_tag
def badge(kind: str, value: Any, text: Any = None) -> SafeString:
    return _badge(kind, str(value or ""), "" if text is None else str(text), get_language())


@lru_cache(maxsize=2048)
def _badge(kind: str, value: str, text: str, language: str | None) -> SafeString:
    # A list shows hundreds of badges of a few dozen kinds: each is drawn once per language.
    if not value:
        return format_html('<span class="t3">{}</span>', NOTHING)
    mark = mark_of(kind, value)
    return format_html(
        '<span class="badge tone-{}"><i aria-hidden="true">{}</i>{}</span>', mark.tone, mark.glyph, text or mark.label
    )


@register.simple_tag
def word(kind: str, value: Any) -> str:
    """The word of a status without its badge, for sentences and options."""
    return str(mark_of(kind, str(value)).label)


@register.filter
def money(amount: Any, currency: Any = None) -> str:
    if amount in (None, ""):
        return NOTHING
    base = settings.GENDAN_CURRENCY
    code = str(currency or base)
    figure = f"{Decimal(amount):,.{_digits(code)}f}"
    return figure if code == base else f"{code} {figure}"


@register.filter
def price(amount: Any, currency: Any = None) -> str:
    """A unit price with all the digits it has, and never fewer than its currency shows."""
    if amount in (None, ""):
        return NOTHING
    exact = Decimal(amount).normalize()
    digits = max(_digits(str(currency or settings.GENDAN_CURRENCY)), -int(exact.as_tuple().exponent))
    return f"{exact:,.{digits}f}"


@lru_cache(maxsize=64)
def _digits(currency: str) -> int:
    return -int(minor_unit(currency).as_tuple().exponent)


@register.filter
def qty(number: Any) -> str:
    if number in (None, ""):
        return NOTHING
    figure = f"{Decimal(number):,f}"
    return figure.rstrip("0").rstrip(".") if "." in figure else figure


@register.filter
def percent(number: Any) -> str:
    return NOTHING if number in (None, "") else f"{qty(number)} %"


@register.filter
def day(value: date | datetime | None, style: str = "") -> str:
    if not value:
        return NOTHING
    iso = (_local(value) if isinstance(value, datetime) else value).isoformat()[:10]
    return iso[5:] if style == "short" else iso


@register.filter
def clock_time(value: datetime | None, form: str = "") -> str:
    return _local(value).isoformat()[11 : 19 if form == "seconds" else 16] if value else NOTHING


@register.filter
def moment(value: datetime | None) -> str:
    return _local(value).isoformat(" ")[:16] if value else NOTHING


@register.filter
def ago(value: datetime | None) -> str:
    if not value:
        return NOTHING
    seconds = int((clock.now() - value).total_seconds())
    if 0 <= seconds < 60:
        words = _("just now")
    elif 0 <= seconds < 86_400:
        words = _("%(span)s ago") % {"span": span_words(seconds)}
    else:
        words = moment(value)[5:]
    return _time(value, words)


@register.filter
def lasting(value: datetime | None) -> str:
    if not value:
        return NOTHING
    return _time(value, span_words(int((clock.now() - value).total_seconds())))


@register.simple_tag
def sla(since: datetime | None, until: datetime | None = None) -> str:
    if not since:
        return NOTHING
    now = clock.now()
    if not until:
        return mark_safe(f'<span class="sla">{_time(since, span_words(int((now - since).total_seconds())))}</span>')
    # A limit counts working time, so what is used of it and how far it is over do so too: nothing over a weekend.
    late = now > until
    spent = working_time_between(until if late else since, now)
    share = 1.0 if late else spent / max(working_time_between(since, until), timedelta(seconds=1))
    tone = "danger" if late else "warning" if share >= 0.75 else "accent"
    words = _late_words(spent) if late else working_words(spent)
    shown = _time(since, words, _("due %(when)s, working time") % {"when": moment(until)})
    return mark_safe(f'<span class="sla{" late" if late else ""}">{shown}{_bar(share, tone)}</span>')


def _late_words(over: timedelta) -> str:
    return _("%(span)s late") % {"span": working_words(over)} if over >= timedelta(minutes=1) else _("late")


def working_words(spent: timedelta) -> str:
    """Working time in words: 40 min, 3 h 12 min, 2 workdays 3 h; a day is as long as the company's."""
    days, rest = divmod(spent, in_force().day_length)
    if days < 1:
        return span_words(int(spent.total_seconds()))
    said = ngettext("%(days)d workday", "%(days)d workdays", days) % {"days": days}
    hours = int(rest.total_seconds()) // 3600
    return said if days >= 10 or not hours else f"{said} {span_words(hours * 3600)}"


@register.simple_tag
def progress(done: Any, total: Any, tone: str = "", css: str = "wide") -> SafeString:
    done, total = Decimal(done or 0), Decimal(total or 0)
    share = float(done / total) if total else 0.0
    return format_html(
        '{}<span class="vh">{}</span>',
        _bar(share, tone or "accent", css),
        _("%(done)s of %(total)s") % {"done": qty(done), "total": qty(total)},
    )


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, css: str = "") -> SafeString:
    return format_html(
        '<svg class="icon {}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        css,
        static("icons/sprite.svg"),
        name,
    )


@register.simple_tag
def once() -> SafeString:
    return format_html('<input type="hidden" name="once" value="{}">', uuid.uuid4())


@register.simple_tag(takes_context=True)
def query_with(context: template.Context, **changes: Any) -> str:
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for name in (*PAGE_KEYS, *changes):
        query.pop(name, None)
    for name, value in changes.items():
        if value not in (None, ""):
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag(takes_context=True)
def query_without(context: template.Context, name: str, value: Any = None) -> str:
    """The query string less one name, or less one of its values: the × of a filter chip."""
    query = context["request"].GET.copy()
    kept = [v for v in query.getlist(name) if value is not None and v != str(value)]
    for key in (*PAGE_KEYS, name):
        query.pop(key, None)
    if kept:
        query.setlist(name, kept)
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag(takes_context=True)
def sort_th(context: template.Context, name: str, label: Any, css: str = "") -> SafeString:
    now = context["request"].GET.get("sort", "")
    rising, falling = now == name, now == f"-{name}"
    state = "ascending" if rising else "descending" if falling else ""
    return format_html(
        '<th scope="col" class="{}"{}><a class="sort" href="{}">{}{}</a></th>',
        css,
        format_html(' aria-sort="{}"', state) if state else "",
        query_with(context, sort=f"-{name}" if rising else name),
        label,
        format_html('<i aria-hidden="true">{}</i>', "↑" if rising else "↓") if state else "",
    )


@register.simple_tag
def field(bound: Any, css: str = "", help: Any = None) -> SafeString:
    return drawn_field(bound, css, help, icon("alert"))


@register.simple_tag
def words_under(bound: Any) -> SafeString:
    """Help and errors of a control that a page draws by itself."""
    return field_words(bound, "", icon("alert"))


@register.simple_tag
def filter_field(bound: Any) -> SafeString:
    """A filter without a line of its own for the label: the empty control says its name."""
    widget, name = bound.field.widget, str(bound.label)
    if hasattr(widget, "choices"):
        widget.choices = [(key, name if key in ("", None) else text) for key, text in widget.choices]
    control = bound.as_widget(attrs={"placeholder": name, "aria-label": name, "title": name})
    said = [("helptext", bound.help_text)] if bound.help_text else []
    if bound.errors:
        said.append(("error", " ".join(bound.errors)))
    spoken = format_html_join("", '<span class="vh" id="{}_{}">{}</span>', [(bound.auto_id, *one) for one in said])
    return format_html('<div class="field">{}{}</div>', control, spoken)


def _local(value: datetime) -> datetime:
    return value.astimezone(timezone.get_current_timezone()) if timezone.is_aware(value) else value


def _time(value: datetime, words: str, more: str = "") -> SafeString:
    stamp = _local(value).isoformat(" ")[:19]
    title = f"{stamp} · {more}" if more else stamp
    # Only the words come from translators; the rest is digits.
    return mark_safe(f'<time datetime="{value.isoformat()}" title="{escape(title)}">{escape(words)}</time>')


def _bar(share: float, tone: str, css: str = "") -> SafeString:
    return _drawn_bar(round(min(max(share, 0.0), 1.0) * 100), tone, css)


@lru_cache(maxsize=2048)
def _drawn_bar(percents: int, tone: str, css: str) -> SafeString:
    # A drawing and not a styled box: the content security policy forbids inline styles.
    return format_html(
        '<svg class="bar {}" viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="bar-track" width="100" height="3" rx="1"/>'
        '<rect class="bar-{}" width="{}" height="3" rx="1"/></svg>',
        css,
        tone,
        percents,
    )
