"""What carries a letter on each channel (S43)."""

from collections.abc import Callable
from pathlib import Path
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from core.phones import mobile_number
from core.posting import Declined, NoAnswer, post_json
from notifications.models import Carrier, Letter

FAILURES = (SMTPException, OSError, ValueError, Declined)
"""How a carrier says that it could not; Declined says that it never will."""

SILENCE = (NoAnswer, ConnectionError, TimeoutError)
"""The other side is away as a whole; whoever waits behind would only wait in vain."""


def _by_mail(letter: Letter) -> None:
    paper = EmailMultiAlternatives(letter.subject, f"{letter.text}\n", settings.DEFAULT_FROM_EMAIL, [letter.address])
    if letter.html:
        paper.attach_alternative(letter.html, "text/html")
    paper.send()


def _by_sms(letter: Letter) -> None:
    number = mobile_number(letter.address)
    if not number:
        raise Declined("not a mobile number")
    content = {"to": number, "text": letter.text, "id": letter.reference}
    if settings.GENDAN_SMS_URL:
        loopback = settings.GENDAN_HTTP_LOOPBACK
        post_json(settings.GENDAN_SMS_URL, content, token=settings.GENDAN_SMS_TOKEN, loopback=loopback)
    else:
        put_into_outbox("sms", letter.reference, f"{number}\n\n{letter.text}\n")


def _on_page(letter: Letter) -> None:
    """The customer's own page shows it from now on; there is nothing to carry."""


CARRIERS: dict[str, Callable[[Letter], None]] = {
    Carrier.MAIL: _by_mail,
    Carrier.SMS: _by_sms,
    Carrier.PAGE: _on_page,
}
"""What carries a letter on each channel; it raises one of FAILURES when it cannot."""


def put_into_outbox(kind: str, reference: str, text: str) -> None:
    """Where no service is named a message becomes a file, as mail does; a second attempt writes the same file."""
    if not settings.GENDAN_OUTBOX:
        raise Declined("no service is set up")
    folder = Path(settings.GENDAN_OUTBOX) / kind
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{reference}.txt").write_text(text, encoding="utf-8", errors="replace")
