"""From a requirement to a quotation to an order: states, people, prices, the letter and its paper (S18, S20)."""

import datetime
import io
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import transaction
from pypdf import PdfReader

from approvals.models import Request, Step
from approvals.services import decide
from core import clock, outbox
from core.people import HOUSE
from core.refusal import Refused
from orders.models import Order, Quotation, Requirement
from orders.pdf import quotation_pdf
from orders.services import submit_order
from orders.services.entry.clauses import write_clause
from orders.services.entry.composing import DraftHead, DraftRow
from orders.services.quotes.answers import (
    accept_quotation,
    decline_quotation,
    expire_passed,
    send_quotation,
)
from orders.services.quotes.quoting import (
    approve_quotation,
    recall_quotation,
    refuse_quotation,
    save_quotation,
    submit_quotation,
    withdraw_quotation,
)
from orders.services.quotes.requirements import (
    RequirementCard,
    confirm_requirement,
    drop_requirement,
    quote_requirement,
    save_requirement,
)
from tests.cast import make_customer, make_person, make_product
from tests.orders.contracts import days, signed
from tests.query_counts import counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer(ann):
    return make_customer(ann)


@pytest.fixture
def bearing():
    return make_product("A-1043", price="100.00", floor_price=Decimal(60))


def quoted(ann, customer, product, *, price: str | None = None, discount: str = "0", **more: Any) -> Quotation:
    """A draft over ten pieces."""
    row = DraftRow(
        product_id=product.pk,
        quantity=Decimal(10),
        unit_price=Decimal(price) if price else None,
        discount=Decimal(discount),
    )
    head = DraftHead(customer=customer, contact=customer.contacts.first(), **more)
    return save_quotation(None, head=head, rows=[row], valid_until=days(30), version=None, actor=ann)


def sent(ann, customer, product, **more: Any) -> Quotation:
    quotation = quoted(ann, customer, product, **more)
    submit_quotation(quotation.pk, actor=ann)
    return send_quotation(quotation.pk, address="wang@example.com", actor=ann)


def state(quotation: Quotation) -> str:
    return Quotation.objects.get(pk=quotation.pk).state


# --- the grid of states, verbs and people ---------------------------------------------------

LEADS = {
    "draft": {"edit": "draft", "submit": "approved", "withdraw": "withdrawn"},
    "pending_approval": {"recall": "draft", "approve": "approved", "return": "draft", "reject": "rejected"},
    "approved": {"recall": "draft", "send": "sent", "withdraw": "withdrawn"},
    "sent": {"accept": "accepted", "decline": "declined", "withdraw": "withdrawn"},
    "accepted": {},
    "declined": {},
    "expired": {},
    "withdrawn": {},
    "rejected": {},
}
MAY = {verb: {"ann", "bo"} for verb in ("edit", "submit", "recall", "send", "accept", "decline", "withdraw")}
HOUSE_VERBS = ("approve", "return", "reject")
CAST = {"di": "director", "bea": "buyer", "aud": "auditor", "kay": "admin"}
PEOPLE = ("ann", "bo", "eve", "cem", "dot", *CAST)

ACTS: dict[str, Callable[[Quotation, Any], Any]] = {
    "edit": lambda one, who: save_quotation(
        one.pk,
        head=DraftHead(customer=one.customer),
        rows=[DraftRow(product_id=one.lines.get().product_id, quantity=Decimal(3))],
        valid_until=days(20),
        version=one.version,
        actor=who,
    ),
    "submit": lambda one, who: submit_quotation(one.pk, actor=who),
    "recall": lambda one, who: recall_quotation(one.pk, actor=who),
    "send": lambda one, who: send_quotation(one.pk, address="w@example.com", actor=who),
    "accept": lambda one, who: accept_quotation(one.pk, actor=who),
    "decline": lambda one, who: decline_quotation(one.pk, actor=who, reason="too dear"),
    "withdraw": lambda one, who: withdraw_quotation(one.pk, actor=who, reason="sold out"),
    "approve": lambda one, who: approve_quotation(one.pk),
    "return": lambda one, who: refuse_quotation(one.pk, outcome="returned", opinion="too cheap"),
    "reject": lambda one, who: refuse_quotation(one.pk, outcome="rejected", opinion="never"),
}


