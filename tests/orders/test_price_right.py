"""Prices are a duty of their own (S25): who lacks the right changes none, by no way in."""

import datetime
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError

from core import clock
from core.models import User
from core.roles import SALES, SALES_MANAGER
from orders.models import DiscountLimit, Order
from orders.services import copy_order, save_draft, submit_order
from orders.services.entry.checking import Blocked
from orders.services.entry.composing import DraftHead, DraftRow
from orders.services.prices.limits import discount_limit_of
from tests.cast import make_customer, make_person, make_product
from tests.orders.pages import everything, typed
from tests.pricing import make_list

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def clerk(ann) -> User:
    """Ann in a house where sales enters orders and a pricing desk sets prices."""
    Group.objects.get(name=SALES).permissions.remove(Permission.objects.get(codename="set_price"))
    return User.objects.get(pk=ann.pk)


@pytest.fixture
def product():
    return make_product("A-1", price="100")


def head_for(customer) -> DraftHead:
    return DraftHead(customer=customer, wanted_on=clock.today())


def row(product, **more) -> DraftRow:
    return DraftRow(product_id=product.pk, **({"quantity": D(10)} | more))


def saved(actor, customer, *rows, order=None) -> Order:
    order_id, version = (order.pk, order.version) if order else (None, None)
    return save_draft(order_id, head=head_for(customer), rows=rows, version=version, actor=actor)


@pytest.mark.parametrize("price", ["99.99", "100.01", "0", "1000"])
def test_without_the_right_no_other_price_is_saved(clerk, product, price):
    customer = make_customer(clerk)
    before = everything()

    with pytest.raises(Blocked) as refused:
        saved(clerk, customer, row(product), row(product, unit_price=D(price)))

    assert [(one.code, one.line, one.field) for one in refused.value.findings] == [("price_right", 2, "price")]
    assert everything() == before


def test_the_price_that_is_found_may_be_typed_too(clerk, product):
    line = saved(clerk, make_customer(clerk), row(product, unit_price=D(100))).lines.get()

    assert (line.unit_price, line.source.kind) == (D(100), "product")


@pytest.mark.parametrize(("discount", "passes"), [("0", True), ("5", True), ("5.01", False), ("100", False)])
def test_without_the_right_a_discount_stays_within_the_limit(clerk, product, discount, passes):
    customer = make_customer(clerk)

    if passes:
        assert saved(clerk, customer, row(product, discount=D(discount))).lines.get().discount == D(discount)
        return
    with pytest.raises(Blocked) as refused:
        saved(clerk, customer, row(product, discount=D(discount)))
    assert [(one.code, one.field) for one in refused.value.findings] == [("discount_right", "discount")]
    assert not Order.objects.exists()


def test_by_form_and_by_crafted_post_the_field_says_so_and_nothing_is_written(clerk, client, product):
    customer = make_customer(clerk)
    client.force_login(clerk)
    before = everything()

    for way in ("save", "submit"):
        data = typed(
            customer, rows=[{"product": "A-1", "quantity": "1", "price": "60", "discount": "20"}], **{way: "1"}
        )
        page = client.post("/orders/new/", data)

        text = page.content.decode()
        assert page.status_code == 422
        assert "Line 1: the price of A-1 is 100; changing it needs the right to set unit prices." in text
        assert "Line 1: 20 % on A-1 is more than the 5 % you may give." in text
        assert 'value="60"' in text
    assert {**everything(), "core.OnceKey": 0} == {**before, "core.OnceKey": 0}


def test_the_live_check_says_it_in_the_row(clerk, client, product):
    client.force_login(clerk)
    data = typed(make_customer(clerk), rows=[{"product": "A-1", "quantity": "1", "price": "60"}])

    page = client.post("/orders/check/", data).content.decode()

    said = page.split('id="lines-0-said">')[1].split("</span>")[0]
    assert said == "Line 1: the price of A-1 is 100; changing it needs the right to set unit prices."


def test_a_copy_brings_no_discount_its_writer_may_not_give(clerk, bo, product):
    source = saved(bo, make_customer(clerk), row(product, discount=D(20)))
    before = everything()

    with pytest.raises(Blocked, match="Line 1: 20 % on A-1 is more than the 5 % you may give"):
        copy_order(source.pk, actor=clerk)

    assert everything() == before


def test_a_copy_brings_no_price_somebody_else_had_typed(clerk, bo, product):
    source = saved(bo, make_customer(clerk), row(product, unit_price=D(60)))

    assert copy_order(source.pk, actor=clerk).lines.get().unit_price == D(100)


