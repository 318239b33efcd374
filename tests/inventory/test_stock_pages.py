"""The pages of bins, lots, counts and rules: what they show, to whom, and what they ask of the database."""

from decimal import Decimal

import pytest
from django.urls import reverse

from inventory.models import ExpectedReceipt, ReorderRule, Serial, StockCount, StockItem, StockMove
from inventory.services import Issue, issue_goods, open_count, save_rule, watch_minimum, work_out_pace
from orders.services import record_picked, record_shipped
from tests.cast import make_customer, make_person, make_product
from tests.inventory.builders import confirmed, make_warehouse, stocked
from tests.inventory.shelves import binned, by_lot, by_serial, in_days, lot_in, make_bin, parts, pieces_in
from tests.query_counts import counted

pytestmark = pytest.mark.django_db
D = Decimal


def rule_of(item: StockItem, minimum: int, maximum: int) -> ReorderRule:
    rule = ReorderRule(product=item.product, warehouse=item.warehouse, minimum=D(minimum), maximum=D(maximum))
    return save_rule(rule, actor=None)


def announce(item: StockItem, quantity: int, days: int = 3) -> None:
    ExpectedReceipt.objects.create(
        product=item.product, warehouse=item.warehouse, expected_on=in_days(days), quantity=quantity, label="PO-1"
    )


def test_s58_the_list_says_what_is_free_now_what_comes_and_when(client, ann):
    item = stocked(make_product(), 10)
    rule_of(item, 5, 20)
    announce(item, 30)
    confirmed(ann, [(item.product, 8)])
    client.force_login(ann)

    (row,) = client.get(reverse("inventory:list")).context["rows"]

    assert (row.item.on_hand, row.item.reserved, row.item.available, row.incoming) == (D(10), D(8), D(2), D(30))
    assert [(one.day, one.quantity) for one in row.standing] == [(in_days(0), D(2)), (in_days(3), D(32))]
    assert (row.item.minimum, row.item.maximum, row.cover, row.spark.low) == (D(5), D(20), None, False)


def test_s58_the_page_explains_what_is_not_free_and_what_to_order(client, cem):
    glue = by_lot()
    lot_in(glue, "OLD", 4, days=-1)
    lot_in(glue, "NEW", 6, days=10)
    item = StockItem.objects.get()
    rule_of(item, 8, 20)
    client.force_login(cem)

    page = client.get(item.get_absolute_url())

    assert (page.context["item"].available, page.context["suggestion"].quantity) == (D(6), D(14))
    lots = [(part.lot.number, part.lot.is_expired) for part in page.context["parts"]]
    assert lots == [("OLD", True), ("NEW", False)]
    assert "10 on hand − 4 expired or in quarantine − 0 reserved = 6 available" in page.content.decode()


def test_who_may_not_see_an_order_does_not_learn_of_it_from_a_piece(client, ann, eve, cem):
    pump = by_serial()
    (piece,) = pieces_in(pump, "S-1")
    order = confirmed(ann, [(pump, 1)])
    line = order.lines.get()
    record_picked(order.pk, quantities={line.pk: D(1)})
    issue_goods(order.pk, issues=[Issue(line.pk, make_warehouse().pk, D(1))], source="shipment:1", actor=cem)
    record_shipped(order.pk, quantities={line.pk: D(1)}, source="shipment:1")

    client.force_login(ann)
    hers = client.get(piece.get_absolute_url()).content.decode()
    client.force_login(eve)
    others = client.get(piece.get_absolute_url()).content.decode()

    assert (order.ref in hers, order.ref in others, "S-1" in others) == (True, False, True)


def receive(client, **typed):
    values = {"product": "GLUE-1", "quantity": "5", "warehouse": make_warehouse().pk, "reason": "PO 7"} | typed
    return client.post(reverse("inventory:receive"), values)


def test_goods_are_booked_in_with_lot_expiry_and_bin(client, cem):
    glue, shelf = by_lot(), make_bin()
    client.force_login(cem)

    refused = receive(client)
    done = receive(client, lot="L-1", expires_on=f"{in_days(9):%Y-%m-%d}", bin=shelf.pk)

    assert (refused.status_code, done.status_code, parts(glue)) == (409, 302, {("A-01", "L-1"): 5})


