"""Customers are entered and edited once, with history; their pages show what a person may see, phones masked."""

import json
import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import translation

from core.models import Event
from core.refusal import Refused
from core.search import match
from customers.forms import check_phone, check_tax_number
from customers.models import Address, Contact, Customer, CustomerShare, PaymentTerm
from customers.services import CustomerCard, create_customer, edit_customer, save_address, save_contact, show_phone
from customers.views.detail import masked
from tests.cast import make_customer, make_draft, make_product
from tests.orders.pages import everything
from tests.query_counts import counted

GOOD_TAX = "91330106MA2CFHGP3Q"


@pytest.fixture
def desk(ann, client) -> Client:
    """Ann at her desk, in English."""
    client.force_login(ann)
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield client


def card(customer: Customer | None = None, **more: object) -> dict[str, object]:
    terms = customer.terms if customer else PaymentTerm.objects.get_or_create(name="Net 30", days=30)[0]
    return {"name": "宁波海曙电子科技", "tier": "key", "terms": terms.pk, "currency": "cny", "active": "on",
            "domestic": "on", "once": str(uuid.uuid4())} | more  # fmt: skip


def changes(customer: Customer) -> dict[str, list[str]]:
    event = Event.objects.filter(stream=f"customer:{customer.pk}", name="record.edited").latest("pk")
    return json.loads(event.text)["data"]["changes"]


@pytest.mark.django_db
def test_a_customer_belongs_to_whoever_enters_them_gets_a_code_and_is_found_by_pinyin(desk, ann):
    desk.post("/customers/new/", card())

    customer = Customer.objects.get()
    assert (customer.owner, customer.department, customer.currency) == (ann, ann.department, "CNY")
    assert customer.code.startswith("C-")
    assert list(match(Customer.objects.all(), "nbhs")) == [customer]
    assert Event.objects.get(stream=f"customer:{customer.pk}", name="customer.created").actor == ann


@pytest.mark.django_db
def test_f20_the_same_form_sent_twice_makes_one_customer(desk):
    data = card()

    answers = [desk.post("/customers/new/", data) for _ in range(2)]

    assert Customer.objects.count() == 1
    assert answers[0].url == answers[1].url


@pytest.mark.django_db
def test_a_code_already_used_is_refused_in_words_and_nothing_is_written(desk, ann):
    make_customer(ann, "C-9")
    before = everything()

    answer = desk.post("/customers/new/", card(code="C-9"))

    assert answer.status_code == 409
    assert "Customer code C-9 is already used." in answer.content.decode()
    assert everything() == before


@pytest.mark.django_db
def test_each_changed_field_is_kept_as_old_and_new_and_nothing_else_is(desk, ann):
    customer = make_customer(ann, "C-1", tier="standard")
    Customer.objects.filter(pk=customer.pk).update(tax_number="", invoice_title="")
    url = f"/customers/{customer.pk}/edit/"

    desk.post(url, card(customer, name=customer.name, name_en=customer.name_en, code="C-1", tier="key"))

    assert changes(customer) == {"tier": ["standard", "key"]}


@pytest.mark.django_db
def test_an_edit_that_changes_nothing_leaves_no_line(ann):
    customer = make_customer(ann)
    fields = {name: getattr(customer, name) for name in CustomerCard.__dataclass_fields__}
    before = Event.objects.count()

    edit_customer(customer.pk, card=CustomerCard(**fields), actor=ann)

    assert Event.objects.count() == before


@pytest.mark.django_db
def test_editing_keeps_owner_department_and_code(desk, ann, bo):
    customer = make_customer(ann, "C-1")

    desk.post(f"/customers/{customer.pk}/edit/", card(customer, code="", owner=bo.pk, department="9"))

    again = Customer.objects.get()
    assert (again.code, again.owner, again.department) == ("C-1", ann, ann.department)


