"""S35, B11: the pages of cover: entering leave, what one holds for others, and the map of the coming days."""

import datetime

import pytest
from django.test import Client

from approvals.models import Delegation
from approvals.panels import waiting_count
from approvals.policies import may_look
from approvals.services.cover_map import cover_map
from core import clock
from core.navigation import NavItem
from tests.approvals.builders import ask_by, holders, make_dan, make_fay, make_gus, open_task, submit
from tests.approvals.test_cover import away

pytestmark = pytest.mark.django_db
COVER = "/approvals/cover/"
ONLY_APPROVALS = (NavItem("Approvals", "approvals:inbox", "Work", may_look, icon="todo", count=waiting_count),)


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person, backend="core.backends.RoleBackend")
    return client


def typed(person, to, **more) -> dict:
    today = clock.today()
    days = {"from_day": today.isoformat(), "until_day": (today + datetime.timedelta(days=3)).isoformat()}
    return {"user": person.pk, "to": to.pk, "reason": "holiday"} | days | more


def test_leave_is_entered_and_takes_the_open_tasks_along(ann, bo):
    gus = make_gus()
    order = submit(ann)
    client = signed_in(bo)
    assert "Move the 1 open tasks too" in client.get(f"{COVER}new/").content.decode()

    page = client.post(f"{COVER}new/", typed(bo, gus, takes_open="on"), follow=True).content.decode()

    assert "1 open tasks moved" in page and "Running" in page and "Gus" in page
    assert holders(order) == ["gus"]


def test_what_is_refused_is_said_on_the_form(bo):
    gus = make_gus()
    client = signed_in(bo)
    client.post(f"{COVER}new/", typed(bo, gus))

    again = client.post(f"{COVER}new/", typed(bo, gus))

    assert again.status_code == 409 and "delegated to Gus already" in again.content.decode()
    assert Delegation.objects.count() == 1


def test_the_inbox_shows_what_one_holds_for_others(ann, bo):
    gus = make_gus()
    away(bo, gus)
    order = submit(ann)
    client = signed_in(gus)

    assert order.number in client.get("/approvals/?tab=delegated").content.decode()
    assert "You decide for Bo, who is away." in client.get(open_task(order).get_absolute_url()).content.decode()
    assert "You stand in for nobody" in signed_in(bo).get("/approvals/?tab=delegated").content.decode()


def test_ending_gives_the_open_tasks_back_at_once(ann, bo):
    gus = make_gus()
    delegation = away(bo, gus)
    order = submit(ann)

    page = signed_in(bo).post(f"{COVER}{delegation.pk}/end/", follow=True).content.decode()

    assert "Ended early" in page and holders(order) == ["bo"]


def test_one_sees_only_the_leave_one_has_to_do_with(ann, bo, dot):
    away(bo, make_gus())

    assert "Nobody is away" in signed_in(dot).get(COVER).content.decode()
    assert "holiday" in signed_in(make_fay()).get(COVER).content.decode()


# --- the map (B11) --------------------------------------------------------------------------------------------


def row(label: str) -> list[tuple[str, tuple[str, ...]]]:
    node = next(node for node in cover_map().nodes if node.label == label)
    return [(cell.tone, cell.names) for cell in node.cells]


def test_b11_leave_turns_the_map_red_and_a_delegate_turns_it_amber(dot):
    fay, dan = make_fay(), make_dan()
    ask_by({"role": "finance"}, {"asks": "person", "people": [fay.pk], "role": "director"})
    assert [cell for cell in row("Finance")] == [("success", ("Dot", "Dan"))] * 14

    away(dot, None, last=60)
    away(dan, None, last=60, actor=fay)
    assert row("Finance") == [("danger", ())] * 14

    away(dot, fay, last=60)
    assert row("Finance") == [("warning", ("Fay",))] * 14


def test_b11_only_the_days_of_the_leave_are_marked(dot):
    ask_by({"role": "finance"})
    days = cover_map().days
    first = (days[2] - clock.today()).days
    away(dot, None, first=first, last=first)

    assert [cell[0] for cell in row("Finance")] == ["warning", "warning", "danger", *["warning"] * 11]


def test_b11_leave_for_a_part_is_no_leave_of_the_node(dot):
    ask_by({"role": "finance"})
    away(dot, None, up_to=100)
    away(dot, make_fay(), kinds=["quotation"])

    assert row("Finance")[0] == ("warning", ("Dot",))


def test_b11_the_map_asks_five_questions_and_its_page_seven(ann, bo, dot, settings, django_assert_max_num_queries):
    settings.NAVIGATION = "tests.approvals.test_cover_pages.ONLY_APPROVALS"
    fay = make_fay()
    away(bo, None)
    with django_assert_max_num_queries(5):
        cover_map()
    client = signed_in(fay)
    with django_assert_max_num_queries(8):
        page = client.get(f"{COVER}map/").content.decode()
    assert f"?for={bo.pk}&amp;from_day=" in page
