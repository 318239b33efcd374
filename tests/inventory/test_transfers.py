"""Goods go between bins and warehouses in double entry; some are written off by right and with a reason (S115)."""

from decimal import Decimal

import pytest

from core.access import Forbidden
from core.models import Event
from core.refusal import Refused
from inventory.invariants import INVARIANTS
from inventory.models import Shortage, StockItem, StockMove
from inventory.services import Adjustment, Carry, adjust_stock, transfer_goods
from tests.cast import make_person, make_product
from tests.inventory.builders import confirmed, deliver_messages, make_warehouse, stocked
from tests.inventory.shelves import binned, by_lot, by_serial, data_of, lot_in, make_bin, parts, pieces_in

pytestmark = pytest.mark.django_db
D = Decimal


def broken() -> list[str]:
    return [str(rule.rule) for rule in INVARIANTS if list(rule.rows())]


def carry(product, quantity, **more) -> Carry:
    place = make_warehouse().pk
    ends = {"from_warehouse": place, "to_warehouse": place} | more
    return Carry(product_id=product.pk, quantity=D(quantity), **ends)


def shelves(product) -> dict[str, tuple[int, int]]:
    rows = StockItem.objects.filter(product=product).select_related("warehouse")
    return {row.warehouse.code: (int(row.on_hand), int(row.reserved)) for row in rows}


def test_i13_goods_go_to_another_warehouse_with_both_ends_written(cem):
    product, far = make_product(), make_warehouse("W2", default=False)
    stocked(product, 10)

    number = transfer_goods([carry(product, 4, to_warehouse=far.pk)], reason="shop is empty", actor=cem)

    move = StockMove.objects.latest("pk")
    assert (move.source, move.quantity, move.reason) == (f"transfer:{number}", D(4), "shop is empty")
    assert (move.from_place.warehouse.code, move.to_place.warehouse) == ("W1", far)
    assert (shelves(product), broken()) == ({"W1": (6, 0), "W2": (4, 0)}, [])
    event = Event.objects.get(name="stock.transferred")
    assert (event.actor, data_of(event)["reason"]) == (cem, "shop is empty")


def test_goods_go_into_a_bin_and_out_of_it_again(cem):
    product, shelf = make_product(), make_bin()
    stocked(product, 10)

    transfer_goods([carry(product, 6, to_bin=shelf.pk)], reason="put away", actor=cem)
    transfer_goods([carry(product, 1, from_bin=shelf.pk)], reason="for the counter", actor=cem)

    item = StockItem.objects.get()
    assert (item.on_hand, item.placed, parts(product), broken()) == (D(10), D(5), {("A-01", ""): 5}, [])


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("not_there", {"quantity": 11}),
        ("same_place", {"quantity": 1, "to_bin": None}),
        ("quantity", {"quantity": 0}),
        ("quantity", {"quantity": "-2"}),
        ("not_there", {"quantity": 1, "lot_id": 99}),
    ],
)
def test_what_cannot_go_is_refused_and_nothing_moves(cem, code, wanted):
    product, shelf = make_product(), make_bin()
    stocked(product, 10)

    with pytest.raises(Refused) as refused:
        transfer_goods([carry(product, **({"to_bin": shelf.pk} | wanted))], reason="try", actor=cem)

    assert (refused.value.code, StockMove.objects.count(), shelves(product)) == (code, 1, {"W1": (10, 0)})


def test_goods_promised_to_orders_stay_in_their_warehouse_but_may_change_their_bin(ann, cem):
    product, far, shelf = make_product(), make_warehouse("W2", default=False), make_bin()
    stocked(product, 10)
    confirmed(ann, [(product, 8)])

    with pytest.raises(Refused) as refused:
        transfer_goods([carry(product, 3, to_warehouse=far.pk)], reason="try", actor=cem)
    transfer_goods([carry(product, 9, to_bin=shelf.pk)], reason="put away", actor=cem)

    assert (refused.value.code, parts(product)) == ("promised", {("A-01", ""): 9})
    assert (shelves(product), broken()) == ({"W1": (10, 8)}, [])


def test_a_salesperson_may_not_transfer(ann):
    product = make_product()
    stocked(product, 1)

    with pytest.raises(Forbidden):
        transfer_goods([carry(product, 1, to_bin=make_bin().pk)], reason="x", actor=ann)

    assert StockMove.objects.count() == 1


