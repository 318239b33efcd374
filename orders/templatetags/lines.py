"""What the live check answers line by line, drawn in Python: an answer has three parts for each of fifty lines.

{% line_amount line priced %}   what a row costs, with tax where prices are told with it
{% line_price line priced %}    the price found for this customer, and in few words where it comes from
{% line_note line %}            what is wrong in a row, or stops the order there
{% line_answers lines.forms priced %}   all three of every row; prices=False leaves out the price
{% findings section.findings %}         what the checks say under a heading, each leading to where it is mended
{% price_facts prices priced %}         the rows of orders.panels.prices as list items
"""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.escaping import escaped
from core.templatetags.ui import day, money, percent, price
from orders.models.source import PriceSource
from orders.panels.prices import PriceRow

register = template.Library()


@register.simple_tag
def line_answers(lines: Iterable[Any], priced: Any, prices: bool = True) -> SafeString:
    return mark_safe("\n".join(_answer(line, priced, prices) for line in lines))


def _answer(line: Any, priced: Any, prices: bool) -> str:
    found = f"{line_price(line, priced)}\n" if prices else ""
    return f"{line_amount(line, priced)}\n{found}{line_note(line)}"


@register.simple_tag
def line_amount(line: Any, priced: Any) -> SafeString:
    worth = escaped(money(_worth(line.priced, priced), priced.currency)) if line.priced else ""
    return mark_safe(f'<output id="{line.prefix}-amount">{worth}</output>')


def _worth(line: Any, priced: Any) -> Any:
    return line.gross if priced.inclusive else line.net


@register.simple_tag
def line_price(line: Any, priced: Any) -> SafeString:
    found = line.priced
    listed = escaped(price(found.list_price, priced.currency)) if found else ""
    # A line of a quotation was priced by the same sources, but does not keep which.
    words, title = _source(getattr(found, "source", PriceSource())) if found else ("", "")
    return mark_safe(
        f'<output class="own-price" id="{line.prefix}-listed">{listed}</output>\n'
        f'<span class="price-source clip" id="{line.prefix}-source"{title}>{words}</span>'
    )


def _source(source: PriceSource) -> tuple[str, str]:
    words = escaped(str(source))
    until = f" {escaped(_until(source))}" if source.until else ""
    return words, f' title="{words}{until}"'


def _until(source: PriceSource) -> str:
    return _("until %(day)s") % {"day": source.until}


@register.simple_tag
def line_note(line: Any) -> SafeString:
    complaints = line.complaints
    css = "unsure" if line.learns and not complaints else "error"
    said = _said(line, complaints) if line.is_bound else ""
    return mark_safe(f'<span class="row-note {css}" id="{line.prefix}-said">{said}</span>')


def _said(line: Any, complaints: list[str]) -> str:
    told = [*(escaped(words) for words in complaints), *(_choice(line, product) for product in line.choices)]
    if complaints:
        return "".join(f"{one} " for one in told)
    if line.stopped:
        told.append(escaped(str(line.finding.message)))
    elif line.learns:
        words = _("Read from “%(part)s”; learned when the order is confirmed.")
        told.append(escaped(words % {"part": line["part"].value()}))
    return " ".join(told)


def _choice(line: Any, product: Any) -> str:
    code = escaped(product.code)
    pick = f'name="pick" value="{line.index}:{code}" data-pick="{code}"'
    return f'<button type="submit" class="btn-link" {pick}>{code} {escaped(product.title)}</button>'


@register.simple_tag
def findings(rows: Iterable[dict[str, Any]]) -> SafeString:
    return mark_safe("".join(f"<p>{_finding(row)}</p>" for row in rows))


def _finding(row: dict[str, Any]) -> str:
    place, words = row.get("place"), escaped(row["message"])
    return f'<a href="{escaped(place)}">{words}</a>' if place else words


@register.simple_tag
def price_facts(rows: Iterable[PriceRow], priced: Any) -> SafeString:
    return mark_safe("".join(_facts(row, priced.currency) for row in rows))


def _facts(row: PriceRow, currency: str) -> str:
    until = f' <span class="meta nowrap">{escaped(_until(row.source))}</span>' if row.source.until else ""
    return (
        f'<li><span class="num">{row.position}</span> <b class="code">{escaped(row.code)}</b> '
        f'<span class="num">{escaped(price(row.told, currency))}</span> {escaped(str(row.source))}{until}\n'
        f'  <div class="meta">{" · ".join(_measures(row, currency))}</div></li>'
    )


def _measures(row: PriceRow, currency: str) -> Iterable[str]:
    if row.listed is not None:
        yield _nowrap(_("list %(price)s") % {"price": price(row.listed, currency)})
    if row.floor is not None:
        words = _("floor %(price)s") % {"price": price(row.floor, currency)}
        yield _nowrap(words, " bad" if row.under_floor else "")
    if row.margin is not None:
        yield _nowrap(f"{_('margin')} {percent(row.margin)}")
    yield _last(row, currency)


def _last(row: PriceRow, currency: str) -> str:
    if row.last is None:
        return _nowrap(_("never bought before"))
    words = _("last %(price)s on %(day)s") % {"price": price(row.last.price, currency), "day": day(row.last.on)}
    return _nowrap(words, title=f' title="{escaped(row.last.ref)}"')


def _nowrap(words: str, css: str = "", title: str = "") -> str:
    return f'<span class="nowrap{css}"{title}>{escaped(words)}</span>'
