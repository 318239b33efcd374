"""What those who decide on scarce goods are asked, with all they need to see."""

import hashlib
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings

from core.events import ApprovalAsked
from core.inputs import plain
from inventory.models import Reallocation
from inventory.services.claims import Claimant
from inventory.services.weighing import ZERO, Outcome, Weighed


def question(proposal: Reallocation, claimants: Sequence[Claimant], weighed: Weighed, actor: Any) -> ApprovalAsked:
    """May these goods be taken from the orders that have them: who loses and gets what, which promises break."""
    by_line = {one.claim.line_id: one for one in claimants}
    changed = [one for one in weighed.outcomes if one.change]
    taken = -sum((one.change for one in weighed.losing), ZERO)
    return ApprovalAsked(
        subject=proposal.stream,
        kind="reallocation",
        title=f"{proposal.number} {proposal.product.code} {proposal.product.title}",
        asked_by_id=getattr(actor, "pk", None),
        owner_id=proposal.asked_by_id,
        amount=Decimal(0),
        currency=settings.GENDAN_CURRENCY,
        judged=_judged(proposal, changed),
        facts={
            "lines": len(weighed.losing),
            "quantity_taken": plain(taken),
            "promises_broken": len(weighed.broken),
            "days_later": weighed.days_later,
            "product": f"{proposal.product.code} {proposal.product.title}",
            "ref": proposal.number,
            "customer": ", ".join(by_line[one.claim.line_id].order.customer.title for one in weighed.losing)[:200],
            "reason": proposal.reason,
            "url": proposal.get_absolute_url(),
            "changes": [_row(one, by_line[one.claim.line_id]) for one in changed],
            "findings": [],
        },
    )


def _row(one: Outcome, claimant: Claimant) -> dict[str, Any]:
    claim, days = one.claim, ""
    if one.day != claim.promised_on:
        days = f" · {claim.promised_on or '--'} → {one.day or '--'}"
    was, now = plain(claim.reserved) or "0", plain(one.after) or "0"
    return {"where": claim.ref, "label": f"{claimant.order.customer.title}{days}", "was": was, "now": now}


def _judged(proposal: Reallocation, changed: Sequence[Outcome]) -> str:
    rows = [(one.claim.line_id, plain(one.claim.reserved), plain(one.after)) for one in changed]
    return hashlib.sha256(repr((proposal.product_id, rows)).encode()).hexdigest()
