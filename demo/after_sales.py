"""What comes back and what customers say: returns at every place of their life, and cases with their answers."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import uuid4

from core import clock
from core.refusal import Refused
from core.roles import FINANCE, WAREHOUSE
from demo.story import Storyteller
from demo.tables import after_sales as table
from finance.models import Invoice
from finance.services import issue_note
from inventory.models import Warehouse
from orders.models import Order, Return
from orders.services.cases.handling import answer_case, close_case, open_case
from orders.services.returns.asking import Wish, request_return
from orders.services.returns.eligible import eligible_lines
from orders.services.returns.facts import Found
from orders.services.returns.settling import resolve_return
from shipping.services import Arrival, finish_receipt, inspect_return, scan_return

LARGEST = 3
"""Pieces of one return: small, so that no approval stands in the way."""
BACK = datetime.timedelta(days=6)


class AfterSales:
    """Lives the returns and cases of the delivered orders."""

    def __init__(self, told: Storyteller, now: datetime.datetime) -> None:
        self.people, self.now = told.people, now
        self.place = Warehouse.objects.get(default=True)
        delivered = Order.objects.live().filter(fulfilment="accepted", accepted_at__lt=now - BACK)
        rows = delivered.filter(state__in=["confirmed", "completed"])
        self.orders = list(rows.select_related("owner", "customer", "terms").order_by("-accepted_at", "pk"))

    def live(self) -> None:
        """Each on its own day, the newest orders first."""
        left = iter(self.orders)
        for row in table.RETURNS:
            for order in left:
                if self._return(order, row):
                    break
        for case, order in zip(table.CASES, self.orders[5:], strict=False):
            self._case(order, case)

    def _return(self, order: Order, row: table.Returned) -> bool:
        with clock.at(self.now - BACK):
            returned = self._ask(order, row)
            if returned is None or returned.state != "approved" or row.until == "approved":
                return returned is not None
            self._receive(returned)
            if row.until == "received":
                return True
            found = Found(**{row.found: returned.lines.get().quantity}, finding=row.finding)
            inspect_return(returned.pk, found={returned.lines.get().order_line_id: found}, actor=self._one(WAREHOUSE))
            if row.until != "inspected":
                resolve_return(returned.pk, actor=order.owner)
        if row.until == "credited":
            self._credit(returned)
        return True

    def _ask(self, order: Order, row: table.Returned) -> Return | None:
        lines = order.lines.filter(is_service=False).order_by("position")
        able = [one for one in eligible_lines(order, lines) if one.line.factor == 1 and one.most >= 1]
        if not able:
            return None
        one = min(able, key=lambda found: found.price)
        quantity = Decimal(int(min(one.most, LARGEST)))
        wish = Wish(line_id=one.line.pk, quantity=quantity, reason=row.reason, wanted=row.wanted, note=row.note)
        try:
            return request_return(order.pk, wishes=[wish], actor=order.owner)
        except Refused:
            return None

    def _receive(self, returned: Return) -> None:
        keeper, line = self._one(WAREHOUSE), returned.lines.select_related("order_line__product").get()
        arrival = Arrival(code=line.order_line.product.code, uuid=uuid4(), quantity=line.quantity)
        scan_return(returned.pk, [arrival], actor=keeper)
        finish_receipt(returned.pk, warehouse_id=self.place.pk, actor=keeper)

    def _credit(self, returned: Return) -> None:
        for note in Invoice.objects.drafts().filter(source__startswith=f"return:{returned.pk}:"):
            issue_note(note.pk, actor=self._one(FINANCE))

    def _case(self, order: Order, row: table.Said) -> None:
        with clock.at(self.now - datetime.timedelta(hours=row.hours)):
            case = open_case(
                order.customer,
                kind=row.kind,
                cause=row.cause,
                title=row.title,
                text=row.text,
                order=order,
                actor=order.owner,
            )
        if row.answer:
            with clock.at(self.now - datetime.timedelta(hours=row.hours - 2)):
                answer_case(case.pk, answer=row.answer, actor=order.owner)
                if row.rating:
                    close_case(case.pk, rating=row.rating, actor=order.owner)

    def _one(self, role: str) -> Any:
        return next(person for person in self.people if role in person.role_names)


def settle_after_sales(told: Storyteller, now: datetime.datetime) -> Sequence[Order]:
    """All of it; returns the orders it was about."""
    life = AfterSales(told, now)
    life.live()
    return life.orders


