"""What was agreed with a customer for many orders: how much of it is used, how much is left, until when."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import clock
from core.panel import Panel
from customers.models import Customer
from orders.models import Contract, ContractLine
from orders.models.contract import ContractState
from orders.policies import may_see_contracts

MOST = 10
SOON = 30
OPEN = (ContractState.ACTIVE, ContractState.DRAFT)


def _contracts(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """The customer's contracts that are in force or being written, the next to run out first; two queries."""
    rows = Contract.objects.visible_to(request.user).filter(customer=customer, state__in=OPEN)
    found = list(rows.defer("note", "own_terms").order_by("valid_until", "pk")[:MOST])
    lines: dict[int, list[ContractLine]] = {contract.pk: [] for contract in found}
    if lines:
        agreed = ContractLine.objects.filter(contract__in=lines).order_by("contract", "position")
        for line in agreed.select_related("product__unit").defer("product__search"):
            lines[line.contract_id].append(line)
    today = clock.today()
    shown = [{"row": one, "lines": lines[one.pk], "days_left": one.days_left(today)} for one in found]
    return {"contracts": shown, "soon": SOON}


def _may_look(user: Any, customer: Any = None) -> bool:
    return may_see_contracts(user)


contracts = Panel("contracts", _("Contracts"), "orders/_contracts_panel.html", _may_look, _contracts)
