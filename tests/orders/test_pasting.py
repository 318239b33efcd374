"""B15: rows of a sheet, a mail or a chat become lines; nothing is dropped, whatever is pasted."""

from decimal import Decimal

import pytest
from django.test import Client

from catalog.models import ProductUnit, Unit
from catalog.services import index_products
from core.refusal import Refused
from customers.models import Customer, CustomerPart
from orders.models import Order
from orders.services.entry.pasting import read_pasted
from orders.services.entry.tearing import tear
from tests.cast import make_customer, make_product
from tests.orders.pages import everything, typed
from tests.query_counts import counted

UNITS = {"个", "箱", "box", "pcs", "pc"}


@pytest.fixture
def desk(ann, client) -> Client:
    client.force_login(ann)
    return client


@pytest.fixture
def yunqi(ann) -> Customer:
    return make_customer(ann)


@pytest.fixture
def goods():
    """A bearing sold by the piece and by the box of ten, a mouse mat, two belts."""
    made = [
        make_product("A100", name="深沟球轴承 6204", name_en="Bearing 6204", barcode="6901234567892"),
        make_product("M-1", name="鼠标垫", name_en="Mouse mat"),
        make_product("B-1", name="同步带 5M", name_en="Timing belt 5M"),
        make_product("B-2", name="同步带 8M", name_en="Timing belt 8M"),
    ]
    box = Unit.objects.create(code="ctn", name="箱")
    ProductUnit.objects.create(product=made[0], unit=box, factor=10)
    index_products([one.pk for one in made])
    return made


def cells(text: str, customer: Customer | None = None) -> list[tuple]:
    rows = read_pasted(text, customer).rows
    return [(row.get("product"), row.get("quantity"), row.get("unit", ""), row.get("part", "")) for row in rows]


@pytest.mark.parametrize(
    ("piece", "product", "quantity", "unit"),
    [
        ("A100 5箱", "A100", "5", "箱"),
        ("A100*5", "A100", "5", None),
        ("A100 x 5 pcs", "A100", "5", "pcs"),
        ("鼠标垫20个", "鼠标垫", "20", "个"),
        ("鼠标垫：20", "鼠标垫", "20", None),
        ("5箱 A100", "A100", "5", "箱"),
        ("10个6204轴承", "6204轴承", "10", "个"),
        ("6204轴承 10个", "6204轴承", "10", "个"),
        ("A100", "A100", None, None),
        ("A100 1,200", "A100", "1200", None),
        ("A100 2.5", "A100", "2.5", None),
        ("你好", "你好", None, None),
        ("Ａ１００　５箱", "A100", "5", "箱"),
    ],
)
def test_a_piece_of_a_message_is_a_product_and_a_quantity(piece, product, quantity, unit):
    row = tear(piece, UNITS).rows[0]

    assert (row["product"], row.get("quantity"), row.get("unit")) == (product, quantity, unit)


def test_a_message_is_torn_at_its_commas_and_lines_but_not_inside_a_number():
    torn = tear("A100 5箱, 鼠标垫 20个；B-1 1,000\nC-1 2、D-1 3", UNITS)

    assert [(row["product"], row["quantity"]) for row in torn.rows] == [
        ("A100", "5"), ("鼠标垫", "20"), ("B-1", "1000"), ("C-1", "2"), ("D-1", "3"),
    ]  # fmt: skip


def test_a_price_said_in_a_message_is_a_price():
    assert tear("A100 5箱 @86.5", UNITS).rows == [{"product": "A100", "quantity": "5", "unit": "箱", "price": "86.5"}]


@pytest.mark.parametrize(
    "heads", ["编码\t数量\t单位\t单价", "Code\tQty\tUnit\tUnit price", "物料编码\t订购数量\t计量单位\t单价（不含税）"]
)
def test_headings_of_a_sheet_are_recognised(heads):
    torn = tear(f"{heads}\nA100\t5\t箱\t¥1,086.50", UNITS)

    assert torn.headed
    assert torn.rows[0] | {"price": ""} == {"product": "A100", "quantity": "5", "unit": "箱", "price": ""}


def test_columns_without_headings_are_guessed_and_may_be_said_otherwise():
    text = "A100\t5\t箱\t86.50\nM-1\t20\t个\t12"

    guessed, said = tear(text, UNITS), tear(text, UNITS, ["product", "price", "unit", "quantity"])

    assert guessed.columns == ["product", "quantity", "unit", "price"]
    assert (said.rows[0]["price"], said.rows[0]["quantity"]) == ("5", "86.50")


def test_what_stands_under_no_known_heading_goes_to_the_note():
    torn = tear("编码\t数量\t颜色\nA100\t5\t红", UNITS)

    assert torn.rows == [{"product": "A100", "quantity": "5", "note": "红"}]


