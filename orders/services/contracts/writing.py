"""Writing contracts and moving them: entered, put in force, changed while they run, ended or closed."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from core import clock
from core.bus import publish
from core.inputs import plain
from core.locks import locked
from core.numbering import next_number
from core.refusal import Refused
from core.service import service
from customers.models import Customer, PaymentTerm
from orders.events import ContractActivated, ContractFinished, ContractWritten
from orders.models import Contract, ContractLine, TermsClause
from orders.policies import may_bind_contract, may_write_contract
from orders.services.prices.right import refuse_prices

SERIES = "CT"


@dataclass(frozen=True, kw_only=True)
class ContractRow:
    """An agreed product: net price per base unit, and how many base units; none is a price agreement."""

    product_id: int
    price: Decimal
    quantity: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ContractCard:
    """A contract as typed; tolerances in percent and days."""

    customer: Customer
    valid_from: datetime.date
    valid_until: datetime.date
    terms: PaymentTerm
    currency: str = "CNY"
    title: str = ""
    customer_ref: str = ""
    signed_on: datetime.date | None = None
    deliver_from: datetime.date | None = None
    deliver_until: datetime.date | None = None
    clause: TermsClause | None = None
    own_terms: str = ""
    price_tolerance: Decimal = Decimal(0)
    quantity_tolerance: Decimal = Decimal(0)
    day_tolerance: int = 0
    note: str = ""


CARD = tuple(one.name for one in fields(ContractCard))
FIXED = ("customer", "currency")


@service
def save_contract(
    contract_id: int | None, *, card: ContractCard, rows: Sequence[ContractRow], version: int | None, actor: Any
) -> Contract:
    """Enter a contract or write it again; a number is given at once (S21).

    A draft may be changed freely. In force it is changed by those who put contracts in force: customer,
    currency and the agreed products stay, no quantity falls below what was called off, and another price
    is for those who may set prices, below the floor for those who may pass it (S25).
    """
    may_write_contract.demand(actor)
    contract = _begun(card, actor) if contract_id is None else _reopened(contract_id, version, card, actor)
    _refuse_card(card, rows)
    old = {line.product_id: line for line in locked(contract.lines.all())} if contract.pk else {}
    changes = _changes(contract, card, rows, old) if contract.pk else {}
    if contract.pk and not contract.is_editable:
        refuse_prices(actor, contract.currency, _other_prices(rows, old))
    for name in CARD:
        setattr(contract, name, getattr(card, name))
    contract.save()
    _write_lines(contract, rows, old)
    publish(ContractWritten(contract_id=contract.pk, version=contract.version, changes=changes), actor=actor)
    return contract


@service
def activate_contract(contract_id: int, *, actor: Any) -> Contract:
    """Put a contract in force: from now on orders of the customer are held against it.

    Its prices are agreed from then on and not asked about again, so their floors are judged here (S25).
    """
    contract = take_contract(contract_id)
    may_bind_contract.demand(actor, contract)
    _guard(contract, contract.activate)
    prices = dict(contract.lines.values_list("product_id", "price"))
    if not prices:
        raise Refused(_("A contract without a product binds nobody; add a line first."), code="no_lines")
    if contract.valid_until < clock.today():
        raise Refused(_("The contract ran out on %(day)s.") % {"day": contract.valid_until}, code="passed")
    refuse_prices(actor, contract.currency, prices)
    contract.activate(clock.now())
    contract.save(update_fields=["state", "activated_at"])
    publish(ContractActivated(contract_id=contract.pk), actor=actor)
    return contract


@service
def end_contract(contract_id: int, *, actor: Any, reason: str) -> Contract:
    """A contract that ran its course: orders fall under it no more, what was called off stays."""
    contract = take_contract(contract_id)
    may_bind_contract.demand(actor, contract)
    return _finish(contract, contract.end, reason, actor)


@service
def close_contract(contract_id: int, *, actor: Any, reason: str) -> Contract:
    """Stop a contract before its time, or throw a draft away; a reason is kept."""
    contract = take_contract(contract_id)
    may_bind_contract.demand(actor, contract)
    return _finish(contract, contract.close, reason, actor)


def take_contract(contract_id: int) -> Contract:
    """The contract, held until the transaction ends."""
    return locked(Contract.objects.select_related("customer").filter(pk=contract_id).defer("customer__search")).get()


def _begun(card: ContractCard, actor: Any) -> Contract:
    contract = Contract(number=next_number(SERIES), owner=actor, created_at=clock.now(), customer=card.customer)
    may_write_contract.demand(actor, contract)
    return contract


def _reopened(contract_id: int, version: int | None, card: ContractCard, actor: Any) -> Contract:
    contract = take_contract(contract_id)
    may_write_contract.demand(actor, contract)
    if not contract.is_open:
        raise _wrong_state(contract)
    if not contract.is_editable:
        may_bind_contract.demand(actor, contract)
    if version != contract.version:
        raise Refused(
            _("Someone else saved this contract while you were writing. Open it again and compare."), code="stale"
        )
    if not contract.is_editable and any(getattr(contract, name) != getattr(card, name) for name in FIXED):
        raise Refused(_("The customer and currency of a contract in force stay."), code="fixed")
    contract.version += 1
    return contract


def _refuse_card(card: ContractCard, rows: Sequence[ContractRow]) -> None:
    if card.valid_until < card.valid_from:
        raise Refused(_("The contract would end before it begins."), code="days")
    if card.deliver_from and card.deliver_until and card.deliver_until < card.deliver_from:
        raise Refused(_("The delivery window would end before it begins."), code="window")
    if len({row.product_id for row in rows}) < len(rows):
        raise Refused(_("A product stands on the contract once."), code="twice")


def _other_prices(rows: Sequence[ContractRow], old: dict[int, ContractLine]) -> dict[int, Decimal]:
    agreed = {pk: line.price for pk, line in old.items()}
    return {row.product_id: row.price for row in rows if agreed.get(row.product_id) != row.price}


def _write_lines(contract: Contract, rows: Sequence[ContractRow], old: dict[int, ContractLine]) -> None:
    kept = {row.product_id for row in rows}
    gone = [line for pk, line in old.items() if pk not in kept]
    if gone and not contract.is_editable:
        raise Refused(_("Agreed products stay on a contract in force; lower their quantity."), code="line_fixed")
    ContractLine.objects.filter(pk__in=[line.pk for line in gone]).delete()
    lines = [_line(contract, n, row, old.get(row.product_id)) for n, row in enumerate(rows, start=1)]
    ContractLine.objects.bulk_update([one for one in lines if one.pk], ["position", "price", "quantity", "note"])
    ContractLine.objects.bulk_create([one for one in lines if not one.pk])


def _line(contract: Contract, position: int, row: ContractRow, old: ContractLine | None) -> ContractLine:
    line = old or ContractLine(contract=contract, product_id=row.product_id)
    if row.quantity is not None and row.quantity < line.called_off:
        raise Refused(
            _("Line %(line)s: %(called)s were called off already; the quantity cannot be less.")
            % {"line": position, "called": plain(line.called_off)},
            code="below_called",
        )
    line.position, line.price, line.quantity, line.note = position, row.price, row.quantity, row.note
    return line


def _changes(
    contract: Contract, card: ContractCard, rows: Sequence[ContractRow], old: dict[int, ContractLine]
) -> dict[str, list[str]]:
    """Each changed field, and each line whose price or quantity changed, as old and new."""
    found = {name: [_text(getattr(contract, name)), _text(getattr(card, name))] for name in CARD}
    for n, row in enumerate(rows, start=1):
        line = old.get(row.product_id)
        before = f"{plain(line.price)} × {plain(line.quantity)}" if line else ""
        found[say("line %(number)s") % {"number": n}] = [before, f"{plain(row.price)} × {plain(row.quantity)}"]
    return {name: pair for name, pair in found.items() if pair[0] != pair[1]}


def _finish(contract: Contract, verb: Callable[..., Any], reason: str, actor: Any) -> Contract:
    _guard(contract, verb)
    if not reason.strip():
        raise Refused(_("Please give a reason."), code="needs_reason")
    verb(clock.now(), reason)
    contract.save(update_fields=["state", "finished_at", "reason"])
    publish(ContractFinished(contract_id=contract.pk, outcome=contract.state, reason=reason), actor=actor)
    return contract


def _guard(contract: Contract, verb: Callable[..., Any]) -> None:
    if not can_proceed(verb):
        raise _wrong_state(contract)


def _wrong_state(contract: Contract) -> Refused:
    return Refused(
        _("Contract %(number)s is %(state)s; this step is not possible now.")
        % {"number": contract.number, "state": contract.get_state_display()},
        code="wrong_state",
    )


def _text(value: Any) -> str:
    if isinstance(value, Decimal):
        return plain(value) or "0"
    return "" if value is None else str(value)
