"""What a change proposes: the order and its lines as they would be, in memory, and what can no longer be changed."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from core import clock
from core.finding import Finding
from core.inputs import plain
from core.refusal import Refused
from core.sentence import Sentence
from customers.models import Address, PaymentTerm
from orders.facts import Agreed, OrderFacts
from orders.models import Order, OrderLine
from orders.services.contracts.calling import called_by
from orders.services.contracts.matching import bring_agreements, match
from orders.services.entry.checking import load_facts, run_checks
from orders.services.entry.composing import DraftHead, cost_of
from orders.services.life.settling import total_up

ZERO = Decimal(0)
HEAD = ("customer_po", "wanted_on", "ship_to", "terms", "freight", "note")
PRICED = ("unit", "unit_price", "discount")
SHOWN = ("quantity", *PRICED, "wanted_on", "note")
"""What of a line a change may touch; another product is another line."""
MOST = Decimal("9999999.9999")

Picture = dict[str, str]
Head = Mapping[str, Mapping[str, str]]
Edits = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """An order as a change would leave it: all its lines, and which of them are touched, new or gone."""

    order: Order
    lines: list[OrderLine]
    changed: list[OrderLine]
    added: list[OrderLine]
    before: Decimal
    findings: list[Finding]
    called: Mapping[int, Decimal] = field(default_factory=dict)
    """What the order had called off of its contracts before, contract line → base units."""

    @property
    def alive(self) -> list[OrderLine]:
        return [line for line in self.lines if line.removed_in is None]


def picture(line: OrderLine, code: str, unit: str) -> Picture:
    """A line in plain text: kept with a change, compared, and made a line again."""
    return {
        "product": str(line.product_id),
        "code": code,
        "text": line.text,
        "unit": str(line.unit_id),
        "unit_name": unit,
        "factor": plain(line.factor),
        "quantity": plain(line.quantity),
        "list_price": plain(line.list_price),
        "unit_price": plain(line.unit_price),
        "discount": plain(line.discount),
        "tax_percent": plain(line.tax_percent),
        "wanted_on": line.wanted_on.isoformat() if line.wanted_on else "",
        "note": line.note,
        "is_service": "1" if line.is_service else "",
    }


def picture_of_head(order: Order) -> Picture:
    """The changeable header fields of an order in plain text."""
    return {
        "customer_po": order.customer_po,
        "wanted_on": order.wanted_on.isoformat() if order.wanted_on else "",
        "ship_to": str(order.ship_to_id or ""),
        "terms": str(order.terms_id),
        "freight": plain(order.freight),
        "note": order.note,
    }


def head_changes(order: Order, head: DraftHead) -> dict[str, dict[str, str]]:
    """Field → what it was and is to be, for each header field that somebody typed differently."""
    terms = head.terms or order.customer.terms
    place = head.ship_to or order.ship_to
    typed = {
        "customer_po": head.customer_po,
        "wanted_on": head.wanted_on.isoformat() if head.wanted_on else "",
        "ship_to": str(place.pk) if place else "",
        "terms": str(terms.pk),
        "freight": plain(head.freight),
        "note": head.note,
    }
    words = {
        "ship_to": (order.ship_to_text, place.one_line() if place else ""),
        "terms": (str(order.terms), str(terms)),
    }
    return {
        name: _entry(was, typed[name], words.get(name))
        for name, was in picture_of_head(order).items()
        if was != typed[name]
    }


def _entry(was: str, now: str, words: tuple[str, str] | None) -> dict[str, str]:
    was_text, now_text = words or (was, now)
    return {"was": was, "now": now, "was_text": was_text, "now_text": now_text}


def imagined(order: Order, lines: Sequence[OrderLine]) -> tuple[Order, list[OrderLine]]:
    """The order and its lines once more, to be written into without touching what the act holds."""
    return copy(order), [copy(line) for line in lines]


def propose(order: Order, lines: list[OrderLine], head: Head, edits: Edits, *, actor: Any) -> Proposal:
    """The order as it would be, written into the given objects and saved by nobody, with what the checks say.

    Refused with every reason at once where goods or invoices have passed the point of no return (B3).
    """
    refuse_locked(order, lines, head, edits)
    before, called = order.total, called_by(lines)
    _write_head(order, head)
    known = {line.pk: line for line in lines}
    changed = [_rewrite(known[edit["line"]], edit["now"], order) for edit in edits if edit["line"]]
    last = max((line.position for line in lines), default=0)
    fresh = [edit["now"] for edit in edits if not edit["line"]]
    added = [_born(order, n, now) for n, now in enumerate(fresh, start=last + 1)]
    bring_agreements(list(known.values()))
    if added:
        match(order, added)
    lines = [*lines, *added]
    if {"wanted_on"} & head.keys():
        changed += [line for line in known.values() if line not in changed and _promised_by_head(line)]
    total_up(order, lines)
    facts = _facts(order, lines, before, called, actor)
    return Proposal(
        order=order,
        lines=lines,
        changed=changed,
        added=added,
        before=before,
        findings=run_checks(facts),
        called=called,
    )


def facts_of(proposal: Proposal, actor: Any) -> OrderFacts:
    """The facts of an order as a change would leave it."""
    return _facts(proposal.order, proposal.lines, proposal.before, proposal.called, actor)


def _facts(
    order: Order, lines: Sequence[OrderLine], before: Decimal, called: Mapping[int, Decimal], actor: Any
) -> OrderFacts:
    alive = [line for line in lines if line.removed_in is None]
    facts = load_facts(order, alive, actor)
    own = called if order.binds else {}
    rows = tuple(replace(row, agreed=_besides(row.agreed, own)) for row in facts.lines)
    return replace(facts, changing=True, committed=before if order.binds else ZERO, lines=rows)


def _besides(agreed: Agreed | None, own: Mapping[int, Decimal]) -> Agreed | None:
    """What others called off of a contract: what the order itself did is on its lines once more."""
    if agreed is None:
        return None
    return replace(agreed, called_off=agreed.called_off - own.get(agreed.line_id, ZERO))


def _promised_by_head(line: OrderLine) -> bool:
    """Whether the line is promised for the order's own day, which has just become another."""
    if line.wanted_on is not None or line.removed_in is not None or not line.open_to_ship:
        return False
    line.promised_on = None
    return True


