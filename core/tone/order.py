"""How an order looks: its state, its stage, what its lines say, what stops it, and what changes it."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.tone.mark import ATTENTION, DONE, HELD, IDLE, REFUSED, RUNNING, VOID, Mark

ORDER = {
    "draft": Mark("neutral", IDLE, _("Draft")),
    "pending_approval": Mark("progress", RUNNING, _("In approval")),
    "approved": Mark("info", RUNNING, pgettext_lazy("order", "Approved")),
    "confirmed": Mark("progress", RUNNING, pgettext_lazy("order", "Confirmed")),
    "completed": Mark("success", DONE, _("Completed")),
    "rejected": Mark("danger", REFUSED, pgettext_lazy("order", "Rejected")),
    "cancelled": Mark("muted", VOID, _("Cancelled")),
}

KIND = {
    "rush": Mark("danger", ATTENTION, pgettext_lazy("kind", "Rush")),
    "custom": Mark("info", IDLE, pgettext_lazy("kind", "Custom-made")),
    "service": Mark("info", IDLE, pgettext_lazy("kind", "Service")),
}

STAGE = {
    "entry": Mark("neutral", IDLE, pgettext_lazy("stage", "Entry")),
    "rework": Mark("warning", ATTENTION, pgettext_lazy("stage", "Rework")),
    "approval": Mark("progress", RUNNING, pgettext_lazy("stage", "Approval")),
    "to_confirm": Mark("info", IDLE, pgettext_lazy("stage", "To confirm")),
    "supply": Mark("warning", ATTENTION, pgettext_lazy("stage", "Supply")),
    "to_pick": Mark("info", IDLE, pgettext_lazy("stage", "To pick")),
    "picking": Mark("progress", RUNNING, pgettext_lazy("stage", "Picking")),
    "to_ship": Mark("info", IDLE, pgettext_lazy("stage", "To ship")),
    "delivery": Mark("progress", RUNNING, pgettext_lazy("stage", "Delivery")),
    "to_dispatch": Mark("info", IDLE, pgettext_lazy("stage", "To dispatch")),
    "service": Mark("progress", RUNNING, pgettext_lazy("stage", "Service planned")),
    "to_invoice": Mark("info", IDLE, pgettext_lazy("stage", "To invoice")),
    "collection": Mark("progress", RUNNING, pgettext_lazy("stage", "Collection")),
    "done": Mark("success", DONE, pgettext_lazy("stage", "Done")),
}

SUPPLY = {
    "none": Mark("muted", VOID, pgettext_lazy("supply", "None")),
    "in_stock": Mark("success", DONE, _("In stock")),
    "partly_short": Mark("warning", ATTENTION, _("Partly short")),
    "backordered": Mark("danger", ATTENTION, _("Backordered")),
    "on_order": Mark("info", RUNNING, _("On order")),
}

FULFILMENT = {
    "not_started": Mark("neutral", IDLE, _("Not shipped")),
    "reserved": Mark("info", RUNNING, _("Reserved")),
    "in_progress": Mark("progress", RUNNING, pgettext_lazy("fulfilment", "Picking")),
    "partly_shipped": Mark("progress", RUNNING, _("Part shipped")),
    "shipped": Mark("info", RUNNING, _("Shipped")),
    "partly_accepted": Mark("info", RUNNING, _("Part accepted")),
    "accepted": Mark("success", DONE, _("Accepted")),
}

BILLING = {
    "nothing": Mark("neutral", IDLE, _("Nothing to bill")),
    "to_bill": Mark("warning", ATTENTION, _("To bill")),
    "partly_billed": Mark("progress", RUNNING, _("Part billed")),
    "billed": Mark("success", DONE, _("Billed")),
    "to_credit": Mark("danger", ATTENTION, _("To credit")),
}

PAYMENT = {
    "not_due": Mark("neutral", IDLE, _("Not due")),
    "unpaid": Mark("neutral", IDLE, _("Unpaid")),
    "partly_paid": Mark("warning", RUNNING, _("Part paid")),
    "paid": Mark("success", DONE, _("Paid")),
    "overpaid": Mark("info", DONE, _("Overpaid")),
    "overdue": Mark("danger", ATTENTION, _("Overdue")),
}

RETURNED = {
    "none": Mark("muted", VOID, pgettext_lazy("returned", "None")),
    "requested": Mark("warning", RUNNING, pgettext_lazy("returned", "Returning")),
    "partly_returned": Mark("warning", RUNNING, _("Part returned")),
    "returned": Mark("neutral", DONE, pgettext_lazy("returned", "Returned")),
}

PROMISE = {
    "on_track": Mark("success", DONE, _("On track")),
    "at_risk": Mark("warning", ATTENTION, _("At risk")),
    "late": Mark("danger", ATTENTION, _("Late")),
}

HOLD = {
    "credit": Mark("hold", HELD, _("Credit hold")),
    "prepayment": Mark("hold", HELD, pgettext_lazy("hold", "Prepayment")),
    "price": Mark("hold", HELD, _("Price hold")),
    "contract": Mark("hold", HELD, pgettext_lazy("hold", "Contract")),
    "address": Mark("hold", HELD, pgettext_lazy("hold", "Address")),
    "compliance": Mark("hold", HELD, pgettext_lazy("hold", "Compliance")),
    "customer_request": Mark("hold", HELD, pgettext_lazy("hold", "By customer")),
    "customer": Mark("hold", HELD, pgettext_lazy("hold", "By customer")),
    "manual": Mark("hold", HELD, _("Manual hold")),
}

FINDING = {
    "ok": Mark("success", DONE, pgettext_lazy("finding", "OK")),
    "info": Mark("info", IDLE, pgettext_lazy("finding", "Note")),
    "warn": Mark("warning", ATTENTION, pgettext_lazy("finding", "Attention")),
    "needs_reason": Mark("warning", ATTENTION, pgettext_lazy("finding", "Give reason")),
    "approve": Mark("info", RUNNING, pgettext_lazy("finding", "To approve")),
    "stop": Mark("danger", REFUSED, pgettext_lazy("finding", "Stops")),
}

JOINT = {
    "passed": Mark("success", DONE, pgettext_lazy("joint check", "Passed")),
    "waits": Mark("progress", IDLE, pgettext_lazy("joint check", "Waits")),
    "failed": Mark("danger", REFUSED, pgettext_lazy("joint check", "Failed")),
}

CHANGE = {
    "draft": Mark("neutral", IDLE, pgettext_lazy("change", "Draft")),
    "submitted": Mark("progress", RUNNING, pgettext_lazy("change", "In approval")),
    "approved": Mark("info", RUNNING, pgettext_lazy("change", "Approved")),
    "applied": Mark("success", DONE, pgettext_lazy("change", "Applied")),
    "rejected": Mark("danger", REFUSED, pgettext_lazy("change", "Rejected")),
    "withdrawn": Mark("muted", VOID, pgettext_lazy("change", "Withdrawn")),
    "conflicted": Mark("warning", ATTENTION, pgettext_lazy("change", "Conflict")),
}
