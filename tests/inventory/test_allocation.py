"""Scarce goods are shared out otherwise by decision: who loses, who gets, who is asked (S59, S63, B17)."""

import datetime
import json
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.models import Policy, Request, Task
from approvals.services import decide
from core import clock
from core.access import Forbidden
from core.management.commands import check_invariants
from core.models import Event
from core.refusal import Refused
from inventory.models import Reallocation, Reservation, Shortage
from inventory.services import Share, available, reallocate, reservations_of, withdraw_reallocation
from notifications.models import Message
from orders.models import Order, OrderLine
from orders.models.words import Stage, State
from orders.services import cancel_order, record_picked
from tests.cast import make_customer, make_product
from tests.inventory.builders import approved, confirmed, deliver_messages, make_warehouse, stocked

pytestmark = pytest.mark.django_db
D = Decimal
WEEK = datetime.timedelta(days=7)


@pytest.fixture
def seller(ann):
    """Ann may also share out scarce goods."""
    ann.user_permissions.add(*Permission.objects.filter(codename__in=("reallocate_stock", "see_scarcity")))
    return type(ann).objects.get(pk=ann.pk)


@pytest.fixture
def nobody_asked():
    """The house trusts whoever may share out: no rule asks for a person."""
    Policy.objects.active("reallocation").get().rules.all().delete()


@pytest.fixture
def three(ann):
    """B17: 100 pieces, three orders of 60; the first has 60, the second 40, the third nothing."""
    product = make_product()
    item = stocked(product, 100)
    wanted = clock.today() + WEEK
    orders = [
        confirmed(ann, [(product, 60)], make_customer(ann, f"C-{n}", tier=tier), wanted_on=wanted)
        for n, tier in enumerate(("standard", "standard", "key"), start=1)
    ]
    return product, item, orders


def broken() -> list[str]:
    """The invariants that do not hold, all of them asked (I9–I12 among them)."""
    return [row["code"] for row in check_invariants.broken() if row["rows"]]


def line_of(order) -> OrderLine:
    return OrderLine.objects.get(order=order)


def share(order, after) -> Share:
    line = line_of(order)
    return Share(line_id=line.pk, before=line.reserved, after=D(after))


def books(*orders) -> list[tuple[Decimal, Decimal]]:
    """What each order has set aside, and what it waits for."""
    short = dict(Shortage.objects.values_list("order_id", "quantity"))
    return [(line_of(order).reserved, short.get(order.pk, D(0))) for order in orders]


def snapshot() -> list[object]:
    """Everything a refused act must leave as it was."""
    rows = (Reservation, Shortage, OrderLine, Reallocation, Request, Event)
    return [list(model.objects.order_by("pk").values()) for model in rows]


def refused(act) -> Refused:
    before = snapshot()
    with pytest.raises(Refused) as refusal:
        act()
    assert snapshot() == before
    return refusal.value


def data(name: str, order: Order) -> dict[str, object]:
    return json.loads(Event.objects.get(name=name, topic=order.stream).text)["data"]


def test_s63_goods_go_from_one_order_to_another_at_once_where_nobody_has_to_agree(seller, three, nobody_asked):
    product, item, (first, second, third) = three
    assert books(first, second, third) == [(D(60), D(0)), (D(40), D(20)), (D(0), D(60))]
    promises = [line_of(one).promised_on for one in (first, second, third)]

    shares = [share(first, 0), share(second, 40), share(third, 60)]
    done = reallocate(product.pk, shares=shares, reason="key customer stands still", actor=seller)

    item.refresh_from_db()
    assert (done.state, item.reserved, available([product.pk])) == ("applied", D(100), {product.pk: D(0)})
    assert books(first, second, third) == [(D(0), D(60)), (D(40), D(20)), (D(60), D(0))]
    assert [Order.objects.get(pk=one.pk).stage for one in (first, second, third)] == [
        Stage.SUPPLY, Stage.TO_PICK, Stage.TO_PICK,
    ]  # fmt: skip
    # The first promise is kept for ever; the one who lost is promised a later day, the one who got an earlier.
    lines = [line_of(one) for one in (first, second, third)]
    assert [line.first_promise for line in lines] == promises
    assert lines[0].promised_on > promises[0] and lines[2].promised_on < promises[2]
    assert lines[1].promised_on == promises[1]
    assert broken() == []


