"""A person says how they want to be told: kinds of messages by channels (S97)."""

import pytest

from notifications.models import ChannelChoice, Kind, Message
from notifications.services import channels_of, remind, tell
from tests.query_counts import counted

pytestmark = pytest.mark.django_db
URL = "/notifications/settings/"


@pytest.fixture
def desk(ann, client):
    ann.email = "ann@example.com"
    ann.save()
    client.force_login(ann)
    client.cookies["django_language"] = "en"
    return client


def told() -> list[str]:
    return sorted(Message.objects.values_list("channel", flat=True))


def test_who_chose_nothing_is_told_as_before(desk, ann):
    with counted("notifications.settings", budget=8):
        page = desk.get(URL).content.decode()

    assert page.count("checked") == 8 and "How I am told" in page
    tell(1, [ann.pk], subject="x")
    assert told() == ["inbox", "mail"]


def test_s97_reminders_are_switched_off_and_the_rest_stays(desk, ann):
    ticks = {f"{kind}-{channel}": "on" for kind in ("news", "mention", "to_do") for channel in ("inbox", "mail")}
    assert desk.post(URL, ticks).status_code == 302

    remind("invoice:1:overdue", [ann.pk], subject="Overdue")
    assert told() == []
    tell(1, [ann.pk], subject="x")
    assert told() == ["inbox", "mail"]


def test_what_waits_for_somebody_stands_in_the_app_whatever_they_post(desk, ann):
    desk.post(URL, {})

    assert channels_of(ann) == {"to_do": {"inbox"}, "news": set(), "mention": set(), "reminder": set()}
    tell(1, [ann.pk], subject="x", kind=Kind.TO_DO)
    assert told() == ["inbox"]


def test_saving_twice_keeps_one_choice_of_each_kind_and_nobody_elses(desk, ann, bo):
    desk.post(URL, {"news-mail": "on"})
    desk.post(URL, {"news-chat": "on"})

    assert ChannelChoice.objects.count() == 4
    assert channels_of(ann)["news"] == {"chat"}
    assert channels_of(bo)["news"] == {"inbox", "mail"}


def test_a_channel_that_cannot_reach_somebody_is_not_theirs_to_tick(desk, ann, settings):
    settings.GENDAN_OUTBOX, settings.GENDAN_CHAT_ROBOTS = "", {}
    ann.email = ""
    ann.save()

    page = desk.get(URL).content.decode()

    assert "No chat robot is set up for you." in page and "E-mail needs your address" in page
    desk.post(URL, {"news-chat": "on"})
    assert channels_of(ann)["news"] == {"mail"}
