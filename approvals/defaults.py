"""The rules the house is born with: large orders, new customers, prices, contracts, terms, credit."""

from decimal import Decimal
from typing import Any

from approvals import wording
from approvals.models.words import Asks
from core.roles import DIRECTOR, FINANCE, SALES_MANAGER

MANAGER_LIMIT = 50_000
DIRECTOR_LIMIT = 200_000


def _manager(name: str, question: str, when: list[list[Any]]) -> dict[str, Any]:
    return {
        "name": name,
        "question": question,
        "when": when,
        "asks": Asks.MANAGER,
        "role": SALES_MANAGER,
        "hours": 8,
        "up_to": Decimal(DIRECTOR_LIMIT),
    }


def _finance(name: str, question: str, when: list[list[Any]]) -> dict[str, Any]:
    return {"name": name, "question": question, "when": when, "asks": Asks.ROLE, "role": FINANCE, "hours": 8}


RULES: list[dict[str, Any]] = [
    _manager(wording.LARGE_ORDER, wording.TOTAL_REACHES, [["total", ">=", MANAGER_LIMIT]]),
    _manager(wording.NEW_CUSTOMER, wording.IS_NEW, [["tier", "=", "new"]]),
    _manager(wording.DISCOUNT, wording.DISCOUNT_OVER, [["finding:discount", "present", True]]),
    _manager(wording.BELOW_FLOOR, wording.PRICE_UNDER, [["finding:below_floor", "present", True]]),
    *(
        _manager(name, question, [[f"finding:{code}", "present", True]])
        for name, question, code in (
            (wording.CONTRACT_PRICE, wording.PRICE_OFF, "contract_price"),
            (wording.CONTRACT_QUANTITY, wording.QUANTITY_OFF, "contract_quantity"),
            (wording.CONTRACT_DELIVERY, wording.DELIVERY_OFF, "contract_delivery"),
            (wording.CONTRACT_VALIDITY, wording.VALIDITY_OFF, "contract_validity"),
            (wording.CONTRACT_TERMS, wording.TERMS_OFF, "contract_terms"),
            (wording.CONTRACT_CLAUSE, wording.CLAUSE_OFF, "contract_clause"),
            (wording.OWN_TERMS, wording.TERMS_OWN, "own_terms"),
        )
    ),
    _finance(wording.CREDIT, wording.CREDIT_OVER, [["finding:credit_over", "present", True]]),
    _finance(wording.OVERDUE, wording.DEBT_OVERDUE, [["finding:overdue_debt", "present", True]]),
    {
        "name": wording.VERY_LARGE_ORDER,
        "question": wording.TOTAL_REACHES,
        "when": [["total", ">=", DIRECTOR_LIMIT]],
        "asks": Asks.ROLE,
        "role": DIRECTOR,
        "hours": 16,
    },
]

OFFERED = (
    wording.DISCOUNT,
    wording.BELOW_FLOOR,
    wording.CONTRACT_PRICE,
    wording.CONTRACT_TERMS,
    wording.CONTRACT_CLAUSE,
    wording.OWN_TERMS,
)
QUOTE_RULES = [rule for rule in RULES if rule["name"] in OFFERED]
"""What is asked before a quotation leaves: prices and terms; goods and credit come with the order."""

CHANGED: list[dict[str, Any]] = [
    _manager(wording.ORDER_CHANGE, wording.IS_CHANGED, [["lines", ">=", 0]]),
    *RULES,
]
"""Whoever asks for a change never finalises it: every change is seen by the manager, and by all an order would be."""

RELEASE_EXCESS = 100_000
RELEASE_DAYS = 30
ALWAYS: list[list[Any]] = [["lines", ">=", 0]]


def _director(name: str, question: str, when: list[list[Any]]) -> dict[str, Any]:
    return {"name": name, "question": question, "when": when, "asks": Asks.ROLE, "role": DIRECTOR, "hours": 16}


RELEASES: list[dict[str, Any]] = [
    _finance(wording.RELEASE, wording.RELEASED_OVER, ALWAYS),
    _director(wording.LARGE_RELEASE, wording.RELEASED_OVER, [["excess", ">=", RELEASE_EXCESS]]),
    _director(wording.LATE_PAYER, wording.DEBT_IS_OLD, [["overdue_days", ">", RELEASE_DAYS]]),
]
"""Letting an order go over the limit: finance always, the director where it is much or the customer pays late."""

LIMITS: list[dict[str, Any]] = [
    _director(wording.LIMIT_RAISE, wording.LIMIT_RAISED, ALWAYS),
    _director(wording.LATE_PAYER, wording.DEBT_IS_OLD, [["overdue_days", ">", RELEASE_DAYS]]),
]
"""A higher limit for good than finance may set alone: the director."""

PRICE_CHANGES: list[dict[str, Any]] = [
    {**_director(wording.PRICE_CHANGE, wording.PRICES_MOVE, ALWAYS), "role": SALES_MANAGER, "hours": 8},
    _director(wording.UNDER_FLOOR, wording.FLOOR_PASSED, [["below_floor", ">=", 1]]),
    _director(wording.MARGIN_FALLS, wording.MARGIN_LOST, [["margin_fall", ">=", 10]]),
]
"""Prices of a list: who leads sales, and the director where a price is under its floor or a margin falls far."""

LONG_DELAY = 14
SHARED_OUT: list[dict[str, Any]] = [
    {**_director(wording.TAKEN_AWAY, wording.GOODS_MOVE, ALWAYS), "role": SALES_MANAGER, "hours": 4},
    _director(wording.LONG_DELAY, wording.PROMISE_MOVES_FAR, [["days_later", ">=", LONG_DELAY]]),
]
"""Goods taken from one order for another: who leads sales, and the director where a promise moves far."""

RETURN_LIMIT = 10_000
RETURNED: list[dict[str, Any]] = [
    _manager(wording.LARGE_RETURN, wording.RETURN_REACHES, [["total", ">=", RETURN_LIMIT]]),
    _manager(wording.LATE_RETURN, wording.RETURN_IS_LATE, [["return_late", "=", True]]),
]
"""Most goods may come back at once; a person is asked where much is at stake, or when it is long ago."""

FIRST = {
    "order": RULES,
    "change": CHANGED,
    "quotation": QUOTE_RULES,
    "credit_override": RELEASES,
    "credit_limit": LIMITS,
    "price_change": PRICE_CHANGES,
    "reallocation": SHARED_OUT,
    "return": RETURNED,
}
