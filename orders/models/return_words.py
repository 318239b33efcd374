"""The vocabulary of returns: how far one has come, why it came, and how it is settled."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReturnState(TextChoices):
    """The life of a return, from the wish to the last thing that follows from it."""

    REQUESTED = "requested", pgettext_lazy("return", "Requested")
    APPROVED = "approved", pgettext_lazy("return", "Approved")
    RECEIVED = "received", pgettext_lazy("return", "Received")
    INSPECTED = "inspected", pgettext_lazy("return", "Inspected")
    RESOLVED = "resolved", pgettext_lazy("return", "Resolved")
    CLOSED = "closed", pgettext_lazy("return", "Closed")
    REFUSED = "refused", pgettext_lazy("return", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("return", "Withdrawn")


TO_RECEIVE = (ReturnState.APPROVED,)
UNSETTLED = (ReturnState.REQUESTED, ReturnState.APPROVED, ReturnState.RECEIVED, ReturnState.INSPECTED)
"""The pieces are spoken for: no other return may take them."""
OPEN = (*UNSETTLED, ReturnState.RESOLVED)


class Reason(TextChoices):
    """Why goods come back."""

    DAMAGED = "damaged", pgettext_lazy("return reason", "Damaged")
    WRONG = "wrong", pgettext_lazy("return reason", "Wrong goods")
    QUALITY = "quality", pgettext_lazy("return reason", "Quality")
    TOO_MANY = "too_many", pgettext_lazy("return reason", "Too many")
    NOT_NEEDED = "not_needed", pgettext_lazy("return reason", "Not needed any more")
    LATE = "late", pgettext_lazy("return reason", "Came too late")
    OTHER = "other", pgettext_lazy("return reason", "Other")


class Resolution(TextChoices):
    """How a returned piece is settled."""

    CREDIT = "credit", pgettext_lazy("resolution", "Credit")
    REPLACE = "replace", pgettext_lazy("resolution", "Replace")
    REPAIR = "repair", pgettext_lazy("resolution", "Repair")
    REJECT = "reject", _("Not accepted")
