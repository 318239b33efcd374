"""How the papers beside an order look: what is offered, agreed, billed and written."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.tone.mark import ATTENTION, DONE, IDLE, REFUSED, RUNNING, VOID, Mark

REQUIREMENT = {
    "open": Mark("info", IDLE, pgettext_lazy("requirement", "To confirm")),
    "confirmed": Mark("progress", RUNNING, pgettext_lazy("requirement", "Confirmed")),
    "quoted": Mark("success", DONE, pgettext_lazy("requirement", "Quoted")),
    "dropped": Mark("muted", VOID, pgettext_lazy("requirement", "Dropped")),
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

CONTRACT = {
    "draft": Mark("neutral", IDLE, _("Draft")),
    "active": Mark("success", RUNNING, pgettext_lazy("contract", "Active")),
    "ended": Mark("muted", VOID, pgettext_lazy("contract", "Ended")),
    "closed": Mark("muted", VOID, pgettext_lazy("contract", "Closed")),
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