def bring(ann, customer, bearing, wanted: str) -> Quotation:
    """Lead a quotation to a state through the services alone."""
    if wanted in ("pending_approval", "rejected"):
        one = quoted(ann, customer, bearing, discount="20")
        submit_quotation(one.pk, actor=ann)
        if wanted == "rejected":
            refuse_quotation(one.pk, outcome="rejected", opinion="never")
    else:
        one = quoted(ann, customer, bearing)
        steps: dict[str, tuple[str, ...]] = {
            "draft": (),
            "approved": ("submit",),
            "sent": ("submit", "send"),
            "accepted": ("submit", "send", "accept"),
            "declined": ("submit", "send", "decline"),
            "expired": ("submit", "send"),
            "withdrawn": ("withdraw",),
        }
        for step in steps[wanted]:
            ACTS[step](one, ann)
        if wanted == "expired":
            with clock.at(clock.now() + datetime.timedelta(days=31)):
                expire_passed()
    return Quotation.objects.get(pk=one.pk)


def attempt(act: Callable[[], Any], one: Quotation) -> tuple[str, str]:
    """How it ended and where it led; a refused act left every row as it was, and everything is taken back."""

    def picture() -> list[Any]:
        counts = [kind.objects.count() for kind in (Order, Quotation, Request)]
        return [Quotation.objects.filter(pk=one.pk).values().get(), list(one.lines.values()), counts]

    before = picture()
    with transaction.atomic():
        try:
            act()
            result = ("done", state(one))
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
    one = bring(ann, customer, bearing, where)
    assert one.state == where

    found, wanted = {}, {}
    for verb in MAY:
        for name in PEOPLE:
            found[verb, name] = attempt(lambda verb=verb, name=name: ACTS[verb](one, people[name]), one)
            if name not in MAY[verb]:
                wanted[verb, name] = ("forbidden", "")
            elif verb in LEADS[where]:
                wanted[verb, name] = ("done", LEADS[where][verb])
            else:
                wanted[verb, name] = ("refused", "")
    assert found == wanted
    for verb in HOUSE_VERBS:
        expected = ("done", LEADS[where][verb]) if verb in LEADS[where] else ("refused", "")
        assert attempt(lambda verb=verb: ACTS[verb](one, HOUSE), one) == expected


# --- what is written ------------------------------------------------------------------------


def test_a_quotation_is_priced_as_an_order_is_and_adds_up(ann, customer, bearing):
    one = quoted(ann, customer, bearing, discount="3", freight=Decimal(80))

    assert (one.net, one.tax, one.freight, one.total) == (
        Decimal("970.00"), Decimal("126.10"), Decimal(80), Decimal("1176.10"),
    )  # fmt: skip
    assert re.fullmatch(r"QT-\d{6}-\d{4}", one.number)


def test_the_second_writer_is_told_and_nothing_is_lost(ann, bo, customer, bearing):
    one = quoted(ann, customer, bearing)
    ACTS["edit"](one, bo)

    with pytest.raises(Refused) as refusal:
        ACTS["edit"](one, ann)

    assert refusal.value.code == "stale"
    assert one.lines.get().quantity == 3


def test_s22_a_discount_over_the_limit_is_agreed_to_before_the_offer_leaves(ann, bo, customer, bearing):
    one = quoted(ann, customer, bearing, discount="20")

    submit_quotation(one.pk, actor=ann)

    step = Step.objects.get(request__subject=one.stream)
    assert (step.user, step.question) == (bo, "Discount 20 % is over the limit of 5 %. Agree?")
    with pytest.raises(Refused):
        send_quotation(one.pk, address="w@example.com", actor=ann)
    decide(step.task.pk, outcome="approved", actor=bo)
    assert state(one) == "approved"


def test_a_returned_quotation_is_a_draft_with_the_opinion_and_its_second_round_counts(ann, bo, customer, bearing):
    one = quoted(ann, customer, bearing, discount="20")
    submit_quotation(one.pk, actor=ann)

    decide(Step.objects.get().task.pk, outcome="returned", opinion="ten at most", actor=bo)

    back = Quotation.objects.get(pk=one.pk)
    assert (back.state, back.reason) == ("draft", "ten at most")
    assert submit_quotation(one.pk, actor=ann).round == 2


def test_recalling_ends_the_question(ann, customer, bearing):
    one = quoted(ann, customer, bearing, discount="20")
    submit_quotation(one.pk, actor=ann)

    recall_quotation(one.pk, actor=ann)

    assert (state(one), Request.objects.get().state) == ("draft", "recalled")


def test_a_quotation_without_a_line_or_below_the_floor_is_not_handed_in(ann, customer, bearing):
    empty = save_quotation(
        None, head=DraftHead(customer=customer), rows=[], valid_until=days(9), version=None, actor=ann
    )
    cheap = quoted(ann, customer, bearing, price="50.00")

    codes = []
    for one in (empty, cheap):
        with pytest.raises(Refused) as refusal:
            submit_quotation(one.pk, actor=ann)
        codes.append(refusal.value.code)

    assert codes == ["no_lines", "blocked"]


