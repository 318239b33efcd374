"""What becomes of a quotation outside the house: sent, accepted into an order, declined, passed."""

import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from core import clock
from core.bus import publish
from core.calendar import add_working_days
from core.money import paper_language
from core.once import claim_notice
from core.people import HOUSE
from core.refusal import Refused
from core.service import service
from orders.events import QuotationAccepted, QuotationClosed, QuotationSent
from orders.models import Order, OrderLine, Quotation
from orders.models.source import PriceKind, PriceSource
from orders.pdf import quotation_pdf
from orders.policies import may_send_quote
from orders.services.entry.composing import DraftHead, DraftRow
from orders.services.entry.drafting import save_draft
from orders.services.quotes.quoting import close_as, guard, take_quotation

USUAL_DAYS = 5


@service
def send_quotation(quotation_id: int, *, address: str, words: str = "", actor: Any) -> Quotation:
    """Send an agreed quotation to the customer by e-mail, with its PDF; the letter leaves after the commit (S20)."""
    quotation = take_quotation(quotation_id)
    may_send_quote.demand(actor, quotation)
    guard(quotation, quotation.send)
    _refuse_passed(quotation)
    quotation.send(clock.now(), address)
    quotation.save(update_fields=["state", "sent_at", "sent_to"])
    publish(QuotationSent(quotation_id=quotation.pk, address=address, words=words), actor=actor)
    return quotation


@service
def mail_quotation(quotation_id: int, *, address: str, words: str, event_id: int) -> bool:
    """Write the letter of a sent quotation with its PDF, once per sending; the page says when it left."""
    if not claim_notice(f"orders:quotation:{event_id}"):
        return False
    quotation = Quotation.objects.select_related("customer", "contact", "terms", "clause", "owner").get(
        pk=quotation_id
    )
    page = quotation_pdf(quotation, list(quotation.lines.select_related("unit").order_by("position")))
    with translation.override(paper_language(quotation.currency)):
        house = settings.GENDAN_COMPANY_NAME
        subject = say("Quotation %(number)s from %(house)s") % {"number": quotation.number, "house": house}
        text = render_to_string("orders/mail/quotation.txt", {"quotation": quotation, "words": words, "house": house})
    letter = EmailMessage(" ".join(subject.split()), text, settings.DEFAULT_FROM_EMAIL, [address])
    letter.attach(f"{quotation.number}.pdf", page, "application/pdf")
    letter.send()
    # Beside the machine's own columns: whoever answers the quotation meanwhile is not disturbed.
    Quotation.objects.filter(pk=quotation.pk).update(mailed_at=clock.now())
    return True


@service
def accept_quotation(quotation_id: int, *, actor: Any, customer_po: str = "") -> Order:
    """The customer agreed: the offer becomes an order draft at its prices, in one step, and both know each other.

    Refused once its last day is over (S20). Nobody needs the pricing right for prices the house has agreed to.
    """
    quotation = take_quotation(quotation_id)
    may_send_quote.demand(actor, quotation)
    guard(quotation, quotation.accept)
    _refuse_passed(quotation)
    head, rows = _head(quotation, customer_po), _rows(quotation)
    promised = [_promised(row) for row in rows]
    order = save_draft(None, head=head, rows=rows, version=None, actor=actor, promised=promised)
    quotation.accept(clock.now())
    quotation.order = order
    quotation.save(update_fields=["state", "answered_at", "order"])
    publish(QuotationAccepted(quotation_id=quotation.pk, order_id=order.pk, order=order.ref), actor=actor)
    return order


@service
def decline_quotation(quotation_id: int, *, actor: Any, reason: str) -> Quotation:
    """The customer said no; their reason is kept."""
    quotation = take_quotation(quotation_id)
    may_send_quote.demand(actor, quotation)
    return close_as(quotation, quotation.decline, reason, actor)


def expire_passed() -> int:
    """Every night: sent offers whose last day is over; one transaction each, run again it changes nothing."""
    passed = list(Quotation.objects.passed(clock.today()).order_by("pk").values_list("pk", flat=True))
    return sum(_expire(pk) for pk in passed)


@service
def _expire(quotation_id: int) -> bool:
    quotation = take_quotation(quotation_id)
    if not can_proceed(quotation.expire) or not quotation.has_passed(clock.today()):
        return False
    quotation.expire(clock.now())
    quotation.save(update_fields=["state", "answered_at"])
    reason = say("valid until %(day)s") % {"day": quotation.valid_until}
    publish(QuotationClosed(quotation_id=quotation.pk, outcome=quotation.state, reason=reason), actor=HOUSE)
    return True


def _refuse_passed(quotation: Quotation) -> None:
    if quotation.has_passed(clock.today()):
        raise Refused(
            _("The offer was valid until %(day)s only. Make a new quotation to offer it again.")
            % {"day": quotation.valid_until},
            code="expired",
        )


def _head(quotation: Quotation, customer_po: str) -> DraftHead:
    return DraftHead(
        customer=quotation.customer,
        contact=quotation.contact,
        ship_to=quotation.ship_to,
        customer_po=customer_po.strip(),
        wanted_on=_still_possible(quotation.wanted_on),
        terms=quotation.terms,
        freight=quotation.freight,
        note=quotation.note,
        clause=quotation.clause,
        own_terms=quotation.own_terms,
    )


def _still_possible(day: datetime.date | None) -> datetime.date:
    """The day the customer wants it, unless that is over."""
    today = clock.today()
    return day if day and day >= today else add_working_days(today, USUAL_DAYS)


def _rows(quotation: Quotation) -> list[DraftRow]:
    return [
        DraftRow(
            product_id=line.product_id,
            quantity=line.quantity,
            unit_id=line.unit_id,
            unit_price=line.unit_price,
            discount=line.discount,
            wanted_on=line.wanted_on,
            note=line.note,
            part=line.part,
        )
        for line in quotation.lines.order_by("position")
    ]


def _promised(row: DraftRow) -> OrderLine:
    agreed = {name: getattr(row, name) for name in ("product_id", "quantity", "unit_id", "unit_price", "discount")}
    return OrderLine(price_source=PriceSource(kind=PriceKind.TYPED).as_data(), **agreed)
