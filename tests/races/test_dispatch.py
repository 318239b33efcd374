"""Two planners send one person in the same moment: one of them is refused, and the diary holds one visit (S16)."""

from typing import Any

import pytest

from core.refusal import Refused
from shipping.invariants import INVARIANTS
from shipping.models import DispatchJob
from shipping.services import plan_job
from shipping.services.jobs import planning
from tests.cast import make_customer
from tests.races.crowd import Meeting, at_once, switch_locks_off
from tests.shipping.builders import make_confirmed
from tests.shipping.jobs import make_service, make_technician, plan_for

pytestmark = pytest.mark.django_db(transaction=True)


def two_planners(monkeypatch: pytest.MonkeyPatch, ann: Any, bo: Any, cem: Any) -> list[Any]:
    """Bo and Cem have both looked into Jon's diary before either writes into it."""
    jon, meeting, look = make_technician(), Meeting(), planning._refuse_elsewhere
    orders = [
        make_confirmed(ann, [(make_service(f"F-{n}"), 1)], customer=make_customer(ann, f"C-{n}")) for n in range(2)
    ]

    def looked(*args: Any) -> None:
        look(*args)
        meeting.wait()

    monkeypatch.setattr(planning, "_refuse_elsewhere", looked)
    return at_once(
        [
            lambda: plan_job(orders[0].pk, plan=plan_for(jon, 24), actor=cem),
            lambda: plan_job(orders[1].pk, plan=plan_for(jon, 25), actor=bo),
        ]
    )


def broken() -> list[str]:
    return [rule.rule for rule in INVARIANTS if list(rule.rows())]


def test_s16_two_planners_at_once_do_not_send_one_person_to_two_places(monkeypatch, ann, bo, cem):
    outcomes = two_planners(monkeypatch, ann, bo, cem)

    refused = [one for one in outcomes if isinstance(one, Refused)]
    assert [one.code for one in refused] == ["elsewhere"]
    assert DispatchJob.objects.count() == 1
    assert broken() == []


def test_s16_control_without_locks_one_person_is_sent_to_two_places(monkeypatch, ann, bo, cem):
    switch_locks_off(monkeypatch)

    two_planners(monkeypatch, ann, bo, cem)

    assert DispatchJob.objects.count() == 2
    assert broken() == ["Nobody is sent to two places at once"]
