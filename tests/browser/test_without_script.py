"""The whole way from entry to cash in a browser that runs no script at all."""

import re

import pytest
from playwright.sync_api import expect

from finance.models import Invoice, Payment
from orders.models import Order
from orders.models.words import State
from shipping.models import Shipment
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.browser.world import BEARING, BELT, MOTOR, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_step_is_a_plain_form(visit: Visit, world: World) -> None:
    enter(visit(world.ann, script=False))
    agree(visit(world.bo, script=False))
    ship(visit(world.cem, script=False))
    settle(visit(world.dot, script=False))

    order = Order.objects.get()
    assert (order.state, order.payment) == (State.COMPLETED, "paid")


def enter(ann: Visitor) -> None:
    page = ann.page
    ann.sign_in()
    ann.act("New order").click()
    page.locator("[name=customer]").fill("YQ")
    for n, (code, quantity) in enumerate((("A-1043", "40"), ("B-2210", "20"))):
        page.locator(f"[name=lines-{n}-product]").fill(code)
        page.locator(f"[name=lines-{n}-quantity]").fill(quantity)
    page.locator("[name=more]").click()
    expect(page.locator("[name=lines-9-product]")).to_be_visible()
    page.locator("[name=check]").click()
    expect(page.locator("#totals .total")).to_contain_text("4,938.10")
    ann.act("Save draft").click()
    page.wait_for_url("**/edit/")

    page.locator("[name=lines-1-quantity]").fill("25")
    page.locator("[name=lines-2-product]").fill("C-0087")
    page.locator("[name=lines-2-quantity]").fill("6")
    page.locator("[name=check]").click()
    expect(page.locator("#check-panel")).to_contain_text("Bo")
    ann.act("Submit order").click()
    page.wait_for_url(re.compile(r"/orders/SO-"))


def agree(bo: Visitor) -> None:
    bo.sign_in()
    bo.open("/approvals/")
    bo.page.locator("form.decide .btn-primary").click()
    expect(bo.page.locator("#messages")).to_contain_text(bo.word("Approved."))


def ship(cem: Visitor) -> None:
    page = cem.page
    cem.sign_in()
    cem.open("/shipping/")
    page.locator("form[action$='/start/'] button").click()
    for code, quantity in ((BEARING, "40"), (BELT, "25"), (MOTOR, "6")):
        page.locator("[name=code]:not([type=hidden])").fill(code)
        page.locator("[name=quantity]").fill(quantity)
        cem.act("Count").click()
        expect(page.locator("#scan-band")).to_have_class("band ok")
    page.locator("#scan-task form[action$='/finish/'] button").click()
    page.locator("[name=carrier]").fill("德邦")
    page.locator("[name=waybill]").fill("DB1")
    page.locator("[name=looked]").check()
    cem.act("Send off").click()
    cem.act("Confirm delivery").click()
    page.locator("[name=received_by]").fill("王工")
    cem.act("Confirm delivery").click()
    page.wait_for_url(re.compile(r"/shipping/[^/]+/$"))
    assert Shipment.objects.get().state == "delivered"


def settle(dot: Visitor) -> None:
    page = dot.page
    dot.sign_in()
    dot.open(f"/finance/invoices/{Invoice.objects.get().ref}/")
    dot.act("Issue invoice").click()
    page.wait_for_url("**/issue/")
    dot.act("Issue invoice").click()
    page.wait_for_url(re.compile(r"/invoices/[^/]+/$"))
    dot.open(f"/finance/payments/new/?customer={Order.objects.get().customer.code}")
    page.locator("[name=amount]").fill("71644.83")
    page.locator("[name=fill][value=oldest]").click()
    expect(page.locator("[name^=pay-]")).to_have_value("71644.83")
    dot.act("Book receipt").click()
    page.wait_for_url(re.compile(r"/payments/(?!new)[^/]+/$"))
    assert Payment.objects.get().unapplied == 0
