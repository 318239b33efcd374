"""The pages of money: who sees what, what a form does once, what nonsense gets."""

from decimal import Decimal

import pytest
from django.urls import reverse

from core import clock
from finance.models import Allocation, Invoice, Payment
from finance.models.words import InvoiceState, PaymentState
from finance.services import bill_order, book_payment, correct_invoice
from tests.cast import make_customer, make_product
from tests.finance.builders import broken, confirmed, invoiced, profile_of, ship, with_limit

pytestmark = pytest.mark.django_db
WHOLE = Decimal("113.00")


@pytest.fixture
def shop(ann, dot):
    """One customer with a draft, an issued, a paid and a reversed invoice, a receipt half matched."""
    customer = make_customer(ann)
    issued, paid, wrong = (invoiced(ann, dot, customer) for _n in range(3))
    payment = book_payment(
        customer.pk, amount=Decimal("163.00"), received_on=clock.today(), allocations={paid.pk: WHOLE}, actor=dot
    )
    note = correct_invoice(wrong.pk, reason="wrong title", actor=dot)
    draft = ship(confirmed(ann, customer, [(make_product("Z-1", price="100.00"), 1)]))
    return {"customer": customer, "issued": issued, "note": note, "draft": draft, "payment": payment, "wrong": wrong}


def pages_of(shop):
    invoice, draft, payment = shop["issued"], shop["draft"], shop["payment"]
    return {
        "list": reverse("finance:list"),
        "to_issue": reverse("finance:list") + "?tab=to_issue",
        "overdue": reverse("finance:list") + "?tab=overdue&q=SO-",
        "invoice": invoice.get_absolute_url(),
        "draft": draft.get_absolute_url(),
        "note": shop["note"].get_absolute_url(),
        "to_bill": reverse("finance:to_bill"),
        "payments": reverse("finance:payments"),
        "payment": payment.get_absolute_url(),
        "new": reverse("finance:new_payment") + f"?invoice={invoice.ref}",
        "match": reverse("finance:allocate", args=[payment.number]),
        "reverse": reverse("finance:reverse", args=[payment.number]),
        "issue": reverse("finance:issue", args=[draft.ref]),
        "correct": reverse("finance:correct", args=[invoice.ref]),
        "bill": reverse("finance:bill", args=[shop["wrong"].order.ref]),
        "credits": reverse("finance:credits"),
        "credit": reverse("finance:credit", args=[shop["customer"].pk]),
        "limit": reverse("finance:set_limit", args=[shop["customer"].pk]),
        "order": invoice.order.get_absolute_url(),
        "customer": shop["customer"].get_absolute_url(),
    }


SALES_SEES = {"list", "to_issue", "overdue", "invoice", "draft", "note", "payments", "payment", "credits", "credit"}
SHARED = {"order", "customer"}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_finance_opens_every_page_of_money_in_both_languages(client, shop, dot, language):
    client.force_login(dot)

    answers = {name: client.get(url, headers={"accept-language": language}) for name, url in pages_of(shop).items()}

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(answers, 200)


def test_sales_reads_the_money_of_their_customers_and_moves_none(client, shop, ann):
    client.force_login(ann)

    codes = {name: client.get(url).status_code for name, url in pages_of(shop).items()}

    assert codes == {name: 200 if name in SALES_SEES | SHARED else 403 for name in codes}


def test_A3_another_salesperson_finds_none_of_it(client, shop, eve):
    client.force_login(eve)
    pages = pages_of(shop)

    codes = {name: client.get(pages[name]).status_code for name in ("invoice", "draft", "note", "payment", "credit")}

    assert set(codes.values()) == {404}
    for name in ("list", "payments", "credits"):
        page = client.get(pages[name]).content.decode()
        assert shop["issued"].number not in page and shop["payment"].number not in page and "113.00" not in page


def test_A9_the_credit_limit_is_nowhere_for_the_warehouse(client, shop, cem, ann):
    with_limit(shop["customer"], "777123.45")
    client.force_login(cem)
    codes = {name: client.get(url).status_code for name, url in pages_of(shop).items()}

    assert codes == {name: 200 if name in SHARED else 403 for name in codes}
    for name in SHARED:
        page = client.get(pages_of(shop)[name]).content.decode()
        assert "777,123.45" not in page and "777123" not in page

    client.force_login(ann)
    assert "777,123.45" in client.get(pages_of(shop)["order"]).content.decode()


def test_A10_opening_a_page_writes_nothing(client, shop, dot):
    client.force_login(dot)
    before = list(Invoice.objects.values()), list(Payment.objects.values()), Allocation.objects.count()

    for url in pages_of(shop).values():
        client.get(url)

    assert (list(Invoice.objects.values()), list(Payment.objects.values()), Allocation.objects.count()) == before


