"""Prices are a duty of their own: who lacks the right sells at the price that is found (S25)."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalog.models import Product
from catalog.services import rate_of
from core import clock
from core.finding import Finding, Level
from core.inputs import plain
from core.people import HOUSE
from core.refusal import Refused
from core.sentence import Sentence
from orders.models import Order, OrderLine
from orders.models.source import PriceKind
from orders.policies import may_pass_floor, may_set_price
from orders.services.prices.limits import discount_limit_of


def price_findings(
    actor: Any,
    order: Order,
    lines: Iterable[OrderLine],
    products: Mapping[int, Product],
    promised: Iterable[OrderLine] = (),
) -> list[Finding]:
    """Lines on which somebody without the pricing right typed another price, or gave more than their limit (S25).

    What a colleague with the right has given stays, for the same goods in no smaller quantity; so does
    what the customer was `promised`.
    Nothing is asked of the database while every line is at the price that was found.
    """
    if actor is HOUSE or may_set_price(actor):
        return []
    away = [line for line in lines if line.unit_price != line.list_price or line.discount]
    if not away:
        return []
    given = [*promised, *(OrderLine.objects.filter(order_id=order.pk) if order.pk else ())]
    limit = discount_limit_of(actor.pk)
    fresh = [line for line in away if not _was_given(line, given)]
    return [finding for line in fresh for finding in _refusals(line, products[line.product_id].code, limit)]


def refuse_prices(actor: Any, currency: str, prices: Mapping[int, Decimal]) -> None:
    """Refuse to agree on net prices per base unit, product → price, without the right to set them (S25).

    Prices below the floor are agreed on by those who may sell below it; in a currency without a rate nobody
    can tell, so they are asked as well.
    """
    if actor is HOUSE or not prices:
        return
    if not may_set_price(actor):
        raise Refused(_("Prices in force are changed by those who may set unit prices."), code="price_right")
    if may_pass_floor(actor):
        return
    rate = rate_of(currency, clock.today())
    floors = Product.objects.filter(pk__in=prices, floor_price__gt=0).order_by("code")
    low = [one.code for one in floors if rate is None or prices[one.pk] * rate < one.floor_price]
    if low:
        words = _("Below their floor price: %(codes)s. Who may sell below the floor puts such prices in force.")
        raise Refused(words % {"codes": ", ".join(low[:5])}, code="below_floor")


def _was_given(line: OrderLine, given: list[OrderLine]) -> bool:
    """Whether a saved line stands for it; each stands for one line, or a good price could be typed twice."""
    saved = next((saved for saved in given if _covers(saved, line)), None)
    if saved is not None:
        given.remove(saved)
    return saved is not None


def _covers(saved: OrderLine, line: OrderLine) -> bool:
    same = (saved.product_id, saved.unit_id, saved.unit_price) == (line.product_id, line.unit_id, line.unit_price)
    # A price that was found yesterday and is not any more was given by nobody.
    given = line.unit_price == line.list_price or saved.source.kind == PriceKind.TYPED
    return same and given and saved.discount >= line.discount and saved.quantity <= line.quantity


def _refusals(line: OrderLine, code: str, limit: Decimal) -> list[Finding]:
    found = []
    if line.unit_price != line.list_price:
        words = _("Line %(line)s: the price of %(code)s is %(found)s; changing it needs the right to set unit prices.")
        values = {"line": line.position, "code": code, "found": plain(line.list_price)}
        found.append(_stop("price_right", "price", Sentence(words, values), line))
    if line.discount > limit:
        words = _("Line %(line)s: %(discount)s %% on %(code)s is more than the %(limit)s %% you may give.")
        values = {"line": line.position, "code": code, "discount": plain(line.discount), "limit": plain(limit)}
        found.append(_stop("discount_right", "discount", Sentence(words, values), line))
    return found


def _stop(code: str, field: str, message: Sentence, line: OrderLine) -> Finding:
    return Finding(code=code, level=Level.STOP, heading="price", message=message, line=line.position, field=field)
