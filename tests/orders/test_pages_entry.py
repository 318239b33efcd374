"""The entry page keeps what is typed, says what is wrong beside it, and writes only what it is asked to."""

import datetime
import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from catalog.models import Price, PriceList, ProductUnit, Unit
from core import clock
from core.models import Event
from orders.models import Order, OrderLine, OrderRevision
from orders.models.words import State
from orders.services import save_draft, submit_order
from orders.services.entry.composing import DraftHead, DraftRow
from tests.cast import make_customer, make_draft, make_product
from tests.orders.pages import everything, hidden, typed
from tests.query_counts import counted

NEW, CHECK = "/orders/new/", "/orders/check/"


@pytest.fixture
def desk(ann, client) -> Client:
    """Ann at her desk."""
    client.force_login(ann)
    return client


@pytest.fixture
def yunqi(ann):
    return make_customer(ann)


@pytest.mark.django_db
def test_a_blank_page_offers_five_rows_and_the_usual_day(desk):
    answer = desk.get(NEW)

    assert answer.status_code == 200
    assert len(answer.context["lines"].forms) == 5
    assert "autofocus" in answer.content.decode()


@pytest.mark.django_db
def test_a_saved_draft_has_what_was_typed_and_no_number(desk, ann, yunqi):
    product = make_product("A-1043", price="86.00")

    answer = desk.post(NEW, typed(yunqi, (product, 40), customer_po="PO-77", freight="12.50", save="1"))

    order = Order.objects.get()
    assert answer.url == f"/orders/D-{order.pk}/edit/"
    assert (order.owner, order.state, order.number, order.customer_po) == (ann, State.DRAFT, None, "PO-77")
    assert (order.net, order.tax, order.freight, order.total) == (
        Decimal("3440.00"), Decimal("447.20"), Decimal("12.50"), Decimal("3899.70"),
    )  # fmt: skip


@pytest.mark.django_db
def test_blank_rows_between_lines_are_left_out(desk, yunqi):
    product = make_product("A-1")
    rows = [{}, {"product": "A-1", "quantity": "2"}, {}, {"product": "A-1", "quantity": "3"}]

    desk.post(NEW, typed(yunqi, rows=rows, save="1"))

    found = OrderLine.objects.order_by("position").values_list("position", "product", "quantity")
    assert list(found) == [(1, product.pk, 2), (2, product.pk, 3)]


@pytest.mark.django_db
def test_a_row_ticked_as_removed_is_left_out(desk, yunqi):
    make_product("A-1")
    rows = [{"product": "A-1", "quantity": "2"}, {"product": "nonsense", "quantity": "x", "DELETE": "on"}]

    desk.post(NEW, typed(yunqi, rows=rows, save="1"))

    assert OrderLine.objects.count() == 1


@pytest.mark.django_db
def test_codes_are_read_in_any_case_barcodes_too_and_a_box_barcode_means_a_box(desk, yunqi):
    product = make_product("A-1", barcode="6901234567892", price="10")
    box = Unit.objects.create(code="box", name="盒")
    ProductUnit.objects.create(product=product, unit=box, factor=10, barcode="16901234567899")
    rows = [
        {"product": "a-1", "quantity": "1"},
        {"product": "6901234567892", "quantity": "1"},
        {"product": "16901234567899", "quantity": "1"},
        {"product": "A-1", "unit": "盒", "quantity": "2"},
        {"product": "A-1", "unit": "BOX", "quantity": "１２"},
    ]

    desk.post(NEW, typed(yunqi, rows=rows, save="1"))

    found = OrderLine.objects.order_by("position").values_list("ordered", "net")
    assert list(found) == [(1, 10), (1, 10), (10, 100), (20, 200), (120, 1200)]


