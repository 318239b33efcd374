"""How documents are numbered."""

import datetime

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Series(models.TextChoices):
    """The documents that carry a number of ours."""

    ORDER = "SO", _("Sales order")
    CUSTOMER = "C", _("Customer")
    SHIPMENT = "SH", _("Shipment")
    INVOICE = "INV", _("Invoice")
    CREDIT_NOTE = "CN", _("Credit note")
    PAYMENT = "RC", _("Receipt")
    CONTRACT = "CT", _("Contract")
    QUOTATION = "QT", _("Quotation")
    REQUIREMENT = "RQ", _("Requirement note")
    COUNT = "SC", _("Stock count")
    GOODS = "GR", _("Goods receipt")


class DatePart(models.TextChoices):
    """What of the date stands in a number; with each new one the counter starts again."""

    NONE = "", _("none, one counter for ever")
    YEAR = "YYYY", _("year")
    MONTH = "YYYYMM", _("year and month")
    DAY = "YYYYMMDD", _("year, month and day")


class UsedUp(models.TextChoices):
    """When a number is taken."""

    SUBMIT = "submit", pgettext_lazy("number", "when the document is submitted")
    DRAFT = "draft", pgettext_lazy("number", "when its draft is begun")


PREFIX = r"\A[A-Z][A-Z0-9]*(-[A-Z0-9]+)*\Z"
FORMATS = {"YYYY": "%Y", "YYYYMM": "%Y%m", "YYYYMMDD": "%Y%m%d"}


class NumberRule(models.Model):
    """Prefix, date part, counter: SO-202611-0007. Without a rule a series has its own letters and the month.

    Numbers are unique whatever a rule was before: what stands before the counter decides which counter it is.
    They may have gaps: a number taken by an act that was refused afterwards is used up.
    """

    series = models.CharField(_("document"), max_length=8, choices=Series.choices, unique=True)
    prefix = models.CharField(
        _("prefix"),
        max_length=12,
        validators=[RegexValidator(PREFIX, _("Capital letters, digits and single dashes."))],
    )
    date_part = models.CharField(
        _("date part"),
        max_length=8,
        choices=DatePart.choices,
        default=DatePart.MONTH,
        blank=True,
        help_text=_("With each new date part the counter starts again at 1."),
    )
    digits = models.PositiveSmallIntegerField(_("digits of the counter"), default=4)
    used_up = models.CharField(
        _("number is taken"), max_length=6, choices=UsedUp.choices, default=UsedUp.SUBMIT,
        help_text=_("Only sales orders have drafts without a number."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("number rule")
        verbose_name_plural = _("number rules")
        constraints = [
            models.CheckConstraint(condition=Q(digits__gte=3, digits__lte=9), name="number_rule_digits"),
            models.CheckConstraint(condition=Q(prefix__regex=r"^[A-Z][A-Z0-9-]*$"), name="number_rule_prefix"),
        ]

    def __str__(self) -> str:
        return self.get_series_display()

    def example(self, day: datetime.date, counter: int = 7) -> str:
        """A number as it would look on a day."""
        date = f"-{day:{FORMATS[self.date_part]}}" if self.date_part else ""
        return f"{self.prefix}{date}-{counter:0{self.digits}d}"
