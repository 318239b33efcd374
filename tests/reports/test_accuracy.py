"""S70, S71: scans caught, claims per line, promises kept, short picks and speed, each with the rows behind it."""

import datetime
import html
import json
import re
import uuid
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from core import clock
from orders.models import Order
from shipping.models import Shipment
from shipping.services import finish_picking, mark_short, open_shipment, scan
from tests.cast import make_customer, make_product
from tests.orders.returns import asked
from tests.query_counts import counted
from tests.shipping.builders import dispatch, make_confirmed, make_stock

pytestmark = pytest.mark.django_db
PAGE = "/reports/accuracy/"
MORNING = datetime.datetime.combine(
    clock.today() - datetime.timedelta(days=3), datetime.time(9), datetime.timezone(datetime.timedelta(hours=8))
)
D = Decimal


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def desk(ann, client) -> Client:
    client.force_login(ann)
    return client


def gun(shipment: Shipment, cem, minutes: int, code: str, pieces: int = 1) -> None:
    with clock.at(MORNING + datetime.timedelta(minutes=minutes)):
        scan(shipment.pk, code=code, uuid=uuid.uuid4(), quantity=pieces, actor=cem)


def gone(shipment: Shipment, cem, days: int = 0) -> None:
    with clock.at(MORNING + datetime.timedelta(days=days, hours=2)):
        finish_picking(shipment.pk, actor=cem)
        dispatch(shipment.pk, carrier="顺丰速运", waybill=f"SF-{shipment.pk}", actor=cem)


@pytest.fixture
def week(ann, cem) -> list[Order]:
    """One order of ten pieces picked in half an hour with three slips; one short of two pieces, a day too late."""
    one, two = make_product("A-1", price="100"), make_product("A-2", price="100")
    with clock.at(MORNING - datetime.timedelta(days=1)):
        make_stock(cem, (one, 10), (two, 5))
        whole = make_confirmed(ann, [(one, 10)], customer=make_customer(ann, "C-1"))
        wanted = (MORNING + datetime.timedelta(days=1)).date()
        short = make_confirmed(ann, [(two, 5)], customer=make_customer(ann, "C-2"), wanted_on=wanted)
    with clock.at(MORNING):
        first, second = (open_shipment(order.pk, actor=cem) for order in (whole, short))
    for minutes, code, pieces in ((0, "A-1", 4), (10, "A-2", 1), (15, "?", 1), (20, "A-1", 20), (30, "A-1", 6)):
        gun(first, cem, minutes, code, pieces)
    gun(second, cem, 40, "A-2", 3)
    with clock.at(MORNING + datetime.timedelta(hours=1)):
        mark_short(second.pk, order_line_id=short.lines.get().pk, reason="empty shelf", actor=cem)
    gone(first, cem)
    gone(second, cem, days=2)
    with clock.at(MORNING + datetime.timedelta(days=2)):
        asked(Order.objects.get(pk=whole.pk), ann, 2, reason="wrong")
    return [whole, short]


def shown(answer) -> dict[str, tuple]:
    return {str(tile.word.label): (str(tile.value), tile.part, tile.whole) for tile in answer.context["tiles"]}


def test_s70_every_scan_that_was_caught_is_counted_per_thousand(desk, week):
    answer = desk.get(PAGE)

    assert shown(answer)["Scans caught"] == ("500.0 ‰", 3, 6)
    splits = {
        by: [(row.label, row.scans, dict(row.counts), row.rate) for row in rows]
        for by, _title, rows in answer.context["splits"]
    }
    kinds = {"wrong": 1, "extra": 1, "lot": 0, "serial": 0, "unknown": 1}
    assert splits == {
        "month": [(f"{MORNING:%Y-%m}", 6, kinds, D("500.0"))],
        "warehouse": [("Main", 6, kinds, D("500.0"))],
        "picker": [("Cem", 6, kinds, D("500.0"))],
    }


def test_s71_lines_are_on_time_late_or_short_by_their_first_promise_and_claimed_lines_are_counted(desk, week):
    answer = desk.get(PAGE)

    told = shown(answer)
    assert told["Sent by the first promise"] == ("50 %", 1, 2)
    assert told["Short picks"] == ("50 %", 1, 2)
    assert told["Claims per line sent"] == ("50 %", 1, 2)
    [row] = answer.context["warehouses"]
    assert (row.label, row.asked, row.gone, row.promised, row.on_time, row.short) == ("Main", 2, 2, 2, 1, 1)


