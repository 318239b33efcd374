"""S70: the four answers are seen, heard and felt; and a code before the camera counts like one before the gun."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserType, expect

from core.management.commands.check_invariants import broken
from shipping.models import Scan
from shipping.services import finish_picking, open_shipment
from tests.browser.camera import film_of
from tests.browser.conftest import PHONE, Visit
from tests.browser.serving import serving
from tests.browser.visitor import Visitor
from tests.browser.world import BEARING, BELT, World, confirmed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LISTEN = """window.heard = [];
window.felt = [];
navigator.vibrate = (pattern) => { felt.push(pattern); return true; };
class Voice {
    constructor() { this.frequency = { value: 0 }; }
    connect(next) { return next; }
    start(at) { heard.push([this.type, this.frequency.value, +at.toFixed(2)]); }
    stop(at) { heard.at(-1).push(+at.toFixed(2)); }
}
window.AudioContext = class {
    constructor() { this.currentTime = 0; this.destination = {}; }
    resume() {}
    createOscillator() { return new Voice(); }
    createGain() {
        const gain = { setValueAtTime() {}, exponentialRampToValueAtTime() {} };
        return { gain, connect: (next) => next };
    }
};"""
SOUNDS = {
    "ok": [["sine", 1250, 0, 0.08]],
    "over": [["sine", 620, 0, 0.12], ["sine", 620, 0.18, 0.3]],
    "ask": [["sine", 480, 0, 0.12], ["sine", 720, 0.13, 0.25], ["sine", 960, 0.26, 0.4]],
    "wrong": [["square", 190, 0, 0.55]],
}
BUZZES = {"ok": [40], "over": [60, 60, 60], "ask": [40, 40, 120], "wrong": [320]}


def shoot(who: Visitor, code: str) -> None:
    who.page.wait_for_selector("[data-scan][data-ready]")
    who.type(code)
    who.press("Enter")
    who.page.wait_for_timeout(130)


def test_s70_each_answer_has_its_tone_and_buzz_and_fills_the_top_third(visit: Visit, world: World) -> None:
    shipment = open_shipment(confirmed(world).pk, actor=world.cem)
    cem = visit(world.cem, look=PHONE)
    cem.context.add_init_script(LISTEN)
    page, band = cem.page, cem.page.locator("#scan-band")
    cem.sign_in()
    cem.open(f"/shipping/scan/{shipment.number}/pick/")
    found: dict[str, tuple[Any, Any]] = {}

    def hear(tone: str, number: int) -> None:
        expect(page.locator("#scan-log li")).to_have_count(number)
        expect(band).to_have_class(f"band {tone}")
        box = band.bounding_box()
        assert box and box["y"] == 0 and box["height"] >= 844 / 3
        cem.gentle()
        found[tone] = (page.evaluate("heard.splice(0)"), page.evaluate("felt.splice(0)"))

    shoot(cem, BEARING)
    hear("ok", 1)
    shoot(cem, "40")
    shoot(cem, BEARING)
    hear("over", 2)
    shoot(cem, "6909999999999")
    hear("wrong", 3)
    finish_picking(shipment.pk, actor=world.cem)
    shoot(cem, BELT)
    expect(band).to_have_class("band ask")
    heard, felt = page.evaluate("heard.splice(0)"), page.evaluate("felt.splice(0)")
    # The device knew no better than that the piece belongs there; the answer is heard on top of it.
    assert (heard[0], felt[0]) == (SOUNDS["ok"][0], BUZZES["ok"])
    found["ask"] = (heard[1:], felt[1:])

    assert {tone: sound for tone, (sound, _buzz) in found.items()} == SOUNDS
    assert {tone: buzz for tone, (_sound, buzz) in found.items()} == {tone: [one] for tone, one in BUZZES.items()}


def test_the_sound_is_tested_and_muted_and_the_mute_is_seen(visit: Visit, world: World) -> None:
    shipment = open_shipment(confirmed(world).pk, actor=world.cem)
    cem = visit(world.cem, look=PHONE)
    cem.context.add_init_script(LISTEN)
    page = cem.page
    cem.sign_in()
    cem.open(f"/shipping/scan/{shipment.number}/pick/")

    cem.tap(page.locator("[data-sound-test]"))
    page.wait_for_function("() => heard.length === 7", timeout=8000)
    assert page.evaluate("heard.splice(0)") == [*SOUNDS["ok"], *SOUNDS["over"], *SOUNDS["ask"], *SOUNDS["wrong"]]
    page.evaluate("felt.splice(0)")

    cem.tap(page.locator("[data-mute]"))
    expect(page.locator("[data-mute] .when-mute")).to_be_visible()
    expect(page.locator("[data-mute] .when-loud")).to_be_hidden()
    shoot(cem, BEARING)
    page.wait_for_function("() => felt.length")
    assert page.evaluate("heard") == []
    assert page.evaluate("felt.at(-1)") == BUZZES["ok"]
    cem.gentle()


@pytest.fixture
def film(tmp_path: Path) -> Path:
    return film_of(BEARING, tmp_path / "code.y4m")


def test_s70_a_code_before_the_camera_is_read_and_counts_once_while_it_stays(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], live_server: Any, world: World, film: Path
) -> None:
    shipment = open_shipment(confirmed(world).pk, actor=world.cem)
    eyes = ["ui-for-media-stream", "device-for-media-stream"]
    fed = [*(f"--use-fake-{one}" for one in eyes), f"--use-file-for-fake-video-capture={film}"]
    started = browser_type_launch_args | {"args": [*browser_type_launch_args["args"], *fed]}
    browser = browser_type.launch(**started)
    try:
        context = browser.new_context(base_url=live_server.url, locale="zh-CN", permissions=["camera"], **PHONE)
        cem = Visitor(context, world.cem, "zh-hans")
        page, asked = cem.page, []
        page.on("request", lambda request: asked.append(request.url))
        cem.sign_in()
        cem.open(f"/shipping/scan/{shipment.number}/pick/")
        expect(page.locator("[data-camera]")).to_be_visible()
        page.wait_for_function("() => navigator.serviceWorker.controller")
        assert not any("reader/" in url for url in asked)

        cem.tap(page.locator("[data-camera]"))
        expect(page.locator("[data-viewfinder] video")).to_be_visible()
        expect(page.locator("#scan-band")).to_have_class("band ok", timeout=20_000)
        expect(page.locator("#scan-log li")).to_have_count(1)
        cem.gentle()
        page.wait_for_timeout(2500)
        assert [(row.code, row.result) for row in Scan.objects.all()] == [(BEARING, "ok")]
        assert any(url.endswith("zxing_reader.wasm") for url in asked)

        cem.tap(page.locator("[data-camera]"))
        expect(page.locator("[data-viewfinder]")).to_be_hidden()
        cem.tap(page.locator("[data-camera]"))
        expect(page.locator("#scan-log li")).to_have_count(2)
        assert shipment.lines.get(product__code="A-1043").picked == 2
        cem.leave()
    finally:
        browser.close()
        serving.wait_until_quiet()
    assert [row for row in broken() if row["rows"]] == []


def test_the_reader_of_pictures_is_laid_out(settings: Any) -> None:
    names = {path.name for path in Path(settings.READER_DIR).iterdir()}

    assert names >= {"ponyfill.js", "zxing-exported.js", "zxing_reader.wasm"}
