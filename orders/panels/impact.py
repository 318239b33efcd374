"""What a change would do: money, and line by line what is locked, set free or needed (B3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orders.models import Order, OrderLine
from orders.services.changes.proposing import Proposal

ZERO = Decimal(0)


@dataclass(frozen=True)
class Money:
    """One amount of the order, before and after."""

    label: str | Promise
    was: Decimal
    now: Decimal

    @property
    def difference(self) -> Decimal:
        return self.now - self.was


@dataclass(frozen=True)
class LineImpact:
    """What a change does to one line at the shelf, in base units."""

    position: int
    code: str
    was: Decimal
    now: Decimal
    freed: Decimal
    needed: Decimal
    picked: Decimal
    shipped: Decimal
    billed: Decimal

    @property
    def is_locked(self) -> bool:
        return bool(self.picked or self.shipped)


def money_of(order: Order, proposal: Proposal) -> list[Money]:
    """Net, tax, freight and total; freight only where there is or was any."""
    after = proposal.order
    rows = [Money(_("Net"), order.net, after.net), Money(_("Tax"), order.tax, after.tax)]
    if order.freight or after.freight:
        rows.append(Money(_("Freight"), order.freight, after.freight))
    return [*rows, Money(_("Total incl. tax"), order.total, after.total)]


def lines_of(standing: Mapping[int, OrderLine], proposal: Proposal, codes: Mapping[int, str]) -> list[LineImpact]:
    """Each line whose quantity moves, or that holds goods already and is touched."""
    return list(_moved(standing, proposal, codes))


def _moved(standing: Mapping[int, OrderLine], proposal: Proposal, codes: Mapping[int, str]) -> Iterable[LineImpact]:
    for line in [*proposal.changed, *proposal.added]:
        old = standing.get(line.pk) if line.pk else None
        was, held = (old.wanted, old.reserved) if old else (ZERO, ZERO)
        if was == line.wanted and not line.gone:
            continue
        yield LineImpact(
            position=line.position,
            code=codes.get(line.product_id, ""),
            was=was,
            now=line.wanted,
            freed=max(ZERO, held - line.reserved),
            needed=line.short,
            picked=line.picked,
            shipped=line.shipped,
            billed=line.billed,
        )