@pytest.mark.parametrize(("name", "most"), [
    ("list", 8), ("payments", 8), ("to_bill", 8), ("credits", 8), ("invoice", 14), ("payment", 14), ("credit", 14),
    ("new", 14), ("match", 14),
])  # fmt: skip
def test_a_page_asks_the_database_few_times(client, shop, dot, name, most, django_assert_max_num_queries):
    client.force_login(dot)
    url = pages_of(shop)[name]
    client.get(url)

    with django_assert_max_num_queries(most):
        client.get(url)


def test_F19_a_double_click_on_issue_issues_once_and_leads_to_the_same_page(client, shop, dot):
    client.force_login(dot)
    url, form = pages_of(shop)["issue"], {"once": "one-time-key-1"}

    first, second = client.post(url, form), client.post(url, form)

    draft = Invoice.objects.get(pk=shop["draft"].pk)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.url == second.url == draft.get_absolute_url()
    assert draft.state == InvoiceState.ISSUED
    assert Invoice.objects.filter(order=draft.order).count() == 1
    assert broken() == {}


def receipt(shop, **more):
    typed = {"customer_code": "C-1", "amount": "100.00", "received_on": str(clock.today()), "method": "transfer"}
    return typed | {"reference": "TT-9", "once": "one-time-key-2"} | more


