"""Contracts: who may do what in which state, what stays once they are in force, papers, and their pages (S21, S23)."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from core.models import Event
from core.people import HOUSE
from core.refusal import Refused
from notifications.models import Message
from orders.models import Contract, ContractDocument, ContractLine
from orders.services.contracts.papers import add_document
from orders.services.contracts.warning import warn_running_out
from orders.services.contracts.writing import (
    ContractRow,
    activate_contract,
    close_contract,
    end_contract,
    save_contract,
)
from orders.services.files import MOST_BYTES
from tests.cast import make_customer, make_draft, make_person, make_product
from tests.finance.builders import confirmed
from tests.orders.contracts import called_off, card, days, draft_contract, signed
from tests.query_counts import counted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def customer(ann):
    return make_customer(ann)


@pytest.fixture
def bearing():
    return make_product("A-1043", price="100.00")


LEADS = {
    "draft": {"edit": "draft", "activate": "active", "close": "closed"},
    "active": {"edit": "active", "end": "ended", "close": "closed"},
    "ended": {},
    "closed": {},
}
MAY = {"edit": {"ann", "bo"}, "activate": {"bo", "di"}, "end": {"bo", "di"}, "close": {"bo", "di"}}
CAST = {"di": "director", "bea": "buyer", "aud": "auditor", "kay": "admin"}
PEOPLE = ("ann", "bo", "eve", "cem", "dot", *CAST)


def edit(contract: Contract, who: Any, price: str = "91.00", quantity: str | None = "200") -> Contract:
    row = ContractRow(
        product_id=contract.lines.get().product_id,
        price=Decimal(price),
        quantity=Decimal(quantity) if quantity else None,
    )
    return save_contract(contract.pk, card=card(contract.customer), rows=[row], version=contract.version, actor=who)


ACTS: dict[str, Callable[[Contract, Any], Any]] = {
    "edit": edit,
    "activate": lambda one, who: activate_contract(one.pk, actor=who),
    "end": lambda one, who: end_contract(one.pk, actor=who, reason="over"),
    "close": lambda one, who: close_contract(one.pk, actor=who, reason="broken"),
}


def attempt(act: Callable[[], Any], one: Contract) -> tuple[str, str]:
    """How it ended and where it led; a refused act left every row as it was, and everything is taken back."""

    def picture() -> list[Any]:
        return [Contract.objects.filter(pk=one.pk).values().get(), list(one.lines.values()), Event.objects.count()]

    before = picture()
    with transaction.atomic():
        try:
            act()
            result = ("done", Contract.objects.get(pk=one.pk).state)
        except PermissionDenied:
            result = ("forbidden", "")
        except Refused:
            result = ("refused", "")
        if result[0] != "done":
            assert picture() == before
        transaction.set_rollback(True)
    return result


@pytest.mark.parametrize("where", LEADS)
def test_every_verb_on_every_state_by_everybody(ann, bo, eve, cem, dot, customer, bearing, where):
    people = {"ann": ann, "bo": bo, "eve": eve, "cem": cem, "dot": dot}
    people |= {name: make_person(name, role, department="Office") for name, role in CAST.items()}
    one = draft_contract(ann, customer, [(bearing, "90.00", "100")])
    for step in {"draft": (), "active": ("activate",), "ended": ("activate", "end"), "closed": ("close",)}[where]:
        ACTS[step](one, HOUSE)
    one = Contract.objects.get(pk=one.pk)
    assert one.state == where

    found, wanted = {}, {}
    for verb, may in MAY.items():
        for name in PEOPLE:
            found[verb, name] = attempt(lambda verb=verb, name=name: ACTS[verb](one, people[name]), one)
            allowed = name in may and not (verb == "edit" and where == "active" and name == "ann")
            if not allowed:
                wanted[verb, name] = ("forbidden", "")
            elif verb in LEADS[where]:
                wanted[verb, name] = ("done", LEADS[where][verb])
            else:
                wanted[verb, name] = ("refused", "")
    assert found == wanted


def test_in_force_what_was_called_off_and_the_agreed_products_stay(ann, bo, customer, bearing):
    contract = signed(ann, customer, [(bearing, "90.00", "100")])
    confirmed(ann, customer, [(bearing, 40)])
    other = make_product("B-1")

    codes = []
    for change in (
        lambda: edit(contract, bo, quantity="39"),
        lambda: save_contract(
            contract.pk,
            card=card(customer),
            rows=[ContractRow(product_id=other.pk, price=Decimal(1))],
            version=contract.version,
            actor=bo,
        ),
        lambda: save_contract(
            contract.pk, card=card(customer, currency="EUR"), rows=[], version=contract.version, actor=bo
        ),
    ):
        with pytest.raises(Refused) as refusal:
            change()
        codes.append(refusal.value.code)

    assert codes == ["below_called", "line_fixed", "fixed"]
    edit(contract, bo, quantity="40")
    assert (ContractLine.objects.get().quantity, called_off(contract)) == (40, [40])


def test_a_change_leaves_old_and_new_in_the_history(ann, bo, customer, bearing):
    contract = draft_contract(ann, customer, [(bearing, "90.00", "100")], title="First")

    edit(contract, ann)

    written = Event.objects.filter(stream=contract.stream, name="contract.written").order_by("seq").last()
    assert written.data["changes"] == {"title": ["First", "Year agreement"], "line 1": ["90 × 100", "91 × 200"]}


def test_the_second_writer_is_told(ann, bo, customer, bearing):
    contract = draft_contract(ann, customer, [(bearing, "90.00", "100")])
    edit(contract, bo)

    with pytest.raises(Refused) as refusal:
        edit(contract, ann, price="95.00")

    assert (refusal.value.code, ContractLine.objects.get().price) == ("stale", 91)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"valid_until": days(-31)}, "days"),
        ({"deliver_from": days(9), "deliver_until": days(8)}, "window"),
    ],
)
def test_days_the_wrong_way_round_are_refused(ann, customer, bearing, more, code):
    with pytest.raises(Refused) as refusal:
        draft_contract(ann, customer, [(bearing, "90.00", "100")], **more)

    assert (refusal.value.code, Contract.objects.count()) == (code, 0)


def test_a_contract_that_ran_out_or_holds_no_product_is_not_put_in_force(ann, bo, customer, bearing):
    over = draft_contract(ann, customer, [(bearing, "90.00", None)], valid_from=days(-9), valid_until=days(-1))
    empty = draft_contract(ann, customer, [])

    codes = []
    for contract in (over, empty):
        with pytest.raises(Refused) as refusal:
            activate_contract(contract.pk, actor=bo)
        codes.append(refusal.value.code)

    assert codes == ["passed", "no_lines"]


def test_the_owner_hears_once_that_a_contract_runs_out_or_is_nearly_used_up(ann, customer, bearing):
    signed(ann, customer, [(bearing, "90.00", None)], valid_until=days(30))
    signed(ann, make_customer(ann, "C-2"), [(bearing, "90.00", None)], valid_until=days(31))
    confirmed(ann, make_customer_with(ann, bearing), [(bearing, 90)])

    assert (warn_running_out(), warn_running_out()) == (2, 0)
    said = Message.objects.filter(user=ann, channel="inbox", kind="reminder").values_list("subject", flat=True)
    assert sorted(one.split(" with ")[1].split(" C-")[1] for one in said) == [
        f"1 runs out on {days(30)}",
        "3: A-1043 is nearly used up",
    ]


def make_customer_with(ann, bearing):
    customer = make_customer(ann, "C-3")
    signed(ann, customer, [(bearing, "90.00", "100")])
    return customer


# --- papers ---------------------------------------------------------------------------------

PDF = b"%PDF-1.7 signed by both"


def upload(name: str, content: bytes = PDF) -> SimpleUploadedFile:
    file = SimpleUploadedFile("x", content)
    file._name = name
    return file


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("page.html", b"<script>", "kind"), ("page.svg", b"<svg>", "kind"), ("a.pdf.exe", PDF, "kind"),
        ("noending", PDF, "kind"), ("evil.pdf", b"<html>%PDF-", "content"), ("a.png", PDF, "content"),
        ("a.docx", PDF, "content"), ("a.jpg", b"\x89PNG\r\n\x1a\n", "content"), ("empty.pdf", b"", "empty"),
        ("big.pdf", PDF + b"0" * MOST_BYTES, "size"),
    ],
)  # fmt: skip
def test_a21_what_is_not_a_paper_is_refused_and_nothing_is_kept(ann, customer, bearing, settings, name, content, code):
    contract = draft_contract(ann, customer, [(bearing, "90.00", "100")])

    with pytest.raises(Refused) as refusal:
        add_document(contract.pk, upload(name, content), actor=ann)

    assert (refusal.value.code, ContractDocument.objects.count()) == (code, 0)
    assert list(settings.MEDIA_ROOT.rglob("*.*")) == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"), ("C:\\temp\\合同 扫描.PDF", "合同_扫描.pdf"),
        ("a\u202efdp.exe.pdf", "afdp.exe.pdf"), ("<b>&'.pdf", "b.pdf"), (".pdf.pdf", "pdf.pdf"),
        ("x" * 180 + ".pdf", "x" * 116 + ".pdf"), ("…….pdf", "document.pdf"),
    ],
)  # fmt: skip
def test_a20_a_name_is_kept_for_people_only_and_never_says_where_the_file_lies(
    ann, customer, bearing, settings, name, kept
):
    contract = draft_contract(ann, customer, [(bearing, "90.00", "100")])

    document = add_document(contract.pk, upload(name), actor=ann)

    (stored,) = [one for one in settings.MEDIA_ROOT.rglob("*") if one.is_file()]
    assert (document.name, stored.read_bytes(), stored.suffix) == (kept, PDF, ".pdf")
    assert stored == settings.MEDIA_ROOT / document.path
    assert re.fullmatch("[0-9a-f]{32}", stored.stem)


def test_the_same_file_is_kept_once(ann, customer, bearing):
    contract = draft_contract(ann, customer, [(bearing, "90.00", "100")])
    add_document(contract.pk, upload("a.pdf"), actor=ann)

    with pytest.raises(Refused) as refusal:
        add_document(contract.pk, upload("b.pdf"), actor=ann)

    assert (refusal.value.code, ContractDocument.objects.count()) == ("twice", 1)


def test_a_document_is_a_download_for_those_who_see_the_contract_and_nothing_for_others(
    ann, eve, cem, customer, bearing, client
):
    contract = draft_contract(ann, customer, [(bearing, "90.00", "100")])
    document = add_document(contract.pk, upload("signed.pdf"), actor=ann)
    url = reverse("orders:contract-document", args=[contract.number, document.pk])
    other = draft_contract(ann, customer, [(bearing, "90.00", "100")])

    client.force_login(ann)
    answer = client.get(url)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="signed.pdf"'
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    wrong = reverse("orders:contract-document", args=[other.number, document.pk])
    assert client.get(wrong).status_code == 404
    for person, status in ((eve, 404), (cem, 403)):
        client.force_login(person)
        assert client.get(url).status_code == status
    client.logout()
    assert client.get(url).status_code == 302


def test_a_document_is_put_to_its_contract_from_the_page(ann, customer, bearing, client):
    contract = draft_contract(ann, customer, [(bearing, "90.00", "100")])
    client.force_login(ann)
    url = reverse("orders:contract-add-document", args=[contract.number])

    good = client.post(url, {"file": upload("signed.pdf")}, follow=True)
    bad = client.post(url, {"file": upload("x.html")}, follow=True)

    assert "The document is with the contract." in good.content.decode()
    assert "Only PDF, PNG, JPEG, Word and Excel files are kept." in bad.content.decode()
    assert ContractDocument.objects.count() == 1


# --- pages ----------------------------------------------------------------------------------


def typed(customer, product, /, **more: str) -> dict[str, str]:
    return {
        "customer": customer.code,
        "valid_from": f"{days(0)}",
        "valid_until": f"{days(300)}",
        "price_tolerance": "2",
        "lines-TOTAL_FORMS": "5",
        "lines-INITIAL_FORMS": "0",
        "lines-0-product": product.code,
        "lines-0-price": "88.5",
        "lines-0-quantity": "1,200",
        **more,
    }


def test_a_contract_is_typed_saved_and_shown(ann, customer, bearing, client):
    client.force_login(ann)

    answer = client.post(reverse("orders:contract-new"), typed(customer, bearing), follow=True)

    contract = Contract.objects.get()
    line = contract.lines.get()
    assert (contract.owner, contract.currency, contract.terms, contract.price_tolerance) == (
        ann, "CNY", customer.terms, 2,
    )  # fmt: skip
    assert (line.price, line.quantity, line.called_off) == (Decimal("88.5"), 1200, 0)
    assert contract.number in answer.content.decode()
    page = client.get(reverse("orders:contract-edit", args=[contract.number])).content.decode()
    assert 'value="88.5"' in page and 'value="1200"' in page


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"customer": "C-99"}, "No customer of yours has the code C-99."),
        ({"lines-0-product": "nothing"}, "No product has the code or barcode nothing."),
        ({"lines-1-product": "A-1043", "lines-1-price": "3"}, "A product stands on the contract once."),
        ({"valid_until": "2020-01-01"}, "This day is before the first."),
        ({"lines-0-price": "-1"}, "greater than or equal to 0"),
        ({"price_tolerance": "101"}, "less than or equal to 100"),
        ({"day_tolerance": "1.5"}, "Enter a whole number."),
    ],
)
def test_bad_input_is_answered_at_its_field_and_nothing_is_written(ann, customer, bearing, client, more, words):
    client.force_login(ann)

    answer = client.post(reverse("orders:contract-new"), typed(customer, bearing, **more))

    assert (answer.status_code, Contract.objects.count()) == (422, 0)
    assert words in answer.content.decode()


def test_the_live_panel_shows_the_contract_of_each_line(ann, customer, bearing, client):
    contract = signed(ann, customer, [(bearing, "100.00", "100")])
    client.force_login(ann)
    order = {
        "customer": customer.code,
        "wanted_on": f"{days(9)}",
        "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "0",
        "lines-0-product": "A-1043",
        "lines-0-quantity": "10",
        "lines-0-price": "102",
    }

    page = client.post(reverse("orders:check"), order).content.decode()

    assert f"Line 1: A-1043 at 102 is 2 % over 100 in contract {contract.number}; 0 % is tolerated." in page
    assert "Will be asked: Bo" in page


def test_the_order_page_leads_to_the_contract_of_a_line(ann, customer, bearing, client):
    contract = signed(ann, customer, [(bearing, "90.00", "100")])
    order = make_draft(ann, customer, [(bearing, 1)])
    client.force_login(ann)

    assert contract.get_absolute_url() in client.get(order.get_absolute_url()).content.decode()


def test_the_pages_of_contracts_ask_so_many_queries(ann, customer, bearing, client):
    contracts = [signed(ann, customer, [(bearing, "90.00", "1000")]) for _n in range(9)]
    for _n in range(5):
        confirmed(ann, customer, [(bearing, 1)])
    client.force_login(ann)
    client.get("/orders/contracts/")

    with counted("orders.contracts", budget=15):
        client.get("/orders/contracts/")
    with counted("orders.contract", budget=15):
        client.get(contracts[0].get_absolute_url())
