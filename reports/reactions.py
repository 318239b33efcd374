"""What reports do when they hear something."""

from core.history import Posted
from reports.events import HandOverAsked
from reports.handing_over import work_hand_over


def run_hand_over(event: HandOverAsked, posted: Posted) -> None:
    """Give away what somebody who leaves holds; begun again it goes on where it stopped."""
    work_hand_over(event.hand_over_id)
