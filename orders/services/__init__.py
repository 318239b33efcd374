"""Every write to an order, one public function per verb and per fact."""

from orders.services.changes.applying import apply_change, approve_change, reject_change, return_change
from orders.services.changes.changing import end_changes, rebase_change, save_change, submit_change, withdraw_change
from orders.services.changes.splitting import split_order, supplement_order
from orders.services.entry.drafting import copy_order, save_draft
from orders.services.entry.templates import save_template
from orders.services.life.confirming import confirm_order
from orders.services.life.deciding import approve_order, reject_order, return_order
from orders.services.life.ending import cancel_order, short_close_order
from orders.services.life.holding import lift_hold, place_hold
from orders.services.life.records import (
    record_accepted,
    record_holder,
    record_invoiced,
    record_paid,
    record_picked,
    record_planned,
    record_promised,
    record_reserved,
    record_shipped,
    refresh_standing,
)
from orders.services.life.submitting import recall_order, submit_order
from orders.services.people import hand_over_order, share_order, write_comment
from orders.services.rows import lines_of, take, take_all, take_where, taker

__all__ = [
    "apply_change",
    "approve_change",
    "approve_order",
    "cancel_order",
    "confirm_order",
    "copy_order",
    "end_changes",
    "hand_over_order",
    "lift_hold",
    "lines_of",
    "place_hold",
    "rebase_change",
    "recall_order",
    "record_accepted",
    "record_holder",
    "record_invoiced",
    "record_paid",
    "record_picked",
    "record_planned",
    "record_promised",
    "record_reserved",
    "record_shipped",
    "refresh_standing",
    "reject_change",
    "reject_order",
    "return_change",
    "return_order",
    "save_change",
    "save_draft",
    "save_template",
    "share_order",
    "short_close_order",
    "split_order",
    "submit_change",
    "submit_order",
    "supplement_order",
    "take",
    "take_all",
    "take_where",
    "taker",
    "withdraw_change",
    "write_comment",
]
