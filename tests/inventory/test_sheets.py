"""A count sheet freezes what it covers, asks for a second count where much differs, and is booked once (F20, S115)."""

from decimal import Decimal

import pytest

from core.models import Event
from core.refusal import Refused
from inventory.invariants import INVARIANTS
from inventory.models import Shortage, StockCount, StockCountLine, StockItem, StockMove
from inventory.services import (
    Carry,
    Counted,
    Figure,
    Issue,
    book_count,
    cancel_count,
    count_one,
    count_stock,
    enter_figures,
    issue_goods,
    open_count,
    receive_goods,
    transfer_goods,
)
from orders.services import record_picked
from tests.cast import make_person, make_product
from tests.inventory.builders import confirmed, deliver_messages, make_warehouse, stocked
from tests.inventory.shelves import binned, by_lot, by_serial, data_of, lot_in, make_bin, parts, pieces_in

pytestmark = pytest.mark.django_db
D = Decimal


def broken() -> list[str]:
    return [str(rule.rule) for rule in INVARIANTS if list(rule.rows())]


def sheet_of(cem, **more) -> StockCount:
    return open_count(warehouse_id=make_warehouse().pk, actor=cem, **more)


def lines(count) -> dict[tuple[str, str, str, str], int]:
    rows = StockCountLine.objects.filter(count=count).select_related("product", "bin", "lot", "serial")
    return {
        (row.product.code, row.bin.code if row.bin else "", str(row.lot or ""), str(row.serial or "")): int(row.book)
        for row in rows
    }


def enter(count, cem, *found: int | None, second: int | None = None) -> None:
    rows = StockCountLine.objects.filter(count=count).order_by("pk")
    figures = [
        Figure(
            line_id=row.pk,
            counted=None if number is None else D(number),
            second=None if second is None else D(second),
        )
        for row, number in zip(rows, found, strict=True)
    ]
    enter_figures(count.pk, figures, actor=cem)


def test_a_sheet_lists_what_lies_where_by_bin_lot_and_piece(cem):
    nut, glue, pump, shelf = make_product("NUT"), by_lot(), by_serial(), make_bin()
    stocked(nut, 7)
    binned(nut, 3, shelf)
    lot_in(glue, "L-1", 5, bin=shelf)
    pieces_in(pump, "S-1", "S-2")

    count = sheet_of(cem)

    assert lines(count) == {
        ("NUT", "", "", ""): 7,
        ("NUT", "A-01", "", ""): 3,
        ("GLUE-1", "A-01", "L-1", ""): 5,
        ("PUMP-1", "", "", "S-1"): 1,
        ("PUMP-1", "", "", "S-2"): 1,
    }
    assert (count.state, broken()) == ("counting", [])


