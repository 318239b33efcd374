"""Text messages go out through a gateway that may be slow, wrong, sly or away; none is lost and none is doubled."""

import time
from pathlib import Path

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured

from config.settings import environment
from core import clock
from core.phones import mobile_number
from core.posting import fault_of
from notifications.models import Carrier, Letter
from notifications.services import Way, Words, send_letter_now, send_waiting, write_letters
from notifications.services.writing import fitted
from tests.notifications.gateway import hurried, says, sleeps, trickles
from tests.races.crowd import at_once

GOOD, BAD = "+8613900000001", "+8613900000002"


def write(*numbers: str, cause: str = "event") -> list[Letter]:
    """A letter by SMS to each number."""
    words = Words(subject="Your order SO-1 is confirmed", text="long words", short="Your order SO-1 is confirmed.")
    for n, number in enumerate(numbers):
        ways = [Way(Carrier.SMS, "Wang", number)]
        write_letters(f"{cause}:{n}", topic="order:1", kind="confirmation", ways=ways, words=words)
    return list(Letter.objects.order_by("pk"))


def state() -> list[tuple[str, int, str]]:
    return [(one.mark, one.attempts, one.error) for one in Letter.objects.order_by("pk")]


@pytest.mark.django_db
def test_s43_a_text_message_goes_out_once_with_its_id_and_the_houses_token(sms):
    (letter,) = write(GOOD)

    assert (send_waiting(), send_waiting()) == (1, 0)

    assert sms.got == [{"to": GOOD, "text": "Your order SO-1 is confirmed.", "id": f"letter-{letter.pk}-0"}]
    assert (sms.tokens, sms.asked) == (["Bearer s3cret"], ["/send"])
    assert state() == [("sent", 0, "")]


@pytest.mark.django_db
def test_i35_the_same_cause_by_the_same_channel_is_written_once(sms):
    write(GOOD)
    write(GOOD)

    assert (Letter.objects.count(), send_waiting(), len(sms.got)) == (1, 1, 1)


@pytest.mark.django_db
def test_f29_a_refused_number_is_given_up_with_the_reason_and_the_others_go_out(sms):
    """A number in the gateway's words is shown with its middle hidden."""
    sms.answers[BAD] = says(400, f"{BAD} is on\nthe black list\x00".encode())
    write(BAD, GOOD)

    assert (send_waiting(), send_waiting()) == (1, 0)

    assert state() == [("failed", 1, "HTTP 400 +861••••••••02 is on the black list"), ("sent", 0, "")]
    assert [one["to"] for one in sms.got] == [BAD, GOOD]
    assert str(Letter.objects.first().reason) == (
        "Attempts: 1; last: HTTP 400 +861••••••••02 is on the black list"
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (says(500, b"out of order"), "HTTP 500 out of order"),
        (says(429, b"slowly"), "HTTP 429 slowly"),
        (says(408), "HTTP 408"),
        (says(302, Location="/elsewhere"), "HTTP 302"),
        (sleeps, "no answer: time is over"),
    ],
)
def test_f27_what_may_pass_is_tried_again_with_the_same_id(sms, later, answer, said):
    """A redirect is not followed: the gateway is asked at its own address only."""
    (letter,) = write(GOOD)
    sms.answer = answer

    with hurried(answer):
        assert (send_waiting(), send_waiting()) == (0, 0)
    assert state() == [("waiting", 1, said)]
    assert sms.asked == ["/send"]

    sms.answer = says(200)
    later(minutes=2, seconds=1)
    assert send_waiting() == 1
    assert sms.ids == [letter.reference] * 2
    assert state() == [("sent", 1, "")]


@pytest.mark.django_db
def test_f27_a_gateway_that_says_when_to_come_again_is_left_alone_until_then(sms):
    (letter,) = write(GOOD)
    sms.answer = says(429, Retry_After="900")
    before = clock.now()

    send_waiting()

    letter.refresh_from_db()
    assert 890 < (letter.next_try_at - before).total_seconds() < 930


@pytest.mark.django_db
def test_f27_after_ten_attempts_it_is_given_up_and_says_so(sms, later):
    write(GOOD)
    sms.answer = says(503, b"later")

    for _night in range(12):
        send_waiting()
        later(days=1)

    assert (len(sms.got), len(set(sms.ids))) == (10, 1)
    assert state() == [("failed", 10, "HTTP 503 later")]


@pytest.mark.django_db
def test_f27_ten_megabytes_are_not_read(sms):
    """The gateway took the message; the rest of its words is nobody's concern."""
    write(GOOD)
    sms.answer = says(200, b"x" * 10_000_000)

    assert send_waiting() == 1
    assert state() == [("sent", 0, "")]


@pytest.mark.django_db
def test_f27_a_refusal_of_ten_megabytes_is_told_in_a_line(sms):
    write(GOOD)
    sms.answer = says(400, b"x" * 10_000_000)

    assert send_waiting() == 0
    assert state() == [("failed", 1, "HTTP 400 " + "x" * 160)]


@pytest.mark.django_db
def test_f27_an_answer_that_trickles_is_cut_off_in_time(sms):
    write(GOOD)
    sms.answer = trickles

    # Each byte comes in time: only the guard of the whole ends this.
    with hurried(trickles):
        began = time.monotonic()
        assert send_waiting() == 0
        assert time.monotonic() - began < 5

    assert [mark for mark, _attempts, _said in state()] == ["waiting"]


