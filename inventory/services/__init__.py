"""Every write to stock, one public function per act."""

from inventory.services.adjusting import Adjustment, adjust_stock
from inventory.services.arriving import Arrived
from inventory.services.counting import Counted, count_stock
from inventory.services.expiring import retire_expired
from inventory.services.freezing import open_count
from inventory.services.issuing import Issue, issue_goods
from inventory.services.pacing import work_out_pace
from inventory.services.reading import (
    Held,
    available,
    free_to_type,
    reservations_by_order,
    reservations_of,
    seen_by_draft,
)
from inventory.services.reallocating import (
    Share,
    apply_reallocation,
    reallocate,
    refuse_reallocation,
    withdraw_reallocation,
)
from inventory.services.receiving import receive_goods
from inventory.services.records import save_warehouse
from inventory.services.releasing import release_excess, release_goods
from inventory.services.replenishing import save_rule, suggestions_for, watch_minimum
from inventory.services.reserving import reserve_again, reserve_at_approval, reserve_goods
from inventory.services.returning import move_returned
from inventory.services.serving import serve_waiting
from inventory.services.sheets import Figure, book_count, cancel_count, count_one, enter_figures
from inventory.services.suggesting import Pick, Want, suggest_picks
from inventory.services.transferring import Carry, transfer_goods
from inventory.services.walking_back import Passage

__all__ = [
    "Adjustment",
    "Arrived",
    "Carry",
    "Counted",
    "Figure",
    "Held",
    "Issue",
    "Pick",
    "Share",
    "Want",
    "adjust_stock",
    "apply_reallocation",
    "Passage",
    "available",
    "book_count",
    "cancel_count",
    "count_one",
    "count_stock",
    "enter_figures",
    "free_to_type",
    "issue_goods",
    "open_count",
    "move_returned",
    "reallocate",
    "receive_goods",
    "refuse_reallocation",
    "release_excess",
    "release_goods",
    "reservations_by_order",
    "reservations_of",
    "reserve_again",
    "reserve_at_approval",
    "reserve_goods",
    "retire_expired",
    "save_rule",
    "save_warehouse",
    "seen_by_draft",
    "serve_waiting",
    "suggest_picks",
    "suggestions_for",
    "transfer_goods",
    "watch_minimum",
    "withdraw_reallocation",
    "work_out_pace",
]
