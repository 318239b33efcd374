"""Two who send the same pieces back, two who settle, and an invoice taken back meanwhile: one wins, all agrees."""

import pytest
from django.db.models import Sum

from core.refusal import Refused
from finance.models import Invoice
from finance.services import correct_invoice, crediting
from inventory.models import StockMove, Warehouse
from orders.models import OrderLine, Return
from orders.services.returns import asking, settling
from orders.services.returns.asking import withdraw_return
from orders.services.returns.settling import resolve_return
from shipping.services import finish_receipt
from tests.orders.returns import asked, billed, came_back, delivered, inspected, wrong
from tests.races.crowd import at_once, in_the_middle_of, switch_locks_off, switch_states_off

pytestmark = pytest.mark.django_db(transaction=True)
ON_RETURNS = "What came back of a live line, and left again, is what its returns say"


def broken_rules() -> list[str]:
    return [rule for rule, _first in wrong()]


def failed(outcomes: list) -> list[str]:
    """What kept somebody from it: the error below the sentence where there is one."""
    return [type(one.__cause__ or one).__name__ for one in outcomes if isinstance(one, Exception)]


def two_ask(monkeypatch, ann, cem):
    order = delivered(ann, cem)
    with in_the_middle_of(monkeypatch, asking, "_refuse_twice") as meanwhile:
        outcomes = at_once([lambda: asked(order, ann, 6), lambda: meanwhile(lambda: asked(order, ann, 6))])
    return outcomes, OrderLine.objects.get(order=order)


def test_i5_two_returns_cannot_take_the_same_pieces(monkeypatch, ann, cem):
    outcomes, line = two_ask(monkeypatch, ann, cem)

    assert [type(one) for one in outcomes].count(Refused) == 1
    assert (Return.objects.count(), line.returning) == (1, 6)
    assert wrong() == []


def test_i5_control_without_locks_both_take_them(monkeypatch, ann, cem):
    switch_locks_off(monkeypatch)

    two_ask(monkeypatch, ann, cem)

    # Six of ten pieces are spoken for by two returns of six each.
    assert (Return.objects.count(), OrderLine.objects.get().returning) == (2, 6)
    assert broken_rules() == [ON_RETURNS]


def settled_twice(monkeypatch, ann, bo, cem, dot):
    order = delivered(ann, cem)
    billed(order, dot)
    returned = inspected(asked(order, ann, 3), cem)
    with in_the_middle_of(monkeypatch, settling, "_choose") as meanwhile:
        outcomes = at_once(
            [
                lambda: resolve_return(returned.pk, actor=ann),
                lambda: meanwhile(lambda: resolve_return(returned.pk, actor=bo)),
            ]
        )
    return outcomes, order


def test_a35_a_return_settled_by_two_at_once_is_credited_once(monkeypatch, ann, bo, cem, dot):
    outcomes, order = settled_twice(monkeypatch, ann, bo, cem, dot)

    assert [type(one) for one in outcomes].count(Refused) == 1
    assert Invoice.objects.filter(kind="credit_note").count() == 1
    assert OrderLine.objects.get(order=order).returned_credit == 3
    assert wrong() == []


def test_a35_control_without_locks_the_state_alone_refuses_the_second(monkeypatch, ann, bo, cem, dot):
    switch_locks_off(monkeypatch)

    outcomes, order = settled_twice(monkeypatch, ann, bo, cem, dot)

    assert failed(outcomes) == ["ConcurrentTransition"]
    assert OrderLine.objects.get(order=order).returned_credit == 3


def test_a35_control_without_locks_and_states_both_credit_and_the_line_would_fall_below_zero(
    monkeypatch, ann, bo, cem, dot
):
    switch_locks_off(monkeypatch)
    switch_states_off(monkeypatch)

    outcomes, _order = settled_twice(monkeypatch, ann, bo, cem, dot)

    assert [str(one).splitlines()[0] for one in outcomes if isinstance(one, Exception)] == [
        'new row for relation "orders_orderline" violates check constraint "line_not_negative"'
    ]


def credited_while_taken_back(monkeypatch, ann, cem, dot):
    order = delivered(ann, cem)
    invoice = billed(order, dot)
    returned = inspected(asked(order, ann, 3), cem)
    with in_the_middle_of(monkeypatch, crediting, "_write_note") as meanwhile:
        outcomes = at_once(
            [
                lambda: resolve_return(returned.pk, actor=ann),
                lambda: meanwhile(lambda: correct_invoice(invoice.pk, reason="wrong title", actor=dot)),
            ]
        )
    return outcomes, order


def test_f24_a_return_and_the_red_letter_of_its_invoice_agree_whoever_comes_first(monkeypatch, ann, cem, dot):
    outcomes, order = credited_while_taken_back(monkeypatch, ann, cem, dot)

    assert not [one for one in outcomes if isinstance(one, Exception)]
    order.refresh_from_db()
    assert (order.invoiced_amount, str(order.returned_amount), order.billing) == (0, "339.00", "to_bill")
    assert wrong() == []


def test_f24_control_without_locks_the_two_wait_for_each_other(monkeypatch, ann, cem, dot):
    """Each has written what the other needs: the database ends one of them, and nothing of it stays."""
    switch_locks_off(monkeypatch)

    outcomes, _order = credited_while_taken_back(monkeypatch, ann, cem, dot)

    [refused] = [one for one in outcomes if isinstance(one, Exception)]
    assert (refused.code, type(refused.__cause__.__cause__).__name__) == ("busy", "DeadlockDetected")
    assert wrong() == []


def received_while_withdrawn(monkeypatch, ann, cem):
    order = delivered(ann, cem)
    returned = asked(order, ann, 2)
    came_back(returned, cem, "A-1043", 2)
    place = Warehouse.objects.get().pk
    with in_the_middle_of(monkeypatch, asking, "set_free") as meanwhile:
        outcomes = at_once(
            [
                lambda: withdraw_return(returned.pk, reason="kept", actor=ann),
                lambda: meanwhile(lambda: finish_receipt(returned.pk, warehouse_id=place, actor=cem)),
            ]
        )
    return outcomes, OrderLine.objects.get(order=order)


def test_f23_a_return_that_is_being_withdrawn_is_not_received(monkeypatch, ann, cem):
    outcomes, line = received_while_withdrawn(monkeypatch, ann, cem)

    assert isinstance(outcomes[1], Refused)
    assert (Return.objects.get().state, line.returning) == ("withdrawn", 0)
    assert wrong() == []


def test_f23_control_without_locks_the_state_alone_refuses_the_receipt(monkeypatch, ann, cem):
    switch_locks_off(monkeypatch)

    outcomes, _line = received_while_withdrawn(monkeypatch, ann, cem)

    assert failed(outcomes) == ["ConcurrentTransition"]
    assert (Return.objects.get().state, wrong()) == ("withdrawn", [])


def test_f23_control_without_locks_and_states_goods_are_here_that_nobody_sent(monkeypatch, ann, cem):
    switch_locks_off(monkeypatch)
    switch_states_off(monkeypatch)

    outcomes, line = received_while_withdrawn(monkeypatch, ann, cem)

    assert failed(outcomes) == []
    assert (Return.objects.get().state, line.returning) == ("received", 0)
    assert StockMove.objects.filter(source__startswith="return:").aggregate(all=Sum("quantity"))["all"] == 2
    assert broken_rules() == [ON_RETURNS]
