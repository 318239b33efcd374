"""The vocabulary of carriers, as the house understands it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Code(TextChoices):
    """What may happen to a parcel; whatever a carrier says beside these is information and moves nothing."""

    ACCEPTED = "accepted", pgettext_lazy("tracking", "Taken over")
    IN_TRANSIT = "in_transit", _("In transit")
    OUT = "out_for_delivery", _("Out for delivery")
    DELIVERED = "delivered", _("Delivered")
    ATTEMPTED = "attempted", _("Not delivered: nobody there")
    REFUSED = "refused", _("The customer refused it")
    DAMAGED = "damaged", pgettext_lazy("tracking", "Damaged")
    LOST = "lost", _("Lost")
    HELD = "held", _("Held on the way")
    RETURNING = "returning", _("On its way back")
    INFO = "info", _("Information")


TROUBLES = (Code.ATTEMPTED, Code.REFUSED, Code.DAMAGED, Code.LOST, Code.HELD, Code.RETURNING)
"""A person has to do something about it."""

MOVES = tuple(code for code in Code if code != Code.INFO)
"""The parcel is in the carrier's hands, or was."""

SILENCE = "silence"
"""The cause of trouble that no carrier names."""