@pytest.mark.django_db
def test_a_row_carries_the_factor_of_its_own_unit_and_no_other_page_does(desk, yunqi):
    product = make_product("A-1", price="10")
    box = Unit.objects.create(code="box", name="盒")
    ProductUnit.objects.create(product=product, unit=box, factor=10)
    rows = [{"product": "A-1", "quantity": "1"}, {"product": "A-1", "unit": "box", "quantity": "2"}]
    saved = desk.post(NEW, typed(yunqi, rows=rows, save="1"))

    opened, blank = (desk.get(url).content.decode() for url in (saved.url, NEW))

    factors = r'name="lines-(\d)-unit"[^>]* data-with="product=#id_lines-(\d)-product"[^>]* data-factor="(\d+)"'
    assert re.findall(factors, opened) == [("0", "0", "1"), ("1", "1", "10")]
    assert "data-factor" not in blank


@pytest.mark.django_db
def test_a_row_that_says_only_blanks_is_no_row(desk, yunqi):
    product = make_product("A-1", price="10")
    rows = [{"product": " ", "quantity": "  "}, {"product": "A-1", "quantity": "2"}, {"note": "\u3000"}]

    desk.post(NEW, typed(yunqi, rows=rows, save="1"))

    assert [line.product_id for line in OrderLine.objects.all()] == [product.pk]


@pytest.mark.django_db
def test_without_a_price_the_customers_own_holds_and_a_typed_one_stays(desk, ann):
    product = make_product("A-1", price="100")
    agreed = PriceList.objects.create(name="Framework")
    Price.objects.create(price_list=agreed, product=product, price=Decimal("91.5"))
    customer = make_customer(ann, price_list=agreed)
    rows = [{"product": "A-1", "quantity": "1"}, {"product": "A-1", "quantity": "1", "price": "95", "discount": "2"}]

    desk.post(NEW, typed(customer, rows=rows, save="1"))

    found = OrderLine.objects.order_by("position").values_list("unit_price", "discount", "net")
    assert list(found) == [(Decimal("91.5"), 0, Decimal("91.50")), (95, 2, Decimal("93.10"))]


@pytest.mark.django_db
def test_an_unknown_code_stays_as_typed_with_the_reason_beside_it(desk, yunqi):
    before = everything()

    answer = desk.post(NEW, typed(yunqi, rows=[{"product": "NOPE-1", "quantity": "4"}], save="1"))

    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="NOPE-1"' in html and 'value="4"' in html
    assert answer.context["lines"].forms[0].complaints == ["No product has the code or barcode NOPE-1."]
    assert everything() == before


@pytest.mark.django_db
def test_a_customer_of_somebody_else_does_not_exist(desk, eve):
    theirs, product = make_customer(eve, "C-EVE"), make_product("A-1")
    before = everything()

    answer = desk.post(NEW, typed(theirs, (product, 1), save="1"))

    assert answer.status_code == 422
    assert answer.context["head"].errors["customer"] == ["No customer of yours has the code C-EVE."]
    assert everything() == before


@pytest.mark.django_db
def test_an_address_of_another_customer_is_refused(desk, ann, yunqi):
    other = make_customer(ann, "C-2").addresses.get()
    data = typed(yunqi, (make_product("A-1"), 1), save="1", ship_to=str(other.pk), shown_for=yunqi.code)

    answer = desk.post(NEW, data)

    assert answer.status_code == 422
    assert list(answer.context["head"].errors) == ["ship_to"]
    assert Order.objects.count() == 0


@pytest.mark.django_db
def test_submit_saves_and_hands_in_at_once(desk, ann, yunqi):
    answer = desk.post(NEW, typed(yunqi, (make_product("A-1"), 1), submit="1"))

    order = Order.objects.get()
    assert order.number and answer.url == f"/orders/{order.number}/"
    assert OrderRevision.objects.get(order=order).submitted_by == ann


@pytest.mark.django_db
def test_a_stop_is_told_with_every_reason_and_nothing_is_saved(desk, yunqi):
    product = make_product("A-1", price="100", floor_price=Decimal(90))
    rows = [{"product": "A-1", "quantity": "1", "price": "50"}]
    before = everything()

    answer = desk.post(NEW, typed(yunqi, rows=rows, submit="1", wanted_on=""))

    assert answer.status_code == 422
    codes = [finding.code for finding in answer.context["blocked"].findings]
    assert codes == ["completeness", "below_floor"]
    assert answer.context["lines"].forms[0].stopped
    assert 'value="50"' in answer.content.decode()
    assert everything() == before
    assert product.active


