"""Two changes of one order in the same moment: one is asked about, the other waits its turn (S54)."""

from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError

from core.management.commands.check_invariants import broken
from core.models import User
from core.refusal import Refused
from orders.models import ChangeRequest, Order
from orders.services import submit_change
from orders.services.changes import changing
from tests.cast import make_person, make_product
from tests.changes.builders import begin, decide_all, quantities
from tests.races.crowd import Meeting, at_once, switch_locks_off
from tests.shipping.builders import make_confirmed, make_stock

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def meeting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody who saw no other open change waits for the other, unless they are kept out, before writing."""
    line, check = Meeting(), changing._refuse_second

    def waiting(order: Order) -> None:
        check(order)
        line.wait()

    monkeypatch.setattr(changing, "_refuse_second", waiting)


def two_drafts() -> tuple[Order, list[ChangeRequest], list[Any]]:
    bo = make_person("bo", "sales_manager")
    ann, cem = make_person("ann", "sales", manager=bo), make_person("cem", "warehouse")
    make_person("fay", "director")
    product = make_product("A-1", price="10")
    make_stock(cem, (product, 50))
    order = make_confirmed(ann, [(product, 10)])
    drafts = [begin(order, ann, *quantities(order, l1=11)), begin(order, bo, *quantities(order, l1=9))]
    return order, drafts, [ann, bo]


def hand_in(drafts: list[ChangeRequest], people: list[Any]) -> list[Any]:
    return at_once([partial(submit_change, one.pk, actor=who) for one, who in zip(drafts, people, strict=True)])


def test_s54_of_two_changes_handed_in_at_once_exactly_one_is_asked_about():
    order, drafts, people = two_drafts()

    results = hand_in(drafts, people)

    refused = [one for one in results if isinstance(one, Exception)]
    assert [(type(one), one.code) for one in refused] == [(Refused, "second_change")]
    assert sorted(ChangeRequest.objects.values_list("state", flat=True)) == ["draft", "submitted"]
    first = ChangeRequest.objects.get(state="submitted")
    decide_all(first, *people, User.objects.get(username="fay"))
    assert [row for row in broken() if row["rows"]] == []


def test_s54_without_locks_only_the_last_defence_holds_and_nobody_is_told(monkeypatch):
    _order, drafts, people = two_drafts()
    switch_locks_off(monkeypatch)

    results = hand_in(drafts, people)

    assert [type(one) for one in results if isinstance(one, Exception)] == [IntegrityError]
