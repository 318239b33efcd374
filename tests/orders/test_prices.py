"""Which price a customer gets: the sources in their order, the step reached, the day, and what was paid last."""

import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from catalog.models import Price, ProductUnit, Unit
from core import clock
from orders.checks import price_source
from orders.models import OrderLine
from orders.models.source import PriceKind, PriceSource
from orders.models.words import State
from orders.services import cancel_order, copy_order, save_draft, submit_order
from orders.services.entry.checking import load_facts
from orders.services.entry.composing import DraftHead, DraftRow
from orders.services.prices.last_paid import last_paid
from orders.services.prices.pricing import offers
from tests.cast import make_customer, make_draft, make_product
from tests.orders.pages import typed
from tests.pricing import for_tier, make_list, make_rate

pytestmark = pytest.mark.django_db
D = Decimal
DAY = datetime.timedelta(days=1)


def found(customer, product, quantity="1"):
    rung = offers(customer, [product.pk])[product.pk].at(D(quantity))
    return rung.price, rung.source.kind, rung.source.name


def test_s25_the_customers_own_list_goes_before_the_tiers_before_everybodys_before_the_list_price(ann):
    a, b, c, d = (make_product(code, price="100") for code in "ABCD")
    own = make_list("Own", (a, "70"))
    for_tier(make_list("Key tier", (a, "80"), (b, "81")), "key")
    for_tier(make_list("All", (a, "90"), (b, "91"), (c, "92")))
    customer = make_customer(ann, tier="key", price_list=own)

    assert [found(customer, one) for one in (a, b, c, d)] == [
        (D(70), PriceKind.CUSTOMER, "Own"),
        (D(81), PriceKind.TIER, "Key tier"),
        (D(92), PriceKind.GENERAL, "All"),
        (D(100), PriceKind.PRODUCT, ""),
    ]


def test_another_tier_gets_no_price_of_the_key_tier(ann):
    product = make_product(price="100")
    for_tier(make_list("Key tier", (product, "80")), "key")

    assert found(make_customer(ann, tier="new"), product) == (D(100), PriceKind.PRODUCT, "")


@pytest.mark.parametrize(
    ("quantity", "price"),
    [("1", "90"), ("99.9999", "90"), ("100", "80"), ("499", "80"), ("500", "75"), ("9999", "75")],
)
def test_a_line_takes_the_highest_step_it_reaches(ann, quantity, price):
    product = make_product(price="100")
    own = make_list("Own", (product, "80", 100), (product, "90"), (product, "75", 500))

    assert found(make_customer(ann, price_list=own), product, quantity)[0] == D(price)


def test_a_source_without_a_step_for_so_few_leaves_the_price_to_the_next_source(ann):
    product = make_product(price="100")
    for_tier(make_list("All", (product, "95")))
    customer = make_customer(ann, price_list=make_list("Own", (product, "80", 100)))

    assert [found(customer, product, many)[2] for many in ("10", "100")] == ["All", "Own"]


@pytest.mark.parametrize(
    ("begins", "ends", "holds"),
    [(None, None, True), (0, 0, True), (-5, 5, True), (1, None, False), (None, -1, False), (-9, -1, False)],
)
def test_a_list_holds_from_its_first_to_its_last_day(ann, begins, ends, holds):
    product, today = make_product(price="100"), clock.today()
    days = {"valid_from": begins, "valid_until": ends}
    own = make_list(
        "Own", (product, "80"), **{name: None if n is None else today + n * DAY for name, n in days.items()}
    )

    assert found(make_customer(ann, price_list=own), product)[0] == (D(80) if holds else D(100))


def test_of_two_lists_of_a_tier_the_later_one_counts(ann):
    product, today = make_product(price="100"), clock.today()
    for name, price, age in (("This year", "85", 10), ("Last year", "80", 400), ("Always", "70", None)):
        begun = today - age * DAY if age else None
        for_tier(make_list(name, (product, price), valid_from=begun), "standard")

    assert found(make_customer(ann), product) == (D(85), PriceKind.TIER, "This year")


def test_a_list_in_another_currency_is_not_used(ann):
    product = make_product(price="100")
    for_tier(make_list("Dollars", (product, "12"), currency="USD"))

    assert found(make_customer(ann), product) == (D(100), PriceKind.PRODUCT, "")