def test_pieces_are_booked_in_by_their_numbers(client, cem):
    by_serial()
    client.force_login(cem)

    done = receive(client, product="PUMP-1", quantity="2", serials="S-1\r\n S-2 \n")

    assert done.status_code == 302
    assert sorted(Serial.objects.values_list("number", flat=True)) == ["S-1", "S-2"]


def test_goods_are_transferred_by_form(client, cem):
    product, shelf = make_product(), make_bin()
    item = stocked(product, 10)
    client.force_login(cem)
    typed = {"quantity": "4", "warehouse": item.warehouse_id, "bin": shelf.pk, "reason": "put away"}
    address = reverse("inventory:transfer", args=[item.pk])

    answers = [client.post(address, typed | {"once": "one-key"}) for _twice in range(2)]
    too_many = client.post(address, typed | {"quantity": "40"})

    assert [answer.status_code for answer in (*answers, too_many)] == [302, 302, 409]
    assert parts(product) == {("A-01", ""): 4}


def test_goods_are_written_off_by_form_from_the_bin_they_lie_in(client, cem):
    product = make_product()
    item = binned(product, 10, make_bin())
    client.force_login(cem)
    part = item.parts.get()

    done = client.post(
        reverse("inventory:adjust", args=[item.pk]),
        {"kind": "scrap", "part": part.pk, "quantity": "3", "reason": "rust"},
    )

    reason = StockMove.objects.latest("pk").reason
    assert (done.status_code, parts(product), reason) == (302, {("A-01", ""): 7}, "rust")


def test_stock_is_found_by_lot_and_piece_and_by_what_runs_out(client, cem):
    glue, pump = by_lot(warn_days=10), by_serial()
    lot_in(glue, "L-1", 4, days=5)
    lot_in(by_lot("GLUE-2", warn_days=3), "L-2", 4, days=5)
    pieces_in(pump, "S-1")
    client.force_login(cem)

    def codes(**query) -> list[str]:
        rows = client.get(reverse("inventory:list"), query).context["rows"]
        return sorted(row.item.product.code for row in rows)

    assert (codes(q="l-1"), codes(q="S-1"), codes(q="S-9")) == (["GLUE-1"], ["PUMP-1"], [])
    assert (codes(state="expiring"), codes(state="counting")) == (["GLUE-1"], [])


@pytest.mark.parametrize("name", ["transfer", "adjust", "rule"])
def test_sales_may_not_touch_stock(client, ann, name):
    item = stocked(make_product(), 10)
    client.force_login(ann)

    answer = client.post(reverse(f"inventory:{name}", args=[item.pk]), {"quantity": "1", "reason": "x"})

    assert (answer.status_code, StockMove.objects.count(), ReorderRule.objects.count()) == (403, 1, 0)


def test_a_rule_is_entered_and_changed_by_form(client):
    gil = make_person("gil", "buyer")
    item = stocked(make_product(), 10)
    client.force_login(gil)
    address = reverse("inventory:rule", args=[item.pk])

    wrong = client.post(address, {"minimum": "9", "maximum": "3", "multiple": "1", "lead_days": "7"})
    done = client.post(address, {"minimum": "9", "maximum": "30", "multiple": "6", "lead_days": "5"})

    rule = ReorderRule.objects.get()
    assert (wrong.status_code, done.status_code) == (422, 302)
    assert (rule.minimum, rule.maximum, rule.multiple, rule.lead_days) == (D(9), D(30), D(6), 5)


def test_a_count_goes_from_sheet_to_books_in_the_browser(client, cem):
    product = make_product(barcode="2000000000017")
    item = stocked(product, 5)
    client.force_login(cem)

    opened = client.post(reverse("inventory:open-count"), {"warehouse": item.warehouse_id})
    count = StockCount.objects.get()
    line = count.lines.get()
    scanned = client.post(reverse("inventory:count-scan", args=[count.number]), {"code": "2000000000017"})
    strange = client.post(reverse("inventory:count-scan", args=[count.number]), {"code": "X-9"}, follow=True)
    wrong = client.post(count.get_absolute_url(), {f"counted-{line.pk}": "many"})
    saved = client.post(count.get_absolute_url(), {f"counted-{line.pk}": "4"})
    paper = client.get(reverse("inventory:count-print", args=[count.number]))
    shown = client.get(item.get_absolute_url()).content.decode()
    booked = client.post(reverse("inventory:count-book", args=[count.number]), {"reason": "year end"})
    again = client.post(reverse("inventory:count-book", args=[count.number]), {"reason": "year end"})

    item.refresh_from_db()
    assert [one.status_code for one in (opened, scanned, wrong, saved, paper, booked, again)] == [
        302, 302, 422, 302, 200, 302, 409,
    ]  # fmt: skip
    assert "X-9 is not on this sheet." in strange.content.decode()
    assert ("Being counted" in shown, item.on_hand) == (True, D(4))