@pytest.mark.django_db
def test_the_credit_limit_is_nothing_sales_can_enter(desk):
    desk.post("/customers/new/", card(credit_limit="9999999"))

    event = Event.objects.get(name="customer.created")
    assert Decimal(json.loads(event.text)["data"]["credit_limit"]) == 0


@pytest.mark.django_db
def test_a3_a_customer_of_another_department_does_not_exist(ann, eve, client):
    customer = make_customer(ann)
    contact, place = customer.contacts.get(), customer.addresses.get()
    client.force_login(eve)
    before = everything()

    base = f"/customers/{customer.pk}/"
    for url in (base, f"{base}edit/", f"{base}contacts/new/", f"{base}contacts/{contact.pk}/",
                f"{base}addresses/new/", f"{base}addresses/{place.pk}/"):  # fmt: skip
        assert client.get(url).status_code == 404, url
        assert client.post(url, {"name": "x"}).status_code in (404, 405), url
    assert client.post(f"{base}contacts/{contact.pk}/phone/").status_code == 404
    assert client.get("/customers/customers.json", {"q": customer.code}).json() == {"items": []}
    assert list(client.get("/customers/").context["page"].rows) == []
    assert everything() == before


@pytest.mark.django_db
def test_a_contact_of_another_customer_cannot_be_reached_through_ones_own(desk, ann, eve):
    own, other = make_customer(ann), make_customer(eve, "C-EVE")
    contact = other.contacts.get()

    assert desk.get(f"/customers/{own.pk}/contacts/{contact.pk}/").status_code == 404
    assert desk.post(f"/customers/{own.pk}/contacts/{contact.pk}/phone/").status_code == 404
    assert not Event.objects.filter(name="customer.phone_shown").exists()


@pytest.mark.django_db
def test_a_share_to_view_lets_look_and_not_edit(ann, eve, client):
    from django.contrib.auth.models import Permission

    customer = make_customer(ann)
    right = Permission.objects.get(content_type__app_label="customers", codename="view_customer")
    CustomerShare.objects.create(user=eve, permission=right, content_object=customer)
    client.force_login(eve)

    assert client.get(f"/customers/{customer.pk}/").status_code == 200
    assert client.get(f"/customers/{customer.pk}/edit/").status_code == 403
    with pytest.raises(PermissionDenied):
        edit_customer(customer.pk, card=CustomerCard(name="x", terms=customer.terms), actor=eve)


@pytest.mark.django_db
def test_phones_are_masked_until_asked_for_and_the_history_says_who_looked(desk, ann):
    customer = make_customer(ann)
    contact = customer.contacts.get()
    page = f"/customers/{customer.pk}/"
    assert "13900000000" not in desk.get(page).content.decode()
    assert desk.get(f"{page}contacts/{contact.pk}/phone/").status_code == 405

    shown = desk.post(f"{page}contacts/{contact.pk}/phone/")

    assert "13900000000" in shown.content.decode()
    event = Event.objects.get(name="customer.phone_shown")
    assert (event.actor, event.stream) == (ann, f"customer:{customer.pk}")
    assert "13900000000" not in event.text


@pytest.mark.django_db
def test_a_buyer_may_not_see_phones_in_full(ann, bo):
    from tests.cast import make_person

    contact = make_customer(ann).contacts.get()
    buyer = make_person("bea", "buyer")

    with pytest.raises(PermissionDenied):
        show_phone(contact.pk, actor=buyer)
    assert not Event.objects.filter(name="customer.phone_shown").exists()


@pytest.mark.django_db
def test_a_changed_phone_is_told_in_history_without_its_digits(desk, ann):
    customer = make_customer(ann)
    contact = customer.contacts.get()
    contact.phone = "0571-88123456"
    save_contact(customer.pk, contact=contact, actor=ann)

    html = desk.get(f"/customers/{customer.pk}/").content.decode()

    assert "contact.phone changed" in html
    assert "88123456" not in html and "13900000000" not in html


