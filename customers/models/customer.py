"""A customer, whom one speaks to there, where goods go, and how they pay."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalog.models import PriceList
from core.access import scope
from core.models import Department
from core.phones import mobile_number
from notifications.models import Carrier


class Tier(models.TextChoices):
    """How much a customer weighs; it routes approvals and ranks scarce goods."""

    KEY = "key", _("Key")
    CORE = "core", _("Core")
    STANDARD = "standard", _("Standard")
    NEW = "new", _("New")


class PaymentTerm(models.Model):
    """When an invoice is due: days after its date; prepaid means before the goods leave."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    days = models.PositiveSmallIntegerField(_("days"), default=30)
    prepaid = models.BooleanField(_("cash before delivery"), default=False)

    class Meta:
        verbose_name = _("payment terms")
        verbose_name_plural = _("payment terms")
        ordering = ("days",)

    def __str__(self) -> str:
        return self.name


class CustomerQuerySet(models.QuerySet["Customer"]):
    """Business adjectives of customers."""

    def visible_to(self, user: Any) -> "CustomerQuerySet":
        """All, the department's or one's own by role, and those a colleague shared."""
        from customers.models.share import CustomerShare

        rows = scope(user, model="customers.customer", owner="owner", department="department")
        return self if rows is None else self.filter(rows | models.Q(pk__in=CustomerShare.shared_with(user)))

    def active(self) -> "CustomerQuerySet":
        return self.filter(active=True)


class Customer(models.Model):
    """A company that buys, looked after by one owner in one department."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    tier = models.CharField(_("tier"), max_length=10, choices=Tier.choices, default=Tier.STANDARD)
    terms = models.ForeignKey(PaymentTerm, models.PROTECT, related_name="+", verbose_name=_("payment terms"))
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    price_list = models.ForeignKey(
        PriceList, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("price list")
    )
    prices_include_tax = models.BooleanField(
        _("prices include tax"),
        default=False,
        db_default=False,
        help_text=_(
            "Orders are entered and told with tax; a price list of the customer's own with tax says the same."
        ),
    )
    invoice_title = models.CharField(_("invoice title"), max_length=200, blank=True)
    tax_number = models.CharField(_("tax ID"), max_length=30, blank=True)
    domestic = models.BooleanField(
        _("domestic"), default=True, help_text=_("Buys with an invoice that needs a Chinese tax ID.")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("salesperson"),
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    note = models.TextField(_("note"), blank=True)
    active = models.BooleanField(_("active"), default=True)
    search = SearchVectorField(null=True, editable=False)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        permissions = [
            ("see_all_customer", _("see all customers")),
            ("see_department_customer", _("see the department's customers")),
            ("enter_customer", _("enter customers")),
            ("edit_customer", _("edit customers")),
            ("share_customer", _("share customers with colleagues")),
            ("see_phone", _("see phone numbers in full")),
        ]
        indexes = [
            GinIndex(fields=("search",), name="customer_search"),
            models.Index(fields=("owner", "-id"), name="customer_owner"),
            models.Index(fields=("department", "-id"), name="customer_department"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The name in the reader's language."""
        if self.name_en and not (get_language() or "").startswith("zh"):
            return self.name_en
        return self.name

    @property
    def hears_prices_with_tax(self) -> bool:
        """Whether prices are told to them with tax: by agreement, or because their own list has it."""
        return self.prices_include_tax or bool(self.price_list_id and self.price_list and self.price_list.inclusive)

    def get_absolute_url(self) -> str:
        return reverse("customers:customer", args=[self.pk])


def page_address(customer_id: int) -> str:
    """The address of the letters that stand on a customer's own page."""
    return f"customer:{customer_id}"


class Contact(models.Model):
    """A person at the customer's."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="contacts", verbose_name=_("customer"))
    name = models.CharField(_("name"), max_length=80)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    main = models.BooleanField(_("main contact"), default=False)
    by_mail = models.BooleanField(_("letters by e-mail"), default=False, db_default=False)
    by_sms = models.BooleanField(
        _("letters by SMS"), default=False, db_default=False, help_text=_("In two sentences, to a mobile number.")
    )
    by_page = models.BooleanField(
        _("letters on their page"),
        default=False,
        db_default=False,
        help_text=_(
            "They stand on the page the customer's order link opens. "
            "Where none of the three is chosen, letters go by e-mail if an address is known."
        ),
    )

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return self.name

    @property
    def channels(self) -> list[Carrier]:
        """The channels their letters go by; e-mail for those who chose none."""
        chosen = {Carrier.MAIL: self.by_mail, Carrier.SMS: self.by_sms, Carrier.PAGE: self.by_page}
        return [channel for channel, wanted in chosen.items() if wanted] or [Carrier.MAIL]

    @property
    def channel_words(self) -> list[Any]:
        """What of that is worth telling: nothing of a contact nobody can write to."""
        return [channel.label for channel in self.channels if self.address_by(channel)]

    def address_by(self, channel: str) -> str:
        """Where letters of a channel go; empty when it is not known."""
        if channel == Carrier.SMS:
            return mobile_number(self.phone)
        return self.email if channel == Carrier.MAIL else page_address(self.customer_id)


class Address(models.Model):
    """A place goods are sent to."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="addresses", verbose_name=_("customer"))
    recipient = models.CharField(_("recipient"), max_length=80, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    country = models.CharField(_("country"), max_length=60, blank=True)
    province = models.CharField(_("province"), max_length=60, blank=True)
    city = models.CharField(_("city"), max_length=60, blank=True)
    street = models.CharField(_("street"), max_length=200)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    main = models.BooleanField(_("main address"), default=False)

    class Meta:
        verbose_name = _("ship-to address")
        verbose_name_plural = _("ship-to addresses")

    def __str__(self) -> str:
        return self.one_line()

    def one_line(self) -> str:
        """The address as it stands on a parcel."""
        province = "" if self.province == self.city else self.province
        parts = [self.country, province, self.city, self.street, self.postcode]
        return " ".join(part for part in parts if part)
