"""How goods look on their way: shipments, jobs, waves, returns, cases, counts, and who gets what is scarce."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.tone.mark import ATTENTION, DONE, HELD, IDLE, REFUSED, RUNNING, VOID, Mark

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

COUNT = {
    "counting": Mark("hold", HELD, pgettext_lazy("count", "Counting")),
    "booked": Mark("success", DONE, pgettext_lazy("count", "Booked")),
    "cancelled": Mark("muted", VOID, pgettext_lazy("count", "Cancelled")),
}

REALLOCATION = {
    "asked": Mark("progress", RUNNING, _("In approval")),
    "applied": Mark("success", DONE, pgettext_lazy("reallocation", "Applied")),
    "refused": Mark("danger", REFUSED, pgettext_lazy("reallocation", "Refused")),
    "withdrawn": Mark("muted", VOID, pgettext_lazy("reallocation", "Withdrawn")),
    "overtaken": Mark("warning", ATTENTION, pgettext_lazy("reallocation", "Overtaken")),
}
