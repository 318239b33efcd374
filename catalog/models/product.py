"""A product, the unit it is counted in, and the bigger units it is sold in."""

from decimal import Decimal
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class Category(models.Model):
    """A group of products."""

    name = models.CharField(_("name"), max_length=80, unique=True)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A unit of measure with the smallest step it is counted in: 1 piece, 0.001 kg."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    name = models.CharField(_("name"), max_length=20)
    step = models.DecimalField(_("smallest step"), max_digits=10, decimal_places=4, default=Decimal(1))

    class Meta:
        verbose_name = _("unit of measure")
        verbose_name_plural = _("units of measure")
        constraints = [models.CheckConstraint(condition=Q(step__gt=0), name="unit_step_positive")]

    def __str__(self) -> str:
        return self.name if (get_language() or "").startswith("zh") else self.code


class ProductQuerySet(models.QuerySet["Product"]):
    """Business adjectives of products."""

    def active(self) -> "ProductQuerySet":
        return self.filter(active=True)

    def goods(self) -> "ProductQuerySet":
        """What lies on shelves: everything but services."""
        return self.filter(is_service=False)

    def visible_to(self, user: Any) -> "ProductQuerySet":
        """Everybody who signed in may look at the catalog."""
        return self if user.is_authenticated else self.none()

    def with_barcode(self, barcode: str) -> "ProductQuerySet":
        """Products that carry a barcode themselves or on one of their units."""
        return self.filter(Q(barcode=barcode) | Q(units__barcode=barcode)).distinct()


class Tracking(models.TextChoices):
    """How closely the pieces of a product are known."""

    NONE = "none", pgettext_lazy("tracking", "Not tracked")
    LOT = "lot", pgettext_lazy("tracking", "By lot")
    SERIAL = "serial", pgettext_lazy("tracking", "By serial number")


class Product(models.Model):
    """Something that is sold, counted in its base unit."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    spec = models.CharField(_("specification"), max_length=120, blank=True)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="products", verbose_name=_("category")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit of measure"))
    barcode = models.CharField(_("barcode"), max_length=40, null=True, blank=True, unique=True)
    list_price = models.DecimalField(_("list price"), max_digits=18, decimal_places=6)
    floor_price = models.DecimalField(_("floor price"), max_digits=18, decimal_places=6, default=Decimal(0))
    cost = models.DecimalField(_("cost"), max_digits=18, decimal_places=6, default=Decimal(0))
    tax_percent = models.DecimalField(_("tax rate"), max_digits=5, decimal_places=2, default=Decimal(13))
    tracking = models.CharField(
        _("tracking"),
        max_length=6,
        choices=Tracking.choices,
        default=Tracking.NONE,
        db_default=Tracking.NONE,
        help_text=_("Whether goods carry a lot number with an expiry date, or each piece its own serial number."),
    )
    warn_days = models.PositiveSmallIntegerField(
        _("shelf-life warning days"),
        default=30,
        db_default=30,
        help_text=_("So many days before it expires, a lot is shown as running out."),
    )
    active = models.BooleanField(_("active"), default=True)
    is_service = models.BooleanField(
        _("service"),
        default=False,
        db_default=False,
        help_text=_("Work done at the customer's: no stock is kept of it, somebody is sent instead of goods."),
    )
    search = SearchVectorField(null=True, editable=False)

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ("code",)
        permissions = [("see_cost", _("see cost and margin"))]
        constraints = [
            models.CheckConstraint(condition=Q(list_price__gte=0), name="product_price_not_negative"),
            models.CheckConstraint(condition=Q(tax_percent__gte=0, tax_percent__lte=100), name="product_tax_percent"),
        ]
        indexes = [GinIndex(fields=("search",), name="product_search")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def by_lot(self) -> bool:
        return self.tracking == Tracking.LOT

    @property
    def by_serial(self) -> bool:
        return self.tracking == Tracking.SERIAL

    @property
    def title(self) -> str:
        """The name in the reader's language."""
        return self.name_in(get_language() or "")

    def name_in(self, language: str) -> str:
        """The name in a language: the English one outside Chinese, where there is one."""
        return self.name_en if self.name_en and not language.startswith("zh") else self.name


class ProductUnit(models.Model):
    """A bigger unit a product is sold in, with what it holds: a box of 10."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="units", verbose_name=_("product"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit of measure"))
    factor = models.DecimalField(_("base units in one"), max_digits=18, decimal_places=4)
    barcode = models.CharField(_("barcode"), max_length=40, null=True, blank=True, unique=True)

    class Meta:
        verbose_name = _("sales unit")
        verbose_name_plural = _("sales units")
        constraints = [
            models.UniqueConstraint(fields=("product", "unit"), name="product_unit_once"),
            models.CheckConstraint(condition=Q(factor__gt=0), name="product_unit_factor"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} = {self.factor.normalize():f} {self.product.unit}"
