"""Goods that come back, from the wish to the last cent: credit, exchange, repair, and no (S77, pains 8 to 11)."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from approvals.models import Task
from approvals.services import decide
from core.refusal import Refused
from finance.models import Invoice, Payment
from finance.services import correct_invoice, issue_invoice, issue_note
from inventory.models import StockMove, Warehouse
from inventory.services import reserve_goods, serve_waiting
from orders.models import Order, Return
from orders.services import short_close_order
from orders.services.returns.asking import Wish, request_return, withdraw_return
from orders.services.returns.facts import Found
from orders.services.returns.settling import resolve_return
from shipping.services import finish_receipt, inspect_return, send_back, shelve_repaired
from tests.cast import make_product
from tests.finance.builders import profile_of
from tests.orders.returns import (
    asked,
    billed,
    came_back,
    delivered,
    finished,
    inspected,
    line_of,
    on_hand,
    paid,
    received,
    sent,
    wrong,
)
from tests.shipping.builders import make_confirmed, make_stock

pytestmark = pytest.mark.django_db


def again(thing):
    return type(thing).objects.get(pk=thing.pk)


def question() -> Task:
    """What was asked about a return."""
    return Task.objects.get(step__request__kind="return")


def standing(order: Order) -> tuple[str, ...]:
    order = again(order)
    return order.state, order.stage, order.fulfilment, order.billing, order.payment, order.returned


# --- the fast lane ------------------------------------------------------------------------------


def test_s77_a_return_is_asked_for_and_agreed_to_in_one_step(ann, cem):
    order = delivered(ann, cem)

    returned = asked(order, ann, 2)

    assert (returned.state, returned.worth, returned.late) == ("approved", Decimal("226.00"), False)
    assert (line_of(order).returning, line_of(order).returnable) == (2, 8)
    assert standing(order)[-1] == "requested"
    assert not Task.objects.exists()
    assert wrong() == []


def test_s77_a_large_or_late_return_is_decided_by_the_manager_not_by_who_asks(ann, bo, cem):
    order = delivered(ann, cem, price="4000.00", wanted=10)

    returned = asked(order, ann, 3)

    assert returned.state == "requested"
    task = question()
    assert str(task.user) == "Bo"
    decide(task.pk, outcome="approved", opinion="", actor=bo)
    assert again(returned).state == "approved"
    assert wrong() == []


def test_s77_a_refused_return_sets_its_pieces_free_and_changes_nothing_else(ann, bo, cem, dot):
    order = finished(ann, cem, dot, price="5000.00", wanted=4)
    before = standing(order)
    returned = asked(order, ann, 3)

    decide(question().pk, outcome="rejected", opinion="used for months", actor=bo)

    assert (again(returned).state, again(returned).answer) == ("refused", "used for months")
    assert line_of(order).returning == 0
    assert standing(order) == before
    assert wrong() == []


@pytest.mark.parametrize(
    ("quantity", "more", "code"),
    [
        ("11", {}, "too_many"),
        ("0", {}, "quantity"),
        ("-1", {}, "quantity"),
        ("NaN", {}, "quantity"),
        ("1", {"reason": "mood"}, "unknown_word"),
        ("1", {"wanted": "reject"}, "unknown_word"),
        ("1", {"reason": "other"}, "needs_reason"),
    ],
)
def test_a36_nonsense_is_refused_and_nothing_is_written(ann, cem, quantity, more, code):
    order = delivered(ann, cem)

    with pytest.raises(Refused) as refusal, transaction.atomic():
        asked(order, ann, quantity, **more)

    assert refusal.value.code == code
    assert (Return.objects.count(), line_of(order).returning) == (0, 0)


def test_i5_a_piece_that_is_on_an_open_return_cannot_be_asked_for_twice(ann, cem):
    order = delivered(ann, cem)
    asked(order, ann, 8)

    with pytest.raises(Refused, match="2 can come back, 3 are asked for"), transaction.atomic():
        asked(order, ann, 3)

    assert asked(order, ann, 2).state == "approved"
    with pytest.raises(Refused, match="Nothing of this line"), transaction.atomic():
        asked(order, ann, 1)


def test_a_withdrawn_return_sets_its_pieces_free_and_recalls_its_question(ann, bo, cem):
    order = delivered(ann, cem, price="4000.00")
    returned = asked(order, ann, 3)

    withdraw_return(returned.pk, reason="they keep it", actor=ann)

    assert (again(returned).state, line_of(order).returning) == ("withdrawn", 0)
    assert question().state == "recalled"
    assert wrong() == []


def test_nothing_comes_back_of_what_has_not_left(ann, cem):
    product = make_product(barcode="2000000000017")
    make_stock(cem, (product, 5))
    order = make_confirmed(ann, [(product, 5)])

    with pytest.raises(Refused), transaction.atomic():
        asked(order, ann, 1)


# --- received and looked at -------------------------------------------------------------------


def test_a_wrong_piece_and_one_too_many_are_said_at_once_and_counted_nowhere(ann, cem):
    order = delivered(ann, cem)
    other = make_product("B-2", barcode="2000000000024")
    returned = asked(order, ann, 2)

    met = [came_back(returned, cem, code, n).result for code, n in ((other.code, 1), ("A-1043", 2), ("A-1043", 1))]

    assert met == ["wrong", "ok", "extra"]
    assert again(returned).state == "approved"
    assert wrong() == []


def test_fewer_pieces_than_agreed_may_come_and_the_rest_is_free_for_another_return(ann, cem):
    order = delivered(ann, cem)
    returned = asked(order, ann, 5)

    received(returned, cem, 3)

    line = again(returned).lines.get()
    assert (again(returned).state, line.received, line_of(order).returning) == ("received", 3, 3)
    assert line_of(order).returnable == 7
    move = StockMove.objects.get(source=f"return:{returned.number}")
    assert (move.from_place.kind, move.to_place.kind, move.quantity) == ("customer", "returned", 3)
    assert on_hand() == (2, 0)
    assert wrong() == []


def test_every_piece_that_came_is_said_to_be_something(ann, cem):
    order = delivered(ann, cem)
    returned = asked(order, ann, 3)

    with pytest.raises(Refused, match="3 came back"), transaction.atomic():
        inspected(returned, cem, {"good": 2})

    inspected(returned, cem, {"good": 1, "repair": 1, "scrap": 1})
    assert again(returned).state == "inspected"
    assert wrong() == []


# --- credit -------------------------------------------------------------------------------------


def test_pain_8_credit_of_a_finished_order_shows_in_every_figure_and_the_order_stays_finished(ann, cem, dot):
    order = finished(ann, cem, dot)
    invoice = Invoice.objects.get()
    returned = inspected(asked(order, ann, 2), cem)

    resolve_return(returned.pk, actor=ann)

    note = Invoice.objects.get(kind="credit_note")
    assert (note.state, note.total, note.credits_id, note.source) == (
        "draft", Decimal("-226.00"), invoice.pk, f"return:{returned.pk}:{invoice.pk}",
    )  # fmt: skip
    assert standing(order) == ("completed", "done", "accepted", "to_credit", "paid", "partly_returned")
    assert (again(returned).state, again(returned).to_credit) == ("resolved", True)
    assert on_hand() == (4, 0)
    assert wrong() == []

    issue_note(note.pk, actor=dot)

    order = again(order)
    assert standing(order) == ("completed", "done", "accepted", "billed", "paid", "partly_returned")
    assert (order.total, order.returned_amount, order.invoiced_amount, order.paid_amount) == (
        Decimal("1130.00"), Decimal("226.00"), Decimal("904.00"), Decimal("904.00"),
    )  # fmt: skip
    invoice = again(invoice)
    assert (invoice.open_amount, invoice.credited_amount, invoice.paid) == (0, Decimal("226.00"), Decimal("904.00"))
    assert Payment.objects.get().unapplied == Decimal("226.00")
    profile = profile_of(order.customer)
    assert (profile.receivable, profile.uninvoiced, profile.unallocated) == (0, 0, Decimal("226.00"))
    assert (again(returned).state, again(returned).credited_by) == ("closed", again(note).number)
    assert wrong() == []


def test_pain_9_a_fully_returned_order_never_says_billed(ann, cem, dot):
    order = finished(ann, cem, dot)
    returned = inspected(asked(order, ann, 10), cem)

    resolve_return(returned.pk, actor=ann)
    assert standing(order)[3:] == ("to_credit", "paid", "returned")

    issue_note(Invoice.objects.get(kind="credit_note").pk, actor=dot)

    assert standing(order) == ("completed", "done", "accepted", "nothing", "not_due", "returned")
    assert again(order).invoiced_amount == 0
    assert wrong() == []


def test_what_is_only_drafted_is_billed_without_the_returned_pieces(ann, cem, dot):
    order = delivered(ann, cem)
    draft = Invoice.objects.get()
    returned = inspected(asked(order, ann, 3), cem)

    resolve_return(returned.pk, actor=ann)

    new = Invoice.objects.get(state="draft")
    assert (again(draft).state, new.total, new.source) == ("dropped", Decimal("791.00"), draft.source)
    assert not Invoice.objects.filter(kind="credit_note").exists()
    assert (again(returned).state, again(returned).credited_amount) == ("closed", Decimal("339.00"))
    assert profile_of(order.customer).uninvoiced == Decimal("791.00")
    paid(issue_invoice(new.pk, actor=dot), dot)
    assert standing(order)[:4] == ("completed", "done", "accepted", "billed")
    assert wrong() == []


def test_a_shipment_that_came_back_whole_is_billed_nothing(ann, cem):
    order = delivered(ann, cem)
    returned = inspected(asked(order, ann, 10), cem)

    resolve_return(returned.pk, actor=ann)

    assert list(Invoice.objects.values_list("state", flat=True)) == ["dropped"]
    assert standing(order)[:4] == ("completed", "done", "accepted", "nothing")
    assert wrong() == []


def test_an_unpaid_invoice_is_open_with_what_the_customer_kept(ann, cem, dot):
    order = delivered(ann, cem)
    invoice = billed(order, dot)
    resolve_return(inspected(asked(order, ann, 1, reason="quality"), cem).pk, actor=ann)
    assert standing(order)[:4] == ("confirmed", "to_invoice", "accepted", "to_credit")

    issue_note(Invoice.objects.get(kind="credit_note").pk, actor=dot)

    assert again(invoice).open_amount == Decimal("1017.00")
    assert standing(order)[:5] == ("confirmed", "collection", "accepted", "billed", "unpaid")
    paid_invoice = again(invoice)
    assert paid_invoice.paid == 0
    assert wrong() == []


def test_odd_cents_the_bills_of_a_line_add_up_to_what_was_kept(ann, cem, dot):
    order = delivered(ann, cem, price="33.333333", wanted=7, stocked=7)
    invoice = billed(order, dot)
    whole = invoice.total
    for _n in range(3):
        resolve_return(inspected(asked(order, ann, 1), cem).pk, actor=ann)
        issue_note(Invoice.objects.get(kind="credit_note", state="draft").pk, actor=dot)

    order = again(order)
    assert order.invoiced_amount == whole - order.returned_amount == Decimal("150.66")
    assert wrong() == []


def test_f24_an_invoice_taken_back_whole_drops_the_red_letters_that_waited(ann, cem, dot):
    order = delivered(ann, cem)
    invoice = billed(order, dot)
    returned = resolve_return(inspected(asked(order, ann, 2), cem).pk, actor=ann)

    correct_invoice(invoice.pk, reason="wrong title", actor=dot)

    assert Invoice.objects.get(credits=invoice).state == "dropped"
    assert (again(returned).state, again(returned).credited_amount) == ("closed", Decimal("226.00"))
    assert profile_of(order.customer).uninvoiced == Decimal("904.00")
    assert wrong() == []


def test_an_invoice_that_was_credited_in_part_is_not_taken_back_whole(ann, cem, dot):
    order = delivered(ann, cem)
    invoice = billed(order, dot)
    resolve_return(inspected(asked(order, ann, 2), cem).pk, actor=ann)
    issue_note(Invoice.objects.get(kind="credit_note").pk, actor=dot)

    with pytest.raises(Refused, match="credited already"), transaction.atomic():
        correct_invoice(invoice.pk, reason="wrong title", actor=dot)

    assert again(invoice).state == "issued"


def test_only_finance_issues_a_red_letter(ann, cem, dot):
    order = finished(ann, cem, dot)
    resolve_return(inspected(asked(order, ann, 2), cem).pk, actor=ann)
    note = Invoice.objects.get(kind="credit_note")

    with pytest.raises(PermissionDenied), transaction.atomic():
        issue_note(note.pk, actor=ann)

    assert (again(note).state, again(order).invoiced_amount) == ("draft", Decimal("1130.00"))


# --- exchange -------------------------------------------------------------------------------------


def test_pain_11_an_exchange_ships_again_from_a_finished_order_and_no_bill_moves(ann, cem, dot):
    order = finished(ann, cem, dot)
    money = (again(order).invoiced_amount, again(order).paid_amount, profile_of(order.customer).exposure)
    returned = inspected(asked(order, ann, 2, wanted="replace"), cem, {"scrap": 2})

    resolve_return(returned.pk, actor=ann)

    assert standing(order) == ("completed", "done", "accepted", "billed", "paid", "partly_returned")
    assert (line_of(order).reserved, line_of(order).replacing, on_hand()) == (2, 2, (2, 2))
    assert (again(returned).state, wrong()) == ("resolved", [])

    shipment = sent(order, cem)

    line = line_of(order)
    assert (line.shipped, line.accepted, line.reshipped, line.reserved) == (10, 10, 2, 0)
    assert shipment.lines.get().replaced == 2
    assert Invoice.objects.count() == 1
    assert (again(order).invoiced_amount, again(order).paid_amount, profile_of(order.customer).exposure) == money
    assert standing(order) == ("completed", "done", "accepted", "billed", "paid", "none")
    assert again(returned).state == "closed"
    assert wrong() == []


def test_s77_an_exchange_that_finds_no_goods_waits_for_them_in_turn(ann, cem, dot):
    order = finished(ann, cem, dot, wanted=10, stocked=10)
    returned = resolve_return(inspected(asked(order, ann, 1, wanted="replace"), cem, {"scrap": 1}).pk, actor=ann)
    assert (line_of(order).short, line_of(order).reserved, wrong()) == (1, 0, [])
    product = line_of(order).product

    make_stock(cem, (product, 5))
    serve_waiting([product.pk])

    assert line_of(order).reserved == 1
    sent(order, cem)
    assert again(returned).state == "closed"
    assert wrong() == []


def test_a_replacement_may_come_back_too_and_be_credited(ann, cem, dot):
    order = finished(ann, cem, dot)
    resolve_return(inspected(asked(order, ann, 10, wanted="replace"), cem).pk, actor=ann)
    sent(order, cem)
    assert line_of(order).returnable == 10

    resolve_return(inspected(asked(order, ann, 10), cem).pk, actor=ann)
    issue_note(Invoice.objects.get(kind="credit_note").pk, actor=dot)

    assert standing(order)[3:] == ("nothing", "not_due", "returned")
    assert wrong() == []


def test_one_parcel_may_carry_a_sale_and_a_replacement_and_bills_the_sale_alone(ann, cem, dot):
    product = make_product(price="100.00", barcode="2000000000017")
    make_stock(cem, (product, 6))
    order = make_confirmed(ann, [(product, 10)])
    sent(order, cem)
    resolve_return(inspected(asked(order, ann, 2, wanted="replace"), cem, {"scrap": 2}).pk, actor=ann)
    make_stock(cem, (product, 6))
    reserve_goods(order.pk)
    assert line_of(order).reserved == 6
    shipment = sent(order, cem)

    line = line_of(order)
    assert (line.shipped, line.reshipped, line.accepted) == (10, 2, 10)
    assert shipment.lines.get().replaced == 2
    assert Invoice.objects.get(source=shipment.stream).total == Decimal("452.00")
    assert wrong() == []


def test_closing_the_rest_short_keeps_what_is_set_aside_for_a_replacement(ann, cem):
    product = make_product(price="100.00", barcode="2000000000017")
    make_stock(cem, (product, 4))
    order = make_confirmed(ann, [(product, 10)])
    sent(order, cem)
    make_stock(cem, (product, 1))
    resolve_return(inspected(asked(order, ann, 1, wanted="replace"), cem, {"scrap": 1}).pk, actor=ann)
    assert line_of(order).reserved == 1

    short_close_order(order.pk, actor=ann, reason="no longer wanted")

    line = line_of(order)
    assert (line.cancelled, line.reserved, line.short) == (6, 1, 0)
    assert wrong() == []


# --- repair and no ---------------------------------------------------------------------------------


def test_pain_10_a_rejection_without_replacement_never_reopens_a_finished_order(ann, bo, cem, dot):
    order = finished(ann, cem, dot)
    before = standing(order)
    returned = inspected(asked(order, ann, 2), cem)
    key = line_of(order).pk
    with pytest.raises(PermissionDenied), transaction.atomic():
        resolve_return(returned.pk, outcomes={key: "reject"}, answer="damaged by them", actor=ann)

    resolve_return(returned.pk, outcomes={key: "reject"}, answer="damaged by them", actor=bo)

    assert standing(order) == before
    assert (Invoice.objects.count(), on_hand()) == (1, (2, 0))
    assert (again(returned).state, wrong()) == ("resolved", [])
    send_back(returned.pk, carrier="顺丰速运", waybill="SF2", actor=cem)
    assert (again(returned).state, standing(order)) == ("closed", before)
    assert line_of(order).returnable == 10
    assert wrong() == []


def test_repaired_goods_go_back_without_a_sale(ann, cem, dot):
    order = finished(ann, cem, dot)
    before, shelf = standing(order), on_hand()
    returned = inspected(asked(order, ann, 2, wanted="repair"), cem, {"repair": 2})

    resolve_return(returned.pk, actor=ann)
    assert StockMove.objects.get(source=f"repair:{returned.number}").to_place.kind == "repair"
    assert wrong() == []

    send_back(returned.pk, carrier="顺丰速运", waybill="SF2", actor=cem)

    assert (again(returned).state, standing(order), on_hand()) == ("closed", before, shelf)
    assert Invoice.objects.count() == 1
    assert wrong() == []


def test_pieces_of_ours_that_were_repaired_lie_on_the_shelf_again(ann, cem, dot):
    order = finished(ann, cem, dot)
    returned = inspected(asked(order, ann, 3), cem, {"good": 1, "repair": 1, "scrap": 1})
    resolve_return(returned.pk, actor=ann)
    assert on_hand() == (3, 0)
    issue_note(Invoice.objects.get(kind="credit_note").pk, actor=dot)
    assert again(returned).state == "resolved"

    shelve_repaired(returned.pk, actor=cem)

    assert (again(returned).state, on_hand()) == ("closed", (4, 0))
    assert wrong() == []


def test_scrap_is_not_repaired(ann, cem):
    order = delivered(ann, cem)
    returned = inspected(asked(order, ann, 1, wanted="repair"), cem, {"scrap": 1})

    with pytest.raises(Refused, match="cannot be repaired"), transaction.atomic():
        resolve_return(returned.pk, actor=ann)

    assert again(returned).state == "inspected"


def test_several_lines_of_one_return_are_each_settled_their_own_way(ann, cem, dot):
    goods = [make_product(f"A-{n}", price="10.00", barcode=f"200000000010{n}") for n in range(3)]
    make_stock(cem, *[(product, 9) for product in goods])
    order = make_confirmed(ann, [(product, 4) for product in goods])
    sent(order, cem)
    billed(order, dot)
    lines = list(order.lines.order_by("position"))
    wanted = ("credit", "replace", "repair")
    wishes = [
        Wish(line_id=line.pk, quantity=Decimal(2), reason="quality", wanted=how)
        for line, how in zip(lines, wanted, strict=True)
    ]
    returned = request_return(order.pk, wishes=wishes, actor=ann, note="one box")
    for product in goods:
        came_back(returned, cem, product.code, 2)
    finish_receipt(returned.pk, warehouse_id=Warehouse.objects.get().pk, actor=cem)
    inspect_return(returned.pk, found={line.pk: Found(good=Decimal(2)) for line in lines}, actor=cem)

    resolve_return(returned.pk, actor=ann)

    assert Invoice.objects.get(kind="credit_note").total == Decimal("-22.60")
    figures = order.lines.order_by("position").values_list("returned_credit", "returned_replace", "returning")
    assert list(figures) == [(2, 0, 0), (0, 2, 0), (0, 0, 0)]
    assert wrong() == []
