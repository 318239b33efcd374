"""People are told once, in their own language, and mail that failed is tried again."""

import datetime

import pytest
from django.core import mail
from django.utils.translation import gettext_lazy as _

from core import clock
from notifications.models import Message
from notifications.services import remind, send_waiting, tell


@pytest.mark.django_db
def test_i35_telling_twice_about_one_event_tells_once(ann):
    ann.email = "ann@example.com"
    ann.save()

    for _again in range(2):
        tell(41, [ann.pk, None], subject="Order SO-1 was returned", url="/orders/SO-1/")

    assert list(Message.objects.order_by("channel").values_list("channel", "subject")) == [
        ("inbox", "Order SO-1 was returned"),
        ("mail", "Order SO-1 was returned"),
    ]


@pytest.mark.django_db
def test_a_reminder_is_given_once_whatever_runs_again(ann):
    assert remind("invoice:1:overdue:7d", [ann.pk], subject="Overdue") is True
    assert remind("invoice:1:overdue:7d", [ann.pk], subject="Overdue") is False

    assert Message.objects.filter(user=ann).count() == 1


@pytest.mark.django_db
def test_each_person_reads_it_in_their_own_language(ann, bo):
    ann.language, bo.language = "en", "zh-hans"
    ann.save()
    bo.save()

    tell(7, [ann.pk, bo.pk], subject=_("Simplified Chinese"))

    words = dict(Message.objects.values_list("user__username", "subject"))
    assert words["ann"] == "Simplified Chinese"
    assert words["bo"] == "简体中文"


@pytest.mark.django_db
def test_f29_mail_that_fails_waits_and_goes_out_later(ann, monkeypatch, settings):
    ann.email = "ann@example.com"
    ann.save()
    tell(3, [ann.pk], subject="Hello")
    good = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.notifications.refusing.EmailBackend"

    assert send_waiting() == 0
    letter = Message.objects.get(channel="mail")
    assert (letter.attempts, letter.sent_at) == (1, None)
    assert "nobody home" in letter.error

    settings.EMAIL_BACKEND = good
    later = clock.now() + datetime.timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert send_waiting() == 1
    assert send_waiting() == 0
    assert [letter.subject for letter in mail.outbox] == ["Hello"]


@pytest.mark.django_db
def test_eve_cannot_open_anns_message(client, ann, eve):
    tell(9, [ann.pk], subject="For Ann")
    client.force_login(eve)

    answer = client.post(f"/notifications/{Message.objects.get().pk}/open/")

    assert answer.status_code == 404
    assert Message.objects.get().read_at is None