def test_what_a_colleague_with_the_right_gave_stays_for_no_smaller_quantity(clerk, bo, product):
    customer = make_customer(clerk)
    order = saved(clerk, customer, row(product))
    order = saved(bo, customer, row(product, unit_price=D(80), discount=D(10)), order=order)

    order = saved(clerk, customer, row(product, quantity=D(12), unit_price=D(80), discount=D(10)), order=order)

    assert order.lines.get().net == D("864.00")
    for less in ({"quantity": D(9)}, {"discount": D(11)}, {"unit_price": D(79)}):
        with pytest.raises(Blocked):
            saved(clerk, customer, row(product, **({"unit_price": D(80), "discount": D(10)} | less)), order=order)
    twice = row(product, quantity=D(12), unit_price=D(80), discount=D(10))
    with pytest.raises(Blocked):
        saved(clerk, customer, twice, twice, order=order)
    with pytest.raises(Blocked):
        saved(clerk, customer, row(make_product("B-1", price="100"), unit_price=D(80)), order=order)
    order.refresh_from_db()
    assert order.lines.get().net == D("864.00")


def test_a_price_that_is_not_found_any_more_was_given_by_nobody(clerk, product):
    own = make_list("Own", (product, "80"), valid_until=clock.today())
    customer = make_customer(clerk, price_list=own)
    order = saved(clerk, customer, row(product))

    with clock.at(clock.now() + datetime.timedelta(days=2)), pytest.raises(Blocked):
        saved(clerk, customer, row(product, unit_price=D(80)), order=order)

    assert order.lines.get().unit_price == D(80)


def test_who_lacks_the_right_submits_what_a_colleague_has_priced(clerk, bo, product):
    customer = make_customer(clerk)
    order = saved(bo, customer, row(product, unit_price=D(80)))
    Order.objects.filter(pk=order.pk).update(owner=clerk)

    assert submit_order(order.pk, actor=clerk).state == "pending_approval"


def test_with_the_right_a_price_over_the_limit_goes_to_the_manager(ann, product):
    order = saved(ann, make_customer(ann), row(product, unit_price=D(80)))

    submit_order(order.pk, actor=ann)

    facts = [one["facts"] for one in order.revisions.get().findings if one["code"] == "discount"]
    assert facts == [{"product": "A-1", "discount": "20", "limit": "5"}]


def test_the_right_is_born_with_sales_its_managers_and_the_director():
    holders = Group.objects.filter(permissions__codename="set_price").values_list("name", flat=True)

    assert set(holders) == {"sales", "sales_manager", "director"}


# --- limits --------------------------------------------------------------------------------------


def test_a_persons_own_limit_goes_before_their_roles_of_which_the_highest_counts(ann, bo):
    assert discount_limit_of(ann.pk) == D(5)
    ann.groups.add(Group.objects.get(name=SALES_MANAGER))
    DiscountLimit.objects.create(role=SALES, percent=D(3))
    DiscountLimit.objects.create(role=SALES_MANAGER, percent=D("12.5"))
    assert discount_limit_of(ann.pk) == D("12.5")
    DiscountLimit.objects.create(person=ann, percent=D(0))

    assert (discount_limit_of(ann.pk), discount_limit_of(bo.pk)) == (D(0), D("12.5"))
    assert discount_limit_of(None) == D(5)


@pytest.mark.parametrize(("limit", "asked"), [("7.9", ["8"]), ("8", [])])
def test_a_discount_asks_the_manager_only_over_the_givers_own_limit(ann, product, limit, asked):
    DiscountLimit.objects.create(role=SALES, percent=D(limit))
    order = saved(ann, make_customer(ann), row(product, discount=D(8)))

    submit_order(order.pk, actor=ann)

    found = [one["facts"]["discount"] for one in order.revisions.get().findings if one["code"] == "discount"]
    assert found == asked


@pytest.mark.parametrize("wrong", [{}, {"role": SALES, "person": True}])
def test_a_limit_is_a_persons_or_a_roles(ann, wrong):
    limit = DiscountLimit(**(wrong | ({"person": ann} if wrong else {})))

    with pytest.raises(ValidationError, match="Name a person or a role, not both"):
        limit.full_clean()


def test_the_administrator_sets_limits_and_sales_does_not(client, ann):
    client.force_login(make_person("ida", "admin", is_staff=True))
    client.post("/admin/orders/discountlimit/add/", {"role": SALES, "percent": "8"})
    assert discount_limit_of(ann.pk) == D(8)

    ann.is_staff = True
    ann.save()
    client.force_login(ann)
    assert client.post("/admin/orders/discountlimit/add/", {"role": SALES_MANAGER, "percent": "90"}).status_code == 403
    assert DiscountLimit.objects.count() == 1
