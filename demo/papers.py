"""What comes before the demo orders: terms, contracts with their call-offs, requirements, quotations."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db.models import F

from approvals.models import Task
from approvals.services import decide
from catalog.models import Product
from core import clock
from core.people import HOUSE
from customers.models import Customer
from demo.life import Crew, approve, confirm, submit
from demo.story import Storyteller
from demo.tables import papers as table
from orders.models import Quotation, TermsClause
from orders.services import save_draft
from orders.services.contracts.writing import ContractCard, ContractRow, activate_contract, save_contract
from orders.services.entry.clauses import write_clause
from orders.services.entry.composing import DraftHead, DraftRow
from orders.services.quotes import answers as quote_answers
from orders.services.quotes import quoting
from orders.services.quotes.requirements import (
    RequirementCard,
    confirm_requirement,
    quote_requirement,
    save_requirement,
)

CHEAP = 24
"""So many of the cheapest goods are traded under contract and quoted, so that no credit stands in the way."""


def write_papers(told: Storyteller, now: datetime.datetime) -> None:
    """All of it, each on its own day."""
    for row in table.CLAUSES:
        texts = {"title": row.title, "title_en": row.title_en, "text": row.text, "text_en": row.text_en}
        write_clause(row.code, texts=texts, actor=HOUSE)
    writer = Papers(told, now)
    for contract in table.CONTRACTS:
        writer.sign(contract)
    for quotation in table.QUOTATIONS:
        writer.offer(quotation)
    Quotation.objects.filter(sent_at__isnull=False).update(mailed_at=F("sent_at"))


class Papers:
    """Writes contracts and quotations with the customers and goods of the story."""

    def __init__(self, told: Storyteller, now: datetime.datetime) -> None:
        self.told, self.now = told, now
        self.customers = [one for one in told.customers if one.tier != "new" and not one.terms.prepaid]
        self.goods = sorted(told.plenty, key=lambda product: (product.list_price, product.pk))[:CHEAP]
        self.clause = TermsClause.objects.current().get(code="DELIVERY")

    def sign(self, row: table.Contract) -> None:
        """A contract signed on its first day, and one order that called its share off."""
        customer = self.customers[row.customer]
        with clock.at(self.now + datetime.timedelta(days=row.begins)):
            contract = save_contract(
                None, card=self._card(customer, row), rows=self._agreed(row), version=None, actor=customer.owner
            )
            if not row.stays_draft:
                activate_contract(contract.pk, actor=HOUSE)
        if row.share:
            with clock.at(self.now - datetime.timedelta(hours=20)):
                self._call_off(customer, self.goods[row.goods[0]], row)

    def _card(self, customer: Customer, row: table.Contract) -> ContractCard:
        today = self.now.date()
        return ContractCard(
            customer=customer,
            title=row.title,
            valid_from=today + datetime.timedelta(days=row.begins),
            valid_until=today + datetime.timedelta(days=row.ends),
            signed_on=today + datetime.timedelta(days=row.begins),
            terms=customer.terms,
            currency=customer.currency,
            clause=self.clause,
            price_tolerance=row.tolerance,
            quantity_tolerance=Decimal(5),
            day_tolerance=30,
        )

    def _agreed(self, row: table.Contract) -> list[ContractRow]:
        return [
            ContractRow(
                product_id=product.pk,
                price=max(product.floor_price, (product.list_price * Decimal("0.97")).quantize(Decimal("0.01"))),
                quantity=Decimal(row.quantity),
            )
            for product in (self.goods[n] for n in row.goods)
        ]

    def _call_off(self, customer: Customer, product: Product, row: table.Contract) -> None:
        crew = self.told._crew(customer)
        head = DraftHead(customer=customer, wanted_on=clock.today() + datetime.timedelta(days=6), clause=self.clause)
        wanted = DraftRow(product_id=product.pk, quantity=(row.quantity * row.share).quantize(Decimal(1)))
        order = save_draft(None, head=head, rows=[wanted], version=None, actor=crew.seller)
        for step in (submit, approve, confirm):
            step(order.pk, crew)

    def offer(self, row: table.Quotation) -> None:
        """A quotation led to the state it stands in."""
        customer = self.customers[row.customer]
        crew = self.told._crew(customer)
        begun = self.now - datetime.timedelta(days=20 if row.state == "expired" else 6)
        with clock.at(begun):
            quotation = self._quoted(customer, row, crew)
            for step in STEPS[row.state]:
                step(quotation.pk, crew)
        if row.state == "expired":
            with clock.at(self.now):
                quote_answers.expire_passed()

    def _quoted(self, customer: Customer, row: table.Quotation, crew: Crew) -> Quotation:
        days = 10 if row.state == "expired" else 30
        asked = self._asked(customer, row, crew) if row.asked else None
        return quoting.save_quotation(
            asked.pk if asked else None,
            head=DraftHead(
                customer=customer, contact=customer.contacts.first(), clause=self.clause,
                wanted_on=clock.today() + datetime.timedelta(days=25), note=row.asked, own_terms=row.own_terms,
            ),
            rows=[
                DraftRow(product_id=self.goods[n].pk, quantity=Decimal(row.quantity), discount=row.discount)
                for n in row.goods
            ],
            valid_until=clock.today() + datetime.timedelta(days=days),
            version=asked.version if asked else None,
            actor=crew.seller,
        )  # fmt: skip

    def _asked(self, customer: Customer, row: table.Quotation, crew: Crew) -> Quotation:
        card = RequirementCard(customer=customer, title="新产线配套需求", text=row.asked)
        note = save_requirement(None, card=card, version=None, actor=crew.seller)
        confirm_requirement(note.pk, actor=crew.seller)
        return quote_requirement(note.pk, actor=crew.seller)


Step = Callable[[int, Crew], Any]


def _hand_in(pk: int, crew: Crew) -> None:
    quoting.submit_quotation(pk, actor=crew.seller)


def _send(pk: int, crew: Crew) -> None:
    contact = Quotation.objects.select_related("contact").get(pk=pk).contact
    address = contact.email if contact and contact.email else "buyer@example.com"
    quote_answers.send_quotation(pk, address=address, actor=crew.seller)


def _reject(pk: int, crew: Crew) -> None:
    task = Task.objects.get(step__request__subject=f"quotation:{pk}", state="pending")
    people = crew.deciders
    who = next(one for one in people if one.pk == task.user_id or (not task.user_id and task.role in one.role_names))
    decide(task.pk, outcome="rejected", opinion="原材料波动大，不能锁价两年。", actor=who)


def _accept(pk: int, crew: Crew) -> None:
    quote_answers.accept_quotation(pk, actor=crew.seller)


def _decline(pk: int, crew: Crew) -> None:
    quote_answers.decline_quotation(pk, actor=crew.seller, reason="客户选择了交期更短的供应商。")


def _withdraw(pk: int, crew: Crew) -> None:
    quoting.withdraw_quotation(pk, actor=crew.seller, reason="原材料涨价，重新核价后再报。")


STEPS: dict[str, tuple[Step, ...]] = {
    "draft": (),
    "pending_approval": (_hand_in,),
    "rejected": (_hand_in, _reject),
    "approved": (_hand_in,),
    "sent": (_hand_in, _send),
    "accepted": (_hand_in, _send, _accept),
    "declined": (_hand_in, _send, _decline),
    "expired": (_hand_in, _send),
    "withdrawn": (_hand_in, _send, _withdraw),
}