def test_b17_both_timelines_say_who_how_much_from_whom_and_why(seller, three, nobody_asked):
    product, _item, (first, _second, third) = three

    reallocate(product.pk, shares=[share(first, 50), share(third, 10)], reason="stands still", actor=seller)

    lost, got = data("stock.taken_away", first), data("stock.given_over", third)
    assert (lost["quantity"], lost["code"], lost["refs"], lost["reason"]) == (
        "10", "A-1043", third.ref, "stands still",
    )  # fmt: skip
    assert lost["quantities"] == {str(line_of(first).pk): "10.0000"}
    assert (got["quantity"], got["refs"], got["reason"]) == ("10", first.ref, "stands still")
    actors = Event.objects.filter(name__in=("stock.taken_away", "stock.given_over")).values_list("actor_id", flat=True)
    assert set(actors) == {seller.pk}


def test_b17_ann_asks_bo_approves_and_the_goods_move_exactly_as_proposed(seller, bo, three):
    product, item, (first, second, third) = three

    asked = reallocate(
        product.pk, shares=[share(first, 30), share(third, 30)], reason="stands still", actor=seller
    )

    task = Task.objects.pending().get(step__request__subject=asked.stream)
    request = task.step.request
    assert (asked.state, request.kind, task.role) == ("asked", "reallocation", "sales_manager")
    assert books(first, second, third) == [(D(60), D(0)), (D(40), D(20)), (D(0), D(60))]
    assert [(row["where"], row["was"], row["now"]) for row in request.facts["changes"]] == [
        (third.ref, "0", "30"), (first.ref, "60", "30"),
    ]  # fmt: skip
    assert (request.facts["quantity_taken"], request.facts["promises_broken"]) == ("30", 1)

    decide(task.pk, outcome="approved", opinion="", actor=bo)
    deliver_messages()

    asked.refresh_from_db()
    item.refresh_from_db()
    assert (asked.state, asked.agreed_by, item.reserved) == ("applied", str(bo), D(100))
    assert books(first, second, third) == [(D(30), D(30)), (D(40), D(20)), (D(30), D(30))]
    subjects = list(Message.objects.filter(user=seller).values_list("subject", flat=True))
    assert f"Proposal {asked.number} is agreed to; the goods are shared out so" in [str(one) for one in subjects]
    assert broken() == []


def test_b17_refused_by_bo_nothing_moved_and_ann_hears_why(seller, bo, three):
    product, _item, (first, second, third) = three
    asked = reallocate(product.pk, shares=[share(first, 0), share(third, 60)], reason="big", actor=seller)
    before = books(first, second, third), list(Reservation.objects.order_by("pk").values())

    task = Task.objects.pending().filter(step__request__subject=asked.stream).first()
    decide(task.pk, outcome="rejected", opinion="They were first.", actor=bo)
    deliver_messages()

    asked.refresh_from_db()
    assert (asked.state, asked.answer) == ("refused", "They were first.")
    assert (books(first, second, third), list(Reservation.objects.order_by("pk").values())) == before
    subjects = [str(one) for one in Message.objects.filter(user=seller).values_list("subject", flat=True)]
    assert f"Proposal {asked.number} was not carried out: They were first." in subjects


def test_b17_withdrawn_nobody_is_asked_any_more_and_nothing_moved(seller, bo, three):
    product, _item, orders = three
    asked = reallocate(product.pk, shares=[share(orders[0], 0), share(orders[2], 60)], reason="big", actor=seller)
    task = Task.objects.pending().get(step__request__subject=asked.stream)

    withdraw_reallocation(asked.pk, actor=seller)

    asked.refresh_from_db()
    assert (asked.state, Task.objects.pending().count()) == ("withdrawn", 0)
    assert books(*orders) == [(D(60), D(0)), (D(40), D(20)), (D(0), D(60))]
    assert refused(lambda: withdraw_reallocation(asked.pk, actor=seller)).code == "wrong_state"
    with pytest.raises(Refused):
        decide(task.pk, outcome="approved", opinion="", actor=bo)


