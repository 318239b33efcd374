"""The grown house of the measurements is a sound one: its history is what the models say now."""

import pytest

from bench import grow, world
from core.management.commands.check_invariants import broken
from orders.models import Order, OrderLine


@pytest.mark.django_db
def test_history_multiplied_in_sql_breaks_no_invariant():
    world.furnish(world.crew())
    grow._add(1, 6, grow._batch(), 3)

    assert Order.objects.filter(origin="history", search__isnull=False).count() == 6
    assert OrderLine.objects.count() == 18
    assert [row for row in broken() if row["rows"]] == []
