"""What a number can be the number of: one row of the table for each kind of label."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from inventory.models import Lot, Serial
from orders.models import Order, Return
from reports.tracing.threads import Threads, of_lot, of_order, of_return, of_serial, of_shipment
from shipping.models import Shipment

MOST = 20


@dataclass(frozen=True)
class Finder:
    """A kind of number: which rows a person may see that carry it, what they are called, and what belongs to them."""

    kind: str
    label: str | Promise
    look: Callable[[Any, str], QuerySet[Any]]
    named: Callable[[Any], str]
    threads: Callable[[Any], Threads]


@dataclass(frozen=True)
class Found:
    """Something that carries the number."""

    finder: Finder
    row: Any

    @property
    def name(self) -> str:
        return self.finder.named(self.row)


def _spelled(text: str) -> tuple[str, str]:
    return text, text.upper()


def _of_goods(row: Any) -> str:
    return f"{row.number} · {row.product.code} {row.product.title}"


def _goods(model: Any) -> Callable[[Any, str], QuerySet[Any]]:
    def look(user: Any, text: str) -> QuerySet[Any]:
        rows = model.objects.visible_to(user).filter(number__in=_spelled(text))
        return rows.select_related("product__unit").defer("product__search")

    return look


def _shipments(user: Any, text: str) -> QuerySet[Shipment]:
    """By number, by waybill, or by the code on one of its boxes."""
    called = Shipment.objects.called(text.upper()).order_by().values("pk")
    return Shipment.objects.visible_to(user).filter(Q(pk__in=called) | Q(waybill__in=_spelled(text))).for_list()


def _orders(user: Any, text: str) -> QuerySet[Order]:
    return Order.objects.visible_to(user).called(text.upper()).for_list()


def _returns(user: Any, text: str) -> QuerySet[Return]:
    return Return.objects.visible_to(user).called(text.upper()).for_list()


def _shipment_name(row: Shipment) -> str:
    return " · ".join(word for word in (row.number, row.carrier, row.waybill) if word)


FINDERS = (
    Finder("serial", _("Serial number"), _goods(Serial), _of_goods, of_serial),
    Finder("lot", _("Lot"), _goods(Lot), _of_goods, of_lot),
    Finder("shipment", _("Shipment"), _shipments, _shipment_name, of_shipment),
    Finder("order", _("Sales order"), _orders, lambda row: row.ref, of_order),
    Finder("return", _("Return"), _returns, lambda row: row.number, of_return),
)
"""A label of another kind is one more row: what carries its code, and what belongs to that."""


def find(user: Any, text: str) -> list[Found]:
    """Everything a person may see that carries this number; one query for each kind."""
    return [Found(finder, row) for finder in FINDERS for row in finder.look(user, text)[:MOST]]


def found_by(user: Any, text: str, kind: str, key: str) -> list[Found]:
    """The one that was chosen of several, or all that fit."""
    found = find(user, text)
    chosen = [one for one in found if one.finder.kind == kind and str(one.row.pk) == key]
    return chosen or found
