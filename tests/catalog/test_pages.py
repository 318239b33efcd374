"""Products are found by anything on them, in any script, and their costs stay with those who may see them."""

from decimal import Decimal

import pytest

from catalog.models import ProductUnit, Unit
from catalog.services import find_products, index_products, resolve, save_product
from core.models import Event
from tests.cast import make_product
from tests.query_counts import counted


@pytest.fixture
def belt(db):
    product = make_product("B-2210", name="同步带", name_en="Timing belt", spec="HTD-5M-450", barcode="6901234567892",
                           cost=Decimal("31.4159"))  # fmt: skip
    box = Unit.objects.create(code="box", name="盒")
    ProductUnit.objects.create(product=product, unit=box, factor=10, barcode="16901234567899")
    index_products([product.pk])
    make_product("A-1043")
    return product


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "B-2210",
        "b2210",
        "2210",
        "同步",
        "tbd",
        "tongbudai",
        "belt timing",
        "HTD-5M",
        "6901234567892",
        "16901234567899",
    ],
)
def test_it_is_found_by_code_name_pinyin_specification_and_barcode(belt, text):
    assert find_products(text) == [belt]


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "  ", "zzz", "\x00", "'", "🙂", "x" * 10_000])
def test_what_names_nothing_finds_nothing(belt, text):
    assert find_products(text) == []


@pytest.mark.django_db
def test_an_exact_code_stands_first():
    longer = [make_product(f"A-10{n}") for n in range(5)]
    exact = make_product("A-10")
    index_products([exact.pk, *[product.pk for product in longer]])

    assert find_products("A-10")[0] == exact


@pytest.mark.django_db
def test_a_product_no_longer_sold_is_not_offered(belt):
    belt.active = False
    save_product(belt, actor=None)

    assert find_products("B-2210") == []


@pytest.mark.django_db
def test_a_whole_sheet_of_codes_is_looked_up_in_two_queries(belt, django_assert_num_queries):
    codes = ["b-2210", "A-1043", "16901234567899", "NOPE"]

    with django_assert_num_queries(2):
        found = resolve(codes)

    assert set(found) == {"b-2210", "A-1043", "16901234567899"}
    assert found["16901234567899"].unit_id == Unit.objects.get(code="box").pk
    assert found["b-2210"].unit_id is None


@pytest.mark.django_db
def test_the_units_of_a_row_are_those_of_its_product(belt, ann, client):
    client.force_login(ann)
    client.cookies["django_language"] = "zh-hans"

    found = client.get("/catalog/units.json", {"product": "B-2210"}).json()["items"]

    assert [(one["value"], one["meta"]) for one in found] == [("个", ""), ("盒", "10 个")]
    assert client.get("/catalog/units.json", {"product": "\x00"}).json() == {"items": []}


@pytest.mark.django_db
def test_a9_cost_is_shown_to_those_who_may_see_it_only(belt, ann, bo, client):
    for person, shown in ((ann, False), (bo, True)):
        client.force_login(person)
        html = client.get(f"/catalog/{belt.pk}/").content.decode()
        assert ("31.4159" in html or "31.42" in html) is shown


@pytest.mark.django_db
def test_a_saved_product_is_findable_at_once_and_its_history_says_what_changed(belt, ann):
    belt.name = "编码器线"
    save_product(belt, actor=ann)

    assert find_products("bmqx") == [belt]
    assert find_products("tbd") == []
    assert Event.objects.get(stream=f"product:{belt.pk}").data["changes"] == {"name": ["同步带", "编码器线"]}


@pytest.mark.django_db
def test_the_list_is_searched_and_ignores_what_it_does_not_offer(belt, ann, client):
    client.force_login(ann)

    assert list(client.get("/catalog/", {"q": "tbd"}).context["page"].rows) == [belt]
    assert len(client.get("/catalog/", {"cost__gt": "1", "unit__code": "x"}).context["page"].rows) == 2
    assert client.get("/catalog/", {"q": "\x00", "category": "x' OR 1", "active": "?"}).status_code == 200


@pytest.mark.django_db
def test_the_pages_stay_within_their_budget(belt, ann, client):
    client.force_login(ann)

    with counted("catalog.list", budget=8):
        client.get("/catalog/")
    with counted("catalog.product", budget=10):
        client.get(f"/catalog/{belt.pk}/")
