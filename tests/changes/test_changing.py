"""A change is proposed beside the order, decided by others, and becomes its next revision."""

import datetime
from decimal import Decimal

import pytest

from approvals.models import Request, Task
from core import clock
from core.management.commands.check_invariants import broken
from core.models import Event
from core.refusal import Refused
from finance.models import CreditCheck
from inventory.models import Reservation, Shortage, StockItem
from orders.models import ChangeRequest, Correction, Order, OrderRevision
from orders.services import apply_change, cancel_order, rebase_change, submit_change, withdraw_change
from shipping.models import Shipment
from shipping.services import finish_picking, open_shipment, scan
from tests.cast import make_person, make_product
from tests.changes.builders import (
    addition,
    ask,
    begin,
    change,
    decide_all,
    edit,
    head_of,
    quantities,
    removal,
)  # fmt: skip
from tests.finance.builders import profile_of
from tests.shipping.builders import dispatch, make_confirmed, make_stock

pytestmark = pytest.mark.django_db


@pytest.fixture
def bearing():
    return make_product("A-1", price="100")


@pytest.fixture
def motor():
    return make_product("B-2", price="50")


@pytest.fixture
def order(ann, cem, bearing, motor) -> Order:
    """Ten bearings and four motors, all set aside: 1,356.00 with tax."""
    make_stock(cem, (bearing, 20), (motor, 10))
    return make_confirmed(ann, [(bearing, 10), (motor, 4)])


def sound() -> bool:
    return [row for row in broken() if row["rows"]] == []


def lines(order: Order) -> list[tuple[Decimal, Decimal, Decimal]]:
    return list(order.lines.order_by("position").values_list("quantity", "reserved", "net"))


def test_s47_s48_a_change_leaves_the_order_as_it_is_until_it_is_approved(ann, order):
    before = lines(order)

    asked = ask(order, ann, *quantities(order, l1=12))

    assert (asked.state, asked.before, asked.after) == ("submitted", Decimal("1356.00"), Decimal("1582.00"))
    order.refresh_from_db()
    assert (lines(order), order.total, order.revision, order.state) == (before, Decimal("1356.00"), 1, "confirmed")
    assert Task.objects.pending().get(step__request__subject=asked.stream).user.username == "bo"
    assert sound()


def test_s49_s52_an_approved_change_is_the_next_revision_with_stock_and_credit(ann, bo, order, bearing):
    after = change(order, ann, bo, *quantities(order, l1=12))

    assert (after.revision, after.total, after.state) == (2, Decimal("1582.00"), "confirmed")
    assert lines(after)[0] == (12, 12, Decimal("1200.00"))
    assert StockItem.objects.get(product=bearing).reserved == 12
    assert profile_of(after.customer).uninvoiced == Decimal("1582.00")
    assert list(CreditCheck.objects.order_by("pk").values_list("revision", flat=True)) == [1, 2]
    revision = OrderRevision.objects.get(order=order, number=2)
    assert (revision.reason, revision.submitted_by) == ("the customer asked", ann)
    assert revision.content["total"] == "1582.00"
    assert sound()


def test_s52_a_smaller_quantity_sets_goods_free_at_once(ann, bo, order, bearing):
    after = change(order, ann, bo, *quantities(order, l1=3))

    assert (lines(after)[0], after.total) == ((3, 3, Decimal("300.00")), Decimal("565.00"))
    assert StockItem.objects.get(product=bearing).reserved == 3
    assert Reservation.objects.get(order_line__position=1).quantity == 3
    assert profile_of(after.customer).uninvoiced == Decimal("565.00")
    assert CreditCheck.objects.order_by("-pk")[0].basis == "within"
    assert sound()


def test_s53_an_increase_beyond_what_is_free_says_so_and_records_the_shortage(ann, bo, order):
    asked = begin(order, ann, *quantities(order, l1=25))
    short = next(finding for finding in asked.findings if finding["code"] == "short")
    assert {name: short["facts"][name] for name in ("needed", "available", "missing")} == {
        "needed": "15",
        "available": "10",
        "missing": "5",
    }
    assert short["message"]["values"]["promise"] > clock.today().isoformat()

    decide_all(submit_change(asked.pk, actor=ann), bo)

    order.refresh_from_db()
    assert (lines(order)[0][1], Shortage.objects.get().quantity, order.supply) == (20, 5, "partly_short")
    assert sound()


def test_a_line_comes_and_a_line_goes(ann, bo, order, motor):
    fan = make_product("C-3", price="7")
    first, second = order.lines.order_by("position")

    after = change(order, ann, bo, removal(second), addition(fan, 5))

    gone, new = after.lines.order_by("position")[1:]
    assert (gone.wanted, gone.net, gone.reserved, gone.removed_in) == (0, 0, 0, 2)
    assert (new.position, new.ordered, new.net, new.short) == (3, 5, Decimal("35.00"), 5)
    assert (after.net, after.total) == (Decimal("1035.00"), Decimal("1169.55"))
    assert StockItem.objects.get(product=motor).reserved == 0
    assert first.promised_on and new.promised_on
    assert sound()