@pytest.mark.django_db
def test_b15_products_are_named_by_code_barcode_part_number_name_and_pinyin(goods, yunqi):
    CustomerPart.objects.create(customer=yunqi, text="KH-889", product=goods[2])

    found = cells("a100 5箱, 6901234567892 2, kh889 3, KH-889 4, 鼠标垫 20个, sbd 6", yunqi)

    assert found == [
        ("A100", "5", "箱", ""),
        ("A100", "2", "pc", ""),
        ("kh889", "3", "", ""),
        ("B-1", "4", "pc", ""),
        ("M-1", "20", "个", ""),
        ("M-1", "6", "pc", "sbd"),
    ]


@pytest.mark.django_db
def test_a_name_that_may_mean_two_products_stays_in_words(goods, yunqi):
    pasted = read_pasted("同步带 7", yunqi)

    assert pasted.rows == [{"product": "同步带", "quantity": "7"}]
    assert (pasted.unknown, pasted.unsure) == (1, 0)


@pytest.mark.django_db
def test_another_customers_part_number_is_not_read(goods, ann, yunqi):
    CustomerPart.objects.create(customer=make_customer(ann, "C-2"), text="KH-889", product=goods[0])

    assert cells("KH-889 5", yunqi) == [("KH-889", "5", "", "")]


@pytest.mark.django_db
def test_500_rows_are_read_in_as_many_queries_as_two(goods, yunqi):
    with counted("orders.paste", budget=6):
        few = read_pasted("A100\t1\nnobody knows this\t2", yunqi)
    with counted("orders.paste.500", budget=6):
        many = read_pasted("\n".join(f"P-{n}\t{n + 1}" for n in range(500)), yunqi)

    assert (len(few.rows), len(many.rows)) == (2, 500)
    assert [row["quantity"] for row in many.rows] == [str(n + 1) for n in range(500)]


@pytest.mark.django_db
def test_501_rows_are_refused_as_a_whole(yunqi):
    with pytest.raises(Refused, match="501 rows were pasted; an order holds 500"):
        read_pasted("\n".join(f"P-{n}\t1" for n in range(501)), yunqi)


@pytest.mark.django_db
def test_without_script_pasted_rows_come_below_what_is_typed_and_nothing_is_written(desk, goods, yunqi):
    data = typed(yunqi, (goods[1], 3), paste="1", pasted="A100 5箱, NOPE 2")
    before = everything()

    answer = desk.post("/orders/new/", data)

    forms = answer.context["lines"].forms
    shown = [(form["product"].value(), form["quantity"].value(), form["unit"].value()) for form in forms[:3]]
    assert shown == [("M-1", "3", None), ("A100", "5", "箱"), ("NOPE", "2", None)]
    assert forms[2].complaints == ["No product has the code or barcode NOPE."]
    assert answer.context["priced"].net == Decimal("86.00") * 53
    assert everything() == before


@pytest.mark.django_db
def test_reading_again_with_other_columns_replaces_the_rows_of_the_first_reading(desk, goods, yunqi):
    text = "A100\t5\t9\nM-1\t20\t8"
    first = desk.post("/orders/new/", typed(yunqi, paste="1", pasted=text))
    data = first.context["sheet"].data.dict() | {"paste": "again", "pasted": text}
    data |= {"map-0": "product", "map-1": "price", "map-2": "quantity"}

    again = desk.post("/orders/new/", data)

    names = ("product", "quantity", "price")
    rows = [tuple(form[name].value() for name in names) for form in again.context["lines"]]
    assert rows[:3] == [("A100", "9", "5"), ("M-1", "8", "20"), (None, None, None)]


@pytest.mark.django_db
def test_a_row_nobody_understood_offers_products_and_the_choice_keeps_its_words(desk, goods, yunqi):
    data = typed(yunqi, rows=[{"product": "同步带", "quantity": "7"}])
    asked = desk.post("/orders/new/", data | {"check": "1"})

    answer = desk.post("/orders/new/", data | {"pick": "0:B-2"})

    assert [one.code for one in asked.context["lines"].forms[0].choices] == ["B-1", "B-2"]
    form = answer.context["lines"].forms[0]
    assert (form["product"].value(), form["part"].value(), form.learns) == ("B-2", "同步带", True)
    assert Order.objects.count() == 0


@pytest.mark.django_db
def test_the_script_gets_rows_and_how_the_columns_were_read(desk, goods, yunqi):
    answer = desk.post("/orders/paste/", {"pasted": "A100\t5\nNOPE\t2", "customer": yunqi.code})

    said = answer.json()
    assert [row["product"] for row in said["rows"]] == ["A100", "NOPE"]
    assert said["mapped"] is True and 'name="map-1"' in said["html"]


@pytest.mark.django_db
def test_too_much_text_is_refused_in_words(desk, yunqi):
    answer = desk.post("/orders/paste/", {"pasted": "x" * 200_001, "customer": yunqi.code})

    assert (answer.status_code, answer.json()["refused"]) == (
        422, "This is more text than an order holds. Nothing was taken.",
    )  # fmt: skip
