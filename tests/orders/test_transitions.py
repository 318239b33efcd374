"""The whole grid of state × verb × person, written out by hand (A6, A37): the rest changes nothing."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from core.models import Comment, Event, User
from core.people import HOUSE
from core.refusal import Refused
from orders.models import Order, OrderLine, OrderRevision, OrderShare, StageSpan
from orders.services import (
    approve_order,
    cancel_order,
    confirm_order,
    copy_order,
    hand_over_order,
    recall_order,
    record_accepted,
    record_invoiced,
    record_paid,
    record_picked,
    record_reserved,
    record_shipped,
    reject_order,
    return_order,
    save_draft,
    share_order,
    short_close_order,
    submit_order,
    write_comment,
)
from orders.services.entry.composing import DraftHead, DraftRow
from tests.cast import make_customer, make_draft, make_person

# Where a verb leads from a state; what is not here is refused. Two rows are confirmed orders:
# one of which nothing has left, one of which half has.
LEADS = {
    "draft": {"edit": "draft", "submit": "pending_approval", "cancel": "cancelled"},
    "pending_approval": {
        "recall": "draft", "cancel": "cancelled", "approve": "approved", "return": "draft", "reject": "rejected",
    },
    "approved": {"confirm": "confirmed", "cancel": "cancelled"},
    "confirmed": {"cancel": "cancelled"},
    "half shipped": {"short close": "confirmed"},
    "completed": {},
    "rejected": {},
    "cancelled": {},
}  # fmt: skip

# What may be done in any state, and leaves it as it is.
ALWAYS = ("copy", "hand over", "share", "comment")

# Who may do it: Ann owns the order, Bo is her manager, Eve sells elsewhere, Di directs, Cem keeps stock,
# Dot does finance, Bea buys, Aud audits, Kay administers. Nobody of them has the house's verbs.
MAY = {
    "edit": {"ann", "bo"},
    "submit": {"ann", "bo"},
    "recall": {"ann", "bo"},
    "confirm": {"ann", "bo"},
    "cancel": {"ann", "bo"},
    "short close": {"ann", "bo"},
    "share": {"ann", "bo"},
    "hand over": {"bo"},
    "copy": {"ann", "bo", "eve"},
    "comment": {"ann", "bo", "eve", "di", "cem", "dot", "bea", "kay"},
}
HOUSE_VERBS = ("approve", "return", "reject")
CAST = {"di": "director", "bea": "buyer", "aud": "auditor", "kay": "admin"}
PEOPLE = ("ann", "bo", "eve", "cem", "dot", *CAST)

ACTS: dict[str, Callable[[Order, Any], Any]] = {
    "edit": lambda order, who: edit(order, who),
    "submit": lambda order, who: submit_order(order.pk, actor=who),
    "recall": lambda order, who: recall_order(order.pk, actor=who),
    "confirm": lambda order, who: confirm_order(order.pk, actor=who),
    "cancel": lambda order, who: cancel_order(order.pk, actor=who, reason="no longer wanted"),
    "short close": lambda order, who: short_close_order(order.pk, actor=who, reason="no longer made"),
    "copy": lambda order, who: copy_order(order.pk, actor=who),
    "hand over": lambda order, who: hand_over_order(order.pk, to=User.objects.get(username="eve"), actor=who),
    "share": lambda order, who: share_order(order.pk, to=User.objects.get(username="eve"), actor=who),
    "comment": lambda order, who: write_comment(order.pk, text="noted", actor=who),
    "approve": lambda order, who: approve_order(order.pk),
    "return": lambda order, who: return_order(order.pk, opinion="too cheap"),
    "reject": lambda order, who: reject_order(order.pk, opinion="never"),
}


def edit(order: Order, who: Any) -> Order:
    head = DraftHead(customer=order.customer, wanted_on=order.wanted_on, customer_po="edited")
    rows = [DraftRow(product_id=line.product_id, quantity=line.quantity) for line in order.lines.all()]
    return save_draft(order.pk, head=head, rows=rows, version=order.version, actor=who)


def bring(order: Order, state: str) -> Order:
    """Lead a draft to a state through the services alone."""
    if state == "cancelled":
        cancel_order(order.pk, actor=HOUSE, reason="typed twice")
    elif state != "draft":
        submit_order(order.pk, actor=order.owner)
        if state == "rejected":
            reject_order(order.pk, opinion="never")
        elif state != "pending_approval":
            approve_order(order.pk)
            if state != "approved":
                confirm_order(order.pk, actor=HOUSE)
    if state in ("half shipped", "completed"):
        ship(order, Decimal(5 if state == "half shipped" else 10))
    if state == "completed":
        pay(order)
    return Order.objects.get(pk=order.pk)


def ship(order: Order, quantity: Decimal) -> None:
    moved = {OrderLine.objects.get(order=order).pk: quantity}
    record_reserved(order.pk, quantities=moved)
    record_picked(order.pk, quantities=moved)
    record_shipped(order.pk, quantities=moved, source="shipment:1")
    record_accepted(order.pk, quantities=moved, source="shipment:1")


def pay(order: Order) -> None:
    total = Order.objects.get(pk=order.pk).total
    record_invoiced(order.pk, quantities={OrderLine.objects.get(order=order).pk: Decimal(10)}, amount=total)
    record_paid(order.pk, paid=total, due_on=None)


def picture(order: Order) -> dict[str, Any]:
    """Everything an order's verb could have touched."""
    kinds = (Order, OrderLine, OrderRevision, OrderShare, StageSpan, Event, Comment)
    return {
        "order": Order.objects.filter(pk=order.pk).values().get(),
        "lines": list(OrderLine.objects.filter(order=order).order_by("pk").values()),
        "rows": [kind.objects.count() for kind in kinds],
    }


