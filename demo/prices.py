"""Price changes of the demo company: one being written, one that waits for agreement, one agreed to."""

import datetime
from decimal import Decimal

from approvals.models import Task
from approvals.services import decide
from catalog.models import Price
from catalog.services.prices.proposing import save_price_change, submit_price_change
from catalog.services.prices.reading import NewPrice
from core import clock
from core.models import User

CENT = Decimal("0.01")
CHANGES = (
    ("铜材涨价，第四季度同步上调", Decimal("1.06"), 5, "agreed"),
    ("促销季让利，主推型号下调", Decimal("0.88"), 10, "asked"),
    ("年度调价草稿", Decimal("1.03"), 30, "draft"),
)
"""Why, how much, in how many days, and how far it has come."""


def change_prices(now: datetime.datetime) -> None:
    """Each for a few prices of the list that is used most."""
    author = User.objects.filter(groups__name="sales_manager").order_by("pk").first()
    first = Price.objects.order_by("price_list_id", "pk").first()
    if author is None or first is None:
        return
    prices = list(Price.objects.filter(price_list=first.price_list_id).select_related("product", "price_list"))
    for n, (reason, factor, days, until) in enumerate(CHANGES):
        with clock.at(now - datetime.timedelta(days=2, hours=n)):
            _change(prices[n * 4 : n * 4 + 4], reason, factor, days, until, author)


def _change(rows: list[Price], reason: str, factor: Decimal, days: int, until: str, author: User) -> None:
    if not rows:
        return
    change = save_price_change(
        None,
        price_list=rows[0].price_list,
        valid_from=clock.today() + datetime.timedelta(days=days),
        reason=reason,
        prices=[
            NewPrice(row.product_id, row.product.code, row.from_quantity, (row.price * factor).quantize(CENT))
            for row in rows
        ],
        version=None,
        actor=author,
    )
    if until == "draft":
        return
    submit_price_change(change.pk, actor=author)
    if until == "agreed":
        _agree(change.stream)


def _agree(subject: str) -> None:
    """Everybody who is asked says yes, one after another."""
    waiting = Task.objects.pending().filter(step__request__subject=subject).select_related("user")
    while (task := waiting.first()) is not None:
        decide(task.pk, outcome="approved", opinion="同意", actor=task.user)