def test_the_questions_asked_do_not_grow_with_the_lines(ann):
    goods = [make_product(f"P-{n}", price="100") for n in range(40)]
    own = make_list("Own", *[(one, "80", start) for one in goods for start in (0, 10, 100)])
    for_tier(make_list("All", *[(one, "90") for one in goods]))
    customer = make_customer(ann, price_list=own)

    counts = []
    for some in (goods[:1], goods):
        with CaptureQueriesContext(connection) as asked:
            offers(customer, [one.pk for one in some], with_last=True)
        counts.append(len(asked))

    assert counts == [5, 5]


def test_two_prices_from_the_same_quantity_are_refused():
    product = make_product()
    own = make_list("Own", (product, "80", 10))

    with pytest.raises(IntegrityError), transaction.atomic():
        Price.objects.create(price_list=own, product=product, price=D(1), from_quantity=D(10))


def test_s4_a_draft_keeps_the_price_of_its_quantity_and_where_it_came_from(ann):
    product, until = make_product(price="100"), clock.today() + 30 * DAY
    own = make_list("Yunqi 2026", (product, "90"), (product, "80", 100), valid_until=until)
    customer = make_customer(ann, price_list=own)

    line = make_draft(ann, customer, [(product, 100)]).lines.get()

    assert (line.list_price, line.unit_price, line.net) == (D(80), D(80), D("8000.00"))
    assert line.source == PriceSource(kind=PriceKind.CUSTOMER, name="Yunqi 2026", start="100", until=until.isoformat())
    assert str(line.source) == "Yunqi 2026 from 100"


def test_a_box_reaches_the_step_of_the_pieces_in_it(ann):
    product = make_product(price="100")
    box = ProductUnit.objects.create(product=product, unit=Unit.objects.create(code="box", name="箱"), factor=D(50))
    customer = make_customer(ann, price_list=make_list("Own", (product, "80", 100)))
    rows = [DraftRow(product_id=product.pk, quantity=D(many), unit_id=box.unit_id) for many in (1, 2)]

    order = save_draft(None, head=DraftHead(customer=customer), rows=rows, version=None, actor=ann)

    assert list(order.lines.values_list("unit_price", "net")) == [(D(5000), D("5000.00")), (D(4000), D("8000.00"))]


def test_a_copy_is_priced_anew_for_its_quantity_and_day(ann):
    product = make_product(price="100")
    own = make_list("Own", (product, "80", 10), valid_until=clock.today())
    source = make_draft(ann, make_customer(ann, price_list=own), [(product, 10)])

    with clock.at(clock.now() + 2 * DAY):
        copy = copy_order(source.pk, actor=ann)

    line = copy.lines.get()
    assert (source.lines.get().unit_price, line.unit_price) == (D(80), D(100))
    assert (line.source.kind, line.source.missed) == (PriceKind.PRODUCT, "Own")


def test_a_list_that_is_over_is_said_aloud_at_submit(ann):
    own = make_list("Old prices", valid_until=clock.today() - DAY)
    draft = make_draft(ann, make_customer(ann, price_list=own))

    order = submit_order(draft.pk, actor=ann)

    told = [one for one in order.revisions.get().findings if one["code"] == "list_missed"]
    assert [(one["level"], one["message"]["values"]) for one in told] == [("warn", {"list": "Old prices"})]


def test_a_typed_price_is_marked_with_what_was_found(ann):
    product = make_product(price="100")
    row = DraftRow(product_id=product.pk, quantity=D(1), unit_price=D("99.5"))
    head = DraftHead(customer=make_customer(ann), wanted_on=clock.today())

    order = save_draft(None, head=head, rows=[row], version=None, actor=ann)

    line = order.lines.get()
    assert (line.list_price, line.unit_price, line.source.kind) == (D(100), D("99.5"), PriceKind.TYPED)
    submit_order(order.pk, actor=ann)
    typed_finding = [one for one in order.revisions.get().findings if one["code"] == "price_typed"]
    assert [one["facts"] for one in typed_finding] == [{"product": "A-1043", "price": "99.5", "listed": "100"}]


