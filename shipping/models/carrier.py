"""Who carries goods to customers, and how the house hears what becomes of them."""

from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

PLACE = "{}"


class Interface(models.TextChoices):
    """How a carrier is asked what became of a parcel."""

    HAND = "hand", _("Not asked")
    TRACK_1 = "track1", _("Gendan track v1")


def fit_page(pattern: str) -> None:
    """A tracking page is an https address with the place of the waybill number in it, outside the host's name."""
    try:
        host = urlsplit(pattern).netloc
    except ValueError:
        host = ""
    plain = pattern.isascii() and pattern.isprintable() and not set(' "<>\\@') & set(pattern)
    placed = bool(host) and PLACE not in host and pattern.count(PLACE) == 1
    if not (plain and placed and pattern.startswith("https://")):
        message = _("Enter an https:// address with %(place)s where the waybill number stands.")
        raise ValidationError(message, code="page", params={"place": PLACE})


class CarrierQuerySet(models.QuerySet["Carrier"]):
    """Adjectives of carriers."""

    def offered(self) -> "CarrierQuerySet":
        """Those goods may be sent with now, by name."""
        return self.filter(active=True).order_by("name")


class Carrier(models.Model):
    """A carrier the house knows; whoever is not in this list may carry goods too, and is simply not asked.

    Its address and key come from the operator's environment (GENDAN_CARRIERS), never from here (A18).
    """

    code = models.SlugField(_("code"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=80, unique=True)
    interface = models.CharField(_("interface"), max_length=8, choices=Interface.choices, default=Interface.HAND)
    tracking_page = models.CharField(
        _("tracking page"),
        max_length=200,
        blank=True,
        validators=[fit_page],
        help_text=_("The page customers may open, with {} where the waybill number stands."),
    )
    polled = models.BooleanField(_("asked by itself"), default=True)
    silence_hours = models.PositiveSmallIntegerField(
        _("silent for working hours"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("After so many working hours without news a shipment is in trouble; empty: never."),
    )
    delivered_counts = models.BooleanField(
        _("its word counts as delivery"),
        default=True,
        help_text=_("Otherwise somebody of the house confirms what the carrier says it has delivered."),
    )
    active = models.BooleanField(_("active"), default=True)
    rests_until = models.DateTimeField(_("left alone until"), null=True, blank=True, editable=False)

    objects = CarrierQuerySet.as_manager()

    class Meta:
        verbose_name = _("carrier")
        verbose_name_plural = _("carriers")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def is_asked(self) -> bool:
        """Whether the house asks it by itself now."""
        return self.active and self.polled and self.interface != Interface.HAND and bool(self.url)

    @property
    def url(self) -> str:
        """Where it is asked; empty while the operator has named no address."""
        return settings.GENDAN_CARRIERS.get(self.code, "")

    @property
    def key(self) -> str:
        """What opens its door; shown nowhere."""
        return settings.GENDAN_CARRIER_KEYS.get(self.code, "")

    def page_of(self, waybill: str) -> str:
        """Its own page about one parcel, or nothing."""
        return self.tracking_page.replace(PLACE, quote(waybill, safe="")) if self.tracking_page and waybill else ""
