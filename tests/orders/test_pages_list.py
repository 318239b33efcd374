"""The order list shows what a person may see, narrows by what it offers and nothing else, and stays flat."""

import io

import openpyxl
import pytest
from django.test import Client
from django.utils import translation

from core.models import SavedView
from orders.models import Order
from orders.services import cancel_order, submit_order
from tests.cast import make_customer, make_draft, make_product
from tests.orders.pages import everything
from tests.query_counts import counted

LIST = "/orders/"


@pytest.fixture
def desk(ann, client) -> Client:
    """Ann at her desk, in English."""
    client.force_login(ann)
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield client


def refs(answer) -> list[str]:
    return [order.ref for order in answer.context["page"].rows]


@pytest.fixture
def four(ann, bo) -> list[Order]:
    """A draft, a submitted order, a cancelled one, and one of Bo's in the same department."""
    product, customer = make_product("A-1"), make_customer(ann)
    made = [
        make_draft(who, customer, [(product, 1)], customer_po=f"PO-{n}") for n, who in enumerate([ann, ann, ann, bo])
    ]
    submit_order(made[1].pk, actor=ann)
    cancel_order(made[2].pk, actor=ann, reason="typed twice")
    return [Order.objects.get(pk=order.pk) for order in made]


@pytest.mark.django_db
def test_it_shows_the_newest_first_and_only_ones_own_to_sales(desk, four):
    draft, submitted, cancelled, _bos = four

    assert refs(desk.get(LIST)) == [cancelled.ref, submitted.ref, draft.ref]


@pytest.mark.django_db
def test_a_manager_sees_the_department_and_can_narrow_it_to_mine(four, bo, client):
    client.force_login(bo)

    assert len(refs(client.get(LIST))) == 4
    assert refs(client.get(LIST, {"tab": "mine"})) == [four[3].ref]


@pytest.mark.django_db
def test_a4_another_departments_orders_show_nowhere_not_in_counts_sums_search_or_export(four, eve, client):
    client.force_login(eve)

    answer = client.get(LIST, {"q": "PO", "state": "draft"})

    assert refs(answer) == [] and answer.context["sums"] == {}
    assert {tab["count"] for tab in answer.context["tabs"]} == {"0"}
    assert four[0].ref not in client.get("/orders/export/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("tab", "found"), [("drafts", [0]), ("done", []), ("overdue", []), ("mine", [2, 1, 0])])
def test_each_tab_holds_its_own(desk, four, tab, found):
    assert refs(desk.get(LIST, {"tab": tab})) == [four[n].ref for n in found]


@pytest.mark.django_db
def test_the_tabs_count_what_they_hold(desk, four):
    counts = {str(tab["label"]): tab["count"] for tab in desk.get(LIST).context["tabs"]}

    assert (counts["All"], counts["Mine"], counts["Drafts"], counts["Completed"]) == ("3", "3", "1", "0")


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["PO-0", "yunqi", "hzyq", "云栖", "雲棲"])
def test_it_is_searched_by_number_po_name_and_pinyin(desk, four, words):
    assert four[0].ref in refs(desk.get(LIST, {"q": words}))


@pytest.mark.django_db
def test_filters_add_up_and_show_as_chips_and_a_sum(desk, four):
    answer = desk.get(LIST, {"state": "draft", "customer": "C-1"})

    assert refs(answer) == [four[0].ref]
    assert [chip["label"] for chip in answer.context["chips"]] == ["Customer: C-1", "State: Draft"]
    assert answer.context["chips"][0]["url"] == "?state=draft"
    assert answer.context["sums"] == {"CNY": four[0].total}