def test_while_it_is_counted_nothing_moves_and_orders_are_still_promised(ann, cem):
    product = make_product()
    item = stocked(product, 10)
    early = confirmed(ann, [(product, 2)])
    line = early.lines.get()
    record_picked(early.pk, quantities={line.pk: D(2)})
    sheet_of(cem)
    place, shelf, codes = make_warehouse().pk, make_bin(), []

    for act in (
        lambda: receive_goods(warehouse_id=place, items=[(product.pk, D(1))], actor=cem),
        lambda: issue_goods(early.pk, issues=[Issue(line.pk, place, D(2))], source="shipment:1", actor=cem),
        lambda: transfer_goods(
            [Carry(product_id=product.pk, quantity=D(1), from_warehouse=place, to_warehouse=place, to_bin=shelf.pk)],
            reason="x", actor=cem,
        ),
        lambda: count_stock(warehouse_id=place, counts=[Counted(product.pk, D(9))], reason="x", actor=cem),
        lambda: sheet_of(cem),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            act()
        codes.append(refused.value.code)
    order = confirmed(ann, [(product, 3)], early.customer)

    item.refresh_from_db()
    assert codes == ["counting"] * 5
    assert (item.on_hand, order.lines.get().reserved, StockMove.objects.count()) == (D(10), D(3), 1)


def test_a_bin_that_is_counted_is_frozen_and_the_rest_moves(ann, cem):
    product, shelf = make_product(), make_bin()
    stocked(product, 4)
    item = binned(product, 6, shelf)
    count = sheet_of(cem, bin_id=shelf.pk)
    place = make_warehouse().pk

    with pytest.raises(Refused) as refused:
        out = Carry(product_id=product.pk, quantity=D(1), from_warehouse=place, from_bin=shelf.pk, to_warehouse=place)
        transfer_goods([out], reason="x", actor=cem)
    receive_goods(warehouse_id=place, items=[(product.pk, D(1))], actor=cem)

    item.refresh_from_db()
    assert (refused.value.code, lines(count), item.on_hand) == ("counting", {("A-1043", "A-01", "", ""): 6}, D(11))


def test_booked_it_makes_the_books_say_what_was_found_once(cem):
    nut, glue, shelf = make_product("NUT"), by_lot(), make_bin()
    stocked(nut, 7)
    lot_in(glue, "L-1", 5, bin=shelf)
    count = sheet_of(cem)
    enter(count, cem, 9, 4)

    book_count(count.pk, reason="year end", actor=cem)
    with pytest.raises(Refused) as refused:
        book_count(count.pk, reason="year end", actor=cem)

    assert refused.value.code == "wrong_state"
    assert (StockItem.objects.get(product=nut).on_hand, parts(glue)) == (D(9), {("A-01", "L-1"): 4})
    moves = StockMove.objects.filter(source=count.source).order_by("product__code")
    assert [(move.product.code, move.quantity, move.reason, move.actor) for move in moves] == [
        ("GLUE-1", D(1), "year end", cem),
        ("NUT", D(2), "year end", cem),
    ]
    assert (StockItem.objects.filter(count__isnull=False).count(), broken()) == (0, [])


def test_missing_and_found_pieces_are_written_off_by_number(cem):
    pump = by_serial()
    _one, two = pieces_in(pump, "S-1", "S-2")
    count = sheet_of(cem)
    enter(count, cem, 1, 0)

    book_count(count.pk, reason="one is gone", actor=cem)

    two.refresh_from_db()
    assert (two.state, StockItem.objects.get().on_hand, broken()) == ("scrapped", D(1), [])


def test_orders_lose_what_is_not_there_and_wait_again(ann, cem):
    product = make_product()
    stocked(product, 10)
    order = confirmed(ann, [(product, 8)])
    count = sheet_of(cem)
    enter(count, cem, 6)

    book_count(count.pk, reason="four are gone", actor=cem)

    assert (order.lines.get().reserved, Shortage.objects.get().quantity, broken()) == (D(6), D(2), [])


def test_what_differs_by_much_is_counted_a_second_time(cem, settings):
    settings.GENDAN_RECOUNT_ABOVE = 100
    product = make_product(cost=D(30))
    stocked(product, 10)
    count = sheet_of(cem)
    enter(count, cem, 6)

    with pytest.raises(Refused) as refused:
        book_count(count.pk, reason="year end", actor=cem)
    enter(count, cem, 6, second=7)
    book_count(count.pk, reason="year end", actor=cem)

    assert (refused.value.code, StockItem.objects.get().on_hand) == ("recount", D(7))


def test_above_the_limit_somebody_with_the_bigger_right_books_it(cem, settings):
    settings.GENDAN_CORRECTION_LIMIT, settings.GENDAN_RECOUNT_ABOVE = 100, 1000
    stocked(make_product(cost=D(30)), 10)
    count = sheet_of(cem)
    enter(count, cem, 6)

    with pytest.raises(Refused) as refused:
        book_count(count.pk, reason="year end", actor=cem)
    assert StockItem.objects.get().on_hand == D(10)
    book_count(count.pk, reason="year end", actor=make_person("fay", "director"))

    assert (refused.value.code, StockItem.objects.get().on_hand) == ("over_limit", D(6))


def test_a_line_nobody_counted_keeps_the_sheet_open(cem):
    stocked(make_product("A-1"), 1)
    stocked(make_product("A-2"), 1)
    count = sheet_of(cem)
    enter(count, cem, 1, None)

    with pytest.raises(Refused) as refused:
        book_count(count.pk, reason="year end", actor=cem)

    assert (refused.value.code, StockCount.objects.get().state) == ("not_counted", "counting")


def test_cancelled_it_books_nothing_and_lets_goods_move(cem):
    product = make_product()
    stocked(product, 5)
    count = sheet_of(cem)
    enter(count, cem, 1)

    cancel_count(count.pk, reason="wrong warehouse", actor=cem)
    stocked(product, 1)

    assert (StockItem.objects.get().on_hand, StockCount.objects.get().state, broken()) == (D(6), "cancelled", [])


def test_s115_every_figure_entered_is_kept_with_who_and_what_was_there_before(cem):
    stocked(make_product(), 5)
    count = sheet_of(cem)
    enter(count, cem, 4)
    enter(count, cem, 5)

    told = [data_of(event)["figures"] for event in Event.objects.filter(name="stock.figures_entered").order_by("pk")]
    line = str(StockCountLine.objects.get().pk)
    assert told == [{line: ["", "4"]}, {line: ["4", "5"]}]


def test_scanning_a_piece_counts_it(cem):
    stocked(make_product(), 5)
    count = sheet_of(cem)
    line = StockCountLine.objects.get()

    count_one(count.pk, line.pk, D(1), actor=cem)
    count_one(count.pk, line.pk, D(3), actor=cem)

    line.refresh_from_db()
    assert (line.counted, line.difference) == (D(4), D(-1))


def test_found_goods_serve_who_waits(ann, cem):
    product = make_product()
    stocked(product, 1)
    order = confirmed(ann, [(product, 3)])
    count = sheet_of(cem)
    enter(count, cem, 3)

    book_count(count.pk, reason="two more", actor=cem)
    deliver_messages()

    assert (order.lines.get().reserved, broken()) == (D(3), [])


def test_goods_in_bins_are_counted_on_a_sheet_only(cem):
    product = make_product()
    binned(product, 5, make_bin())

    with pytest.raises(Refused) as refused:
        count_stock(
            warehouse_id=make_warehouse().pk, counts=[Counted(product.pk, D(4))], reason="x", actor=cem
        )

    assert (refused.value.code, StockItem.objects.get().on_hand) == ("placed", D(5))
