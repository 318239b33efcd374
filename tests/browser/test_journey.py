"""One order from the first key to the last cent, by five people in a real browser, in both languages (S1-S4)."""

import io
import re
from decimal import Decimal
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Locator, expect

from approvals.models import Task
from core import outbox
from core.bus import event_classes
from core.management.commands.check_invariants import broken
from core.models import Event
from finance.models import Invoice, Payment
from orders.models import Order
from orders.models.words import Stage, State
from shipping.models import Scan, Shipment
from tests.browser.conftest import PHONE, Visit
from tests.browser.visitor import Visitor
from tests.browser.world import BEARING, BELT, MOTOR, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TOTAL = Decimal("71644.83")
LINES = (("A-1043", "40"), ("B-2210", "25"), ("C-0087", "6"))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_order_goes_from_the_keyboard_to_the_bank(visit: Visit, world: World, language: str) -> None:
    look: dict[str, Any] = {"language": language, "dark": language == "en"}

    ann = visit(world.ann, **look)
    order = enter(ann)
    agree(visit(world.bo, look=PHONE, **look), order)
    cem = visit(world.cem, look=PHONE, **look)
    pick(cem, order)
    send_off(cem)
    bill(visit(world.dot, **look), order)
    look_back(ann, order)
    figures(ann)

    assert [row for row in broken() if row["rows"]] == []


def enter(ann: Visitor) -> Order:
    """Ann touches nothing but the keyboard."""
    page = ann.page
    ann.sign_in()
    expect(page.locator("main h1")).to_contain_text(ann.word("My work today"))
    ann.gentle()
    ann.press("c")
    page.wait_for_url("**/orders/new/")
    expect(page.locator("#id_customer")).to_be_focused()
    ann.gentle()

    ann.keys = 0
    ann.type("YQ")
    ann.press("Enter")
    expect(page.locator("#id_customer_po")).to_be_focused()
    ann.type("PO-7")
    ann.press("Enter")
    ann.press("Enter")
    for code, quantity in LINES:
        ann.type(code)
        ann.press("Enter")
        ann.type(quantity)
        ann.press("Enter")
    panel = page.locator("#check-panel")
    expect(panel).to_contain_text(ann.word("Will be asked: %(who)s", who="Bo"))
    expect(page.locator("#totals .total")).to_contain_text("71,644.83")
    ann.gentle()
    ann.press("Control+Enter")
    page.wait_for_url(re.compile(r"/orders/SO-"))

    # Customer 2, PO 4, header 3, three lines of code, Enter, quantity, Enter; one chord to submit.
    assert ann.keys == 2 + 4 + 3 + sum(len(code) + len(quantity) + 2 for code, quantity in LINES) + 1
    order = Order.objects.get()
    assert (order.state, order.total, order.customer_po) == (State.PENDING_APPROVAL, TOTAL, "PO-7")
    expect(page.locator(".holder")).to_contain_text("Bo")
    ann.gentle()
    return order


def agree(bo: Visitor, order: Order) -> None:
    """Bo has a phone in one hand: three taps from the message, the evidence in view."""
    page = bo.page
    bo.sign_in()
    bo.gentle()

    bo.tap(page.locator(".dock > a[href='/approvals/']"))
    page.wait_for_url("**/approvals/")
    bo.gentle()
    bo.tap(page.locator(".inbox-list a").first)
    page.wait_for_url(re.compile(r"/approvals/\d+/"))
    for part in (page.locator("#question"), page.locator("form.decide"), page.locator("main .badge").first):
        expect(part).to_be_in_viewport(ratio=1)
    expect(page.locator("#question")).to_contain_text("71,644.83")
    bo.gentle()
    bo.tap(page.locator("form.decide [data-key=a]"))
    page.wait_for_url("**/approvals/")

    assert bo.taps == 3
    order = Order.objects.get(pk=order.pk)
    assert (order.state, order.supply, order.stage) == (State.CONFIRMED, "in_stock", Stage.TO_PICK)
    assert Task.objects.get().decision.decider == bo.person
    bo.gentle()


def pick(cem: Visitor, order: Order) -> None:
    """Cem types what his gun would: a wrong piece and one too many are refused loudly, one is taken back."""
    page, band = cem.page, cem.page.locator("#scan-band")
    cem.sign_in()
    cem.tap(page.locator(".dock > a[href='/shipping/']"))
    page.wait_for_url("**/shipping/")
    cem.gentle()
    cem.tap(page.locator("form[action$='/start/'] button"))
    page.wait_for_url(re.compile(r"/pick/"))
    cem.gentle()
    shipment = Shipment.objects.get()

    shoot(cem, "6909999999999")
    expect(band).to_have_class("band wrong")
    expect(page.locator("#scan-log li")).to_have_count(1)
    cem.gentle()
    for code, quantity in ((BEARING, "40"), (BELT, "25"), (MOTOR, "6")):
        shoot(cem, quantity)
        shoot(cem, code)
        expect(band).to_have_class("band ok")
    expect(page.locator("#scan-log li")).to_have_count(4)
    shoot(cem, MOTOR)
    expect(page.locator("#scan-log li")).to_have_count(5)
    expect(band).to_have_class("band over")
    assert [line.picked for line in shipment.lines.order_by("order_line__position")] == [40, 25, 6]
    cem.gentle()

    # The six motors were one scan too hasty: taken back, then scanned again.
    cem.tap(page.locator("#scan-log form button").first)
    expect(page.locator("#scan-task .scan-place")).to_have_text("C-0087")
    assert shipment.lines.get(product__code="C-0087").picked == 0
    shoot(cem, "6")
    shoot(cem, MOTOR)
    expect(page.locator("#scan-task form[action$='/finish/']")).to_be_visible()
    assert Scan.objects.filter(result="unknown").count() == 1