@pytest.fixture
def people(ann, bo, eve, cem, dot) -> dict[str, User]:
    """Everybody who could try."""
    more = {name: make_person(name, role, department="Elsewhere") for name, role in CAST.items()}
    return {"ann": ann, "bo": bo, "eve": eve, "cem": cem, "dot": dot, **more}


@pytest.fixture
def order(ann, settings) -> Order:
    settings.REACTIONS = "tests.orders.quiet.REACTIONS"
    settings.CHECKS = "tests.orders.quiet.CHECKS"
    return make_draft(ann, make_customer(ann))


def attempt(act: Callable[[], Any], order: Order) -> tuple[str, str]:
    """What came of it, with everything taken back: the outcome and the state it led to."""
    before = picture(order)
    outcome, state = "done", ""
    with transaction.atomic():
        try:
            with transaction.atomic():
                act()
            state = Order.objects.get(pk=order.pk).state
        except PermissionDenied:
            outcome = "forbidden"
        except Refused:
            outcome = "refused"
        if outcome != "done":
            assert picture(order) == before, "a refused act changed something"
        transaction.set_rollback(True)
    return outcome, state


def expected(state: str, verb: str, name: str) -> tuple[str, str]:
    if name not in MAY[verb]:
        return "forbidden", ""
    stays = "confirmed" if state == "half shipped" else state
    if verb in ALWAYS:
        return "done", stays
    return ("done", LEADS[state][verb]) if verb in LEADS[state] else ("refused", "")


@pytest.mark.django_db
@pytest.mark.parametrize("state", LEADS)
def test_every_person_gets_exactly_what_the_grid_says_for_every_verb(order, people, state):
    order = bring(order, state)

    found = {
        (verb, name): attempt(lambda verb=verb, name=name: ACTS[verb](order, people[name]), order)
        for verb in MAY
        for name in PEOPLE
    }

    wanted = {(verb, name): expected(state, verb, name) for verb in MAY for name in PEOPLE}
    assert {cell: found[cell] for cell in found if found[cell] != wanted[cell]} == {}


@pytest.mark.django_db
@pytest.mark.parametrize("state", LEADS)
def test_the_house_moves_only_what_waits_for_approval(order, state):
    order = bring(order, state)

    found = {verb: attempt(lambda verb=verb: ACTS[verb](order, HOUSE), order) for verb in HOUSE_VERBS}

    wanted = {verb: ("done", LEADS[state][verb]) if verb in LEADS[state] else ("refused", "") for verb in HOUSE_VERBS}
    assert found == wanted


@pytest.mark.django_db
@pytest.mark.parametrize("state", LEADS)
def test_the_states_stood_in_are_the_ones_named(order, state):
    assert bring(order, state).state == ("confirmed" if state == "half shipped" else state)


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["cancel", "short close"])
def test_ending_an_order_without_a_reason_is_refused(order, ann, verb):
    order = bring(order, "half shipped" if verb == "short close" else "confirmed")
    act = {"cancel": cancel_order, "short close": short_close_order}[verb]

    assert attempt(lambda: act(order.pk, actor=ann, reason="  "), order) == ("refused", "")


@pytest.mark.django_db
def test_no_address_leads_around_the_approvers(order, ann, client):
    order = bring(order, "pending_approval")
    client.force_login(ann)

    for verb in ("approve", "return", "reject", "complete", "reopen", "send_back"):
        assert client.post(f"/orders/{order.ref}/{verb}/").status_code == 404
    assert Order.objects.get().state == "pending_approval"


@pytest.mark.django_db
def test_the_page_offers_exactly_the_acts_that_would_succeed(order, people, client):
    words = {"edit": "edit", "short close": "short-close", "hand over": "hand-over"}
    order = bring(order, "pending_approval")
    for name in ("ann", "bo"):
        client.force_login(people[name])

        buttons = client.get(f"/orders/{order.ref}/").context["buttons"]

        offered = {button.url.split("/")[-2] for button in buttons}
        possible = {words.get(verb, verb) for verb in MAY if expected(order.state, verb, name)[0] == "done"}
        assert offered == possible - {"comment"} | {"again", "save-template", "hold"}