def test_a_count_is_cancelled_by_form(client, cem):
    stocked(make_product(), 5)
    count = open_count(warehouse_id=make_warehouse().pk, actor=cem)
    client.force_login(cem)

    client.post(reverse("inventory:count-cancel", args=[count.number]), {"reason": "wrong day"})

    assert (StockCount.objects.get().state, StockItem.objects.get().count_id) == ("cancelled", None)


def test_s62_the_home_page_of_warehouse_and_buyer_shows_what_fell(client, ann, cem):
    rule_of(stocked(make_product(), 1), 5, 20)
    watch_minimum()

    client.force_login(cem)
    seen = client.get(reverse("home")).context["fallen"]
    client.force_login(ann)
    unseen = client.get(reverse("home")).context["fallen"]

    assert ([rule.product.code for rule in seen], unseen) == (["A-1043"], [])


def test_s67_slow_stock_says_what_it_is_worth_to_who_may_know(client, ann, dot):
    stocked(make_product(cost=D(7)), 10)
    work_out_pace()

    client.force_login(dot)
    rich = client.get(reverse("reports:turnover")).context
    client.force_login(ann)
    poor = client.get(reverse("reports:turnover")).context

    assert ([row.on_hand for row in rich["rows"]], rich["worth"], rich["still"]) == ([D(10)], D(70), D(70))
    assert ([row.on_hand for row in poor["rows"]], poor["worth"]) == ([D(10)], None)


def test_the_pages_ask_no_more_than_committed(client, ann, cem):
    glue, shelf = by_lot(), make_bin()
    items = [stocked(make_product(f"P-{n}"), 10) for n in range(12)]
    lot_in(glue, "L-1", 9, bin=shelf)
    for n in range(6):
        confirmed(ann, [(items[0].product, 2)], make_customer(ann, f"C-{n}"))
    rule_of(items[0], 5, 20)
    announce(items[0], 5)
    count = open_count(warehouse_id=make_warehouse().pk, actor=cem)
    work_out_pace()
    client.force_login(cem)
    client.get(reverse("inventory:list"))
    pages = {
        "inventory.list": reverse("inventory:list"),
        "inventory.item": items[0].get_absolute_url(),
        "inventory.lot": StockItem.objects.get(product=glue).parts.get().lot.get_absolute_url(),
        "inventory.counts": reverse("inventory:counts"),
        "inventory.sheet": count.get_absolute_url(),
        "inventory.transfer": reverse("inventory:transfer", args=[items[0].pk]),
        "reports.turnover": reverse("reports:turnover"),
    }

    for name, address in pages.items():
        with counted(name, budget=14):
            assert client.get(address).status_code == 200


def test_what_was_typed_on_a_sheet_stays_where_it_is_no_number(client, cem):
    """And nothing of the sheet is kept, which the page says."""
    stocked(make_product("A-1"), 10)
    stocked(make_product("A-2"), 20)
    count = open_count(warehouse_id=make_warehouse().pk, actor=cem)
    first, second = count.lines.order_by("product__code")
    client.force_login(cem)

    page = client.post(count.get_absolute_url(), {f"counted-{first.pk}": "ten", f"counted-{second.pk}": "19"})

    html = page.content.decode()
    assert page.status_code == 422 and "Mend the lines marked in red and save again." in html
    assert f'name="counted-{first.pk}" value="ten" aria-invalid="true"' in " ".join(html.split())
    assert f'name="counted-{second.pk}" value="19"' in html
    assert list(count.lines.values_list("counted", flat=True)) == [None, None]
    client.post(count.get_absolute_url(), {f"counted-{first.pk}": "10", f"counted-{second.pk}": "19"})
    html = client.get(count.get_absolute_url()).content.decode()
    assert f'name="counted-{second.pk}" value="19"' in html and "Mend the lines" not in html
