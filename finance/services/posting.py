"""Writing the ledger: each transaction in balanced sides."""

import uuid
from collections.abc import Iterable, Mapping
from decimal import Decimal

from core import clock
from finance.models import LedgerEntry
from finance.models.words import Account

ZERO = Decimal(0)


def sides(source: str, *, customer_id: int, currency: str, amounts: Mapping[Account, Decimal]) -> list[LedgerEntry]:
    """One transaction: amounts on accounts, debits above zero and credits below; together they are nothing."""
    transaction, at = uuid.uuid4(), clock.now()
    return [
        LedgerEntry(
            transaction=transaction,
            account=account,
            customer_id=customer_id,
            debit=max(ZERO, amount),
            credit=max(ZERO, -amount),
            currency=currency,
            source=source,
            at=at,
        )
        for account, amount in amounts.items()
        if amount
    ]


def post(entries: Iterable[LedgerEntry]) -> None:
    """Write one transaction or several, in one statement."""
    LedgerEntry.objects.bulk_create(entries)
