"""F25 in a real browser: a task is opened, the line breaks, the page is loaded again, scans wait and count once."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core.management.commands.check_invariants import broken
from shipping.models import Scan, Shipment
from shipping.services import finish_picking, open_shipment
from tests.browser.conftest import PHONE, Visit
from tests.browser.visitor import Visitor
from tests.browser.world import BEARING, BELT, World, confirmed
from tests.cast import make_person
from tests.shipping.builders import dispatch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OPEN = """const base = await new Promise((done) => {
    const ask = indexedDB.open("gendan-scan", 1);
    ask.onsuccess = () => done(ask.result);
});"""
WAITING = f"""async () => {{ {OPEN}
    return new Promise((done) => {{
        const ask = base.transaction("scans").objectStore("scans").getAll();
        ask.onsuccess = () => done(ask.result);
    }});
}}"""
LAY_BACK = f"""async (rows) => {{ {OPEN}
    const work = base.transaction("scans", "readwrite");
    rows.forEach((row) => work.objectStore("scans").put(row));
    await new Promise((done) => {{ work.oncomplete = done; }});
}}"""
OLD_EDITION = """([task, code, url]) => {
    localStorage.setItem("gendan-device", "old-gun");
    localStorage.setItem("gendan-scan-next", "41");
    const scan = { task, code, url, quantity: "3", uuid: crypto.randomUUID(), device: "old-gun", sequence: 41 };
    const kept = JSON.stringify({ ...scan, scanned_at: new Date().toISOString() });
    localStorage.setItem("gendan-scan:000000000041", kept);
}"""
OLD_KEYS = "Object.keys(localStorage).filter((key) => /^gendan-(scan|device)/.test(key))"


def shoot(who: Visitor, code: str) -> None:
    who.page.wait_for_selector("[data-scan][data-ready]")
    who.type(code)
    who.press("Enter")
    who.page.wait_for_timeout(130)


def downloaded(page: Page) -> None:
    """The task lies on the device."""
    expect(page.locator("html[data-kept=yes]")).to_have_count(1)
    page.wait_for_function("() => navigator.serviceWorker.controller")


@pytest.fixture
def picker(visit: Visit, world: World) -> Callable[..., Visitor]:
    """Cem with the task of a confirmed order open on a phone."""

    def open_task(language: str = "zh-hans") -> Visitor:
        shipment = open_shipment(confirmed(world).pk, actor=world.cem)
        cem = visit(world.cem, look=PHONE, language=language)
        cem.page.on("dialog", lambda dialog: dialog.accept())
        cem.sign_in()
        cem.open(f"/shipping/scan/{shipment.number}/pick/")
        downloaded(cem.page)
        return cem

    return open_task


def break_line(cem: Visitor) -> None:
    cem.context.set_offline(True)
    cem.page.wait_for_function("() => !navigator.onLine")


def mend_line(cem: Visitor) -> None:
    cem.context.set_offline(False)
    cem.page.wait_for_function("() => navigator.onLine")


def forgive_the_line(cem: Visitor) -> None:
    """What failed while there was no connection is no fault of the house."""
    cem.faults[:] = [one for one in cem.faults if "ERR_INTERNET_DISCONNECTED" not in one]


def test_f25_scans_made_without_a_line_survive_a_reload_and_count_once(picker: Any, world: World) -> None:
    cem = picker()
    page, strip = cem.page, cem.page.locator("[data-queue]")

    break_line(cem)
    for code in (BEARING, BEARING, BELT):
        shoot(cem, code)
    expect(strip).to_contain_text(re.compile(r"离线 · 3 条待传 · 最早 \d\d:\d\d"))
    expect(page.locator("#scan-band")).to_contain_text("暂存")
    expect(page.locator("#scan-waiting li")).to_have_count(3)

    page.reload()
    expect(page.locator("#scan-task .scan-place")).to_have_text("A-1043")
    expect(strip).to_contain_text("3 条待传")
    expect(page.locator("#scan-lines [data-count]").first).to_have_text("2")
    shoot(cem, "10")
    shoot(cem, BEARING)
    shoot(cem, "6909999999999")
    expect(page.locator("#scan-band")).to_have_class("band wrong")
    expect(strip).to_contain_text("5 条待传")
    assert Scan.objects.count() == 0

    mend_line(cem)
    expect(strip).to_be_hidden()
    expect(page.locator("#scan-log li")).to_have_count(5)
    lines = Shipment.objects.get().lines.order_by("order_line__position")
    assert [line.picked for line in lines] == [12, 1, 0]
    rows = list(Scan.objects.order_by("device_seq"))
    assert [row.result for row in rows] == ["ok", "ok", "ok", "ok", "unknown"]
    assert [row.device_seq for row in rows] == [1, 2, 3, 4, 5] and len({row.device for row in rows}) == 1
    assert page.evaluate(WAITING) == []
    cem.gentle()

    # The same scans once more, as if the answers had been lost.
    kept = [
        {"uuid": str(row.uuid), "task": row.shipment.stream, "user": str(cem.person.pk), "code": row.code,
         "quantity": "1", "device": row.device, "sequence": row.device_seq, "url": "/", "guess": "ok",
         "batch": "/shipping/scans/batch/", "scanned_at": row.scanned_at.isoformat()}
        for row in rows
    ]  # fmt: skip
    page.evaluate(LAY_BACK, kept)
    page.reload()
    page.wait_for_function(f"() => ({WAITING})().then((rows) => !rows.length)")
    assert Scan.objects.count() == 5 and [line.picked for line in lines.all()] == [12, 1, 0]
    forgive_the_line(cem)
    assert [row for row in broken() if row["rows"]] == []


def test_f25_a_shipment_that_left_meanwhile_takes_nothing_and_the_page_says_so_in_red(
    picker: Any, world: World
) -> None:
    cem = picker()
    page = cem.page
    shoot(cem, BEARING)
    expect(page.locator("#scan-log li")).to_have_count(1)
    break_line(cem)
    shoot(cem, BELT)
    shoot(cem, BELT)

    shipment = Shipment.objects.get()
    finish_picking(shipment.pk, actor=world.cem)
    dispatch(shipment.pk, carrier="顺丰速运", waybill="SF1", actor=world.cem)
    mend_line(cem)

    expect(page.locator("#scan-unsolved .scan-log li")).to_have_count(2)
    expect(page.locator("#scan-band")).to_have_class("band ask")
    assert sorted(Scan.objects.values_list("result", flat=True)) == ["late", "late", "ok"]
    assert [line.picked for line in shipment.lines.order_by("order_line__position")] == [1, 0, 0]
    cem.gentle()
    cem.open("/shipping/scans/")
    expect(page.locator("tbody tr")).to_have_count(2)
    cem.gentle()
    forgive_the_line(cem)


def test_f25_scans_wait_for_whoever_made_them_and_nothing_stays_readable_after_signing_out(
    picker: Any, visit: Visit, world: World
) -> None:
    cem = picker()
    page = cem.page
    break_line(cem)
    shoot(cem, BEARING)
    expect(page.locator("[data-queue]")).to_contain_text("1 条待传")
    forgive_the_line(cem)

    # Signed out elsewhere: the answer to the scan is the sign-in page, which is no answer.
    session = [one for one in cem.context.cookies() if one["name"] == "sessionid"]
    cem.context.clear_cookies(name="sessionid")
    mend_line(cem)
    expect(page.locator("[data-queue]")).to_contain_text(cem.word("Sign in again to send them"))
    assert Scan.objects.count() == 0
    assert len(page.evaluate(WAITING)) == 1

    cem.context.add_cookies(session)
    break_line(cem)
    mend_line(cem)
    expect(page.locator("[data-queue]")).to_be_hidden()
    assert Scan.objects.get().actor == world.cem

    break_line(cem)
    shoot(cem, BEARING)
    expect(page.locator("[data-queue]")).to_contain_text("1 条待传")
    cem.context.clear_cookies(name="sessionid")
    mend_line(cem)
    dan = make_person("dan", "warehouse", department="Warehouse")
    cem.person, number = dan, Shipment.objects.get().number
    cem.sign_in()
    assert page.evaluate("caches.keys()") == []
    cem.open(f"/shipping/scan/{number}/pick/")
    expect(page.locator("[data-queue]")).to_contain_text(re.compile("1 条待其"))
    downloaded(page)
    shoot(cem, BELT)
    expect(page.locator("#scan-log li")).to_have_count(2)
    assert {(row.actor.username, row.code) for row in Scan.objects.all()} == {("cem", BEARING), ("dan", BELT)}
    assert [row["user"] for row in page.evaluate(WAITING)] == [str(world.cem.pk)]
    forgive_the_line(cem)


def test_a_scan_that_was_not_sent_is_taken_back_on_the_device(picker: Any, world: World) -> None:
    cem = picker("en")
    break_line(cem)
    shoot(cem, BEARING)
    shoot(cem, BELT)
    cem.tap(cem.page.locator("#scan-waiting button").first)
    expect(cem.page.locator("#scan-waiting li")).to_have_count(1)
    mend_line(cem)
    expect(cem.page.locator("[data-queue]")).to_be_hidden()
    expect(cem.page.locator("#scan-log li")).to_have_count(1)
    assert Scan.objects.get().code == BEARING
    forgive_the_line(cem)


def test_what_an_earlier_edition_kept_is_taken_over_and_sent(picker: Any, world: World) -> None:
    cem = picker()
    page, shipment = cem.page, Shipment.objects.get()
    page.evaluate(OLD_EDITION, [shipment.stream, BEARING, f"/shipping/{shipment.number}/scan/"])
    page.reload()
    expect(page.locator("#scan-log li")).to_have_count(1)
    shoot(cem, BELT)
    expect(page.locator("#scan-log li")).to_have_count(2)
    assert list(Scan.objects.order_by("device_seq").values_list("device", "device_seq", "quantity")) == [
        ("old-gun", 41, 3),
        ("old-gun", 42, 1),
    ]
    assert page.evaluate(OLD_KEYS) == []
