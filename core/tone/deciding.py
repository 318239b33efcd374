"""How what people decide looks: tasks, rules and their differences, and a plain yes or no."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.tone.mark import ATTENTION, DONE, HELD, IDLE, REFUSED, RUNNING, VOID, Mark

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

YES_NO = {
    "yes": Mark("success", DONE, _("Yes")),
    "no": Mark("muted", VOID, _("No")),
    "active": Mark("success", DONE, _("Active")),
    "inactive": Mark("muted", VOID, _("Inactive")),
    "frozen": Mark("hold", HELD, _("Frozen")),
    "rush": Mark("danger", ATTENTION, _("Rush")),
}
