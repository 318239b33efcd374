"""Every figure of the report page: open orders by stage, delivery on time, money overdue."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orders.models.words import Payment, Promise, Stage, State
from reports.figures.figure import Figure
from reports.figures.period import Period


def _delivered(period: Period) -> Q:
    return Q(accepted_at__gte=period.begin, accepted_at__lt=period.end, first_promise__isnull=False, origin="live")


BY_STAGE = tuple(
    Figure(
        key=f"stage_{stage.value}",
        label=stage.label,
        definition=_("Open orders that wait at this stage now, whatever the period."),
        which=lambda period, stage=stage: Q(stage=stage.value),
    )
    for stage in Stage
    if stage is not Stage.DONE
)
DELIVERED = Figure(
    "delivered",
    _("Delivered"),
    _("Orders whose last goods reached the customer in the period and that had a promised date."),
    _delivered,
)
ON_TIME = Figure(
    "on_time",
    _("On time"),
    _("Of the delivered orders, those that arrived no later than their first promised date."),
    lambda period: _delivered(period) & Q(accepted_at__date__lte=F("first_promise")),
)
LATE = Figure(
    "late",
    _("Late now"),
    _("Confirmed orders past their first promised date whose goods are not all with the customer."),
    lambda period: Q(state=State.CONFIRMED, promise=Promise.LATE, accepted_at=None),
)
OVERDUE = Figure(
    "overdue",
    _("Overdue money"),
    _("Orders with an issued invoice past its due date; the amount is what is still open on them."),
    lambda period: Q(payment=Payment.OVERDUE),
    amount=(F("invoiced_amount") - F("paid_amount")) * F("rate"),
)
PLACED = Figure(
    "placed",
    _("Orders taken"),
    _("Orders submitted in the period that were not cancelled or rejected, with their total incl. tax."),
    lambda period: (
        Q(placed_at__gte=period.begin, placed_at__lt=period.end, origin="live")
        & ~Q(state__in=[State.CANCELLED, State.REJECTED, State.DRAFT])
    ),
)
COMPLETED = Figure(
    "completed",
    _("Completed"),
    _("Orders shipped, billed and paid to the end in the period."),
    lambda period: Q(completed_at__gte=period.begin, completed_at__lt=period.end, origin="live"),
)

TOP = (PLACED, COMPLETED, DELIVERED, ON_TIME, LATE, OVERDUE)
FIGURES = (*TOP, *BY_STAGE)
