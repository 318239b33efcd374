"""Ann's customer with their link."""

import pytest

from core.views.door import LIMITS
from tests.portal.builders import Shop, furnish


@pytest.fixture
def shop(ann, bo, cem) -> Shop:
    LIMITS.forget()
    return furnish(ann, bo, cem)
