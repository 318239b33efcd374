"""The whole grid of state × verb × person for a return, written out by hand (A6, A37): the rest changes nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from core.models import Event
from core.refusal import Refused
from inventory.models import Warehouse
from orders.models import Order, Return
from orders.models.return_words import ReturnState
from orders.services.returns.asking import withdraw_return
from orders.services.returns.deciding import approve_return, refuse_return
from orders.services.returns.facts import Found
from orders.services.returns.settling import resolve_return
from shipping.services import finish_receipt, inspect_return, send_back
from tests.cast import make_person
from tests.orders.returns import asked, came_back, delivered, inspected, received

pytestmark = pytest.mark.django_db

# Where a verb leads from a state; what is not here is refused. A settled return waits to be sent back.
LEADS = {
    "requested": {"withdraw": "withdrawn", "approve": "approved", "refuse": "refused"},
    "approved": {"withdraw": "withdrawn", "receive": "received"},
    "received": {"inspect": "inspected"},
    "inspected": {"resolve": "resolved"},
    "resolved": {"send back": "closed"},
    "closed": {},
    "refused": {},
    "withdrawn": {},
}
# Ann owns the order and asked, Bo is her manager, Eve sells elsewhere, Cem keeps stock, Dot does finance.
MAY = {
    "withdraw": {"ann", "bo"},
    "receive": {"cem"},
    "inspect": {"cem"},
    "resolve": {"ann", "bo"},
    "resolve otherwise": {"bo"},
    "send back": {"cem"},
}
HOUSE_VERBS = ("approve", "refuse")
CAST = {"di": "director", "bea": "buyer", "aud": "auditor", "kay": "admin"}
PEOPLE = ("ann", "bo", "eve", "cem", "dot", *CAST)


def found(one: Return) -> dict[int, Found]:
    return {line.order_line_id: Found(good=line.received) for line in one.lines.all()}


def otherwise(one: Return, who: Any) -> Any:
    outcomes = {line.order_line_id: "reject" for line in one.lines.all()}
    return resolve_return(one.pk, outcomes=outcomes, answer="not ours", actor=who)


ACTS: dict[str, Callable[[Return, Any], Any]] = {
    "withdraw": lambda one, who: withdraw_return(one.pk, reason="kept", actor=who),
    "approve": lambda one, who: approve_return(one.pk),
    "refuse": lambda one, who: refuse_return(one.pk, opinion="no"),
    "receive": lambda one, who: finish_receipt(one.pk, warehouse_id=Warehouse.objects.get().pk, actor=who),
    "inspect": lambda one, who: inspect_return(one.pk, found=found(one), actor=who),
    "resolve": lambda one, who: resolve_return(one.pk, actor=who),
    "send back": lambda one, who: send_back(one.pk, carrier="SF", waybill="1", actor=who),
}


def brought_to(state: str, order: Order, ann: Any, cem: Any) -> Return:
    """A return of one piece for repair, in this state; a large one waits for a decision."""
    if state in ("requested", "refused"):
        one = asked(order, ann, 9, wanted="repair")
        return refuse_return(one.pk, opinion="no") if state == "refused" else one
    one = asked(order, ann, 1, wanted="repair")
    if state == "withdrawn":
        return withdraw_return(one.pk, reason="kept", actor=ann)
    if state == "approved":
        came_back(one, cem, "A-1043", 1)
        return one
    if state == "received":
        return received(one, cem)
    inspected(one, cem)
    if state in ("resolved", "closed"):
        resolve_return(one.pk, actor=ann)
    if state == "closed":
        send_back(one.pk, carrier="SF", waybill="1", actor=cem)
    return Return.objects.get(pk=one.pk)


def picture(order: Order) -> tuple[Any, ...]:
    rows = Return.objects.order_by("pk").values_list("state", "to_credit", "credited_amount")
    lines = order.lines.values_list("returning", "returned_credit", "returned_replace", "reserved", "shipped")
    return list(rows), list(lines), Event.objects.count()


@pytest.fixture
def order(ann, cem):
    return delivered(ann, cem, price="1000.00", wanted=10)


def test_a37_every_state_leads_only_where_the_grid_says(ann, cem, order):
    for state in LEADS:
        for verb, act in ACTS.items():
            with transaction.atomic():
                _tried(state, verb, act, order, ann, cem)
                transaction.set_rollback(True)


def _tried(state: str, verb: str, act: Any, order: Order, ann: Any, cem: Any) -> None:
    one = brought_to(state, order, ann, cem)
    assert one.state == state
    before = picture(order)
    who = next((person for person in (ann, cem) if person.username in MAY.get(verb, {"ann"})), None)
    try:
        with transaction.atomic():
            act(one, who)
    except Refused:
        assert verb not in LEADS[state], (state, verb)
        assert picture(order) == before
    else:
        assert Return.objects.get(pk=one.pk).state == LEADS[state].get(verb), (state, verb)


def test_a6_every_verb_is_for_those_the_grid_names(ann, bo, eve, cem, dot, order):
    people = {"ann": ann, "bo": bo, "eve": eve, "cem": cem, "dot": dot}
    people |= {name: make_person(name, role) for name, role in CAST.items()}
    acts = ACTS | {"resolve otherwise": otherwise}
    for state, moves in LEADS.items():
        extra = ["resolve otherwise"] if state == "inspected" else []
        for verb in [one for one in [*moves, *extra] if one not in HOUSE_VERBS]:
            for name, who in people.items():
                with transaction.atomic():
                    one = brought_to(state, order, ann, cem)
                    assert _may(acts[verb], one, who, order) == (name in MAY[verb]), (state, verb, name)
                    transaction.set_rollback(True)


def _may(act: Any, one: Return, who: Any, order: Order) -> bool:
    before = picture(order)
    try:
        with transaction.atomic():
            act(one, who)
    except PermissionDenied:
        assert picture(order) == before
        return False
    return True


def test_the_grid_knows_every_state():
    assert set(LEADS) == set(ReturnState.values)