def test_another_product_is_the_old_line_gone_and_a_new_one(ann, bo, order, bearing, motor):
    line = order.lines.get(position=2)

    after = change(order, ann, bo, edit(line, product_id=bearing.pk, unit_price=None))

    assert list(after.lines.order_by("position").values_list("product__code", "cancelled", "ordered")) == [
        ("A-1", 0, 10), ("B-2", 4, 4), ("A-1", 0, 4),
    ]  # fmt: skip
    assert sound()


def test_s47_the_header_changes_with_its_date_and_the_lines_are_promised_again(ann, bo, order):
    day = clock.today() + datetime.timedelta(days=30)

    after = change(order, ann, bo, head=head_of(order, wanted_on=day, customer_po="PO-9", note="call first"))

    assert (after.wanted_on, after.customer_po, after.note, after.promised_on) == (day, "PO-9", "call first", day)
    assert after.first_promise < day
    assert Order.objects.called(after.ref).get().search is not None
    assert sound()


def test_b3_what_is_picked_or_shipped_cannot_be_taken_back(ann, bo, cem, order, bearing):
    shipment = open_shipment(order.pk, actor=cem)
    import uuid

    scan(shipment.pk, code=bearing.code, uuid=uuid.uuid4(), quantity=6, actor=cem)
    order.refresh_from_db()

    with pytest.raises(Refused, match="6 of A-1 are shipped or picked already"):
        begin(order, ann, *quantities(order, l1=5))
    assert not ChangeRequest.objects.exists()
    after = change(order, ann, bo, *quantities(order, l1=6))
    assert (lines(after)[0], Reservation.objects.get(order_line__position=1).quantity) == ((6, 6, 600), 6)

    finish_picking(shipment.pk, actor=cem)
    dispatch(shipment.pk, carrier="SF", waybill="1", actor=cem)
    line = after.lines.get(position=1)
    with pytest.raises(Refused, match="goods have left at this price"):
        begin(after, ann, edit(line, unit_price=Decimal(90)))
    with pytest.raises(Refused, match="freight is on their invoice"):
        begin(after, ann, head=head_of(after, freight=Decimal(5)))
    assert sound()


def test_b3_goods_picked_between_asking_and_deciding_stop_the_change_and_its_writer_hears_why(
    ann, bo, cem, order, bearing
):
    import uuid

    asked = ask(order, ann, *quantities(order, l1=2))
    shipment = open_shipment(order.pk, actor=cem)
    scan(shipment.pk, code=bearing.code, uuid=uuid.uuid4(), quantity=7, actor=cem)

    waits = decide_all(asked, bo)

    order.refresh_from_db()
    assert (waits.state, order.revision, lines(order)[0][0]) == ("approved", 1, 10)
    assert "7 of A-1 are shipped or picked already" in waits.opinion
    scan(shipment.pk, code=f"-7 {bearing.code}", uuid=uuid.uuid4(), actor=cem)
    assert apply_change(asked.pk, actor=ann).state == "applied"
    assert sound()


def test_picked_goods_keep_their_warehouse_when_the_rest_is_let_go(ann, bo, cem, bearing):
    import uuid

    make_stock(cem, (bearing, 6))
    make_stock(cem, (bearing, 4), code="SOUTH", default=False)
    order = make_confirmed(ann, [(bearing, 10)])
    open_shipment(order.pk, actor=cem)
    south = open_shipment(order.pk, actor=cem)
    scan(south.pk, code=bearing.code, uuid=uuid.uuid4(), quantity=4, actor=cem)

    change(order, ann, bo, *quantities(order, l1=5))

    held = dict(Reservation.objects.values_list("item__warehouse__code", "quantity"))
    assert held == {"MAIN": 1, "SOUTH": 4}
    finish_picking(south.pk, actor=cem)
    dispatch(south.pk, carrier="SF", waybill="1", actor=cem)
    assert Shipment.objects.get(pk=south.pk).state == "shipped"
    assert sound()


def test_s54_the_second_of_two_changes_waits_and_is_brought_onto_the_first(ann, bo, order):
    mine = begin(order, ann, *quantities(order, l1=12))
    bos = begin(order, bo, *quantities(order, l1=11, l2=5))
    fay = make_person("fay", "director")
    submit_change(mine.pk, actor=ann)
    with pytest.raises(Refused, match="Another change of this order, by Ann"):
        submit_change(bos.pk, actor=bo)

    decide_all(mine, bo)
    bos.refresh_from_db()
    assert (bos.state, bos.base_revision) == ("conflicted", 1)
    with pytest.raises(Refused):
        submit_change(bos.pk, actor=bo)

    moved = rebase_change(bos.pk, actor=bo)
    assert (moved.state, moved.base_revision) == ("draft", 2)
    assert [(one["was"]["quantity"], one["now"]["quantity"]) for one in moved.lines] == [("12", "11"), ("4", "5")]
    decide_all(submit_change(bos.pk, actor=bo), fay)
    order.refresh_from_db()
    assert (order.revision, [row[0] for row in lines(order)]) == (3, [11, 5])
    assert sound()