def test_the_price_paid_last_is_the_latest_orders_less_its_discount(ann):
    product, customer = make_product(price="100"), make_customer(ann)
    head = DraftHead(customer=customer, wanted_on=clock.today())
    rows = [DraftRow(product_id=product.pk, quantity=D(2), discount=D(5))]
    first = make_draft(ann, customer, [(product, 1)])
    second = save_draft(None, head=head, rows=rows, version=None, actor=ann)
    for order in (first, second):
        submit_order(order.pk, actor=ann)
    make_draft(ann, customer, [(product, 1)])
    other = make_draft(ann, make_customer(ann, "C-2"), [(product, 1)])
    submit_order(other.pk, actor=ann)

    last = last_paid(customer, [product.pk])[product.pk]

    second.refresh_from_db()
    assert (last.price, last.ref, last.on) == (D(95), second.number, clock.today())
    cancel_order(second.pk, actor=ann, reason="wrong")
    assert last_paid(customer, [product.pk])[product.pk].price == D(100)


def test_what_was_never_bought_has_no_last_price(ann):
    assert last_paid(make_customer(ann), [make_product().pk]) == {}


def test_the_last_price_is_told_the_way_the_customer_hears_prices_now(ann):
    product, customer = make_product(price="100"), make_customer(ann)
    submit_order(make_draft(ann, customer, [(product, 1)]).pk, actor=ann)
    customer.prices_include_tax = True

    assert last_paid(customer, [product.pk])[product.pk].price == D(113)


def test_s4_the_live_check_says_where_each_price_comes_from_and_margin_only_to_who_may_see_cost(ann, bo, client):
    product = make_product("A-1", price="100", floor_price=D(75), cost=D(60))
    until = clock.today() + 30 * DAY
    own = make_list("Yunqi 2026", (product, "90"), (product, "80", 100), valid_until=until)
    customer = make_customer(ann, price_list=own)
    submit_order(make_draft(ann, customer, [(product, 1)]).pk, actor=ann)
    data, said = typed(customer, rows=[{"product": "A-1", "quantity": "100"}]), {}

    for person in (ann, bo):
        client.force_login(person)
        said[person.username] = " ".join(client.post("/orders/check/", data).content.decode().split())

    for page in said.values():
        row = page.split('id="lines-0-source"')[1].split("</span>")[0]
        assert row == f' title="Yunqi 2026 from 100 until {until}">Yunqi 2026 from 100'
        assert '80.00</span> Yunqi 2026 from 100 <span class="meta nowrap">until' in page
        assert "list 100.00</span>" in page and "floor 75.00</span>" in page
        assert f"last 90.00 on {clock.today()}</span>" in page
        assert f'Yunqi Precision C-1 <span class="nowrap">· CNY</span> <span class="nowrap">· {own}' in page
    assert "margin 25 %" in said["bo"]
    assert "margin" not in said["ann"]


# --- with tax ------------------------------------------------------------------------------------


def test_a_list_with_tax_makes_orders_that_add_up_to_what_was_told(ann):
    product = make_product(price="80")
    own = make_list("Told with tax", (product, "99.99"), inclusive=True)

    order = make_draft(ann, make_customer(ann, price_list=own), [(product, 3)])

    line = order.lines.get()
    assert (order.inclusive, line.unit_price) == (True, D("99.99"))
    assert (line.net, line.tax, order.total) == (D("265.46"), D("34.51"), D("299.97"))


def test_a_customer_who_hears_prices_with_tax_gets_net_lists_converted(ann):
    product = make_product(price="100")

    order = make_draft(ann, make_customer(ann, prices_include_tax=True), [(product, 2)])

    line = order.lines.get()
    assert (line.list_price, line.net, line.tax, order.total) == (D(113), D(200), D(26), D(226))


def test_a_customer_who_hears_net_prices_gets_a_list_with_tax_converted(ann):
    product = make_product(price="100")
    for_tier(make_list("All with tax", (product, "113"), inclusive=True))

    order = make_draft(ann, make_customer(ann), [(product, 2)])

    assert (order.inclusive, order.lines.get().list_price, order.total) == (False, D(100), D(226))