HARMLESS = [
    {"owner__password__startswith": "p"}, {"customer__owner__password": "x"}, {"_connector": "OR 1=1) --"},
    {"_negated": "1"}, {"state": "draft' OR '1'='1"}, {"wanted_from": "9999-99-99"}, {"placed_from": "'; DROP"},
    {"before": "1;--"}, {"after": "-1"}, {"before": "99999999999999999999999"}, {"sort": "-id;--"}, {"tab": "x' OR 1"},
    {"q": "\x00"}, {"customer": "\x00"}, {"stage": "\x00"}, {"page": "10**9"}, {"q": "')) OR 1=1 --"},
    {"owner": "a" * 5000}, {"format": "../../etc"}, {"show": "x"}, {"view": "1"},
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("params", HARMLESS, ids=lambda params: next(iter(params)))
def test_a15_a16_what_is_not_offered_is_ignored_and_nonsense_breaks_nothing(desk, four, params):
    answer = desk.get(LIST, params)

    assert answer.status_code == 200
    assert set(refs(answer)) <= {order.ref for order in four[:3]}
    assert desk.get("/orders/export/", params).status_code == 200


@pytest.mark.django_db
def test_a16_the_number_of_rows_does_not_vary_with_a_foreign_path(desk, four):
    for path in (
        "owner__password__startswith",
        "customer__owner__email",
        "lines__product__cost__gt",
        "holder__password",
    ):
        for value in ("p", "md5", "0", ""):
            assert len(refs(desk.get(LIST, {path: value}))) == 3


@pytest.mark.django_db
def test_it_asks_as_many_queries_for_fifty_rows_as_for_five(desk, ann):
    product, customer = make_product("A-1"), make_customer(ann)
    for _ in range(5):
        make_draft(ann, customer, [(product, 1)])
    with counted("orders.list", budget=9) as few:
        desk.get(LIST)
    for _ in range(46):
        make_draft(ann, customer, [(product, 1)])

    with counted("orders.list", budget=9) as many:
        answer = desk.get(LIST)

    assert len(refs(answer)) == 50
    assert len(many) == len(few)


@pytest.mark.django_db
def test_older_and_newer_pages_meet_without_a_gap(desk, ann):
    product, customer = make_product("A-1"), make_customer(ann)
    made = [make_draft(ann, customer, [(product, 1)]).ref for _ in range(52)][::-1]

    first = desk.get(LIST)
    older = desk.get(LIST, {"before": first.context["page"].older})
    back = desk.get(LIST, {"after": older.context["page"].newer})

    assert refs(first) + refs(older) == made
    assert refs(back) == refs(first)


@pytest.mark.django_db
def test_a_view_is_saved_once_shown_as_a_tab_and_shared_when_asked(desk, ann, bo, client):
    desk.post("/orders/views/", {"name": "My drafts", "query": "tab=drafts&before=9", "once": "k1"})
    desk.post("/orders/views/", {"name": "For all", "query": "state=draft", "shared": "on", "once": "k2"})

    answer = desk.get(f"{LIST}?tab=drafts")
    assert [tab["label"] for tab in answer.context["tabs"] if tab["active"]] == ["My drafts"]
    client.force_login(bo)
    assert [tab["label"] for tab in client.get(LIST).context["tabs"]][9:] == ["For all"]


@pytest.mark.django_db
def test_nobody_removes_a_view_of_somebody_else(desk, ann, bo, client):
    view = SavedView.objects.create(user=ann, page="orders", name="x", query="tab=mine", shared=True)
    client.force_login(bo)

    client.post(f"/orders/views/{view.pk}/drop/")

    assert SavedView.objects.filter(pk=view.pk).exists()


@pytest.mark.django_db
def test_a_view_without_a_name_is_refused_in_words(desk):
    before = everything()

    answer = desk.post("/orders/views/", {"name": "", "query": "x=1"}, follow=True)

    assert "Give the view a name" in answer.content.decode()
    assert everything() == before


EVIL = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "＝1", '"=1', ";=1", "\r=1"]


@pytest.mark.django_db
def test_a14_exported_text_is_never_a_formula_and_numbers_stay_numbers(desk, ann):
    for n, text in enumerate(EVIL):
        customer = make_customer(ann, f"C-{n}", name=f"{text} 公司")
        make_draft(ann, customer, [(make_product(f"P-{n}", price="10"), 1)], customer_po=text.strip())

    book = openpyxl.load_workbook(io.BytesIO(desk.get("/orders/export/", {"format": "xlsx"}).content))
    cells = [cell for row in book.active.iter_rows(min_row=2) for cell in row]

    assert len(cells) == len(EVIL) * len(list(book.active.columns))
    assert "f" not in {cell.data_type for cell in cells}
    assert not [cell.value for cell in cells if isinstance(cell.value, str) and cell.value[:1] in "=+-@＝\t\r"]
    totals = [cell.value for cell in cells if cell.column_letter == "M"]
    assert set(totals) == {11.3}


@pytest.mark.django_db
def test_the_export_holds_what_the_filter_shows(desk, four):
    text = desk.get("/orders/export/", {"tab": "drafts"}).content.decode("utf-8-sig")

    lines = text.strip().splitlines()
    assert len(lines) == 2 and lines[1].startswith(four[0].ref)


@pytest.mark.django_db
def test_the_warehouse_may_not_export(four, cem, client):
    client.force_login(cem)

    assert client.get("/orders/export/").status_code == 403


@pytest.mark.django_db
def test_an_empty_list_says_why_and_offers_the_next_step(desk):
    assert "No orders yet" in desk.get(LIST).content.decode()
    assert "No order matches" in desk.get(LIST, {"q": "nothing"}).content.decode()


@pytest.mark.django_db
def test_a_rare_word_and_a_common_one_find_the_same_orders_newest_first(desk, four, monkeypatch):
    """A rare word is looked up by its index, a common one by walking from the newest; both also under a tab."""

    def found() -> list[list[str]]:
        asked = [{"q": "PO-2"}, {"q": "PO"}, {"q": "PO", "tab": "mine"}, {"q": "nothing"}]
        return [refs(desk.get(LIST, params)) for params in asked]

    rare = found()
    monkeypatch.setattr("core.search.MANY", 0)

    assert found() == rare
    assert rare[0] == [four[2].ref]
    assert rare[1] == rare[2] == [order.ref for order in reversed(four[:3])]
    assert rare[3] == []
