"""Every write to stock, one public function per act."""

from inventory.services.counting import Counted, count_stock
from inventory.services.issuing import Issue, issue_goods
from inventory.services.reading import Held, available, free_to_type, reservations_of, seen_by_draft
from inventory.services.receiving import receive_goods
from inventory.services.records import save_warehouse
from inventory.services.releasing import release_excess, release_goods
from inventory.services.reserving import reserve_again, reserve_at_approval, reserve_goods
from inventory.services.returning import Passage, move_returned
from inventory.services.serving import serve_waiting

__all__ = [
    "Counted",
    "Held",
    "Issue",
    "Passage",
    "available",
    "count_stock",
    "free_to_type",
    "issue_goods",
    "move_returned",
    "receive_goods",
    "release_excess",
    "release_goods",
    "reservations_of",
    "reserve_again",
    "reserve_at_approval",
    "reserve_goods",
    "save_warehouse",
    "seen_by_draft",
    "serve_waiting",
]
