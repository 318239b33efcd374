"""The whole grid of a change: state × verb × person, written out by hand (A6, A37): the rest changes nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from core.models import Event
from core.refusal import Refused
from orders.models import ChangeRequest, Order, OrderLine, OrderRevision
from orders.services import (
    apply_change,
    approve_change,
    rebase_change,
    reject_change,
    return_change,
    submit_change,
    withdraw_change,
)
from orders.services.changes import applying as applying_module
from tests.cast import make_customer, make_person, make_product
from tests.changes.builders import begin, quantities
from tests.shipping.builders import make_confirmed

LEADS = {
    "draft": {"submit": "submitted", "withdraw": "withdrawn"},
    "submitted": {"approve": "applied", "return": "draft", "reject": "rejected", "withdraw": "withdrawn"},
    "approved": {"apply": "applied", "withdraw": "withdrawn"},
    "conflicted": {"rebase": "draft", "withdraw": "withdrawn"},
    "applied": {},
    "rejected": {},
    "withdrawn": {},
}
"""Where a verb leads from a state; what is not here is refused."""

ACTS: dict[str, Callable[[ChangeRequest, Any], Any]] = {
    "submit": lambda change, who: submit_change(change.pk, actor=who),
    "withdraw": lambda change, who: withdraw_change(change.pk, actor=who),
    "rebase": lambda change, who: rebase_change(change.pk, actor=who),
    "apply": lambda change, who: apply_change(change.pk, actor=who),
    "approve": lambda change, who: approve_change(change.pk),
    "return": lambda change, who: return_change(change.pk, opinion="why?"),
    "reject": lambda change, who: reject_change(change.pk, opinion="no"),
}
PERSONS = ("submit", "withdraw", "rebase", "apply")
"""A person's verbs; the others are the house's, after a decision."""
MAY = {"ann", "bo"}
CAST = {"di": "director", "bea": "buyer", "aud": "auditor", "kay": "admin"}
PEOPLE = ("ann", "bo", "eve", "cem", "dot", *CAST)


@pytest.fixture
def people(ann, bo, eve, cem, dot) -> dict[str, Any]:
    return {
        "ann": ann, "bo": bo, "eve": eve, "cem": cem, "dot": dot,
        **{name: make_person(name, role) for name, role in CAST.items()},
    }  # fmt: skip


def bring(ann: Any, state: str, monkeypatch: pytest.MonkeyPatch) -> ChangeRequest:
    """Lead a change to a state through the services alone."""
    order = make_confirmed(ann, [(make_product("A-1", price="10"), 4)], customer=make_customer(ann))
    change = begin(order, ann, *quantities(order, l1=5))
    if state == "withdrawn":
        withdraw_change(change.pk, actor=ann)
    elif state == "conflicted":
        Order.objects.filter(pk=order.pk).update(revision=2)
        submit_change(change.pk, actor=ann)
    elif state != "draft":
        submit_change(change.pk, actor=ann)
        if state == "rejected":
            reject_change(change.pk, opinion="no")
        elif state == "applied":
            approve_change(change.pk)
        elif state == "approved":
            # What cannot be put in force at once stays approved, and waits for a person.
            with monkeypatch.context() as patch:
                patch.setattr(applying_module, "propose", _refused)
                approve_change(change.pk)
    change = ChangeRequest.objects.get(pk=change.pk)
    assert change.state == state
    return change


def _refused(*args: Any, **more: Any) -> Any:
    raise Refused("not now")


def picture() -> tuple[Any, ...]:
    return (
        list(ChangeRequest.objects.values_list("pk", "state", "version")),
        list(Order.objects.values_list("pk", "state", "revision", "total", "stopped")),
        list(OrderLine.objects.order_by("pk").values_list("pk", "quantity", "reserved")),
        OrderRevision.objects.count(),
        Event.objects.count(),
    )


@pytest.mark.django_db
@pytest.mark.parametrize("state", LEADS)
def test_a37_each_verb_leads_where_the_grid_says_and_everything_else_changes_nothing(people, state, monkeypatch):
    change = bring(people["ann"], state, monkeypatch)
    before = picture()
    for verb, act in ACTS.items():
        with transaction.atomic():
            if verb in LEADS[state]:
                act(change, people["ann"])
                assert ChangeRequest.objects.get(pk=change.pk).state == LEADS[state][verb], verb
            else:
                with pytest.raises(Refused), transaction.atomic():
                    act(change, people["ann"])
                assert picture() == before, verb
            transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "verb"), [(s, v) for s, verbs in LEADS.items() for v in verbs if v in PERSONS])
def test_a6_only_the_owner_and_their_manager_move_a_change(people, state, verb, monkeypatch):
    change = bring(people["ann"], state, monkeypatch)
    before = picture()
    for name in PEOPLE:
        with transaction.atomic():
            if name in MAY:
                ACTS[verb](change, people[name])
            else:
                with pytest.raises(PermissionDenied), transaction.atomic():
                    ACTS[verb](change, people[name])
                assert picture() == before, name
            transaction.set_rollback(True)
