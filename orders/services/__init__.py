"""Every write to an order, one public function per verb and per fact."""

from orders.services.confirming import confirm_order
from orders.services.deciding import approve_order, reject_order, return_order
from orders.services.drafting import copy_order, save_draft
from orders.services.ending import cancel_order, short_close_order
from orders.services.people import hand_over_order, share_order, write_comment
from orders.services.records import (
    record_accepted,
    record_holder,
    record_invoiced,
    record_paid,
    record_picked,
    record_promised,
    record_reserved,
    record_shipped,
    refresh_standing,
)
from orders.services.rows import lines_of, take, take_all, take_where
from orders.services.submitting import recall_order, submit_order
from orders.services.templates import save_template

__all__ = [
    "approve_order",
    "cancel_order",
    "confirm_order",
    "copy_order",
    "hand_over_order",
    "lines_of",
    "recall_order",
    "record_accepted",
    "record_holder",
    "record_invoiced",
    "record_paid",
    "record_picked",
    "record_promised",
    "record_reserved",
    "record_shipped",
    "refresh_standing",
    "reject_order",
    "return_order",
    "save_draft",
    "save_template",
    "share_order",
    "short_close_order",
    "submit_order",
    "take",
    "take_all",
    "take_where",
    "write_comment",
]
