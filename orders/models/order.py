"""The sales order."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Department
from core.money import in_base
from core.people import initials_of
from core.roles import ROLE_NAMES
from customers.models import Address, Contact, Customer, PaymentTerm
from orders.models.batch import ImportBatch
from orders.models.indexes import INDEXES
from orders.models.life import Life
from orders.models.query import OrderQuerySet
from orders.models.template import EntryTemplate
from orders.models.terms import TermsClause
from orders.models.words import (
    Billing,
    Channel,
    Descent,
    Fulfilment,
    Kind,
    Origin,
    Payment,
    Promise,
    Returned,
    Stage,
    State,
    Supply,
)

ZERO = Decimal(0)


def money(verbose: Any) -> models.DecimalField:
    """An amount in the order's currency."""
    return models.DecimalField(verbose, max_digits=18, decimal_places=2, default=ZERO)


class Order(Life):
    """One sales order: people move its state, everything else is derived from its lines."""

    number = models.CharField(_("order number"), max_length=32, unique=True, null=True, blank=True)
    # The keys without an index of their own lead one of INDEXES.
    customer = models.ForeignKey(
        Customer, models.PROTECT, related_name="+", db_index=False, verbose_name=_("customer")
    )
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("contact")
    )
    ship_to = models.ForeignKey(
        Address, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("ship-to address")
    )
    ship_to_text = models.CharField(_("ship-to address"), max_length=500, blank=True)
    customer_po = models.CharField(_("customer PO number"), max_length=60, blank=True)
    wanted_on = models.DateField(_("delivery date"), null=True, blank=True)
    terms = models.ForeignKey(PaymentTerm, models.PROTECT, related_name="+", verbose_name=_("payment terms"))
    clause = models.ForeignKey(
        TermsClause, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("standard terms")
    )
    own_terms = models.TextField(_("non-standard terms"), blank=True, max_length=2000)
    note = models.TextField(_("note"), blank=True, max_length=2000)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.NORMAL)
    channel = models.CharField(_("channel of receipt"), max_length=8, choices=Channel.choices, blank=True)
    instructions = models.CharField(_("special instructions"), max_length=500, blank=True)
    template = models.ForeignKey(
        EntryTemplate,
        models.SET_NULL,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("begun with template"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("salesperson"),
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("department"),
    )

    origin = models.CharField(_("origin"), max_length=8, choices=Origin.choices, default=Origin.LIVE)
    batch = models.ForeignKey(
        ImportBatch,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="orders",
        db_index=False,
        verbose_name=_("import batch"),
    )
    incomplete = models.BooleanField(_("incomplete history"), default=False)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        db_index=False,
        verbose_name=_("came from order"),
    )
    descent = models.CharField(_("came by"), max_length=12, blank=True, choices=Descent.choices)
    stopped = models.CharField(_("stopped acts"), max_length=40, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    draft_page = models.CharField(_("page that saved last"), max_length=36, blank=True, editable=False)
    draft_rest = models.JSONField(_("typed and not understood yet"), default=list, blank=True, editable=False)
    draft_held_until = models.DateTimeField(_("stock held softly until"), null=True, blank=True)

    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    rate = models.DecimalField(
        _("exchange rate"),
        max_digits=18,
        decimal_places=8,
        null=True,
        blank=True,
        help_text=_("What one unit of the order's currency is worth in the house's own, frozen when it is submitted."),
    )
    inclusive = models.BooleanField(_("prices include tax"), default=False, db_default=False)
    net = money(_("net"))
    tax = money(_("tax"))
    freight = money(_("freight"))
    total = money(_("total incl. tax"))
    invoiced_amount = money(_("invoiced"))
    paid_amount = money(_("paid"))
    returned_amount = models.DecimalField(
        _("returned for credit"), max_digits=18, decimal_places=2, default=ZERO, db_default=ZERO
    )
    due_on = models.DateField(_("next due date"), null=True, blank=True)

    supply = models.CharField(_("supply"), max_length=14, choices=Supply.choices, default=Supply.NONE)
    fulfilment = models.CharField(
        _("fulfilment"), max_length=16, choices=Fulfilment.choices, default=Fulfilment.NOT_STARTED
    )
    billing = models.CharField(_("billing"), max_length=14, choices=Billing.choices, default=Billing.NOTHING)
    payment = models.CharField(_("payment"), max_length=12, choices=Payment.choices, default=Payment.NOT_DUE)
    returned = models.CharField(_("returns"), max_length=16, choices=Returned.choices, default=Returned.NONE)
    promise = models.CharField(_("promise"), max_length=10, choices=Promise.choices, default=Promise.ON_TRACK)

    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.ENTRY)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("holder")
    )
    holder_role = models.CharField(_("holding role"), max_length=20, blank=True, choices=list(ROLE_NAMES.items()))
    stage_since = models.DateTimeField(_("since"), null=True)
    stage_until = models.DateTimeField(_("until"), null=True)

    first_promise = models.DateField(_("first promised date"), null=True, blank=True)
    promised_on = models.DateField(_("promised date"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"))
    shipped_at = models.DateTimeField(_("last shipped"), null=True)
    changed_at = models.DateTimeField(_("last changed"), null=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    archived_at = models.DateTimeField(_("archived"), null=True)
    search = SearchVectorField(null=True, editable=False)

    objects = OrderQuerySet.as_manager()

    as_written: dict[str, Any]
    """How it stands in the database, while somebody holds it."""

    class Meta:
        verbose_name = _("sales order")
        verbose_name_plural = _("sales orders")
        permissions = [
            ("see_all_order", _("see all orders")),
            ("see_department_order", _("see the department's orders")),
            ("enter_order", _("enter orders")),
            ("submit_order", _("submit orders")),
            ("recall_order", _("recall orders")),
            ("request_change", _("request order changes")),
            ("hold_order", _("put orders on hold")),
            ("confirm_order", _("confirm orders")),
            ("cancel_order", _("cancel orders")),
            ("short_close_order", _("close orders short")),
            ("transfer_order", _("hand orders to a colleague")),
            ("share_order", _("share orders with colleagues")),
            ("comment_order", _("comment on orders")),
            ("import_order", _("import historical orders")),
            ("export_order", _("export orders")),
            ("pass_floor_price", _("sell below the floor price")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(total=F("net") + F("tax") + F("freight")), name="order_total_adds_up"),
            models.CheckConstraint(condition=Q(freight__gte=0), name="order_freight_not_negative"),
            models.CheckConstraint(
                condition=Q(origin="live") | Q(state__in=[State.COMPLETED, State.CANCELLED]),
                name="order_history_is_finished",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT) | Q(state=State.CANCELLED) | Q(number__isnull=False),
                name="order_numbered_once_submitted",
            ),
        ]
        indexes = INDEXES

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        """How people and addresses call it: its number, or its draft mark before it has one."""
        return self.number or f"D-{self.pk}"

    @property
    def stream(self) -> str:
        return f"order:{self.pk}"

    @property
    def base_total(self) -> Decimal | None:
        """The total in the house's own currency; none while the order's currency has no rate."""
        return None if self.rate is None else in_base(self.total, self.rate)

    @property
    def open_amount(self) -> Decimal:
        return self.invoiced_amount - self.paid_amount

    @property
    def holder_words(self) -> str:
        """Who holds it now: the person, or the role that does."""
        return str(self.holder or ROLE_NAMES.get(self.holder_role) or "")

    @property
    def holder_initial(self) -> str:
        return initials_of(self.holder_words)

    def stops(self, act: str) -> bool:
        """Whether a hold stops this act: confirm, dispatch."""
        return act in self.stopped.split()

    @property
    def has_kind(self) -> bool:
        """Whether it is more than a usual order, which people should see at once."""
        return self.kind != Kind.NORMAL

    @property
    def is_rush(self) -> bool:
        """Whether it goes before all others."""
        return self.kind == Kind.RUSH

    def get_absolute_url(self) -> str:
        return reverse("orders:order", args=[self.ref])
