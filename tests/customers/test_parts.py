"""Customer part numbers are learned when an order binds, found first afterwards, and corrected by hand."""

import pytest

from core.models import Event
from customers.models import CustomerPart
from orders.services import confirm_order, save_draft, submit_order
from orders.services.entry.composing import DraftHead, DraftRow
from tests.cast import make_customer, make_draft, make_product
from tests.inventory.builders import stocked

pytestmark = pytest.mark.django_db


def order_with_word(ann, customer, product, word: str):
    draft = make_draft(ann, customer, [(product, 1)])
    head = DraftHead(customer=customer, wanted_on=draft.wanted_on)
    row = DraftRow(product_id=product.pk, quantity=2, part=word)
    return save_draft(draft.pk, head=head, rows=[row], version=1, actor=ann)


def test_b15_a_word_is_learned_when_the_order_is_confirmed_and_not_before(ann, bo, settings):
    settings.GENDAN_AUTO_CONFIRM = False
    product, customer = make_product("A-1", price="10"), make_customer(ann)
    stocked(product, 10)
    order = submit_order(order_with_word(ann, customer, product, "KH 889").pk, actor=ann)
    assert CustomerPart.objects.count() == 0

    confirm_order(order.pk, actor=ann)

    part = CustomerPart.objects.get()
    assert (part.customer, part.text, part.key, part.product, part.source) == (
        customer, "KH 889", "kh889", product, order.number,
    )  # fmt: skip
    told = Event.objects.get(name="customer.parts_learned")
    assert told.stream == f"customer:{customer.pk}"


def test_a_word_said_again_for_another_product_means_that_one_from_then_on(ann, bo):
    one, two, customer = make_product("A-1", price="10"), make_product("A-2", price="10"), make_customer(ann)
    for product in (one, two):
        stocked(product, 10)
        submit_order(order_with_word(ann, customer, product, "KH-889").pk, actor=ann)

    assert CustomerPart.objects.get().product == two


def test_an_order_without_words_learns_nothing_and_asks_nothing(ann, bo):
    product, customer = make_product("A-1", price="10"), make_customer(ann)
    stocked(product, 10)

    submit_order(make_draft(ann, customer, [(product, 1)]).pk, actor=ann)

    assert CustomerPart.objects.count() == 0
    assert not Event.objects.filter(name="customer.parts_learned").exists()


def test_the_customers_own_word_is_found_first_and_brings_its_unit(ann, client):
    from catalog.models import ProductUnit, Unit

    product, customer = make_product("A-1"), make_customer(ann)
    make_product("KH-1")
    box = Unit.objects.create(code="box", name="盒")
    ProductUnit.objects.create(product=product, unit=box, factor=10)
    CustomerPart.objects.create(customer=customer, text="KH-889", product=product, unit=box)
    client.force_login(ann)

    found = client.get("/orders/products.json", {"q": "kh", "customer": customer.code}).json()["items"]

    assert [one["value"] for one in found][0] == "A-1"
    assert (found[0]["label"].split(" · ")[0], found[0]["fill"]["unit"]) == ("KH-889", "box")


def test_a_part_number_typed_into_a_row_is_its_product(ann, client):
    from tests.orders.pages import typed

    product, customer = make_product("A-1"), make_customer(ann)
    CustomerPart.objects.create(customer=customer, text="KH-889", product=product)
    client.force_login(ann)

    answer = client.post("/orders/new/", typed(customer, rows=[{"product": "ＫＨ-889", "quantity": "2"}], save="1"))

    assert answer.status_code == 302
    assert customer.parts.get().product == product
