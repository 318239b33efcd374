"""The admin shows every model, writes through the services, and leaves what is posted alone."""

import json

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from catalog.models import Product
from core.admin.base import CappedPaginator
from core.bus import publish
from core.events import RecordEdited
from core.models import Delivery, Department, Event, User
from core.search import match
from customers.models import Customer
from orders.models import Order
from orders.services import submit_order
from tests.cast import make_customer, make_draft, make_person, make_product

OURS = ("core", "catalog", "customers", "orders")


@pytest.fixture
def root(db, client) -> User:
    """A superuser at the admin."""
    root = User.objects.create_superuser("root", password="a-long-password", name="Root")
    client.force_login(root)
    return root


@pytest.fixture
def keeper(db, client) -> User:
    """Somebody with the administrator's role and no more."""
    keeper = make_person("kay", "admin", is_staff=True)
    client.force_login(keeper)
    return keeper


def page(model: type, what: str = "changelist", *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{what}", args=args)


@pytest.mark.parametrize("app", OURS)
def test_every_model_of_the_house_is_in_the_admin(app):
    models = apps.get_app_config(app).get_models()

    assert [model.__name__ for model in models if not admin.site.is_registered(model)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("model", [m for m in admin.site._registry if m._meta.app_label in OURS])
def test_every_list_opens_and_can_be_searched(root, client, ann, model):
    submit_order(make_draft(ann, make_customer(ann)).pk, actor=ann)

    assert client.get(page(model)).status_code == 200
    assert client.get(page(model), {"q": "order:1"}).status_code == 200


@pytest.mark.django_db
def test_posted_rows_can_be_neither_added_nor_changed_nor_deleted(root, client, ann):
    order = submit_order(make_draft(ann, make_customer(ann)).pk, actor=ann)
    event = Event.objects.first()

    for row in (order, event, order.lines.get(), order.revisions.get()):
        model = type(row)
        assert client.get(page(model, "add")).status_code == 403
        assert client.get(page(model, "change", row.pk)).status_code == 200
        assert client.post(page(model, "change", row.pk), {"name": "x"}).status_code == 403
        assert client.post(page(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert Order.objects.count() == 1


@pytest.mark.django_db
def test_the_orders_in_the_admin_are_those_the_person_may_see(client, ann, eve):
    make_draft(ann, make_customer(ann))
    eve.is_staff = True
    eve.save()
    client.force_login(eve)

    assert client.get(page(Order)).context["cl"].result_count == 0


@pytest.mark.django_db
def test_a_product_edited_in_the_admin_is_found_by_its_new_name_and_its_history_says_what_changed(keeper, client):
    product = make_product("A-1043")
    typed = {"code": "A-1043", "name": "同步带", "unit": product.unit_id, "list_price": "86", "floor_price": "0"}
    typed |= {"tax_percent": "13", "tracking": "none", "warn_days": "30", "active": "on"}
    formset = {"units-TOTAL_FORMS": "0", "units-INITIAL_FORMS": "0"}

    answer = client.post(page(Product, "change", product.pk), typed | formset)

    assert answer.status_code == 302
    assert list(match(Product.objects.all(), "tbd")) == [product]
    event = Event.objects.get(stream=f"product:{product.pk}")
    assert json.loads(event.text)["data"]["changes"]["name"] == ["轴承 A-1043", "同步带"]
    assert event.actor == keeper


@pytest.mark.django_db
def test_a_customer_entered_in_the_admin_goes_through_the_service(keeper, client, ann):
    terms = make_customer(ann).terms
    typed = {"code": "C-77", "name": "宁波海曙电子科技", "tier": "key", "terms": terms.pk, "currency": "CNY"}

    answer = client.post(page(Customer, "add"), typed)

    assert answer.status_code == 302
    customer = Customer.objects.get(code="C-77")
    assert list(match(Customer.objects.all(), "nbhs")) == [customer]
    assert Event.objects.get(stream=f"customer:{customer.pk}").name == "customer.created"


@pytest.mark.django_db
def test_a_department_renamed_keeps_its_old_name_in_history(keeper, client):
    place = Department.objects.create(name="East")

    client.post(page(Department, "change", place.pk), {"name": "East Coast"})

    event = Event.objects.get(stream=f"department:{place.pk}")
    assert json.loads(event.text)["data"]["changes"] == {"name": ["East", "East Coast"]}


@pytest.mark.django_db
def test_an_administrator_cannot_make_a_superuser_nor_touch_one(keeper, client, ann):
    root = User.objects.create_superuser("root", password="a-long-password")
    fields = {"username": "ann", "name": "Ann", "is_active": "on", "is_superuser": "on", "single_keys": "on"}

    client.post(page(User, "change", ann.pk), fields)

    assert not User.objects.get(pk=ann.pk).is_superuser
    assert client.post(page(User, "change", root.pk), {"username": "gone"}).status_code == 403
    assert User.objects.get(pk=root.pk).username == "root"


@pytest.mark.django_db
def test_a_message_given_up_gets_another_life(root, client):
    posted = publish(RecordEdited(model="x", pk=1, label="x"), actor=root)
    dead = Delivery.objects.create(event_id=posted.id, reaction="x.y", state="dead", next_try_at=posted.at)

    client.post(page(Delivery), {"action": "send_again", "_selected_action": [dead.pk]})

    assert Delivery.objects.get(pk=dead.pk).state == "pending"


@pytest.mark.django_db
def test_products_come_in_by_file_after_a_dry_run_and_are_findable(keeper, client):
    make_product("A-1")
    text = "code,name,unit,list_price,tax_percent,active\nA-1,轴承新,pc,90,13,1\nB-2,编码器线,pc,1980,13,1\n"
    upload = {"import_file": SimpleUploadedFile("p.csv", text.encode()), "format": "0"}

    preview = client.post(page(Product, "import"), upload)
    assert Product.objects.count() == 1
    confirm = preview.context["confirm_form"].initial
    client.post(page(Product, "process_import"), confirm)

    assert sorted(Product.objects.values_list("code", flat=True)) == ["A-1", "B-2"]
    assert match(Product.objects.all(), "bmqx").get().code == "B-2"
    assert Event.objects.filter(name="record.edited", actor=keeper).count() == 2


HEADS = "code,name,terms,currency,tax_number"


def upload(client, model: type, *rows: str):
    text = "\n".join([HEADS, *rows])
    data = {"import_file": SimpleUploadedFile("c.csv", text.encode()), "format": "0"}
    return client.post(page(model, "import"), data)


@pytest.mark.django_db
def test_customers_come_in_by_file_through_their_service(keeper, client, ann):
    make_customer(ann, "C-1")

    preview = upload(client, Customer, "C-2,苏州晨光仪器,Net 30,CNY,")
    client.post(page(Customer, "process_import"), preview.context["confirm_form"].initial)

    customer = Customer.objects.get(code="C-2")
    assert Event.objects.get(stream=f"customer:{customer.pk}").name == "customer.created"
    assert list(match(Customer.objects.all(), "szcg")) == [customer]


@pytest.mark.django_db
def test_a_customer_with_a_wrong_tax_id_stops_the_file_and_nothing_comes_in(keeper, client, ann):
    make_customer(ann, "C-1")

    preview = upload(client, Customer, "C-2,苏州晨光仪器,Net 30,CNY,", "C-3,坏税号,Net 30,CNY,91330106MA2CFHGP30")

    assert "confirm_form" not in preview.context
    assert Customer.objects.count() == 1


@pytest.mark.django_db
def test_a_long_list_is_not_counted_to_its_end():
    assert CappedPaginator(User.objects.order_by("pk"), 100).count == 0
