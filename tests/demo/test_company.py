"""The demo company lives: every stage has its orders, the books agree, both languages are there."""

import datetime
from collections import Counter
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection

from core import clock, demo_guard
from core.management.commands.check_invariants import broken
from core.models import Delivery, User
from core.roles import EVERY_ROLE
from customers.models import Customer
from demo import story
from demo.management.commands import load_demo
from inventory.models import Reallocation
from inventory.services.claims import claims_on
from orders.models import Contract, ContractLine, Order, Quotation
from orders.models.quotation import QuoteState
from orders.models.words import Stage, State

AT_LEAST = 5


@pytest.mark.django_db
def test_three_months_of_a_believable_company(monkeypatch, tmp_path, capsys, settings):
    monkeypatch.setattr(story, "MIXED", 30)
    monkeypatch.setattr(demo_guard, "is_marked", lambda: True)
    monkeypatch.setattr(load_demo, "_passwords_file", lambda: tmp_path / "passwords.json")

    call_command("load_demo")

    standing = Counter(Order.objects.values_list("stage", flat=True))
    assert {stage for stage in Stage if standing[stage] < AT_LEAST} == set()
    ended = Counter(Order.objects.values_list("state", flat=True))
    assert min(ended[State.COMPLETED], ended[State.CANCELLED], ended[State.REJECTED]) >= AT_LEAST
    late, overdue, short = (
        Order.objects.filter(promise="late"),
        Order.objects.filter(payment="overdue"),
        Order.objects.filter(supply__in=["partly_short", "backordered"]),
    )
    assert late.exists() and overdue.exists() and short.exists()
    assert set(User.objects.values_list("groups__name", flat=True)) == set(EVERY_ROLE)
    assert not Customer.objects.filter(name_en="").exists()
    first = Order.objects.order_by("created_at").first().created_at
    assert first > clock.now() - datetime.timedelta(days=100)
    assert set(Quotation.objects.values_list("state", flat=True)) == set(QuoteState)
    assert Counter(Contract.objects.values_list("state", flat=True)) == {"active": 5, "draft": 1}
    assert max(line.called_off / line.quantity for line in ContractLine.objects.all()) == Decimal("0.96")
    (proposal,) = Reallocation.objects.waiting()
    claims = [one.claim for one in claims_on(proposal.product_id)]
    assert sorted((one.needed, one.reserved) for one in claims) == [(60, 0), (60, 40), (60, 60)]  # B17
    assert not Delivery.objects.filter(state="pending").exists()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert [row for row in broken() if row["rows"]] == []

    orders, said = Order.objects.count(), capsys.readouterr().out
    call_command("load_demo")
    assert Order.objects.count() == orders, "a second start finds its data again"
    assert said.splitlines()[1:] == capsys.readouterr().out.splitlines()[1:]