def test_a_quotation_names_the_contract_its_price_comes_from(ann, customer, bearing):
    contract = signed(ann, customer, [(bearing, "90.00", None)])

    one = submit_quotation(quoted(ann, customer, bearing).pk, actor=ann)

    assert one.lines.get().unit_price == 90
    assert [finding["facts"]["contract"] for finding in one.findings] == [contract.number]


# --- outside the house ----------------------------------------------------------------------


def test_s20_it_is_sent_by_mail_as_a_pdf_once_and_the_page_says_when_it_left(
    ann, customer, bearing, settings, django_capture_on_commit_callbacks
):
    settings.GENDAN_COMPANY_NAME = "杭州跟单贸易有限公司"
    one = sent(ann, customer, bearing)
    assert Quotation.objects.get(pk=one.pk).mailed_at is None

    while outbox.sweep():
        pass

    (letter,) = mail.outbox
    assert (letter.to, one.number in letter.subject) == (["wang@example.com"], True)
    assert "1,130.00" in letter.body
    ((name, content, kind),) = letter.attachments
    assert (name, kind) == (f"{one.number}.pdf", "application/pdf")
    assert content.startswith(b"%PDF-")
    assert Quotation.objects.get(pk=one.pk).mailed_at is not None


def text_of(page: bytes) -> str:
    reader = PdfReader(io.BytesIO(page))
    return re.sub(r"\s+", "", "".join(one.extract_text() for one in reader.pages))


def test_s20_the_paper_carries_customer_lines_terms_and_the_amount_in_capitals(ann, customer, bearing):
    clause = write_clause("DELIVERY", texts={"title": "交货", "text": "卖方负责送货到买方仓库。"}, actor=None)
    one = quoted(ann, customer, bearing, clause=clause, own_terms="另赠样品两件", note="含税含运")

    page = quotation_pdf(one, list(one.lines.select_related("unit")))

    text = text_of(page)
    for words in (
        one.number,
        "杭州云栖精密机械C-1",
        "轴承A-1043",
        "1,130.00",
        "壹仟壹佰叁拾元整",
        "卖方负责送货到买方仓库",
        "另赠样品两件",
        "含税含运",
        f"{one.valid_until}",
        "1/1",
    ):
        assert words in text


def test_s20_an_accepted_quotation_becomes_an_order_at_its_prices_in_one_step_and_both_know_each_other(
    ann, customer, bearing
):
    clause = write_clause("DELIVERY", texts={"title": "交货", "text": "送货"}, actor=None)
    one = sent(ann, customer, bearing, price="97.50", wanted_on=days(12), freight=Decimal(30), clause=clause)
    bearing.list_price = Decimal(500)
    bearing.save()

    order = accept_quotation(one.pk, actor=ann, customer_po="PO-7")

    order = Order.objects.get(pk=order.pk)
    assert (order.quotation, order.state, order.customer_po) == (one, "draft", "PO-7")
    assert (order.lines.get().unit_price, order.total) == (Decimal("97.50"), Decimal("1131.75"))
    assert (order.wanted_on, order.freight, order.clause, order.total) == (days(12), 30, clause, one.total)
    assert (state(one), Quotation.objects.get(pk=one.pk).order_id) == ("accepted", order.pk)
    with pytest.raises(Refused) as again:
        accept_quotation(one.pk, actor=ann)
    assert (again.value.code, Order.objects.count()) == ("wrong_state", 1)


def test_s20_after_its_last_day_it_becomes_no_order_even_before_the_night_has_come(ann, customer, bearing):
    one = sent(ann, customer, bearing)
    with clock.at(clock.now() + datetime.timedelta(days=30)):
        assert not Quotation.objects.get(pk=one.pk).has_passed(clock.today())
    late = clock.now() + datetime.timedelta(days=31)

    with clock.at(late), pytest.raises(Refused) as refusal:
        accept_quotation(one.pk, actor=ann)

    assert (refusal.value.code, Order.objects.count(), state(one)) == ("expired", 0, "sent")
    with clock.at(late):
        assert (expire_passed(), expire_passed()) == (1, 0)
    assert state(one) == "expired"


def test_the_day_the_customer_wants_it_is_kept_unless_it_is_over(ann, customer, bearing):
    one = sent(ann, customer, bearing, wanted_on=days(1))
    with clock.at(clock.now() + datetime.timedelta(days=5)):
        order = accept_quotation(one.pk, actor=ann)
        assert order.wanted_on >= clock.today()


