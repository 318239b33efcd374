"""A11: whatever people type, everybody else sees it as text: on every page, on paper and in letters."""

from decimal import Decimal
from html.parser import HTMLParser

import pytest
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from approvals.services import decide
from core import clock, outbox
from core.models import Department, SavedView, User
from customers.models import Address, Contact
from finance import pdf
from finance.models import Invoice, Payment
from finance.services import book_payment
from notifications.services import send_waiting
from orders.models import ImportBatch, Order
from orders.services import cancel_order, share_order, write_comment
from shipping.models import Shipment
from tests import cast
from tests.access import places, world

PAYLOADS = (
    "<script>xss(1)</script>",
    '"><script>xss(2)</script>',
    "<img src=x onerror=xss(3)>",
    "'><svg/onload=xss(4)>",
    '" onmouseover="xss(5)" x="',
    "' autofocus onfocus='xss(6)",
    "javascript:xss(7)",
    "</title><script>xss(8)</script>",
    "</textarea><iframe src=javascript:xss(9)>",
    "--><object data=xss(10)>",
    "{{constructor.constructor('xss(11)')()}}",
    '<a href="javascript:xss(12)">',
    "</script><script>xss(13)//",
    "<style>@import'//xss(14)'</style>",
    "&lt;script&gt;xss(15)&#60;/script&#62;",
    "\\u003cscript\\u003exss(16)",
)
ALL = "\n".join(PAYLOADS)
FORBIDDEN = ("iframe", "object", "embed", "base", "style", "frame", "applet", "math")
ADDRESSES = ("href", "src", "action", "formaction", "data", "xlink:href", "poster", "hx-get", "hx-post", "srcdoc")
NO_PAGES = (
    "readyz", "healthz", "finance:pdf", "orders:quotation-pdf", "orders:contract-document", "finance:export",
    "orders:export", "logout",
)  # fmt: skip
DATA = ("application/json", "application/ld+json", "speculationrules", "importmap")