def test_i2_the_books_agree_with_orders_told_with_tax_even_closed_short(ann):
    from orders.invariants import AMOUNTS

    product = make_product(price="33.33")
    make_draft(ann, make_customer(ann, prices_include_tax=True), [(product, 7)])

    def broken() -> list[tuple[int]]:
        with connection.cursor() as cursor:
            cursor.execute(AMOUNTS)
            return cursor.fetchall()

    assert broken() == []
    OrderLine.objects.update(tax=D("30.00"))
    assert len(broken()) == 1


def test_a_discount_is_measured_on_the_price_that_was_told(ann):
    product, customer = make_product(price="100"), make_customer(ann, prices_include_tax=True)
    row = DraftRow(product_id=product.pk, quantity=D(1), discount=D(8))
    head = DraftHead(customer=customer, wanted_on=clock.today())
    draft = save_draft(None, head=head, rows=[row], version=None, actor=ann)

    order = submit_order(draft.pk, actor=ann)

    given = [one["facts"] for one in order.revisions.get().findings if one["code"] == "discount"]
    assert given == [{"product": "A-1043", "discount": "8", "limit": "5"}]


# --- currencies ----------------------------------------------------------------------------------


def dollars(ann, code="C-USD", **more):
    return make_customer(ann, code, currency="USD", domestic=False, **more)


def test_the_list_price_of_a_dollar_customer_is_worth_the_days_rate(ann):
    make_rate("USD", "7.20", clock.today() - 40 * DAY)
    make_rate("USD", "7.00", clock.today() - DAY)
    make_rate("USD", "6.00", clock.today() + DAY)
    customer, product, small = dollars(ann), make_product(price="700"), make_product("S", price="0.35")

    assert found(customer, product)[0] == D("100.00")
    assert found(customer, small)[0] == D("0.0500")


def test_a_dollar_list_is_taken_as_it_stands(ann):
    make_rate()
    product = make_product(price="720")
    customer = dollars(ann, price_list=make_list("Dollars", (product, "95"), currency="USD"))

    order = make_draft(ann, customer, [(product, 2)])

    assert (order.currency, order.rate, order.net) == ("USD", D("7.20"), D("190.00"))


def test_the_rate_is_frozen_when_the_order_is_submitted(ann):
    make_rate("USD", "7.20")
    draft = make_draft(ann, dollars(ann), [(make_product(price="720"), 1)])
    make_rate("USD", "7.30", clock.today())

    order = submit_order(draft.pk, actor=ann)
    make_rate("USD", "9.00", clock.today() + DAY)

    order.refresh_from_db()
    assert (order.total, order.rate, order.base_total) == (D("113.00"), D("7.30"), D("824.90"))


def test_an_order_in_the_houses_own_currency_has_the_rate_one(ann):
    order = submit_order(make_draft(ann, make_customer(ann)).pk, actor=ann)

    assert (order.rate, order.base_total) == (1, order.total)


def test_without_a_rate_the_order_stops_and_says_how_to_go_on(ann, client):
    make_product("A-1", price="100")
    customer = dollars(ann)
    client.force_login(ann)
    data = typed(customer, rows=[{"product": "A-1", "quantity": "1"}], submit="1")

    page = client.post("/orders/new/", data)

    assert page.status_code == 422
    words = "There is no exchange rate for USD yet. Finance enters it under Exchange rates."
    assert words in page.content.decode()
    assert not OrderLine.objects.exists()


def test_an_order_handed_in_before_rates_were_kept_goes_on_without_one(ann):
    make_rate()
    order = submit_order(make_draft(ann, dollars(ann)).pk, actor=ann)
    order.rate = None

    findings = price_source(load_facts(order, list(order.lines.all())), [])

    assert (order.state, findings) == (State.APPROVED, [])


def test_the_floor_in_yuan_stops_a_dollar_price_below_it(ann):
    make_rate("USD", "7.00")
    product = make_product(price="700", floor_price=D(630))
    rows = [DraftRow(product_id=product.pk, quantity=D(1), unit_price=D(price)) for price in ("90", "89.99")]
    head = DraftHead(customer=dollars(ann), wanted_on=clock.today())
    draft = save_draft(None, head=head, rows=rows, version=None, actor=ann)

    with pytest.raises(Exception, match="Line 2: A-1043 at 89.99 is below its floor price 90"):
        submit_order(draft.pk, actor=ann)