@pytest.mark.django_db
def test_s8_a_customer_po_used_before_needs_a_reason_and_the_reason_is_kept(desk, ann, yunqi):
    product = make_product("A-1")
    make_draft(ann, yunqi, [(product, 1)], customer_po="PO-1")
    data = typed(yunqi, (product, 2), submit="1", customer_po="PO-1")

    asked = desk.post(NEW, data)
    assert asked.status_code == 422 and 'name="reason"' in asked.content.decode()
    assert Order.objects.count() == 1
    answer = desk.post(NEW, data | {"reason": "a second delivery"})

    assert answer.status_code == 302
    assert OrderRevision.objects.get().reason == "a second delivery"


@pytest.mark.django_db
def test_f20_the_same_form_sent_twice_gives_one_order_and_the_same_answer(desk, yunqi):
    data = typed(yunqi, (make_product("A-1"), 1), submit="1")

    answers = [desk.post(NEW, data) for _ in range(3)]

    assert Order.objects.count() == 1
    assert len({answer.url for answer in answers}) == 1


@pytest.mark.django_db
def test_f20_a_saved_draft_sent_again_by_back_and_resubmit_changes_nothing(desk, ann, yunqi):
    order = make_draft(ann, yunqi, [(make_product("A-1"), 1)])
    data = typed(yunqi, (order.lines.get().product, 9), save="1", version="1")
    edit = f"/orders/{order.ref}/edit/"

    answers = [desk.post(edit, data) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Order.objects.get().version == 2


@pytest.mark.django_db
def test_the_same_key_with_other_content_is_refused(desk, yunqi):
    data = typed(yunqi, (make_product("A-1"), 1), save="1")
    desk.post(NEW, data)

    answer = desk.post(NEW, data | {"customer_po": "other"})

    assert answer.status_code == 409
    assert Order.objects.count() == 1


@pytest.mark.django_db
def test_editing_opens_with_what_was_saved_and_saves_it_unchanged(desk, ann, yunqi):
    product = make_product("A-1", price="10")
    head = DraftHead(customer=yunqi, customer_po="PO-9", wanted_on=clock.today(), freight=Decimal("3.5"), note="call")
    rows = [DraftRow(product_id=product.pk, quantity=Decimal("2.5"), unit_price=Decimal("9.9"), discount=Decimal(5))]
    order = save_draft(None, head=head, rows=rows, version=None, actor=ann)
    shown = desk.get(f"/orders/{order.ref}/edit/")
    form = shown.context["head"]
    data = {name: form[name].value() or "" for name in form.fields}
    line = shown.context["lines"].forms[0]
    data |= {f"lines-0-{name}": line[name].value() or "" for name in line.fields if name != "DELETE"}
    data |= {"lines-TOTAL_FORMS": "6", "lines-INITIAL_FORMS": "1", "version": hidden(shown.content, "version")}

    answer = desk.post(f"/orders/{order.ref}/edit/", data | {"save": "1", "shown_for": yunqi.code})

    assert answer.status_code == 302
    again = Order.objects.get()
    line = again.lines.get()
    assert (again.customer_po, again.freight, again.note, again.version) == ("PO-9", Decimal("3.5"), "call", 2)
    assert (line.quantity, line.unit_price, line.discount) == (Decimal("2.5"), Decimal("9.9"), 5)


@pytest.mark.django_db
def test_f43_the_second_editor_sees_the_difference_and_nothing_is_lost(desk, ann, bo, yunqi):
    one, two = make_product("A-1"), make_product("B-2")
    order = make_draft(ann, yunqi, [(one, 1), (two, 2)], customer_po="PO-OLD")
    head = DraftHead(customer=yunqi, customer_po="PO-BO", wanted_on=order.wanted_on)
    rows = [DraftRow(product_id=one.pk, quantity=Decimal(7)), DraftRow(product_id=two.pk, quantity=Decimal(2))]
    save_draft(order.pk, head=head, rows=rows, version=1, actor=bo)
    mine = typed(
        yunqi, (one, 5), (two, 2), customer_po="PO-ANN", wanted_on=f"{order.wanted_on:%Y-%m-%d}", version="1", save="1"
    )

    answer = desk.post(f"/orders/{order.ref}/edit/", mine)

    assert answer.status_code == 409
    told = [(one.key, one.mine, one.saved) for one in answer.context["differing"]]
    assert told == [
        ("head:customer_po", "PO-ANN", "PO-BO"),
        ("line:1", "A-1 · 5", "A-1 · 7 pc"),
    ]
    assert 'value="PO-ANN"' in answer.content.decode()
    assert hidden(answer.content, "version") == "2"
    assert Order.objects.get().customer_po == "PO-BO"


@pytest.mark.django_db
def test_f43_taking_a_line_and_saving_again_keeps_both_peoples_work(desk, ann, bo, yunqi):
    one, two = make_product("A-1"), make_product("B-2")
    order = make_draft(ann, yunqi, [(one, 1)])
    head = DraftHead(customer=yunqi, customer_po="PO-BO", wanted_on=order.wanted_on)
    rows = [DraftRow(product_id=one.pk, quantity=Decimal(7)), DraftRow(product_id=two.pk, quantity=Decimal(2))]
    save_draft(order.pk, head=head, rows=rows, version=1, actor=bo)
    edit = f"/orders/{order.ref}/edit/"
    mine = typed(yunqi, (one, 5), customer_po="PO-ANN", version="1")
    assert desk.post(edit, mine | {"save": "1"}).status_code == 409

    merged = desk.post(edit, mine | {"merge": "1", "take": ["line:2"]})
    lines = [form for form in merged.context["lines"].forms if form["product"].value()]
    assert [(form["product"].value(), form["quantity"].value()) for form in lines] == [("A-1", "5"), ("B-2", "2")]
    assert Order.objects.get().version == 2
    again = typed(yunqi, (one, 5), (two, 2), customer_po="PO-ANN", version=hidden(merged.content, "version"), save="1")
    assert desk.post(edit, again).status_code == 302

    saved = Order.objects.get()
    assert (saved.customer_po, saved.version) == ("PO-ANN", 3)
    assert list(saved.lines.order_by("position").values_list("quantity", flat=True)) == [5, 2]


@pytest.mark.django_db
def test_a_submitted_order_cannot_be_edited(desk, ann, yunqi):
    product = make_product("A-1")
    order = submit_order(make_draft(ann, yunqi, [(product, 1)]).pk, actor=ann)
    total = order.total

    shown = desk.get(f"/orders/{order.ref}/edit/")
    answer = desk.post(f"/orders/{order.ref}/edit/", typed(yunqi, (product, 9), save="1", version="1"))

    assert shown.url == f"/orders/{order.ref}/"
    assert answer.status_code == 409
    assert Order.objects.get().total == total


@pytest.mark.django_db
def test_more_rows_keeps_what_was_typed_and_checks_nothing(desk, yunqi):
    answer = desk.post(NEW, typed(yunqi, rows=[{"product": "half-typ", "quantity": ""}], more="1"))

    assert answer.status_code == 200
    assert len(answer.context["lines"].forms) == 11
    assert 'value="half-typ"' in answer.content.decode()


@pytest.mark.django_db
def test_check_without_script_prices_and_examines_and_writes_nothing(desk, yunqi):
    data = typed(yunqi, (make_product("A-1", price="10"), 3), check="1")
    before = everything()

    answer = desk.post(NEW, data)

    assert answer.status_code == 200
    assert answer.context["priced"].total == Decimal("33.90")
    assert [section.key for section in answer.context["sections"]][:4] == ["stock", "credit", "price", "approval"]
    assert everything() == before


@pytest.mark.django_db
def test_the_live_check_answers_fragments_and_writes_nothing(desk, yunqi):
    product = make_product("A-1", price="10")
    rows = [{"product": "A-1", "quantity": "3"}, {"product": "A-9", "quantity": "1"}, {"product": "A-1"}]
    data = typed(yunqi, rows=rows, shown_for=yunqi.code)
    before = everything()

    with counted("orders.check", budget=18):
        answer = desk.post(CHECK, data)

    html = answer.content.decode()
    assert 'id="check-panel"' in html and 'id="totals"' in html
    assert '<output id="lines-0-amount">30.00</output>' in html
    assert "No product has the code or barcode A-9." in html
    assert "This field is required" not in html
    assert everything() == before
    assert product.pk


@pytest.mark.django_db
def test_the_live_check_brings_the_customers_addresses_when_the_customer_changed(desk, ann, yunqi):
    first = desk.post(CHECK, typed(yunqi, shown_for=""))
    second = desk.post(CHECK, typed(yunqi, shown_for=yunqi.code))

    assert 'id="ship-to-field"' in first.content.decode() and "转塘 3 号库" in first.content.decode()
    assert 'id="ship-to-field"' not in second.content.decode()


@pytest.mark.django_db
def test_the_live_check_asks_no_more_queries_for_fifty_lines_than_for_one(desk, yunqi):
    products = [make_product(f"P-{n}") for n in range(50)]

    with counted("orders.check.50", budget=15):
        answer = desk.post(CHECK, typed(yunqi, *[(product, 1) for product in products], shown_for=yunqi.code))

    assert len(answer.context["sheet"].priced_lines) == 50


@pytest.mark.django_db
def test_the_entry_pages_stay_within_their_budget(desk, ann, yunqi):
    order = make_draft(ann, yunqi, [(make_product(f"P-{n}"), 1) for n in range(10)])
    desk.get("/")

    with counted("orders.new", budget=8):
        desk.get(NEW)
    with counted("orders.edit", budget=9):
        desk.get(f"/orders/{order.ref}/edit/")


@pytest.mark.django_db
def test_products_are_found_with_the_customers_price(desk, ann):
    product = make_product("A-1043", price="100", name="同步带")
    agreed = PriceList.objects.create(name="Framework")
    Price.objects.create(price_list=agreed, product=product, price=Decimal("91.5"))
    customer = make_customer(ann, price_list=agreed)

    found = desk.get("/orders/products.json", {"q": "A-1043", "customer": customer.code}).json()["items"]

    assert [(one["value"], one["meta"]) for one in found] == [("A-1043", "91.50 / pc · 0 free")]


@pytest.mark.django_db
def test_a9_another_customers_price_is_not_told(desk, eve):
    product = make_product("A-1043", price="100")
    secret = PriceList.objects.create(name="Secret")
    Price.objects.create(price_list=secret, product=product, price=Decimal("77.77"))
    theirs = make_customer(eve, "C-EVE", price_list=secret)

    answer = desk.get("/orders/products.json", {"q": "A-1043", "customer": theirs.code})

    assert "77.77" not in answer.content.decode()


@pytest.mark.django_db
def test_a_new_order_from_a_customers_page_starts_with_that_customer(desk, yunqi):
    answer = desk.get(NEW, {"customer": yunqi.code})

    assert answer.context["head"]["customer"].value() == yunqi.code
    assert yunqi.title in answer.content.decode()


@pytest.mark.django_db
def test_a7_fields_nobody_offered_are_ignored(desk, ann, bo, yunqi):
    extra = {
        "state": "confirmed", "number": "SO-1", "total": "1", "owner": bo.pk, "department": "9", "version": "7",
        "is_superuser": "1", "created_at": "2001-01-01", "origin": "history", "paid_amount": "999",
        "lines-0-net": "0.01",
        "lines-0-ordered": "1", "lines-0-tax_percent": "0",
    }  # fmt: skip

    desk.post(NEW, typed(yunqi, (make_product("A-1", price="10"), 2), save="1") | extra)

    order = Order.objects.get()
    assert (order.state, order.number, order.owner, order.origin, order.paid_amount) == ("draft", None, ann, "live", 0)
    assert (order.total, order.version) == (Decimal("22.60"), 1)
    assert clock.now() - order.created_at < datetime.timedelta(hours=1)
    ann.refresh_from_db()
    assert not ann.is_superuser


@pytest.mark.django_db
def test_a_warehouse_keeper_may_not_type_orders(cem, client):
    client.force_login(cem)

    assert client.get(NEW).status_code == 403
    assert client.post(CHECK, {}).status_code == 403
    assert Event.objects.filter(name="order.drafted").count() == 0
    assert reverse("orders:new") == NEW