def test_s57_nobody_finalises_the_change_they_asked_for(ann, bo, order):
    fay = make_person("fay", "director")
    asked = ask(order, bo, *quantities(order, l1=12))

    task = Task.objects.pending().get(step__request__subject=asked.stream)
    assert task.user == fay
    assert decide_all(asked, fay).state == "applied"


def test_a_returned_change_is_a_draft_again_and_a_rejected_one_is_over(ann, bo, order):
    asked = ask(order, ann, *quantities(order, l1=12))
    back = decide_all(asked, bo, outcome="returned", opinion="by whom?")
    assert (back.state, back.opinion) == ("draft", "by whom?")

    again = begin(order, ann, *quantities(order, l1=11), version=back.version)
    assert again.pk == back.pk
    over = decide_all(submit_change(again.pk, actor=ann), bo, outcome="rejected", opinion="no")
    order.refresh_from_db()
    assert (over.state, over.round, order.revision, order.stopped) == ("rejected", 2, 1, "")
    assert sound()


def test_a_change_of_a_cancelled_order_ends_with_it_and_nobody_is_asked_any_more(ann, order):
    asked = ask(order, ann, *quantities(order, l1=12))

    cancel_order(order.pk, actor=ann, reason="lost")

    asked.refresh_from_db()
    assert (asked.state, Request.objects.get(subject=asked.stream).state) == ("withdrawn", "recalled")
    assert sound()


def test_a_withdrawn_change_asks_nobody_and_changes_nothing(ann, order):
    asked = ask(order, ann, *quantities(order, l1=12))

    withdraw_change(asked.pk, actor=ann)

    order.refresh_from_db()
    assert (order.revision, order.stopped, Task.objects.pending().count()) == (1, "", 0)
    assert Event.objects.filter(topic=order.stream, name="change.withdrawn").count() == 1
    assert sound()


def test_s50_a_change_over_the_credit_limit_is_asked_of_finance_and_allowed_by_it(ann, bo, dot, order):
    from tests.finance.builders import with_limit

    with_limit(order.customer, "1400")
    asked = ask(order, ann, *quantities(order, l1=12))
    steps = Request.objects.get(subject=asked.stream).steps.order_by("position")
    assert [step.who for step in steps] == ["Bo", "Dot"]

    decide_all(asked, bo, dot)

    check = CreditCheck.objects.order_by("-pk")[0]
    assert (check.basis, check.exposure, check.limit) == ("override", Decimal("1582.00"), Decimal(1400))
    assert sound()


def test_a_change_that_asks_for_less_needs_no_credit_even_over_the_limit(ann, bo, order):
    from tests.finance.builders import with_limit

    with_limit(order.customer, "1000")

    change(order, ann, bo, *quantities(order, l1=9))

    assert CreditCheck.objects.order_by("-pk")[0].basis == "lowered"
    assert sound()


def test_b8_what_a_change_corrects_is_in_the_quality_ledger(ann, bo, order):
    change(order, ann, bo, *quantities(order, l1=12), cause="entry", reason="typed 10, meant 12")

    row = Correction.objects.get()
    assert (row.kind, row.cause, row.line, row.was, row.now, row.entered_by) == (
        "quantity", "entry", 1, "10", "12", ann,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "code"),
    [({"cause": ""}, "needs_cause"), ({"cause": "weather"}, "needs_cause"), ({"reason": " "}, "needs_reason")],
)
def test_a_change_without_cause_or_reason_is_refused_and_nothing_is_kept(ann, order, typed, code):
    with pytest.raises(Refused) as refused:
        begin(order, ann, *quantities(order, l1=12), **typed)

    assert (refused.value.code, ChangeRequest.objects.count()) == (code, 0)


def test_a_change_that_changes_nothing_is_refused(ann, order):
    with pytest.raises(Refused) as refused:
        begin(order, ann, *quantities(order, l1=10), head=head_of(order))

    assert (refused.value.code, ChangeRequest.objects.count()) == ("nothing", 0)


def test_a_change_saved_elsewhere_meanwhile_is_not_written_over(ann, order):
    begun = begin(order, ann, *quantities(order, l1=12))
    begin(order, ann, *quantities(order, l1=13), version=begun.version)

    with pytest.raises(Refused) as refused:
        begin(order, ann, *quantities(order, l1=14), version=begun.version)

    assert refused.value.code == "stale"
    assert ChangeRequest.objects.get().lines[0]["now"]["quantity"] == "13"