def test_b17_overtaken_when_an_order_was_cancelled_meanwhile_and_nothing_is_half_done(seller, bo, three):
    product, item, (first, second, third) = three
    asked = reallocate(product.pk, shares=[share(first, 30), share(third, 30)], reason="big", actor=seller)
    cancel_order(first.pk, reason="gone", actor=bo)
    deliver_messages()
    before = books(second, third), list(Reservation.objects.order_by("pk").values())

    task = Task.objects.pending().get(step__request__subject=asked.stream)
    decide(task.pk, outcome="approved", opinion="", actor=bo)

    asked.refresh_from_db()
    item.refresh_from_db()
    assert (asked.state, asked.answer) == ("overtaken", "Goods moved since you looked; look at the board again.")
    assert (books(second, third), list(Reservation.objects.order_by("pk").values())) == before
    assert Order.objects.get(pk=first.pk).state == State.CANCELLED
    assert broken() == []


def test_free_goods_are_given_out_of_turn_without_asking_and_the_timeline_says_so(seller, ann):
    product = make_product()
    make_warehouse()
    early = confirmed(ann, [(product, 5)], make_customer(ann, "C-1"))
    late = confirmed(ann, [(product, 5)], make_customer(ann, "C-2"))
    stocked(product, 5)  # nobody has been served yet

    done = reallocate(product.pk, shares=[share(late, 5)], reason="truck waits", actor=seller)
    deliver_messages()

    assert (done.state, Request.objects.filter(kind="reallocation").count()) == ("applied", 0)
    assert books(early, late) == [(D(0), D(5)), (D(5), D(0))]
    assert data("stock.put_first", late)["quantity"] == "5"


def test_what_is_given_up_and_not_given_on_goes_to_the_next_in_turn(seller, three, nobody_asked):
    product, _item, (first, second, third) = three

    reallocate(product.pk, shares=[share(first, 50)], reason="too much", actor=seller)
    deliver_messages()

    # Ten pieces are free again: the key customer stands first in the waiting list.
    assert books(first, second, third) == [(D(50), D(10)), (D(40), D(20)), (D(10), D(50))]


def test_picked_pieces_are_never_taken(seller, three, nobody_asked):
    product, _item, (first, _second, third) = three
    record_picked(first.pk, quantities={line_of(first).pk: D(45)})

    refusal = refused(
        lambda: reallocate(product.pk, shares=[share(first, 44), share(third, 16)], reason="x", actor=seller)
    )
    assert (refusal.code, str(refusal)) == ("picked", f"{first.ref} keeps at least 45: so much is picked already.")

    reallocate(product.pk, shares=[share(first, 45), share(third, 15)], reason="x", actor=seller)
    assert books(first, third) == [(D(45), D(15)), (D(15), D(45))]
    assert {"I9", "I10", "I11", "I12"}.isdisjoint(broken())