@pytest.mark.django_db
def test_f27_while_the_gateway_is_away_others_do_not_wait_behind_it(sms):
    """Three unanswered calls are enough for one run; the letters behind them keep all their attempts. Mail goes."""
    write(*[f"+86139000000{n:02}" for n in range(8)])
    words = Words(subject="Hello", text="Hello")
    ways = [Way(Carrier.MAIL, "Li", "li@example.com")]
    write_letters("event:mail", topic="order:1", kind="confirmation", ways=ways, words=words)
    sms.answer = sleeps

    with hurried(sleeps):
        assert send_waiting() == 1

    assert len(sms.got) == 3
    assert [attempts for _mark, attempts, _said in state()] == [1, 1, 1, 0, 0, 0, 0, 0, 0]
    assert [letter.to for letter in mail.outbox] == [["li@example.com"]]


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_text_message_once(sms):
    """F27: whoever comes second finds the door taken, or the letter."""
    letters = write(*[f"+86139000000{n:02}" for n in range(6)])

    at_once([send_waiting] * 4 + [lambda: send_letter_now(letters[0].pk)] * 4, threads=8)
    send_waiting()

    assert sorted(sms.ids) == sorted(letter.reference for letter in letters)
    assert {mark for mark, _attempts, _said in state()} == {"sent"}


@pytest.mark.django_db
def test_a36_nothing_is_posted_for_what_is_no_mobile_number(sms):
    write("0571-88123456")

    assert send_waiting() == 0
    assert (sms.got, state()) == ([], [("failed", 1, "not a mobile number")])


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("138 0013 8000", "+8613800138000"),
        ("１３８００１３８０００", "+8613800138000"),
        ("0086-13800138000", "+8613800138000"),
        ("+86 138-0013-8000", "+8613800138000"),
        ("+49 (151) 2345678", "+491512345678"),
        ("", ""),
        ("0571-8812 3456", ""),
        ("12345678901", ""),
        ("+8657188123456", ""),
        ("+0123456789", ""),
        ("+1234567890123456", ""),
        ("13800138000 ext 5", ""),
        ("13800138000\n+8613800138001", ""),
        ("13800138000\x00", ""),
        ("1" * 100_000, ""),
        ("٠١٢٣٤٥٦٧٨٩", ""),
    ],
)
def test_a36_numbers_text_messages_go_to(typed, number):
    assert mobile_number(typed) == number


@pytest.mark.django_db
def test_without_a_gateway_a_text_message_becomes_a_file(settings, tmp_path):
    settings.GENDAN_SMS_URL, settings.GENDAN_OUTBOX = "", str(tmp_path)
    (letter,) = write(GOOD)

    assert send_waiting() == 1

    (file,) = Path(tmp_path, "sms").iterdir()
    assert file.name == f"{letter.reference}.txt"
    assert file.read_text() == f"{GOOD}\n\nYour order SO-1 is confirmed.\n"


@pytest.mark.django_db
def test_in_real_work_without_a_gateway_a_text_message_does_not_look_sent(settings):
    settings.GENDAN_SMS_URL = settings.GENDAN_OUTBOX = ""
    write(GOOD)

    assert send_waiting() == 0
    assert state() == [("failed", 1, "no service is set up")]


def test_a_text_message_has_at_most_two_parts_on_one_line():
    assert fitted("a\n b") == "a b"
    assert (len(fitted("字" * 134)), fitted("字" * 134)[-1]) == (134, "字")
    assert (len(fitted("字" * 135)), fitted("字" * 135)[-1]) == (134, "…")


@pytest.mark.parametrize(
    "url",
    [
        "http://sms.example.com/send",
        "http://127.0.0.1.example.com/",
        "http://169.254.169.254/latest",
        "http://[::ffff:10.0.0.1]/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "https://user:word@sms.example.com/",
        "https:///send",
        "https://sms.example.com/\r\nX: y",
        "https://sms.example.com:99999/",
        "sms.example.com",
    ],
)
def test_a18_only_https_or_this_machine_is_posted_to(url, monkeypatch):
    """A service on this machine counts only where the operator allowed plain http; the settings refuse the rest."""
    assert fault_of(url, loopback=True)
    monkeypatch.setenv("GENDAN_SMS_URL", url)
    with pytest.raises(ImproperlyConfigured, match="GENDAN_SMS_URL"):
        environment.outside("GENDAN_SMS_URL", loopback=True)


def test_a18_what_may_be_posted_to():
    assert fault_of("https://sms.example.com/send?key=1") == ""
    assert fault_of("http://127.0.0.1:8080/send") == "must begin with https://"
    assert fault_of("http://127.0.0.1:8080/send", loopback=True) == ""


@pytest.mark.django_db
def test_a18_an_unfit_address_is_refused_again_at_the_moment_of_sending(sms, settings):
    settings.GENDAN_HTTP_LOOPBACK = False
    write(GOOD)

    assert send_waiting() == 0
    assert (sms.got, state()) == ([], [("failed", 1, "the address must begin with https://")])
