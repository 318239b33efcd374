"""A row is read without its state: nobody asks for it again row by row, and it is still there when somebody does."""

import pytest

from orders.models import Order
from orders.models.words import State
from tests.cast import make_customer, make_draft, make_product


@pytest.mark.django_db
def test_rows_read_without_their_state_ask_for_it_only_when_it_is_wanted(ann, django_assert_num_queries):
    product, customer = make_product("A-1"), make_customer(ann)
    for _n in range(3):
        make_draft(ann, customer, [(product, 1)])

    with django_assert_num_queries(1):
        orders = list(Order.objects.only("customer_po").order_by("pk"))
    with django_assert_num_queries(1):
        assert orders[0].state == State.DRAFT
