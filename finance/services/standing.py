"""What an approver must know of a customer's credit: the exposure in its parts, the excess, the oldest debt."""

from decimal import Decimal
from typing import Any

from django.db.models import Min, Sum
from django.utils.translation import gettext_lazy as _

from core import clock
from core.money import in_base
from core.sentence import Sentence
from finance.models import CreditProfile, Invoice
from orders.models import Order
from orders.services.entry.checking import load_facts, run_checks
from orders.services.life.submitting import question_facts
from orders.services.rows import lines_of

ONE, HUNDRED = Decimal(1), Decimal(100)


def credit_facts(order: Order, profile: CreditProfile, actor: Any) -> dict[str, Any]:
    """What rules may ask about an order to be let go over the limit, and what is shown beside the question.

    What rules compare is in the house's own currency; what people read is in the customer's.
    """
    facts = load_facts(order, lines_of(order), actor)
    after = profile.exposure + order.total
    excess, late = after - profile.limit, oldest_debt(order.customer_id)
    rate = order.rate or ONE
    return question_facts(facts, run_checks(facts)) | {
        "after": str(in_base(after, rate)),
        "credit_limit": str(in_base(profile.limit, rate)),
        "excess": str(in_base(excess, rate)),
        "excess_percent": str((excess * HUNDRED / profile.limit).quantize(Decimal("0.1")) if profile.limit else 100),
        "overdue_days": late["days"],
        "figures": exposure_figures(profile, late, order),
    }


def oldest_debt(customer_id: int) -> dict[str, Any]:
    """What a customer owes that is overdue, and the days of the oldest of it."""
    debt = Invoice.objects.overdue().filter(customer_id=customer_id)
    found = debt.aggregate(oldest=Min("due_date"), amount=Sum("open_amount"))
    days = (clock.today() - found["oldest"]).days if found["oldest"] else 0
    return {"days": days, "amount": found["amount"] or Decimal(0)}


def exposure_figures(profile: CreditProfile, late: dict[str, Any], order: Order | None = None) -> list[dict[str, Any]]:
    """The one formula of the exposure with its parts, as each reader gets it in their own language."""
    rows: list[tuple[Any, Decimal]] = [
        (_("Open invoices"), profile.receivable),
        (_("Confirmed, not invoiced"), profile.uninvoiced),
        (_("Receipts not matched"), -profile.unallocated),
        *_with_order(profile, order),
        (_("Overdue"), late["amount"]),
    ]
    told = [{"label": Sentence(label).as_data(), "value": f"{value:,.2f} {profile.currency}"} for label, value in rows]
    days = Sentence(_("%(days)s days"), {"days": late["days"]}).as_data()
    return [*told, {"label": Sentence(_("Oldest overdue invoice")).as_data(), "value": days}]


def _with_order(profile: CreditProfile, order: Order | None) -> list[tuple[Any, Decimal]]:
    if order is None:
        return [(_("Used"), profile.exposure), (_("Credit limit"), profile.limit)]
    after = profile.exposure + order.total
    return [
        (_("This order"), order.total),
        (_("Would owe with this order"), after),
        (_("Credit limit"), profile.limit),
        (_("Over the limit"), after - profile.limit),
    ]
