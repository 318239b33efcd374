"""How a rule's question reads, in the reader's language, with the numbers of the case.

Rules keep their sentence in English with %(placeholders)s; the sentences the house is born with
are in the catalogue, those an administrator writes are shown as written.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from approvals.conditions import number

TEXTS = (
    "product", "ref", "customer", "customer_id", "code", "line", "currency", "tier", "order", "contract", "terms",
    "text", "invoice_title", "tax_number", "price_list", "valid_from",
)  # fmt: skip

LARGE_ORDER = gettext_noop("Large order")
VERY_LARGE_ORDER = gettext_noop("Very large order")
NEW_CUSTOMER = gettext_noop("New customer")
DISCOUNT = gettext_noop("Discount")
BELOW_FLOOR = gettext_noop("Below floor price")
CREDIT = gettext_noop("Credit limit")
OVERDUE = gettext_noop("Overdue debt")
CONTRACT_PRICE = gettext_noop("Contract price")
CONTRACT_QUANTITY = gettext_noop("Contract quantity")
CONTRACT_DELIVERY = gettext_noop("Contract delivery window")
CONTRACT_VALIDITY = gettext_noop("Contract validity")
CONTRACT_TERMS = gettext_noop("Contract payment terms")
CONTRACT_CLAUSE = gettext_noop("Contract clauses")
OWN_TERMS = gettext_noop("Non-standard terms")
FINANCE_CHECK = gettext_noop("Finance check")
ORDER_CHANGE = gettext_noop("Order change")
LARGE_RETURN = gettext_noop("Large return")
LATE_RETURN = gettext_noop("Late return")
ABOVE_LIMIT = gettext_noop("Above the approvers' limit")

TOTAL_REACHES = gettext_noop("Total %(total)s reaches the limit of %(limit)s.")
RETURN_REACHES = gettext_noop("A return worth %(total)s reaches the limit of %(limit)s.")
RETURN_IS_LATE = gettext_noop("The goods come back after the return window.")
IS_NEW = gettext_noop("%(customer)s is a new customer.")
DISCOUNT_OVER = gettext_noop("Discount %(discount)s %% is over the limit of %(limit)s %%.")
PRICE_UNDER = gettext_noop("%(product)s at %(price)s is below its floor price %(floor)s.")
CREDIT_OVER = gettext_noop("%(customer)s would owe %(after)s, over the credit limit of %(limit)s.")
DEBT_OVERDUE = gettext_noop("%(customer)s owes %(amount)s that is overdue, the oldest for %(days)s days.")
PRICE_OFF = gettext_noop(
    "%(product)s at %(price)s is %(percent)s %% off the %(agreed)s of contract %(contract)s;"
    " tolerated: %(tolerance)s %%."
)
QUANTITY_OFF = gettext_noop("%(called)s of %(product)s would be called off, contract %(contract)s is over %(agreed)s.")
DELIVERY_OFF = gettext_noop("Delivery is %(off)s days outside the window of contract %(contract)s.")
VALIDITY_OFF = gettext_noop("Contract %(contract)s does not hold today: %(past)s days off.")
TERMS_OFF = gettext_noop("Payment terms %(terms)s instead of %(agreed)s in contract %(contract)s.")
CLAUSE_OFF = gettext_noop("Other standard terms than in contract %(contract)s.")
TERMS_OWN = gettext_noop("Terms outside the library: %(text)s")
FINANCE_AGREES = gettext_noop(
    "Total %(total)s %(currency)s, paid %(terms)s, invoice to %(invoice_title)s, tax ID %(tax_number)s: correct?"
)
IS_CHANGED = gettext_noop("%(ref)s is to be changed, %(before)s → %(total)s.")
RELEASE = gettext_noop("Release over the limit")
LARGE_RELEASE = gettext_noop("Far over the limit")
LATE_PAYER = gettext_noop("Long overdue")
RELEASED_OVER = gettext_noop(
    "%(customer)s would owe %(after)s with order %(ref)s, %(excess)s over the limit of %(credit_limit)s: let it go?"
)
DEBT_IS_OLD = gettext_noop("The oldest invoice of %(customer)s is %(overdue_days)s days overdue.")
LIMIT_RAISE = gettext_noop("Higher credit limit")
LIMIT_RAISED = gettext_noop(
    "The credit limit of %(customer)s is to rise from %(credit_limit)s to %(total)s, by %(raise_percent)s %%."
)
PRICE_CHANGE = gettext_noop("Price change")
UNDER_FLOOR = gettext_noop("Prices below the floor")
MARGIN_FALLS = gettext_noop("Margin falls")
PRICES_MOVE = gettext_noop(
    "%(lines)s prices of %(price_list)s change from %(valid_from)s, the largest by %(largest_change)s %%."
)
FLOOR_PASSED = gettext_noop("%(below_floor)s of the new prices are below their floor price.")
MARGIN_LOST = gettext_noop("A margin falls by %(margin_fall)s points.")
TAKEN_AWAY = gettext_noop("Goods taken from an order")
LONG_DELAY = gettext_noop("Promise moves far")
GOODS_MOVE = gettext_noop(
    "%(quantity_taken)s of %(product)s are to be taken from %(lines)s order(s); %(promises_broken)s promise(s) break."
)
PROMISE_MOVES_FAR = gettext_noop("A promise moves by %(days_later)s days.")
OVER_ALL_LIMITS = gettext_noop("Total %(total)s is over %(limit)s, the limit of those who are asked.")


class Figures(dict[str, Any]):
    """The numbers of a case as people read them; what is not known is shown as missing."""

    def __missing__(self, key: str) -> str:
        return "--"

    def __getitem__(self, key: str) -> str:
        value = super().__getitem__(key)
        figure = None if key in TEXTS else number(value)
        return f"{figure:,f}" if figure is not None else str(value)


def said(sentence: str, values: Mapping[str, Any]) -> str:
    """A sentence with its numbers, in the reader's language."""
    return _(sentence) % Figures(values) if sentence else ""


class Blanks(dict[str, Any]):
    """The places of a sentence whose numbers are not there yet."""

    def __missing__(self, key: str) -> str:
        return "…"


def outlined(sentence: str) -> str:
    """A sentence as its rule says it, before there is a case."""
    return _(sentence) % Blanks() if sentence else ""


def named(name: str) -> str:
    """The name of a rule in the reader's language."""
    return _(name) if name else ""


def question(reasons: Iterable[Mapping[str, Any]]) -> str:
    """All that a step is asked, in one line."""
    sentences = " ".join(said(reason["say"], reason["values"]) for reason in reasons)
    return _("%(reasons)s Agree?") % {"reasons": sentences}


def headline(reasons: Iterable[Mapping[str, Any]]) -> str:
    """The first thing a step is asked: enough to tell tasks apart in a list."""
    first = next(iter(reasons), None)
    return said(first["say"], first["values"]) if first else ""
