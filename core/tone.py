"""How every status looks and reads: one map from vocabulary to tone, glyph and word."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Mark:
    """A status as people see it; colour is never alone, the glyph and the word say the same."""

    tone: str
    glyph: str
    label: str | Promise


IDLE, RUNNING, DONE, ATTENTION = "○", "◐", "●", "▲"
REFUSED, HELD, VOID = "✕", "‖", "–"

ORDER = {
    "draft": Mark("neutral", IDLE, _("Draft")),
    "pending_approval": Mark("progress", RUNNING, _("In approval")),
    "approved": Mark("info", RUNNING, pgettext_lazy("order", "Approved")),
    "confirmed": Mark("progress", RUNNING, pgettext_lazy("order", "Confirmed")),
    "completed": Mark("success", DONE, _("Completed")),
    "rejected": Mark("danger", REFUSED, pgettext_lazy("order", "Rejected")),
    "cancelled": Mark("muted", VOID, _("Cancelled")),
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

TASK = {
    "pending": Mark("progress", IDLE, pgettext_lazy("task", "Pending")),
    "approved": Mark("success", DONE, pgettext_lazy("task", "Approved")),
    "returned": Mark("warning", ATTENTION, pgettext_lazy("task", "Returned")),
    "rejected": Mark("danger", REFUSED, pgettext_lazy("task", "Rejected")),
    "transferred": Mark("info", RUNNING, _("Transferred")),
    "delegated": Mark("info", RUNNING, _("Delegated")),
    "add_signed": Mark("info", RUNNING, _("Signer added")),
    "expired": Mark("danger", ATTENTION, pgettext_lazy("task", "Overdue")),
    "recalled": Mark("muted", VOID, _("Recalled")),
    "voided": Mark("muted", VOID, pgettext_lazy("task", "Void")),
}

SHIPMENT = {
    "draft": Mark("neutral", IDLE, pgettext_lazy("shipment", "To pick")),
    "picking": Mark("progress", RUNNING, pgettext_lazy("shipment", "Picking")),
    "picked": Mark("progress", RUNNING, _("Picked")),
    "packed": Mark("progress", RUNNING, _("Packed")),
    "verified": Mark("info", RUNNING, pgettext_lazy("shipment", "Checked")),
    "shipped": Mark("info", RUNNING, pgettext_lazy("shipment", "Shipped")),
    "in_transit": Mark("info", RUNNING, _("In transit")),
    "delivered": Mark("success", DONE, _("Delivered")),
    "exception": Mark("danger", ATTENTION, pgettext_lazy("shipment", "Exception")),
    "cancelled": Mark("muted", VOID, pgettext_lazy("shipment", "Cancelled")),
}

JOB = {
    "assigned": Mark("info", IDLE, pgettext_lazy("job", "Planned")),
    "under_way": Mark("progress", RUNNING, pgettext_lazy("job", "Under way")),
    "done": Mark("success", DONE, pgettext_lazy("job", "Done")),
    "cancelled": Mark("muted", VOID, pgettext_lazy("job", "Cancelled")),
}

WAVE = {
    "open": Mark("progress", RUNNING, pgettext_lazy("wave", "Being picked")),
    "done": Mark("success", DONE, pgettext_lazy("wave", "Done")),
    "cancelled": Mark("muted", VOID, pgettext_lazy("wave", "Taken apart")),
}

RETURN = {
    "requested": Mark("warning", IDLE, pgettext_lazy("return", "Requested")),
    "approved": Mark("info", RUNNING, pgettext_lazy("return", "Approved")),
    "received": Mark("progress", RUNNING, pgettext_lazy("return", "Received")),
    "inspected": Mark("progress", RUNNING, pgettext_lazy("return", "Inspected")),
    "resolved": Mark("progress", RUNNING, pgettext_lazy("return", "Resolved")),
    "closed": Mark("success", DONE, pgettext_lazy("return", "Closed")),
    "refused": Mark("danger", REFUSED, pgettext_lazy("return", "Refused")),
    "withdrawn": Mark("muted", VOID, pgettext_lazy("return", "Withdrawn")),
}

CASE = {
    "open": Mark("warning", IDLE, pgettext_lazy("case", "Open")),
    "answered": Mark("info", RUNNING, pgettext_lazy("case", "Answered")),
    "closed": Mark("success", DONE, pgettext_lazy("case", "Closed")),
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

INVOICE = {
    "draft": Mark("neutral", IDLE, pgettext_lazy("invoice", "Draft")),
    "issued": Mark("success", DONE, pgettext_lazy("invoice", "Issued")),
    "reversed": Mark("muted", VOID, pgettext_lazy("invoice", "Reversed")),
    "dropped": Mark("muted", VOID, pgettext_lazy("invoice", "Dropped")),
}

LETTER = {
    "waiting": Mark("progress", IDLE, pgettext_lazy("letter", "To send")),
    "sent": Mark("success", DONE, pgettext_lazy("letter", "Sent")),
    "failed": Mark("danger", REFUSED, pgettext_lazy("letter", "Not sent")),
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

YES_NO = {
    "yes": Mark("success", DONE, _("Yes")),
    "no": Mark("muted", VOID, _("No")),
    "active": Mark("success", DONE, _("Active")),
    "inactive": Mark("muted", VOID, _("Inactive")),
    "frozen": Mark("hold", HELD, _("Frozen")),
    "rush": Mark("danger", ATTENTION, _("Rush")),
}

KIND = {
    "rush": Mark("danger", ATTENTION, pgettext_lazy("kind", "Rush")),
    "custom": Mark("info", IDLE, pgettext_lazy("kind", "Custom-made")),
    "service": Mark("info", IDLE, pgettext_lazy("kind", "Service")),
}

CONTRACT = {
    "draft": Mark("neutral", IDLE, _("Draft")),
    "active": Mark("success", RUNNING, pgettext_lazy("contract", "Active")),
    "ended": Mark("muted", VOID, pgettext_lazy("contract", "Ended")),
    "closed": Mark("muted", VOID, pgettext_lazy("contract", "Closed")),
}

QUOTATION = {
    "draft": Mark("neutral", IDLE, _("Draft")),
    "pending_approval": Mark("progress", RUNNING, _("In approval")),
    "approved": Mark("info", IDLE, pgettext_lazy("quotation", "To send")),
    "sent": Mark("progress", RUNNING, pgettext_lazy("quotation", "Sent")),
    "accepted": Mark("success", DONE, pgettext_lazy("quotation", "Accepted")),
    "declined": Mark("danger", REFUSED, pgettext_lazy("quotation", "Declined")),
    "expired": Mark("warning", ATTENTION, pgettext_lazy("quotation", "Expired")),
    "withdrawn": Mark("muted", VOID, pgettext_lazy("quotation", "Withdrawn")),
    "rejected": Mark("danger", REFUSED, pgettext_lazy("order", "Rejected")),
}

CREDIT_OVERRIDE = {
    "asked": Mark("progress", RUNNING, _("In approval")),
    "granted": Mark("success", DONE, pgettext_lazy("credit override", "Granted")),
    "refused": Mark("danger", REFUSED, pgettext_lazy("credit override", "Refused")),
    "returned": Mark("warning", ATTENTION, pgettext_lazy("credit override", "Returned")),
    "withdrawn": Mark("muted", VOID, pgettext_lazy("credit override", "Withdrawn")),
    "used": Mark("success", DONE, pgettext_lazy("credit override", "Used")),
    "expired": Mark("warning", ATTENTION, pgettext_lazy("credit override", "Expired")),
}

PRICE_CHANGE = {
    "draft": Mark("neutral", IDLE, _("Draft")),
    "asked": Mark("progress", RUNNING, _("In approval")),
    "granted": Mark("success", DONE, pgettext_lazy("price change", "Agreed")),
    "rejected": Mark("danger", REFUSED, pgettext_lazy("order", "Rejected")),
    "withdrawn": Mark("muted", VOID, pgettext_lazy("price change", "Withdrawn")),
}

REALLOCATION = {
    "asked": Mark("progress", RUNNING, _("In approval")),
    "applied": Mark("success", DONE, pgettext_lazy("reallocation", "Applied")),
    "refused": Mark("danger", REFUSED, pgettext_lazy("reallocation", "Refused")),
    "withdrawn": Mark("muted", VOID, pgettext_lazy("reallocation", "Withdrawn")),
    "overtaken": Mark("warning", ATTENTION, pgettext_lazy("reallocation", "Overtaken")),
}

REQUIREMENT = {
    "open": Mark("info", IDLE, pgettext_lazy("requirement", "To confirm")),
    "confirmed": Mark("progress", RUNNING, pgettext_lazy("requirement", "Confirmed")),
    "quoted": Mark("success", DONE, pgettext_lazy("requirement", "Quoted")),
    "dropped": Mark("muted", VOID, pgettext_lazy("requirement", "Dropped")),
}

POLICY = {
    "draft": Mark("neutral", IDLE, _("Draft")),
    "trial": Mark("hold", RUNNING, _("On trial")),
    "scheduled": Mark("info", RUNNING, pgettext_lazy("policy", "Scheduled")),
    "active": Mark("success", DONE, pgettext_lazy("policy", "Active")),
    "retired": Mark("muted", VOID, _("Retired")),
}

DIFFERENCE = {
    "added": Mark("success", DONE, pgettext_lazy("difference", "Added")),
    "removed": Mark("danger", REFUSED, pgettext_lazy("difference", "Removed")),
    "changed": Mark("warning", ATTENTION, pgettext_lazy("difference", "Changed")),
    "moved": Mark("info", RUNNING, pgettext_lazy("difference", "Moved")),
    "same": Mark("muted", VOID, pgettext_lazy("difference", "The same")),
}

COUNT = {
    "counting": Mark("hold", HELD, pgettext_lazy("count", "Counting")),
    "booked": Mark("success", DONE, pgettext_lazy("count", "Booked")),
    "cancelled": Mark("muted", VOID, pgettext_lazy("count", "Cancelled")),
}

MARKS = {
    "order": ORDER,
    "kind": KIND,
    "stage": STAGE,
    "supply": SUPPLY,
    "fulfilment": FULFILMENT,
    "billing": BILLING,
    "payment": PAYMENT,
    "returned": RETURNED,
    "promise": PROMISE,
    "task": TASK,
    "shipment": SHIPMENT,
    "job": JOB,
    "wave": WAVE,
    "return": RETURN,
    "case": CASE,
    "change": CHANGE,
    "invoice": INVOICE,
    "contract": CONTRACT,
    "quotation": QUOTATION,
    "requirement": REQUIREMENT,
    "letter": LETTER,
    "hold": HOLD,
    "credit_override": CREDIT_OVERRIDE,
    "price_change": PRICE_CHANGE,
    "reallocation": REALLOCATION,
    "finding": FINDING,
    "joint": JOINT,
    "flag": YES_NO,
    "policy": POLICY,
    "count": COUNT,
    "difference": DIFFERENCE,
}


def mark_of(kind: str, value: str) -> Mark:
    """The look of a status; a word the map does not know stays readable, in neutral."""
    known = MARKS.get(kind, {}).get(value)
    return known or Mark("neutral", IDLE, value.replace("_", " "))