class Audit(HTMLParser):
    """What a browser would make of a page: everything that could run is a finding, everything else is text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.findings: list[str] = []
        self.text: list[str] = []
        self._code = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: (value or "").strip().lower() for name, value in attrs}
        if "xss" in tag or tag in FORBIDDEN:
            self.findings.append(tag)
        for name, value in given.items():
            if name.startswith("on") or "xss" in name or name == "style":
                self.findings.append(f"{tag} {name}")
            if name in ADDRESSES and value.startswith(("javascript:", "vbscript:", "data:")):
                self.findings.append(f"{tag} {name}={value[:30]}")
            self.text.append(value)
        self._code = tag == "script" and given.get("type", "") not in DATA
        if self._code and "src" not in given and "nonce" not in given:
            self.findings.append("script without address or nonce")

    def handle_endtag(self, tag: str) -> None:
        self._code = False

    def handle_data(self, data: str) -> None:
        if self._code and "xss" in data:
            self.findings.append(f"script {data[:40]}")
        self.text.append(data)


def words(first: int, most: int) -> str:
    """As many payloads from this one on as a field holds."""
    text = ""
    for payload in PAYLOADS[first:] + PAYLOADS[:first]:
        if len(text) + len(payload) < most:
            text += payload + " "
    return text.strip()


@pytest.fixture
def house(db, monkeypatch) -> world.World:
    """The house, entered from end to end by people with very strange names."""

    def product(code: str, **more):
        return cast.make_product(code, name=words(0, 200), name_en=words(5, 200), spec=words(9, 120), **more)

    def customer(owner, **more):
        names = {"name": words(3, 200), "name_en": words(8, 200), "short_name": words(1, 60)}
        found = cast.make_customer(owner, **names, note=ALL, **more)
        Address.objects.filter(customer=found).update(street=words(2, 200), city=words(4, 60), recipient=words(6, 80))
        Contact.objects.filter(customer=found).update(name=words(7, 80))
        found.invoice_title = words(12, 200)
        found.save()
        return found

    def person(username: str, role: str, **more):
        number = sum(map(ord, username)) % len(PAYLOADS)
        return cast.make_person(username, role, name=words(number, 80), email=f"{username}@example.com", **more)

    monkeypatch.setattr(world, "make_product", product)
    monkeypatch.setattr(world, "make_customer", customer)
    monkeypatch.setattr(world, "make_person", person)
    built = world.build()
    _talk(built)
    return built


def _talk(built: world.World) -> None:
    people, order = built.people, built.orders["confirmed"]
    for number, department in enumerate(Department.objects.all()):
        Department.objects.filter(pk=department.pk).update(name=words(number, 80))
    Order.objects.update(note=ALL, customer_po=words(0, 60))
    write_comment(order.pk, text=f"{ALL} @bo", actor=people["ann"])
    decide(built.values["task"], outcome="returned", opinion=ALL, actor=people["bo"])
    cancel_order(built.orders["draft"].pk, reason=ALL, actor=people["ann"])
    share_order(order.pk, to=people["eve"], actor=people["ann"])
    Shipment.objects.exclude(carrier="").update(carrier=words(3, 80), waybill=words(0, 80), received_by=words(5, 80))
    book_payment(
        order.customer_id, amount=Decimal(7), received_on=clock.today(), reference=words(1, 80), actor=people["dot"]
    )
    ImportBatch.objects.update(filename=words(2, 200), source=words(0, 60))
    SavedView.objects.create(user=people["ann"], page="orders", name=words(4, 60), query="q=<script>xss(0)")
    while outbox.sweep():
        pass


def looked_at(client: Client, language: str, house: world.World) -> dict[str, Audit]:
    """Every page this person gets."""
    found = {}
    client.cookies["django_language"] = language
    for name, pattern in places.names():
        if name in NO_PAGES:
            continue
        answer = client.get(places.address(name, pattern, house.values))
        if "html" in answer.headers.get("Content-Type", "") and answer.status_code == 200:
            found[name] = Audit(answer.content.decode())
    return found


@pytest.mark.timeout(900)
def test_a11_stored_words_run_on_no_page_of_anybody(house, sign_in):
    User.objects.update(language="")
    findings, text = {}, ""
    for who, language in (("ann", "en"), ("bo", "zh-hans"), ("cem", "en"), ("dot", "zh-hans"), ("ida", "en")):
        for page, audit in looked_at(sign_in(who), language, house).items():
            if audit.findings:
                findings[who, page] = audit.findings[:3]
            text += "".join(audit.text)

    assert findings == {}
    assert [payload for payload in PAYLOADS if payload not in text] == []


def test_a11_stored_words_run_nowhere_in_the_admin(house, client):
    client.force_login(User.objects.create_superuser("root"), backend="core.backends.RoleBackend")
    findings, shown = {}, 0
    for model in (type(house.people["ann"]), Order, Invoice, Payment, Shipment, ImportBatch, Contact, Address):
        place = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for url in (reverse(f"{place}_changelist"), reverse(f"{place}_change", args=[model.objects.first().pk])):
            audit = Audit(client.get(url).content.decode())
            shown += "xss(" in "".join(audit.text)
            # The admin's own pages bring styles and pictures of their own; the words of others must not.
            if foreign := [one for one in audit.findings if "xss" in one or " on" in one]:
                findings[url] = foreign

    assert findings == {}
    assert shown >= 8


def test_a11_stored_words_are_text_on_paper(house):
    invoice = Invoice.objects.get(number=house.values["invoice"])

    audit = Audit(render_to_string("finance/pdf/invoice.html", pdf._context(invoice, list(invoice.lines.all()))))

    assert audit.findings == []
    assert words(12, 200) in "".join(audit.text)


def pages(letter):
    """The pages of a letter besides its plain text; of those to a customer only a departure notice has one."""
    return getattr(letter, "alternatives", [])


def test_a11_stored_words_are_text_in_letters_and_no_letter_is_held_up(house):
    sent = send_waiting()

    assert sent == len([letter for letter in mail.outbox if not letter.attachments]) > 5
    assert any(pages(letter) for letter in mail.outbox)
    assert any(PAYLOADS[0] in letter.subject for letter in mail.outbox)
    for letter in mail.outbox:
        assert "\n" not in letter.subject
        assert [Audit(page.content).findings for page in pages(letter) if Audit(page.content).findings] == []