def shoot(cem: Visitor, code: str) -> None:
    # Before its script runs the page is a plain form, and a number typed first would be a code.
    cem.page.wait_for_selector("[data-scan][data-ready]")
    cem.type(code)
    cem.press("Enter")
    # A gun is not fired twice within a tenth of a second; the page would take that for one shot.
    cem.page.wait_for_timeout(120)


def send_off(cem: Visitor) -> None:
    page = cem.page
    cem.tap(page.locator("#scan-task form[action$='/finish/'] button"))
    page.wait_for_url(re.compile(r"/dispatch/"))
    page.locator("[name=carrier]").fill("顺丰速运")
    page.locator("[name=waybill]").fill("SF1000000001")
    cem.tap(page.locator("[name=looked]"))
    cem.gentle()
    cem.tap(cem.act("Send off"))
    page.wait_for_url(re.compile(r"/shipping/[^/]+/$"))
    cem.gentle()

    cem.tap(cem.act("Confirm delivery"))
    page.locator("[name=received_by]").fill("王工")
    cem.tap(cem.act("Confirm delivery"))
    page.wait_for_url(re.compile(r"/shipping/[^/]+/$"))
    assert (Shipment.objects.get().state, Shipment.objects.get().waybill) == ("delivered", "SF1000000001")
    outbox.sweep()


def bill(dot: Visitor, order: Order) -> None:
    """Dot issues the drafted invoice, reads it on paper and books the money that came in."""
    page = dot.page
    dot.sign_in()
    dot.open("/finance/invoices/")
    dot.gentle()
    dot.tap(page.locator("tbody .cell-title a").first)
    dot.tap(dot.act("Issue invoice"))
    page.wait_for_url(re.compile(r"/issue/"))
    dot.gentle()
    dot.tap(dot.act("Issue invoice"))
    page.wait_for_url(re.compile(r"/invoices/[^/]+/$"))
    invoice = Invoice.objects.get()
    assert (invoice.state, invoice.total) == ("issued", TOTAL)
    dot.gentle()

    paper = page.request.get(page.locator("a[href$='/pdf/']").get_attribute("href") or "").body()
    text = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(paper)).pages)
    assert paper.startswith(b"%PDF")
    assert "杭州云栖精密机械" in text and "深沟球轴承" in text and "71,644.83" in text

    dot.tap(dot.act("Book a receipt"))
    page.wait_for_url("**/payments/new/**")
    page.locator("[name=reference]").fill("银行回单 1")
    dot.gentle()
    dot.tap(dot.act("Book receipt"))
    payment_url = re.compile(r"/payments/(?!new)[^/]+/$")
    page.wait_for_url(payment_url)
    assert (Payment.objects.get().amount, Payment.objects.get().unapplied) == (TOTAL, 0)
    dot.gentle()
    order = Order.objects.get(pk=order.pk)
    assert (order.state, order.payment, order.stage) == (State.COMPLETED, "paid", Stage.DONE)


def look_back(ann: Visitor, order: Order) -> None:
    """The order is completed, and its timeline tells all of it."""
    ann.open(order.get_absolute_url() + "?all=1")
    expect(ann.page.locator(".badge", has_text=ann.word("Completed")).first).to_be_visible()
    ann.gentle()

    told = list(Event.objects.filter(topic=order.stream).order_by("pk").values_list("name", flat=True))
    life = [
        "order.drafted",
        "order.submitted",
        "approval.task_approved",
        "order.confirmed",
        "shipment.opened",
        "shipment.dispatched",
        "shipment.delivered",
        "invoice.issued",
        "order.completed",
    ]
    assert [name for name in told if name in life] == life
    expect(ann.page.locator("#timeline li")).to_have_count(sum(event_classes()[name].shown for name in told))


def _figures_of(row: Locator) -> list[tuple[str, int]]:
    """A row leads by its name to the orders it counts, or every count in it leads to its own."""
    links = row.locator("a").all()
    if len(links) == 1:
        return [(links[0].get_attribute("href") or "", int(row.locator("td").nth(1).inner_text()))]
    return [(link.get_attribute("href") or "", int(link.inner_text())) for link in links]


def figures(ann: Visitor) -> None:
    """Every figure on the report page leads to exactly its orders."""
    page = ann.page
    ann.open("/reports/")
    ann.gentle()
    shown = [
        (one.get_attribute("href") or "", int(one.locator(".figure").inner_text()))
        for one in page.locator("a.kpi").all()
    ]
    for row in page.locator(".table-wrap:not(details *) tbody tr").all():
        shown += _figures_of(row)
    assert sum(count for _url, count in shown) > 0
    for url, count in shown:
        ann.open(url)
        # An order may stay at a stage more than once; it is listed once.
        expect(page.locator("main tbody tr")).to_have_count(min(count, 1) if "/stages/" in url else count)
    ann.gentle()
