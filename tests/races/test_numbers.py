"""Numbers are unique however many people submit at once, and nobody waits for a counter row."""

import pytest

from core.numbering import next_number
from tests.races.crowd import at_once


@pytest.mark.django_db(transaction=True)
def test_f44_fifty_numbers_at_once_are_fifty_numbers():
    numbers = [number for batch in range(5) for number in at_once([lambda: next_number("SO")] * 10)]

    counts = sorted(int(number.rpartition("-")[2]) for number in numbers)
    assert counts == list(range(counts[0], counts[0] + 50))
    assert len({number[:10] for number in numbers}) == 1
