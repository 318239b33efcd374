"""Every form of the house that writes, with what an honest person types into it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.access.world import World
from tests.attacks.page_form import Form, posted_form
from tests.cast import terms_30


@dataclass(frozen=True)
class Act:
    """A page, who uses it, what they type, and which of its fields hold numbers, days or words."""

    page: str
    who: str
    asked: tuple[str, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    numbers: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def url(self, house: World) -> str:
        return reverse(self.page, args=[house.values[name] for name in self.asked])

    def open(self, client: Client, house: World) -> Form:
        """The form as the page shows it."""
        url = self.url(house)
        answer = client.get(url)
        assert answer.status_code == 200, (self.page, answer.status_code)
        having = next(iter((*self.typed, *self.words, *self.numbers)), "")
        return posted_form(answer.content.decode(), url, having=having)

    def honest(self, client: Client, house: World) -> dict[str, Any]:
        """What the page would send once an honest person has filled it in."""
        typed = {name: self._fill(text, house) for name, text in self.typed.items()}
        return self.open(client, house).values | typed

    def _fill(self, text: str, house: World) -> str:
        if not text.startswith("@"):
            return text
        if text == "@terms":
            return str(terms_30().pk)
        person = house.people.get(text[1:])
        return str(person.pk if person else house.values[text[1:]])


LINE = {"lines-0-product": "@product", "lines-0-quantity": "3"}
REASON = {"reason": "as agreed"}
DOOR = {"looked": "on", "reason": "asked for"}
CARD = {"name": "Yunqi", "tax_number": ""}

ACTS = (
    Act(
        "orders:new", "ann", typed={"customer": "C-1", **LINE, "wanted_on": "2027-01-05"},
        numbers=("lines-0-quantity", "lines-0-price", "lines-0-discount", "freight"),
        days=("wanted_on", "lines-0-wanted_on"),
        words=("customer_po", "note", "lines-0-note", "lines-0-product", "lines-0-unit", "customer", "terms"),
    ),
    Act("orders:edit", "ann", ("draft",), typed={"lines-0-quantity": "4"},
        numbers=("lines-0-quantity", "lines-0-price", "lines-0-discount", "freight"),
        days=("wanted_on", "lines-0-wanted_on"), words=("customer_po", "note", "ship_to")),
    Act("portal:order", "", ("order_token",), typed={"text": "A-1043 3"}, days=("wanted_on",),
        words=("text", "customer_po", "note")),
    Act("portal:make-link", "ann", ("customer",), typed={"days": "30"}, numbers=("days",), words=("days",)),
    Act("portal:revoke-link", "ann", ("order_link",)),
    Act("api:make-key", "bo", typed={"name": "BI", "days": "30"}, numbers=("days",), words=("days",)),
    Act("api:revoke-key", "bo", ("api_key",)),
    Act("orders:submit", "ann", ("draft",), words=("reason",)),
    Act("orders:recall", "ann", ("asked",)),
    Act("orders:cancel", "ann", ("order",), typed=REASON, words=("reason",)),
    Act("orders:copy", "ann", ("order",)),
    Act("orders:comment", "ann", ("order",), typed={"text": "seen"}, words=("text",)),
    Act("orders:share", "ann", ("order",), typed={"to": "@eve"}, days=("until",), words=("to",)),
    Act("orders:hand-over", "bo", ("order",), typed={"to": "@eve"}, words=("to",)),
    Act("orders:contract-new", "ann",
        typed={"customer": "C-1", "valid_from": "2026-01-05", "valid_until": "2027-01-05",
               "lines-0-product": "@product", "lines-0-price": "80", "lines-0-quantity": "500"},
        numbers=("lines-0-price", "lines-0-quantity", "price_tolerance", "quantity_tolerance", "day_tolerance"),
        days=("valid_from", "valid_until", "deliver_from", "deliver_until", "signed_on"),
        words=("customer", "title", "customer_ref", "note", "own_terms", "currency", "terms", "clause",
               "lines-0-note", "lines-0-product")),
    Act("orders:contract-edit", "ann", ("contract_draft",), typed={"lines-0-price": "81"},
        numbers=("lines-0-price", "lines-0-quantity"), days=("valid_until",), words=("title", "note")),
    Act("orders:contract-end", "bo", ("contract",), typed=REASON, words=("reason",)),
    Act("orders:contract-close", "bo", ("contract",), typed=REASON, words=("reason",)),
    Act("orders:quotation-new", "ann", typed={"customer": "C-1", **LINE, "valid_until": "2027-01-05"},
        numbers=("lines-0-quantity", "lines-0-price", "lines-0-discount", "freight"),
        days=("valid_until", "wanted_on"), words=("note", "own_terms", "lines-0-note", "customer", "terms", "clause")),
    Act("orders:quotation-edit", "ann", ("quotation_draft",), typed={"lines-0-quantity": "4"},
        numbers=("lines-0-quantity", "freight"), days=("valid_until",), words=("note",)),
    Act("orders:quotation-send", "ann", ("quotation_ready",), words=("address", "words")),
    Act("orders:quotation-accept", "ann", ("quotation",), words=("customer_po",)),
    Act("orders:quotation-decline", "ann", ("quotation",), typed=REASON, words=("reason",)),
    Act("orders:quotation-withdraw", "ann", ("quotation",), typed=REASON, words=("reason",)),
    Act("orders:requirement-new", "ann", typed={"customer": "C-1", "title": "Bearings", "text": "200 pieces"},
        days=("wanted_on",), words=("customer", "title", "text")),
    Act("orders:requirement-edit", "ann", ("note",), typed={"title": "Belts"}, days=("wanted_on",), words=("title",)),
    Act("orders:requirement-drop", "ann", ("note",), typed=REASON, words=("reason",)),
    Act("approvals:approve", "bo", ("task",), words=("opinion",)),
    Act("approvals:return", "bo", ("task",), typed={"opinion": "too cheap"}, words=("opinion",)),
    Act("approvals:reject", "bo", ("task",), typed={"opinion": "never"}, words=("opinion",)),
    Act("approvals:transfer", "bo", ("task",), typed={"to": "@fay", **REASON}, words=("reason", "to")),
    Act("approvals:add-signer", "bo", ("task",), typed={"to": "@fay", "place": "beside", **REASON},
        words=("reason", "opinion", "to")),
    Act("approvals:comment", "ann", ("request",), typed={"text": "seen"}, words=("text",)),
    Act("approvals:urge", "ann", ("request",)),
    Act("customers:new", "ann", typed={**CARD, "code": "C-77", "terms": "@terms"},
        words=("code", "name", "name_en", "short_name", "invoice_title", "tax_number", "note", "currency", "terms")),
    Act("customers:edit", "ann", ("customer",), typed=CARD,
        words=("code", "name", "name_en", "short_name", "invoice_title", "tax_number", "note", "currency", "terms")),
    Act("customers:new_contact", "ann", ("customer",), typed={"name": "Wang"}, words=("name", "phone", "email")),
    Act("customers:edit_contact", "ann", ("customer", "contact"), typed={"name": "Wang"},
        words=("name", "phone", "email")),
    Act("customers:new_address", "ann", ("customer",), typed={"street": "Road 1"},
        words=("recipient", "phone", "street", "city", "province", "postcode", "country")),
    Act("customers:edit_address", "ann", ("customer", "address"), typed={"street": "Road 1"}, words=("street",)),
    Act("inventory:receive", "cem", typed={"product": "@product", "quantity": "5", **REASON},
        numbers=("quantity",), words=("product", "warehouse", "reason")),
    Act("inventory:count", "cem", ("item",), typed={"counted": "900", **REASON},
        numbers=("counted", "book"), words=("reason",)),
    Act("finance:issue", "dot", ("invoice_draft",)),
    Act("finance:correct", "dot", ("invoice",), typed=REASON, words=("reason",)),
    Act("finance:reverse", "dot", ("payment",), typed=REASON, words=("reason",)),
    Act("finance:new_payment", "dot",
        typed={"customer_code": "C-1", "amount": "12.50", "received_on": "2026-01-05", "method": "transfer"},
        numbers=("amount",), days=("received_on",), words=("customer_code", "reference", "method")),
    Act("finance:set_limit", "dot", ("customer",), typed={"limit": "5000", **REASON},
        numbers=("limit",), words=("reason",)),
    Act("shipping:start", "cem", ("order",)),
    Act("shipping:verify", "cem", ("shipment",), typed=DOOR, words=("address",)),
    Act("shipping:dispatch", "cem", ("shipment",), typed=DOOR | {"carrier": "SF", "waybill": "SF1"},
        words=("carrier", "waybill", "address")),
    Act("shipping:deliver", "cem", ("shipped",), typed={"received_by": "Wang"}, words=("received_by",)),
    Act("shipping:resume", "cem", ("shipment",)),
    Act("shipping:cancel", "cem", ("shipment",), typed=REASON, words=("reason",)),
    Act("me", "ann", words=("language", "theme", "density")),
)  # fmt: skip

BY_PAGE = {act.page: act for act in ACTS}