@pytest.mark.django_db
def test_there_is_one_main_contact_and_one_main_address(ann):
    customer = make_customer(ann)
    contact, place = Contact(name="李工", main=True), Address(street="新库", main=True)

    save_contact(customer.pk, contact=contact, actor=ann)
    save_address(customer.pk, address=place, actor=ann)

    assert list(customer.contacts.filter(main=True)) == [contact]
    assert list(customer.addresses.filter(main=True)) == [place]


@pytest.mark.django_db
def test_contacts_and_addresses_are_written_by_their_pages(desk, ann):
    customer = make_customer(ann)
    base = f"/customers/{customer.pk}"

    desk.post(f"{base}/contacts/new/", {"name": "李工", "phone": "0571 8812 3456", "once": "a"})
    desk.post(f"{base}/addresses/new/", {"street": "滨江 1 号", "city": "杭州", "once": "b"})

    assert customer.contacts.get(name="李工").phone == "0571 8812 3456"
    assert customer.addresses.get(street="滨江 1 号").city == "杭州"


@pytest.mark.django_db
@pytest.mark.parametrize(("field", "value"), [
    ("tax_number", "91330106MA2CFHGP30"), ("tax_number", "<script>"), ("currency", "yuan"), ("name", ""),
    ("name", "x" * 201), ("name", "a\x00b"), ("terms", "999"), ("tier", "king"),
])  # fmt: skip
def test_a36_what_cannot_be_right_is_refused_beside_its_field(desk, field, value):
    answer = desk.post("/customers/new/", card(**{field: value}))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert Customer.objects.count() == 0


def test_a_chinese_credit_code_must_fit_its_check_character():
    assert check_tax_number("91350100M000100Y43") == "91350100M000100Y43"
    for wrong in ("91350100M000100Y44", "91350100M000100I43"):
        with pytest.raises(Exception, match="credit code|字符|信用"):
            check_tax_number(wrong)
    assert check_tax_number("de 811 204 567") == "DE 811 204 567"


@pytest.mark.parametrize(
    "good", ["13900000000", "0571-8812 3456", "+49 89 1234567", "010-65001234 转 801", "１３９００００００００"]
)
def test_a_phone_number_may_be_written_as_people_write_it(good):
    assert check_phone(good)


@pytest.mark.parametrize("bad", ["call me", "12", "139<b>", "1" * 60])
def test_what_is_no_phone_number_is_refused(bad):
    with pytest.raises(Exception, match="phone|电话"):
        check_phone(bad)


def test_a_masked_phone_keeps_its_shape():
    assert masked("139 0000 1234") == "139 •••• ••34"
    assert masked("12345") == "•••••"
    assert masked("") == ""


@pytest.mark.django_db
def test_the_page_shows_the_latest_orders_and_offers_a_new_one(desk, ann):
    customer = make_customer(ann)
    order = make_draft(ann, customer, [(make_product("A-1"), 1)])

    html = desk.get(f"/customers/{customer.pk}/").content.decode()

    assert order.ref in html and f"/orders/new/?customer={customer.code}" in html


@pytest.mark.django_db
def test_the_pages_stay_within_their_budget(desk, ann):
    customer = make_customer(ann)
    for n in range(2, 20):
        make_customer(ann, f"C-{n}")

    with counted("customers.list", budget=8):
        desk.get("/customers/")
    with counted("customers.customer", budget=14):
        desk.get(f"/customers/{customer.pk}/")


@pytest.mark.django_db
def test_only_those_with_the_right_enter_customers(cem, ann):
    terms = make_customer(ann).terms

    with pytest.raises(PermissionDenied):
        create_customer(CustomerCard(name="x", terms=terms), actor=cem)
    with pytest.raises(Refused):
        create_customer(CustomerCard(name="x", terms=terms, code="C-1"), actor=ann)
    assert Customer.objects.count() == 1
