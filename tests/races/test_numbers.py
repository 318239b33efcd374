"""Numbers are unique however many people submit at once, and nobody waits for a counter row."""

import pytest

from core.numbering import next_number
from orders.models import Order
from orders.services import submit_order
from orders.services.life import submitting
from tests.cast import make_customer, make_draft, make_product
from tests.races.crowd import Meeting, at_once


@pytest.mark.django_db(transaction=True)
def test_f44_fifty_numbers_at_once_are_fifty_numbers():
    numbers = [number for batch in range(5) for number in at_once([lambda: next_number("SO")] * 10)]

    counts = sorted(int(number.rpartition("-")[2]) for number in numbers)
    assert counts == list(range(counts[0], counts[0] + 50))
    assert len({number[:10] for number in numbers}) == 1


def fifty_submits(ann) -> list:
    product, customer = make_product(price="1"), make_customer(ann)
    drafts = [make_draft(ann, customer, [(product, n + 1)]) for n in range(50)]
    acts = [lambda pk=draft.pk: submit_order(pk, actor=ann).number for draft in drafts]
    return [number for batch in range(5) for number in at_once(acts[batch * 10 : batch * 10 + 10])]


@pytest.mark.django_db(transaction=True)
def test_f44_fifty_submits_at_once_are_fifty_numbers(ann, bo):
    numbers = fifty_submits(ann)

    counts = sorted(int(number.rpartition("-")[2]) for number in numbers)
    assert counts == list(range(counts[0], counts[0] + 50))
    assert Order.objects.filter(number__in=numbers).count() == 50


@pytest.mark.django_db(transaction=True)
def test_control_numbers_counted_by_hand_are_taken_twice(ann, bo, monkeypatch):
    """Two have counted before either writes down what comes next."""
    meeting = Meeting()

    def counted(series: str) -> str:
        number = f"{series}-{Order.objects.exclude(number=None).count() + 1:04d}"
        meeting.wait()
        return number

    monkeypatch.setattr(submitting, "next_number", counted)

    numbers = fifty_submits(ann)

    assert any(isinstance(number, Exception) for number in numbers)
