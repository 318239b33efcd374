"""The approval trail of an order on paper: every round, every answer, and all that happened between."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from approvals.models import Request, Step
from core import clock
from core.paper import draw
from core.story import whole
from orders.models import Order


@dataclass(frozen=True)
class Round:
    """One request with its steps in their order."""

    request: Request
    steps: Sequence[Step]


def trail_pdf(order: Order, steps: Iterable[Step], requests: Sequence[Request]) -> bytes:
    """The page as bytes, in the reader's language: who agreed, for whom, by which rule and limit, and what was judged.

    Refused where this machine cannot draw it.
    """
    language = get_language() or settings.LANGUAGE_CODE
    return draw("approvals/pdf/trail.html", _context(order, list(steps), requests), language=language)


def _context(order: Order, steps: Sequence[Step], requests: Sequence[Request]) -> dict[str, Any]:
    return {
        "order": order,
        "rounds": [Round(one, [step for step in steps if step.request_id == one.pk]) for one in requests],
        "entries": whole([one.stream for one in requests]),
        "now": clock.now(),
    }
