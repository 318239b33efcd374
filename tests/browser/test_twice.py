"""F20: a double click, F5 and Back send the same thing again; it happens once, and the second arrival sees it."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Locator, expect

from approvals.models import Decision
from core.models import Event
from finance.models import Invoice, Payment
from inventory.models import StockItem
from orders.models import Order
from shipping.models import Shipment
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor
from tests.browser.world import World, asked, billed, drafted, picked

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Act(NamedTuple):
    """Somebody before a button: where it leads, what counts its effects, and what whoever comes back is told."""

    guest: Visitor
    button: Locator
    target: str
    effects: Callable[[], int]
    told: re.Pattern[str]


def not_done(guest: Visitor) -> re.Pattern[str]:
    """The form comes back and says that it was not done again."""
    return re.compile(re.escape(guest.word("Not done yet")))


def arrived(guest: Visitor, target: str) -> None:
    """Where the button leads; that the second half of the click called the first journey off is no fault."""
    expect(guest.page).to_have_url(re.compile(target))
    guest.page.wait_for_load_state()


def enter(visit: Visit, world: World, script: bool) -> Act:
    ann = visit(world.ann, script=script)
    ann.sign_in()
    ann.open("/orders/new/")
    for name, text in (("customer", "YQ"), ("lines-0-product", "A-1043"), ("lines-0-quantity", "40")):
        ann.page.locator(f"[name={name}]").fill(text)
    submitted = Event.objects.filter(name="order.submitted")
    # What was typed may have saved itself before it was sent: then Back leads to a draft that is none any more.
    told = re.compile(f"{not_done(ann).pattern}|SO-")
    return Act(ann, ann.act("Submit order"), r"/orders/SO-", submitted.count, told)


def submit(visit: Visit, world: World, script: bool) -> Act:
    order = drafted(world)
    ann = visit(world.ann, script=script)
    ann.sign_in()
    ann.open(f"/orders/{order.ref}/edit/")
    submitted = Event.objects.filter(name="order.submitted")
    return Act(ann, ann.act("Submit order"), r"/orders/SO-", submitted.count, re.compile("SO-"))


def approve(visit: Visit, world: World, script: bool) -> Act:
    task = asked(world)
    bo = visit(world.bo, script=script)
    bo.sign_in()
    bo.open(task.get_absolute_url())
    button = bo.page.locator("form.decide .btn-primary")
    handled = bo.word("Already handled by %(who)s at %(when)s.", who="Bo", when="|").split("|")[0]
    return Act(bo, button, r"/approvals/$", Decision.objects.count, re.compile(re.escape(handled)))


def send_off(visit: Visit, world: World, script: bool) -> Act:
    shipment = picked(world)
    cem = visit(world.cem, script=script)
    cem.sign_in()
    cem.open(f"/shipping/{shipment.number}/dispatch/")
    cem.page.locator("[name=carrier]").fill("顺丰速运")
    cem.page.locator("[name=waybill]").fill("SF2")
    cem.page.locator("[name=looked]").check()
    gone = Shipment.objects.filter(state="shipped")
    late = cem.word("Shipment %(number)s is %(state)s; this step is not possible now.", number="|", state="|")
    told = re.compile(f"{not_done(cem).pattern}|{re.escape(late.split('|')[-1])}")
    return Act(cem, cem.act("Send off"), r"/shipping/[^/]+/$", gone.count, told)


def issue(visit: Visit, world: World, script: bool) -> Act:
    invoice = billed(world)
    dot = visit(world.dot, script=script)
    dot.sign_in()
    dot.open(f"/finance/invoices/{invoice.ref}/issue/")
    issued = Invoice.objects.filter(state="issued")
    return Act(dot, dot.act("Issue invoice"), r"/invoices/[^/]+/$", issued.count, not_done(dot))


def book(visit: Visit, world: World, script: bool) -> Act:
    dot = visit(world.dot, script=script)
    dot.sign_in()
    dot.open(f"/finance/payments/new/?customer={world.customer.code}")
    dot.page.locator("[name=amount]").fill("500")
    target = r"/payments/(?!new)[^/]+/$"
    return Act(dot, dot.act("Book receipt"), target, Payment.objects.count, not_done(dot))


ACTS = (enter, submit, approve, send_off, issue, book)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_a_double_click_acts_once_even_without_script(visit: Visit, world: World, act: Any) -> None:
    guest, button, target, effects, _told = act(visit, world, script=False)

    button.dblclick()
    arrived(guest, target)
    assert effects() == 1

    guest.page.reload()
    expect(guest.page.locator("main h1")).to_be_visible()
    assert effects() == 1


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_going_back_and_sending_again_acts_once(visit: Visit, world: World, act: Any) -> None:
    guest, button, target, effects, told = act(visit, world, script=True)
    guest.refusals = (409, 422)
    name = button.inner_text().split("\n")[0].strip()
    button.dblclick()
    arrived(guest, target)

    guest.page.go_back()
    again = guest.page.locator("main button[type=submit]", has_text=name)
    if again.count():
        again.first.click()

    # What is done shows as done, or its form comes back and says why it was not done again.
    expect(guest.page.locator("main")).to_contain_text(told)
    assert effects() == 1
    assert StockItem.objects.filter(on_hand__lt=0).count() == 0
    assert Order.objects.count() == (0 if act is book else 1)
