"""Setting a PIN, and trying one: counted in the database, so that every process counts the same tries (A24)."""

from django.contrib.auth.hashers import check_password, make_password
from django.utils.translation import gettext_lazy as _

from core import clock
from core.bus import publish
from core.events import RecordEdited
from core.locks import locked
from core.models import User
from core.models.pin import Pin
from core.refusal import Refused
from core.service import service

DIGITS = 6


def is_plain(pin: str) -> bool:
    """Whether it is among the first that anybody would try: one digit over and over, or digits in a row."""
    steps = {(int(b) - int(a)) % 10 for a, b in zip(pin, pin[1:], strict=False)}
    return steps <= {0} or steps <= {1} or steps <= {9}


@service
def set_pin(user_id: int, *, pin: str) -> None:
    """A person sets their PIN, six digits; one set before, and the wrong tries, are forgotten."""
    person = locked(User.objects.filter(pk=user_id)).get()
    if not (pin.isascii() and pin.isdigit() and len(pin) == DIGITS):
        raise Refused(_("A PIN has six digits."), code="pin_shape")
    if is_plain(pin):
        raise Refused(_("Anybody would try this PIN first. Choose another."), code="pin_plain")
    values = {"secret": make_password(pin), "wrong": 0, "set_at": clock.now()}
    Pin.objects.update_or_create(user=person, defaults=values)
    edited = {"pin": ["***", "***"]}
    publish(RecordEdited(model="user", pk=person.pk, label=person.username, changes=edited), actor=person)


def has_pin(user_id: int) -> bool:
    """Whether a person has a PIN that still proves something."""
    pin = Pin.objects.filter(pk=user_id).first()
    return pin is not None and pin.is_good


def fits(user_id: int, typed: str) -> bool:
    """Whether this is their PIN. Slow on purpose: asked before any row is held, and answered only once counted."""
    secret = Pin.objects.filter(pk=user_id).values_list("secret", flat=True).first()
    return secret is not None and check_password(typed, secret)


def count_try(user_id: int, *, right: bool) -> None:
    """Count one try in the caller's transaction; refused when too many were wrong, whatever this one was."""
    pin = locked(Pin.objects.filter(pk=user_id)).first()
    if pin is None or not pin.is_good:
        raise Refused(_("Your PIN is shut after too many wrong tries. Sign in and set it anew."), code="pin_shut")
    pin.wrong = 0 if right else pin.wrong + 1
    pin.save(update_fields=["wrong"])
