"""The vocabulary of what leaves the house: states, what a scan met, and what a command on paper says."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    """The life of a parcel, from the shelf to the customer's hands."""

    PICKING = "picking", pgettext_lazy("shipment", "Picking")
    PICKED = "picked", _("Picked")
    PACKED = "packed", _("Packed")
    VERIFIED = "verified", pgettext_lazy("shipment", "Checked")
    SHIPPED = "shipped", pgettext_lazy("shipment", "Shipped")
    IN_TRANSIT = "in_transit", _("In transit")
    EXCEPTION = "exception", pgettext_lazy("shipment", "Exception")
    DELIVERED = "delivered", _("Delivered")
    CANCELLED = "cancelled", pgettext_lazy("shipment", "Cancelled")


READY = (State.PICKED, State.PACKED, State.VERIFIED)
"""Picked and still in the house: it takes what was picked, not what was asked for."""

OPEN = (State.PICKING, *READY)
"""Still in the house: goods are set aside for it and none have left."""

ON_THE_WAY = (State.SHIPPED, State.IN_TRANSIT, State.EXCEPTION)
"""Left the house and not with the customer yet."""

GONE = (*ON_THE_WAY, State.DELIVERED)
"""Its goods have left the house."""


class WaveState(TextChoices):
    """The life of a wave: one walk for several shipments."""

    OPEN = "open", pgettext_lazy("wave", "Being picked")
    DONE = "done", pgettext_lazy("wave", "Done")
    CANCELLED = "cancelled", pgettext_lazy("wave", "Taken apart")


class JobState(TextChoices):
    """The life of a dispatch job, from the plan to the customer's word that it is done."""

    ASSIGNED = "assigned", pgettext_lazy("job", "Planned")
    UNDER_WAY = "under_way", pgettext_lazy("job", "Under way")
    DONE = "done", pgettext_lazy("job", "Done")
    CANCELLED = "cancelled", pgettext_lazy("job", "Cancelled")


JOB_OPEN = (JobState.ASSIGNED, JobState.UNDER_WAY)
"""Somebody is to go, or has set out."""


class Result(TextChoices):
    """What a scan met; only OK and BACK change what is picked, BOXED and UNBOXED what lies in a box."""

    OK = "ok", pgettext_lazy("scan", "Right")
    BACK = "back", pgettext_lazy("scan", "Put back")
    UNDONE = "undone", pgettext_lazy("scan", "Undone")
    EXTRA = "extra", pgettext_lazy("scan", "Too many")
    WRONG = "wrong", pgettext_lazy("scan", "Not on this shipment")
    LOT = "lot", pgettext_lazy("scan", "Wrong lot")
    SERIAL = "serial", pgettext_lazy("scan", "Serial number not here")
    UNKNOWN = "unknown", pgettext_lazy("scan", "Unknown code")
    WHICH = "which", pgettext_lazy("scan", "Which one?")
    LATE = "late", pgettext_lazy("scan", "Not being picked now")
    BOXED = "boxed", pgettext_lazy("scan", "In the box")
    UNBOXED = "unboxed", pgettext_lazy("scan", "Out of the box")
    TYPED = "typed", pgettext_lazy("scan", "Scan each piece")
    DONE = "done", pgettext_lazy("scan", "Command")
    NOT_NOW = "not_now", pgettext_lazy("scan", "Not possible now")
    REFUSED = "refused", pgettext_lazy("scan", "Refused")


COUNTED = (Result.OK, Result.BACK)
"""What changes a quantity."""

NEVER = (Result.LATE, Result.REFUSED)
"""What no picker can put right alone: somebody has to look where the piece is."""

SAID_AT_ONCE = (Result.EXTRA, Result.WRONG, Result.LOT, Result.SERIAL, Result.UNKNOWN, Result.WHICH, Result.TYPED)
"""What the picker hears at once and puts right, unless the device was out of reach and called it right."""


class Command(TextChoices):
    """What a picker says by scanning a sheet instead of touching the screen."""

    UNDO = "GENDAN-UNDO", _("Take the last scan back")
    NEXT = "GENDAN-NEXT", _("Go on to the next place")
    SHORT = "GENDAN-SHORT", _("Nothing more of it here")
    FINISH = "GENDAN-FINISH", _("Finish picking")
    FIVE = "GENDAN-PLUS-5", _("5 more of the same")
    TEN = "GENDAN-PLUS-10", _("10 more of the same")

    @property
    def more(self) -> int:
        """How many more of the same it says, or 0."""
        return {Command.FIVE: 5, Command.TEN: 10}.get(self, 0)