def _write_head(order: Order, head: Head) -> None:
    for name, entry in head.items():
        now = entry["now"]
        if name == "ship_to":
            order.ship_to = Address.objects.filter(pk=int(now), customer_id=order.customer_id).first() if now else None
            order.ship_to_text = order.ship_to.one_line() if order.ship_to else ""
        elif name == "terms":
            order.terms = PaymentTerm.objects.get(pk=int(now))
        elif name == "wanted_on":
            order.wanted_on = parse_date(now) if now else None
        elif name == "freight":
            order.freight = Decimal(now or 0)
        else:
            setattr(order, name, now)


def _rewrite(line: OrderLine, now: Picture | None, order: Order) -> OrderLine:
    if now is None:
        return _remove(line, order)
    priced = any(
        getattr(line, name) != Decimal(now[name]) for name in ("quantity", "factor", "unit_price", "discount")
    )
    wanted_on = parse_date(now["wanted_on"]) if now["wanted_on"] else None
    if wanted_on != line.wanted_on:
        line.promised_on = None
    line.wanted_on, line.note = wanted_on, now["note"]
    if priced:
        _price(line, now, order)
        line.reserved = min(line.reserved, line.open_to_ship)
    return line


def _remove(line: OrderLine, order: Order) -> OrderLine:
    """The line stays to be seen, with nothing left of it."""
    line.cancelled, line.reserved = line.ordered, ZERO
    line.net = line.tax = line.split_net = line.split_tax = ZERO
    line.removed_in = order.revision + 1
    return line


def _price(line: OrderLine, now: Picture, order: Order) -> None:
    line.unit_id, line.factor = int(now["unit"]), Decimal(now["factor"])
    line.quantity, line.list_price = Decimal(now["quantity"]), Decimal(now["list_price"])
    line.unit_price, line.discount = Decimal(now["unit_price"]), Decimal(now["discount"])
    line.ordered = line.quantity * line.factor
    line.net, line.tax = cost_of(line, order)
    line.split_net = line.split_tax = ZERO


def _born(order: Order, position: int, now: Picture) -> OrderLine:
    line = OrderLine(
        order=order,
        position=position,
        product_id=int(now["product"]),
        text=now["text"],
        tax_percent=Decimal(now["tax_percent"]),
        wanted_on=parse_date(now["wanted_on"]) if now["wanted_on"] else None,
        note=now["note"],
        is_service=bool(now.get("is_service")),
    )
    _price(line, now, order)
    return line


def refuse_locked(order: Order, lines: Sequence[OrderLine], head: Head, edits: Edits) -> None:
    """Refuse what goods or papers have overtaken, line by line, every reason at once (B3)."""
    known = {line.pk: line for line in lines}
    reasons = [*_of_head(order, lines, head)]
    for edit in edits:
        line = known.get(edit["line"]) if edit["line"] else None
        if edit["line"] and (line is None or line.removed_in is not None):
            reasons.append(Sentence(_("%(code)s is no longer on the order."), {"code": edit["was"]["code"]}))
        elif line is not None:
            reasons += _of_line(line, edit["was"], edit["now"])
        if edit["now"] is not None:
            reasons += _of_values(edit["was"] or {}, edit["now"])
    if reasons:
        raise Refused(" ".join(str(reason) for reason in reasons), code="locked")


def _of_head(order: Order, lines: Sequence[OrderLine], head: Head) -> Iterable[Any]:
    left = any(line.shipped for line in lines)
    if left and "freight" in head:
        yield _("Goods have left and the freight is on their invoice; it cannot change any more.")
    if left and "terms" in head:
        yield _("Goods have left under these payment terms; they cannot change any more.")
    if "wanted_on" in head and (head["wanted_on"]["now"] or "9999") < clock.today().isoformat():
        yield _("The delivery date is in the past.")


def _of_line(line: OrderLine, was: Picture, now: Picture | None) -> Iterable[Sentence]:
    values = {"line": line.position, "code": was["code"], "gone": plain(line.gone) or "0"}
    wanted = Decimal(now["quantity"]) * Decimal(now["factor"]) if now else ZERO
    if line.cancelled and (now is None or wanted != line.ordered):
        yield Sentence(_("Line %(line)s: %(code)s was closed short; order more of it on a new line."), values)
    elif wanted < line.gone:
        yield Sentence(
            _("Line %(line)s: %(gone)s of %(code)s are shipped or picked already; it cannot become less."), values
        )
    if now is not None and line.shipped and any(was[name] != now[name] for name in PRICED):
        yield Sentence(_("Line %(line)s: goods have left at this price; it cannot change any more."), values)


def _of_values(was: Mapping[str, str], now: Picture) -> Iterable[Sentence]:
    quantity = Decimal(now["quantity"])
    if not ZERO < quantity <= MOST:
        yield Sentence(_("%(code)s: this quantity is not possible."), {"code": now["code"]})
    if now["wanted_on"] != was.get("wanted_on", "") and (now["wanted_on"] or "9999") < clock.today().isoformat():
        yield Sentence(_("%(code)s: the delivery date is in the past."), {"code": now["code"]})
