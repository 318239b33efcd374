"""Numbers are unique however many people submit at once, and nobody waits for a counter row."""

import pytest

from core.numbering import next_number
from tests.races.crowd import at_once


@pytest.mark.django_db(transaction=True)
def test_f44_fifty_numbers_at_once_are_fifty_numbers():
    numbers = [number for batch in range(5) for number in at_once([lambda: next_number("SO")] * 10)]

    assert sorted(numbers) == [f"{numbers[0][:10]}{count:04d}" for count in range(1, 51)]