def test_F20_the_same_receipt_sent_twice_is_booked_once(client, shop, dot):
    client.force_login(dot)
    form = receipt(shop, amount="113.00", **{f"pay-{shop['issued'].pk}": "113.00"})

    first, second = (client.post(reverse("finance:new_payment"), form) for _n in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    assert first.url == second.url
    assert Payment.objects.filter(reference="TT-9").count() == 1
    assert Invoice.objects.get(pk=shop["issued"].pk).open_amount == 0
    assert broken() == {}


@pytest.mark.parametrize(
    ("field", "text"),
    [("amount", "-1"), ("amount", "0"), ("amount", "1e18"), ("amount", "NaN"), ("amount", "Infinity"),
     ("amount", "0.0000001"), ("amount", "😀"), ("amount", "9" * 100_000), ("amount", "1\x00"), ("amount", ""),
     ("received_on", "9999-12-31"), ("received_on", "yesterday"), ("received_on", "1900-01-01"),
     ("method", "barter"), ("customer_code", "NOBODY"), ("customer_code", "\x00"), ("reference", "x" * 81)],
)  # fmt: skip
def test_A36_nonsense_is_answered_at_its_field_and_nothing_is_written(client, shop, dot, field, text):
    client.force_login(dot)
    before = Payment.objects.count()

    answer = client.post(reverse("finance:new_payment"), receipt(shop, **{field: text}))

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert Payment.objects.count() == before


@pytest.mark.parametrize("text", ["113.01", "-1", "NaN", "0.001"])
def test_A36_settling_nonsense_is_answered_at_its_invoice(client, shop, dot, text):
    client.force_login(dot)
    name = f"pay-{shop['issued'].pk}"

    answer = client.post(reverse("finance:new_payment"), receipt(shop, amount="500.00", **{name: text}))

    assert answer.status_code == 422
    assert name in answer.context["form"].errors
    assert Payment.objects.filter(reference="TT-9").count() == 0


def test_invoices_that_add_up_to_more_than_the_receipt_are_refused(client, shop, dot):
    client.force_login(dot)

    answer = client.post(reverse("finance:new_payment"), receipt(shop, **{f"pay-{shop['issued'].pk}": "100.01"}))

    assert answer.status_code == 422
    assert "0.01" in str(answer.context["form"].non_field_errors())
    assert Payment.objects.filter(reference="TT-9").count() == 0


def test_an_amount_typed_beside_an_invoice_that_is_gone_is_never_lost_silently(client, shop, dot):
    client.force_login(dot)

    answer = client.post(reverse("finance:new_payment"), receipt(shop, **{f"pay-{shop['wrong'].pk}": "100.00"}))

    assert answer.status_code == 422
    assert Payment.objects.filter(reference="TT-9").count() == 0


def test_oldest_first_fills_the_page_and_writes_nothing(client, shop, ann, dot):
    client.force_login(dot)
    younger = invoiced(ann, dot, shop["customer"])
    before = Payment.objects.count()

    answer = client.post(reverse("finance:new_payment"), receipt(shop, amount="150.00", fill="oldest"))

    form = answer.context["form"]
    assert answer.status_code == 200
    assert [(invoice.pk, bound.value()) for invoice, bound in form.rows] == [
        (shop["issued"].pk, "113.00"),
        (younger.pk, "37.00"),
    ]
    assert (form["amount"].value(), form["reference"].value()) == ("150.00", "TT-9")
    assert Payment.objects.count() == before


def test_an_invoice_open_with_exactly_the_amount_stands_first(client, shop, ann, dot):
    client.force_login(dot)
    exact = invoiced(ann, dot, shop["customer"], price="50.00")

    answer = client.post(reverse("finance:new_payment"), receipt(shop, amount="56.50", fill="show"))

    assert [invoice.pk for invoice, _bound in answer.context["form"].rows][0] == exact.pk


def test_the_rest_of_a_receipt_is_matched_on_its_own_page(client, shop, dot):
    client.force_login(dot)

    answer = client.post(pages_of(shop)["match"], {f"pay-{shop['issued'].pk}": "50.00", "once": "one-time-key-3"})

    assert answer.status_code == 302
    assert Payment.objects.get(pk=shop["payment"].pk).unapplied == 0
    assert Invoice.objects.get(pk=shop["issued"].pk).open_amount == Decimal("63.00")
    assert broken() == {}


def test_reversing_and_correcting_need_a_reason(client, shop, dot):
    client.force_login(dot)

    answers = [client.post(pages_of(shop)[name], {"reason": " "}) for name in ("reverse", "correct")]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert Payment.objects.get(pk=shop["payment"].pk).state == PaymentState.BOOKED
    assert Invoice.objects.get(pk=shop["issued"].pk).state == InvoiceState.ISSUED


def test_A37_issuing_what_is_issued_and_reversing_what_is_reversed_is_answered_with_409(client, shop, dot):
    client.force_login(dot)
    issue = reverse("finance:issue", args=[shop["issued"].ref])
    correct = reverse("finance:correct", args=[shop["wrong"].ref])

    answers = [client.post(issue, {}), client.post(correct, {"reason": "again"})]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert broken() == {}


def test_the_queue_shows_what_shipped_and_is_not_invoiced(client, shop, dot):
    client.force_login(dot)
    page = client.get(pages_of(shop)["to_bill"])

    rows = {
        order.pk: (order.to_bill, order.draft_ref if order.draft_id else "") for order in page.context["page"].rows
    }
    assert rows == {
        shop["draft"].order_id: (WHOLE, shop["draft"].ref),
        shop["wrong"].order_id: (WHOLE, ""),
    }

    bill_order(shop["wrong"].order_id, actor=dot)
    assert [order.draft_id is None for order in client.get(pages_of(shop)["to_bill"]).context["page"].rows] == [
        False,
        False,
    ]


def test_a_limit_is_set_on_its_page(client, shop, dot):
    client.force_login(dot)

    refused = client.post(pages_of(shop)["limit"], {"limit": "-5", "reason": "x"})
    done = client.post(pages_of(shop)["limit"], {"limit": "5,000", "reason": "paid late"})

    assert (refused.status_code, done.status_code) == (422, 302)
    assert profile_of(shop["customer"]).limit == Decimal(5000)
    assert "paid late" in client.get(pages_of(shop)["credit"]).content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_is_exported_for_those_with_the_right(client, shop, dot, ann, kind):
    url = reverse("finance:export") + f"?format={kind}&tab=issued"
    client.force_login(ann)
    assert client.get(url).status_code == 403

    client.force_login(dot)
    answer = client.get(url)

    assert answer.status_code == 200
    if kind == "csv":
        rows = answer.content.decode("utf-8-sig").splitlines()
        assert len(rows) == 1 + 4
        assert rows[0].startswith("number,kind,state,order,customer")


def test_nobody_changes_posted_money_in_the_admin(admin_client, shop):
    for model in ("invoice", "payment", "allocation", "ledgerentry", "creditprofile", "creditcheck", "invoiceline"):
        listing = admin_client.get(reverse(f"admin:finance_{model}_changelist"))
        assert listing.status_code == 200
        assert admin_client.get(reverse(f"admin:finance_{model}_add")).status_code == 403
    one = reverse("admin:finance_invoice_change", args=[shop["issued"].pk])
    assert admin_client.get(one).status_code == 200
    assert admin_client.post(one, {"total": "1"}).status_code == 403
    assert Invoice.objects.get(pk=shop["issued"].pk).total == WHOLE


ODD = (
    "invoices/%00/", "payments/%00/", "payments/new/?customer=%00", "invoices/?q=%00", "payments/new/?invoice=%00",
    "invoices/?before=x&tab=nonsense", "orders/%00/bill/", "invoices/D-99999999999999999999/",
)  # fmt: skip


@pytest.mark.parametrize("path", ODD)
def test_A36_nonsense_in_an_address_is_never_an_error_of_the_house(client, dot, path):
    client.force_login(dot)

    assert client.get(f"/finance/{path}").status_code in (200, 404)
