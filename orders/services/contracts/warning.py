"""Telling who looks after a contract that it runs out or is nearly used up, each once."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core import clock
from notifications.services import remind
from orders.models import Contract, ContractLine
from orders.models.contract import ContractState

DAYS = 30
SHARE = 90
"""Percent called off from which a line is nearly used up."""


def warn_running_out() -> int:
    """Tell owners of contracts that end within thirty days or of which a product is nearly used up.

    Run again it tells nothing. Returns how many were told.
    """
    ending = Contract.objects.expiring(clock.today(), DAYS).select_related("customer").order_by("pk")
    used = ContractLine.objects.filter(
        contract__state=ContractState.ACTIVE, quantity__isnull=False, called_off__gte=F("quantity") * SHARE / 100
    )
    lines = used.select_related("contract__customer", "product").order_by("pk")
    return sum(map(_ends, ending)) + sum(map(_used_up, lines))


def _ends(contract: Contract) -> bool:
    return remind(
        f"contract:{contract.pk}:ends:{contract.valid_until}",
        [contract.owner_id],
        subject=_("Contract %(number)s with %(customer)s runs out on %(day)s"),
        url=contract.get_absolute_url(),
        values={"number": contract.number, "customer": contract.customer.name, "day": contract.valid_until},
    )


def _used_up(line: ContractLine) -> bool:
    contract = line.contract
    return remind(
        f"contract:{contract.pk}:used:{line.pk}:{line.quantity}",
        [contract.owner_id],
        subject=_("Contract %(number)s with %(customer)s: %(code)s is nearly used up"),
        url=contract.get_absolute_url(),
        values={"number": contract.number, "customer": contract.customer.name, "code": line.product.code},
    )
