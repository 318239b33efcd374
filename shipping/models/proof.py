"""What shows that the customer has the goods."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shipping.models.shipment import Shipment

WIDTH, HEIGHT = 1000, 400
"""The paper a signature is written on, in its own units."""


class ProofKind(models.TextChoices):
    """What speaks for a delivery; the strongest of it where there is more."""

    SIGNATURE = "signature", _("Signature")
    PHOTO = "photo", _("Photo")
    CLICK = "click", _("Confirmed by the customer through their link")
    CARRIER = "carrier", _("The carrier's word")
    HAND = "hand", _("Confirmed by hand")


class DeliveryProof(models.Model):
    """Who took the goods, when, and what shows it: one per delivery, never changed (S73).

    `signature` is a path drawn by the house from posted points, on a paper of WIDTH × HEIGHT.
    """

    shipment = models.OneToOneField(Shipment, models.PROTECT, related_name="proof", verbose_name=_("shipment"))
    kind = models.CharField(_("proof"), max_length=10, choices=ProofKind.choices)
    person = models.CharField(_("received by"), max_length=80)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("confirmed by")
    )
    through = models.CharField(_("through"), max_length=40, blank=True)
    address = models.GenericIPAddressField(_("network address"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=250, blank=True)
    signature = models.TextField(_("signature"), blank=True)
    photo = models.CharField(_("photo"), max_length=200, blank=True)
    photo_kind = models.CharField(_("kind of file"), max_length=40, blank=True)
    photo_sha256 = models.CharField(_("fingerprint"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("proof of delivery")
        verbose_name_plural = _("proofs of delivery")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="signature") | ~Q(signature=""), name="proof_signature_is_drawn"
            ),
            models.CheckConstraint(condition=~Q(kind="photo") | ~Q(photo=""), name="proof_photo_is_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.shipment_id} {self.get_kind_display()}"

    @property
    def paper(self) -> str:
        """The size of the paper, as a drawing says it."""
        return f"0 0 {WIDTH} {HEIGHT}"