@pytest.mark.parametrize(
    ("figures", "code", "words"),
    [
        ((50, 40, 20), "too_much", "110 would be set aside and only 100 are there."),
        ((-1, 40, 0), "quantity", "{0}: the quantity must be zero or more, in steps of 1."),
        ((60, 39, D("0.5")), "quantity", "{2}: the quantity must be zero or more, in steps of 1."),
        ((39, 0, 61), "too_much_for_one", "{2} needs 60; more cannot be set aside for it."),
        ((60, 40, 0), "no_change", "Nothing would change; type what each order is to have."),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_changes_nothing(seller, three, figures, code, words):
    product, _item, orders = three
    shares = [share(order, after) for order, after in zip(orders, figures, strict=True)]

    refusal = refused(lambda: reallocate(product.pk, shares=shares, reason="x", actor=seller))

    assert (refusal.code, str(refusal)) == (code, words.format(*(order.ref for order in orders)))


def test_somebody_moved_the_goods_since_they_were_looked_at(seller, three, nobody_asked):
    product, _item, (first, _second, third) = three
    stale = [share(first, 30), share(third, 30)]
    reallocate(product.pk, shares=[share(first, 50), share(third, 10)], reason="x", actor=seller)

    refusal = refused(lambda: reallocate(product.pk, shares=stale, reason="x", actor=seller))

    assert (refusal.code, str(refusal)) == ("overtaken", "Goods moved since you looked; look at the board again.")


def test_without_a_reason_without_the_right_or_with_an_order_not_seen_nothing_happens(seller, eve, ann, three):
    product, _item, (first, _second, third) = three
    shares = [share(first, 30), share(third, 30)]
    before = snapshot()

    assert refused(lambda: reallocate(product.pk, shares=shares, reason=" ", actor=seller)).code == "needs_reason"
    with pytest.raises(Forbidden):
        reallocate(product.pk, shares=shares, reason="x", actor=eve)
    eve.user_permissions.add(*Permission.objects.filter(codename="reallocate_stock"))
    eve = type(eve).objects.get(pk=eve.pk)
    with pytest.raises(Forbidden):
        reallocate(product.pk, shares=shares, reason="x", actor=eve)
    assert snapshot() == before


def test_goods_leave_the_last_warehouse_first_and_an_approved_order_is_promised_nothing(seller, ann, settings):
    settings.GENDAN_AUTO_CONFIRM, settings.GENDAN_RESERVE_AT = False, "approval"
    Policy.objects.active("reallocation").get().rules.all().delete()
    product, second = make_product(), make_warehouse("A2", default=False)
    stocked(product, 6, make_warehouse("W1"))
    stocked(product, 6, second)
    holder = approved(ann, [(product, 12)], make_customer(ann, "C-1"))
    waiter = approved(ann, [(product, 8)], make_customer(ann, "C-2"))

    reallocate(product.pk, shares=[share(holder, 4), share(waiter, 8)], reason="x", actor=seller)

    def held(order):
        return [(one.warehouse_id == second.pk, one.quantity) for one in reservations_of(order.pk)]

    assert (held(holder), held(waiter)) == ([(False, D(4))], [(False, D(2)), (True, D(6))])
    assert line_of(holder).promised_on is None and line_of(waiter).promised_on is None
    assert broken() == []


def test_the_owner_of_an_order_that_loses_is_told(bo, ann, three, nobody_asked):
    product, _item, (first, _second, third) = three

    reallocate(product.pk, shares=[share(first, 30), share(third, 30)], reason="stands still", actor=bo)
    deliver_messages()

    subjects = [str(one) for one in Message.objects.filter(user=ann).values_list("subject", flat=True)]
    assert f"Order {first.ref} lost 30 of A-1043 to {third.ref}" in subjects


def test_of_a_line_in_two_warehouses_each_keeps_as_many_as_were_picked_in_all(seller, ann, nobody_asked):
    """Stock does not know where pieces were picked: it keeps too many rather than one too few."""
    product, second = make_product(), make_warehouse("A2", default=False)
    stocked(product, 6, make_warehouse("W1"))
    stocked(product, 6, second)
    holder = confirmed(ann, [(product, 12)], make_customer(ann, "C-1"))
    waiter = confirmed(ann, [(product, 12)], make_customer(ann, "C-2"))
    record_picked(holder.pk, quantities={line_of(holder).pk: D(4)})

    too_much = [share(holder, 7), share(waiter, 5)]
    refusal = refused(lambda: reallocate(product.pk, shares=too_much, reason="x", actor=seller))
    assert str(refusal) == f"{holder.ref} keeps at least 8: so much is picked already."

    reallocate(product.pk, shares=[share(holder, 8), share(waiter, 4)], reason="x", actor=seller)

    assert [one.quantity for one in reservations_of(holder.pk)] == [D(4), D(4)]
    assert books(holder, waiter) == [(D(8), D(4)), (D(4), D(8))]


def test_an_order_with_two_lines_of_a_product_may_give_from_one_to_the_other(seller, ann, nobody_asked):
    product = make_product()
    stocked(product, 10)
    order = confirmed(ann, [(product, 10), (product, 5)], make_customer(ann, "C-1"))
    first, second = order.lines.order_by("position")
    shares = [
        Share(line_id=first.pk, before=D(10), after=D(5)),
        Share(line_id=second.pk, before=D(0), after=D(5)),
    ]

    reallocate(product.pk, shares=shares, reason="the second goes first", actor=seller)

    assert list(order.lines.order_by("position").values_list("reserved", flat=True)) == [D(5), D(5)]
    assert (Shortage.objects.get().order_line_id, Shortage.objects.get().quantity) == (first.pk, D(5))
    assert broken() == []


@pytest.mark.parametrize("others", [0, 12])
def test_an_act_asks_no_more_because_others_claim_the_goods(seller, ann, nobody_asked, others):
    product = make_product()
    stocked(product, 100)
    first, second = (confirmed(ann, [(product, 60)], make_customer(ann, f"C-{n}")) for n in range(2))
    for n in range(others):
        confirmed(ann, [(product, 5)], make_customer(ann, f"D-{n}"))
    shares = [share(first, 50), share(second, 50)]

    with CaptureQueriesContext(connection) as asked:
        reallocate(product.pk, shares=shares, reason="x", actor=seller)

    assert len(asked) <= 60
