"""Writing the ledger: one transaction in balanced sides."""

import uuid
from collections.abc import Mapping
from decimal import Decimal

from core import clock
from finance.models import LedgerEntry
from finance.models.words import Account

ZERO = Decimal(0)


def post(source: str, *, customer_id: int, currency: str, sides: Mapping[Account, Decimal]) -> None:
    """Post amounts to accounts, debits above zero and credits below; together they are nothing."""
    transaction, at = uuid.uuid4(), clock.now()
    LedgerEntry.objects.bulk_create(
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
        for account, amount in sides.items()
        if amount
    )
