"""A7: a form writes what it asks and nothing else, whatever else is sent along."""

import datetime

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.test import Client

from core import clock
from tests.access.world import World
from tests.attacks.books import books, changed
from tests.attacks.writing import ACTS, Act

MOMENT = datetime.datetime(2026, 3, 2, 2, 0, tzinfo=datetime.UTC)
FAR = 1_000_000

SEQUENCES = "SELECT setval(quote_ident(schemaname) || '.' || quote_ident(sequencename), %s) FROM pg_sequences"
ROLES = ("is_superuser", "is_staff", "groups", "user_permissions", "role", "roles", "permissions")
HANDS = ("pk", "actor", "actor_id", "user", "user_id", "created_by", "approved_by", "history", "_state", "__class__")


def hostile(house: World) -> dict[str, str]:
    """Every column of every model of the house as a field of its own, and a few that never were."""
    found = dict.fromkeys(HANDS, str(house.people["eve"].pk)) | dict.fromkeys(ROLES, "1")
    for app in settings.OWN_APPS:
        for model in apps.get_app_config(app).get_models():
            for column in model._meta.fields:
                value = _worst(column, house)
                found |= {column.name: value, column.attname: value, f"lines-0-{column.name}": value}
    return found


def _worst(column: models.Field, house: World) -> str:
    if column.choices:
        return str(list(column.choices)[-1][0])
    if isinstance(column, models.ForeignKey):
        return str(house.people["eve"].pk)
    if isinstance(column, models.BooleanField):
        return "on"
    if isinstance(column, models.DateTimeField | models.DateField):
        return "2020-02-02"
    return "1"


def leave(client: Client, act: Act, house: World, sent: dict[str, str]) -> tuple[int, dict[str, tuple[int, str]]]:
    """The answer, and all the books after it, as if nothing had ever happened before; all of it taken back."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(SEQUENCES, [FAR])
        with clock.at(MOMENT):
            answer = client.post(act.url(house), sent)
        found = books()
        transaction.set_rollback(True)
    return answer.status_code, found


def differing(act: Act, client: Client, house: World) -> list[str]:
    """What the same form leaves otherwise when everything else is sent along."""
    shown, honest = act.open(client, house), act.honest(client, house)
    extra = {name: value for name, value in hostile(house).items() if name not in shown.names | honest.keys()}
    before = books()
    plain, attacked = leave(client, act, house, honest), leave(client, act, house, extra | honest)
    # Most lead on; a page that shows something this once answers itself.
    if plain[0] != attacked[0] or plain[0] not in (200, 302):
        return [f"answered {plain[0]}, attacked {attacked[0]}"]
    # An honest form that writes nothing would prove nothing.
    return changed(plain[1], attacked[1]) if changed(before, plain[1]) else ["nothing written"]


def test_a7_fields_nobody_asked_for_change_nothing(house, sign_in, monkeypatch):
    # A link drawn by lot would differ by itself.
    monkeypatch.setattr("core.links.secrets.token_urlsafe", lambda size: "w" * 43)
    found = {act.page: differing(act, sign_in(act.who), house) for act in ACTS}

    assert {page: tables for page, tables in found.items() if tables} == {}


def test_a7_the_sign_in_page_makes_nobody_more_than_they_are(house, sign_in):
    extra = hostile(house) | {"username": "ann", "password": "a-long-password"}
    before = house.people["ann"].__class__.objects.filter(username="ann").values().get()

    answer = sign_in().post("/sign-in/", extra)

    after = house.people["ann"].__class__.objects.filter(username="ann").values().get()
    assert answer.status_code == 302
    assert {name for name in after if after[name] != before[name]} <= {"last_login"}