def test_the_order_of_a_quotation_is_submitted_as_any_other(ann, customer, bearing):
    order = accept_quotation(sent(ann, customer, bearing).pk, actor=ann)

    submit_order(order.pk, actor=ann)

    assert Order.objects.get(pk=order.pk).state == "confirmed"


# --- requirements ---------------------------------------------------------------------------


def noted(ann, customer) -> Requirement:
    card = RequirementCard(
        customer=customer, title="Bearings for line 3", text="200 pieces, quiet", wanted_on=days(40)
    )
    return save_requirement(None, card=card, version=None, actor=ann)


def test_s18_a_confirmed_requirement_becomes_a_quotation_and_stays_linked(ann, customer):
    note = noted(ann, customer)
    with pytest.raises(Refused):
        quote_requirement(note.pk, actor=ann)
    confirm_requirement(note.pk, actor=ann)

    one = quote_requirement(note.pk, actor=ann)

    assert (one.requirement, one.customer, one.note, one.wanted_on) == (note, customer, "200 pieces, quiet", days(40))
    assert list(Requirement.objects.get(pk=note.pk).quotations.all()) == [one]
    assert Requirement.objects.get(pk=note.pk).state == "quoted"


def test_a_confirmed_note_is_not_rewritten_and_a_dropped_one_not_quoted(ann, customer):
    note, gone = noted(ann, customer), noted(ann, customer)
    confirm_requirement(note.pk, actor=ann)
    drop_requirement(gone.pk, actor=ann, reason="no budget")

    card = RequirementCard(customer=customer, title="Other", text="Other")
    with pytest.raises(Refused):
        save_requirement(note.pk, card=card, version=1, actor=ann)
    with pytest.raises(Refused):
        quote_requirement(gone.pk, actor=ann)

    assert Requirement.objects.get(pk=note.pk).title == "Bearings for line 3"
    assert Quotation.objects.count() == 0


# --- the library of terms -------------------------------------------------------------------


def test_s23_a_changed_clause_is_a_new_version_and_the_old_one_stays_on_its_documents(ann, customer, bearing):
    first = write_clause("PAY", texts={"title": "付款", "text": "30 天"}, actor=None)
    one = quoted(ann, customer, bearing, clause=first)

    same = write_clause("PAY", texts={"title": "付款", "text": "30 天"}, actor=None)
    second = write_clause("PAY", texts={"title": "付款", "text": "45 天"}, actor=None)

    assert (same.pk, second.version, second.current) == (first.pk, 2, True)
    kept = Quotation.objects.get(pk=one.pk).clause
    assert (kept.version, kept.text, kept.current) == (1, "30 天", False)


# --- pages ----------------------------------------------------------------------------------


def test_a_quotation_is_typed_handed_in_sent_and_accepted_from_its_pages(ann, customer, bearing, client):
    client.force_login(ann)
    typed = {
        "customer": customer.code,
        "valid_until": f"{days(20)}",
        "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "0",
        "lines-0-product": "A-1043",
        "lines-0-quantity": "10",
        "submit": "1",
    }

    page = client.post("/orders/quotations/new/", typed, follow=True).content.decode()
    one = Quotation.objects.get()
    assert (one.state, one.total) == ("approved", Decimal("1130.00"))
    assert f"/orders/quotations/{one.number}/send/" in page
    assert 'value="wang@example.com"' in client.get(f"/orders/quotations/{one.number}/send/").content.decode()
    client.post(f"/orders/quotations/{one.number}/send/", {"address": "wang@example.com", "words": "as agreed"})
    answer = client.post(f"/orders/quotations/{one.number}/accept/", {"customer_po": "PO-9"})

    order = Order.objects.get()
    assert answer.url == f"/orders/{order.ref}/edit/"
    assert order.ref in client.get(f"/orders/quotations/{one.number}/").content.decode()
    assert one.number in client.get(f"/orders/{order.ref}/").content.decode()


def test_the_pages_of_quotations_ask_so_many_queries(ann, customer, bearing, client):
    made = [quoted(ann, customer, bearing) for _n in range(9)]
    client.force_login(ann)
    client.get("/orders/quotations/")

    with counted("orders.quotations", budget=15):
        client.get("/orders/quotations/")
    with counted("orders.quotation", budget=15):
        client.get(made[0].get_absolute_url())
    with counted("orders.quotation-edit", budget=15):
        client.get(f"{made[0].get_absolute_url()}edit/")
