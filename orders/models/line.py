"""A line of an order and its quantities, from which every status is derived."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.models import Product, Unit
from orders.models.contract import ContractLine
from orders.models.order import Order
from orders.models.source import PriceSource

ZERO = Decimal(0)


def amount_of_goods(verbose: Any) -> models.DecimalField:
    """A quantity in base units."""
    return models.DecimalField(verbose, max_digits=18, decimal_places=4, default=ZERO)


QUANTITIES = (
    "ordered",
    "cancelled",
    "reserved",
    "picked",
    "shipped",
    "accepted",
    "returned_credit",
    "returned_replace",
    "reshipped",
    "returning",
    "invoiced",
    "credited",
)


class OrderLine(models.Model):
    """One product on an order.

    `quantity` and `unit_price` are in the unit the customer ordered in; the twelve quantities
    are in base units. `list_price` is what was found for this customer and quantity, `price_source` says where;
    both prices are with tax where the order's are. `reserved` is what is set aside and not shipped,
    picked pieces included. `returning` are pieces on returns that are not settled yet.
    `is_service` is kept from the day the line was written: a service line needs a person, not a shelf, so it
    never has anything set aside or picked; `planned` is what of it stands on open dispatch jobs.
    `split_net` and `split_tax` are the cents that keep both halves of a split line at what it cost whole.
    """

    # Both keys lead an index below.
    order = models.ForeignKey(Order, models.CASCADE, related_name="lines", db_index=False, verbose_name=_("order"))
    position = models.PositiveSmallIntegerField(_("line"))
    product = models.ForeignKey(
        Product, models.PROTECT, related_name="+", db_index=False, verbose_name=_("product")
    )
    text = models.CharField(_("description"), max_length=250)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit of measure"))
    factor = models.DecimalField(_("base units in one"), max_digits=18, decimal_places=4, default=Decimal(1))
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=4)
    list_price = models.DecimalField(_("list price"), max_digits=18, decimal_places=6, default=ZERO)
    unit_price = models.DecimalField(_("unit price"), max_digits=18, decimal_places=6)
    price_source = models.JSONField(_("price source"), default=dict, db_default={}, blank=True)
    discount = models.DecimalField(_("discount %"), max_digits=5, decimal_places=2, default=ZERO)
    tax_percent = models.DecimalField(_("tax rate"), max_digits=5, decimal_places=2, default=ZERO)
    net = models.DecimalField(_("net"), max_digits=18, decimal_places=2)
    tax = models.DecimalField(_("tax"), max_digits=18, decimal_places=2)
    split_net = models.DecimalField(_("net cents of a split"), max_digits=18, decimal_places=2, default=ZERO)
    split_tax = models.DecimalField(_("tax cents of a split"), max_digits=18, decimal_places=2, default=ZERO)
    removed_in = models.PositiveSmallIntegerField(_("removed with revision"), null=True, blank=True)
    wanted_on = models.DateField(_("delivery date"), null=True, blank=True)
    first_promise = models.DateField(_("first promised date"), null=True, blank=True)
    promised_on = models.DateField(_("promised date"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=250, blank=True)
    part = models.CharField(_("customer part number"), max_length=80, blank=True)
    contract_line = models.ForeignKey(
        ContractLine, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("contract line")
    )

    ordered = amount_of_goods(_("ordered"))
    cancelled = amount_of_goods(_("cancelled"))
    reserved = amount_of_goods(_("reserved"))
    picked = amount_of_goods(_("picked"))
    shipped = amount_of_goods(_("shipped"))
    accepted = amount_of_goods(_("accepted"))
    returned_credit = amount_of_goods(_("returned for credit"))
    returned_replace = amount_of_goods(_("returned for replacement"))
    reshipped = amount_of_goods(_("shipped again"))
    returning = models.DecimalField(
        _("on open returns"), max_digits=18, decimal_places=4, default=ZERO, db_default=ZERO
    )
    invoiced = amount_of_goods(_("invoiced"))
    credited = amount_of_goods(_("credited"))
    is_service = models.BooleanField(_("service"), default=False, db_default=False)
    planned = models.DecimalField(_("planned"), max_digits=18, decimal_places=4, default=ZERO, db_default=ZERO)

    class Meta:
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        ordering = ("order", "position")
        constraints = [
            models.UniqueConstraint(
                fields=("order", "position"), name="line_position_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0, factor__gt=0), name="line_quantity_positive"),
            models.CheckConstraint(condition=Q(unit_price__gte=0), name="line_price_not_negative"),
            models.CheckConstraint(condition=Q(discount__gte=0, discount__lte=100), name="line_discount_percent"),
            models.CheckConstraint(
                condition=Q(**{f"{name}__gte": 0 for name in QUANTITIES}), name="line_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(is_service=True, reserved=0, picked=0, planned__gte=0) | Q(is_service=False, planned=0),
                name="line_service_needs_no_shelf",
            ),
            models.CheckConstraint(condition=Q(picked__lte=F("reserved")), name="line_picked_is_reserved"),
            models.CheckConstraint(
                condition=Q(
                    reserved__lte=F("ordered") - F("cancelled") - F("shipped") + F("returned_replace") - F("reshipped")
                ),
                name="line_not_overshipped",
            ),
            models.CheckConstraint(
                condition=Q(shipped__lte=F("ordered") - F("cancelled")), name="line_shipped_was_wanted"
            ),
            models.CheckConstraint(condition=Q(accepted__lte=F("shipped")), name="line_accepted_was_shipped"),
            models.CheckConstraint(
                # what is with the customer, replacements included, can come back; only what was sold is credited
                condition=Q(shipped__gte=F("returned_credit"))
                & Q(
                    shipped__gte=F("returned_credit") + F("returned_replace") - F("reshipped") + F("returning")
                ),
                name="line_returned_was_shipped",
            ),
            models.CheckConstraint(condition=Q(reshipped__lte=F("returned_replace")), name="line_reshipped_returned"),
            models.CheckConstraint(
                condition=Q(invoiced__gte=F("credited"))
                & Q(invoiced__lte=F("credited") + F("ordered") - F("cancelled")),
                name="line_not_overbilled",
            ),
        ]
        indexes = [
            models.Index(fields=("product", "-id"), name="line_product"),
            models.Index(fields=("order",), name="line_service", condition=Q(is_service=True)),
            models.Index(
                fields=("order",), name="line_replacing", condition=Q(returned_replace__gt=F("reshipped"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.text}"

    @property
    def agreement(self) -> ContractLine | None:
        """The contract line it falls under, where it was looked up with it."""
        return self.contract_line if OrderLine._meta.get_field("contract_line").is_cached(self) else None

    @property
    def source(self) -> PriceSource:
        """Where its price comes from."""
        return PriceSource.read(self.price_source)

    @property
    def wanted(self) -> Decimal:
        """What the customer is still to get of it in all: ordered less cancelled."""
        return self.ordered - self.cancelled

    @property
    def open_to_ship(self) -> Decimal:
        return self.unshipped + self.replacing

    @property
    def unshipped(self) -> Decimal:
        """What was sold and has not left."""
        return self.wanted - self.shipped

    @property
    def replacing(self) -> Decimal:
        """What came back and is to be shipped again; nobody bills it a second time."""
        return self.returned_replace - self.reshipped

    @property
    def back(self) -> Decimal:
        """What came back for good, or is still to be replaced."""
        return self.returned_credit + self.replacing

    @property
    def returnable(self) -> Decimal:
        """What the customer has and is on no open return."""
        return self.shipped - self.back - self.returning

    @property
    def gone(self) -> Decimal:
        """What nobody can take back: shipped or in the picker's hands; replacements are picked first."""
        return self.shipped + max(ZERO, self.picked - self.replacing)

    @property
    def short(self) -> Decimal:
        """What is neither shipped nor set aside, replacements included; nobody runs short of a service."""
        return ZERO if self.is_service else max(ZERO, self.open_to_ship - self.reserved)

    @property
    def sale_short(self) -> Decimal:
        """The same of what was sold alone: an exchange does not make an order short again."""
        if self.is_service:
            return ZERO
        return max(ZERO, self.unshipped - max(ZERO, self.reserved - self.replacing))

    @property
    def unplanned(self) -> Decimal:
        """What of a service nobody is to be sent for yet."""
        return max(ZERO, self.open_to_ship - self.planned) if self.is_service else ZERO

    @property
    def billed(self) -> Decimal:
        return self.invoiced - self.credited

    @property
    def billable(self) -> Decimal:
        """What was shipped and is not on an invoice; below zero it is to be credited."""
        return self.shipped - self.returned_credit - self.billed

    @property
    def gross(self) -> Decimal:
        return self.net + self.tax