def test_goods_that_leave_quarantine_serve_who_waits(ann, cem):
    product, cage = make_product(), make_bin("CAGE", kind="quarantine")
    binned(product, 5, cage)
    order = confirmed(ann, [(product, 4)])

    transfer_goods([carry(product, 5, from_bin=cage.pk)], reason="inspected, good", actor=cem)
    deliver_messages()

    assert (order.lines.get().reserved, Shortage.objects.count(), broken()) == (D(4), 0, [])


def test_goods_promised_to_orders_do_not_go_into_quarantine(ann, cem):
    product, cage = make_product(), make_bin("CAGE", kind="quarantine")
    stocked(product, 5)
    confirmed(ann, [(product, 4)])

    with pytest.raises(Refused) as refused:
        transfer_goods([carry(product, 2, to_bin=cage.pk)], reason="looks odd", actor=cem)

    assert (refused.value.code, parts(product)) == ("promised", {})


def test_s115_scrap_is_written_off_with_who_what_before_and_after(cem):
    item = stocked(make_product(), 10)

    number = adjust_stock(
        Adjustment(item_id=item.pk, quantity=D(3), kind="scrap"), reason="rusted through", actor=cem
    )

    event = Event.objects.get(name="stock.adjusted")
    told = data_of(event)
    assert (event.actor, told["before"], told["after"], told["reason"]) == (cem, "10", "7", "rusted through")
    move = StockMove.objects.latest("pk")
    assert (move.source, move.quantity, str(move.source_words)) == (f"scrap:{number}", D(3), f"Scrapped {number}")
    assert broken() == []


def test_found_goods_serve_who_waits(ann, cem):
    product = make_product()
    item = stocked(product, 1)
    order = confirmed(ann, [(product, 3)])

    adjust_stock(Adjustment(item_id=item.pk, quantity=D(2), kind="found"), reason="behind the rack", actor=cem)
    deliver_messages()

    assert (order.lines.get().reserved, broken()) == (D(3), [])


def test_broken_goods_of_an_order_make_it_wait_again(ann, cem):
    product = make_product()
    item = stocked(product, 5)
    order = confirmed(ann, [(product, 5)])

    adjust_stock(Adjustment(item_id=item.pk, quantity=D(2), kind="damage"), reason="dropped", actor=cem)

    assert (order.lines.get().reserved, Shortage.objects.get().quantity, broken()) == (D(3), D(2), [])


def test_a_lot_and_a_piece_are_written_off_from_where_they_lie(cem):
    glue, pump, shelf = by_lot(), by_serial(), make_bin()
    lot = lot_in(glue, "L-1", 5, bin=shelf)
    piece = pieces_in(pump, "S-1", "S-2")[0]
    items = {item.product_id: item.pk for item in StockItem.objects.all()}

    gone = Adjustment(item_id=items[glue.pk], quantity=D(2), kind="scrap", bin_id=shelf.pk, lot_id=lot.pk)
    adjust_stock(gone, reason="leaked", actor=cem)
    gone = Adjustment(item_id=items[pump.pk], quantity=D(1), kind="damage", serials=("S-1",))
    adjust_stock(gone, reason="fell", actor=cem)

    piece.refresh_from_db()
    assert (parts(glue), piece.state, broken()) == ({("A-01", "L-1"): 3}, "scrapped", [])


def test_above_a_value_only_the_bigger_right_corrects_stock(cem, settings):
    settings.GENDAN_CORRECTION_LIMIT = 100
    item, fay = stocked(make_product(cost=D(60)), 10), make_person("fay", "director")
    gone = Adjustment(item_id=item.pk, quantity=D(2), kind="scrap")

    with pytest.raises(Refused) as refused:
        adjust_stock(gone, reason="rust", actor=cem)
    before = StockItem.objects.get().on_hand
    adjust_stock(gone, reason="rust", actor=fay)

    assert (refused.value.code, before, StockItem.objects.get().on_hand) == ("over_limit", D(10), D(8))


def test_a_correction_without_a_reason_is_refused(cem):
    item = stocked(make_product(), 10)

    with pytest.raises(Refused) as refused:
        adjust_stock(Adjustment(item_id=item.pk, quantity=D(3), kind="scrap"), reason=" ", actor=cem)

    assert (refused.value.code, StockMove.objects.count()) == ("needs_reason", 1)
