"""Filters of a list are copied for each request: what one asked for must not reach another."""

import pytest
from django.http import QueryDict

from orders.filters import OrderFilter
from orders.models import Order

pytestmark = pytest.mark.django_db


def test_two_requests_at_once_search_each_for_their_own(monkeypatch):
    asked = []
    monkeypatch.setattr(OrderFilter, "search", lambda self, rows, name, value: asked.append((self, value)) or rows)
    one, two = (OrderFilter(QueryDict(f"q={word}"), queryset=Order.objects.all()) for word in ("cable", "pump"))

    assert (one.qs.count(), two.qs.count()) == (0, 0)

    assert asked == [(one, "cable"), (two, "pump")]


def test_a_choice_of_one_request_is_not_the_choice_of_the_next():
    one, two = OrderFilter(QueryDict("state=draft")), OrderFilter(QueryDict(""))
    assert one.is_valid() and two.is_valid()

    assert (one.applied(), two.applied()) == ({"state": "draft"}, {})
    assert one.form.fields["state"] is not two.form.fields["state"]