def test_s70_speed_is_what_was_counted_between_the_first_and_the_last_scan(desk, week):
    [row] = desk.get(PAGE).context["paces"]

    assert (row.label, row.picks, row.pieces, row.lines) == ("Cem", 1, D(10), 1)
    assert (row.hours, row.pieces_an_hour, row.lines_an_hour) == (D("0.50"), D("20.0"), D("2.0"))


def test_every_figure_leads_to_exactly_its_rows(desk, week):
    page = desk.get(PAGE).content.decode()
    links = re.findall(r'<a href="(/reports/accuracy/[^"]+)">(?:<strong>)?(\d+)</', page)
    assert len(links) == 20

    for url, n in links:
        assert len(desk.get(html.unescape(url)).context["behind"].rows) == int(n), url
    for tile in desk.get(PAGE).context["tiles"]:
        assert len(desk.get(tile.url).context["behind"].rows) == tile.part, tile.url


def test_the_rows_say_what_happened(desk, week):
    short = desk.get(f"{PAGE}lines/", {"kind": "short"}).context["behind"].rows[0]
    assert [str(cell) for _head, cell in short.cells][:2] == ["A-2", "3 / 5"]
    assert [str(cell) for _head, cell in short.cells][-1] == "empty shelf"
    wrong = desk.get(f"{PAGE}scans/", {"by": "picker", "key": str(wrong_by(week)), "kind": "wrong"}).context["behind"]
    assert [[str(cell) for _head, cell in row.cells][1:4] for row in wrong.rows] == [
        ["A-2", "A-2 Bearing A-2", "Not on this shipment"]
    ]


def wrong_by(week) -> int:
    return Shipment.objects.get(order=week[0]).picker_id


@pytest.mark.parametrize("key", ["", "nonsense", "9999-99", "-1", "\x00", "１"])
def test_a_key_that_stands_for_nothing_shows_no_row(desk, week, key):
    for by in ("month", "picker", "warehouse"):
        assert desk.get(f"{PAGE}scans/", {"by": by, "key": key}).context["behind"].rows == []
    assert desk.get(f"{PAGE}picks/", {"key": key}).context["behind"].rows == []
    assert desk.get(f"{PAGE}lines/", {"kind": key}).status_code == 404
    assert desk.get(f"{PAGE}colours/").status_code == 404


def test_a4_eve_counts_nothing_of_anns(client, week, eve):
    client.force_login(eve)

    answer = client.get(PAGE)

    assert {part for _value, part, _whole in shown(answer).values()} == {0}
    assert (answer.context["paces"], answer.context["warehouses"]) == ([], [])
    for address in ("scans/", "claims/", "lines/?kind=gone", f"picks/?key={wrong_by(week)}"):
        assert client.get(f"{PAGE}{address}").context["behind"].rows == []


def test_s106_the_kpi_command_says_the_same_figures_with_their_definitions(desk, week, capsys):
    tiles = {str(tile.word.definition): (tile.part, tile.whole) for tile in desk.get(PAGE).context["tiles"]}

    call_command("kpi", "--json")
    told = json.loads(capsys.readouterr().out)

    assert {one["definition"]: (one["part"], one["whole"]) for one in told["kpis"] if one["whole"]} == tiles
    values = {one["key"]: one["value"] for one in told["kpis"]}
    assert (values["caught"], values["on-time"], values["pace"], values["placed"]) == ("500.0", "50.0", "20.0", "2")
    call_command("kpi", "--from", "2020-01-01", "--to", "2020-01-31")
    assert "claims: -- (0 of 0)" in capsys.readouterr().out
    with pytest.raises(CommandError, match="after"):
        call_command("kpi", "--from", "2020-02-01", "--to", "2020-01-31")


def test_the_page_asks_one_question_per_figure(desk, week):
    desk.get(PAGE)

    with counted("reports.accuracy", budget=9):
        desk.get(PAGE)
    for what, address in (("scans", "?kind=caught"), ("lines", "?kind=gone"), ("claims", ""), ("picks", "")):
        with counted(f"reports.accuracy.{what}", budget=7):
            desk.get(f"{PAGE}{what}/{address}")
