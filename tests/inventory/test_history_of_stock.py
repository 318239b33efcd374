"""S115: every change of stock is kept with who, when, what, old, new and from where, and is found by its number."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from core import clock
from core.models import Event
from inventory.models import StockCount, StockMove
from inventory.services import Carry, Figure, book_count, enter_figures, open_count, transfer_goods
from inventory.services.adjusting import Adjustment, adjust_stock
from tests.cast import make_person, make_product
from tests.inventory.builders import make_warehouse, stocked

pytestmark = pytest.mark.django_db
D = Decimal
NIGHT = datetime.datetime(2026, 11, 3, 22, 15, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))


@pytest.fixture
def auditor(client):
    hal = make_person("hal", "auditor", is_staff=True)
    client.force_login(hal)
    client.cookies["django_language"] = "en"
    return client


def searched(auditor, words: str) -> str:
    return auditor.get("/admin/core/event/", {"q": words}).content.decode()


def test_s115_a_write_off_made_on_a_page_is_found_with_old_new_and_the_address(client, cem, auditor):
    item = stocked(make_product(), 10)
    client.force_login(cem)
    url = reverse("inventory:adjust", args=[item.pk])
    with clock.at(NIGHT):
        answer = client.post(
            url, {"kind": "scrap", "quantity": "3", "reason": "rust", "part": ":"}, REMOTE_ADDR="10.0.0.7"
        )
    assert answer.status_code == 302, answer.context["form"].errors
    number = StockMove.objects.get(source__startswith="scrap:").source.removeprefix("scrap:")
    client.force_login(make_person("ida", "admin", is_staff=True))

    for words in (number, "rust", "cem"):
        page = searched(client, words)
        assert f"Stock corrected from 10 to 7 ({number}): rust" in page, words
        assert all(word in page for word in ("10.0.0.7", "Cem", "Nov. 3, 2026, 10:15 p.m.")), words
    event = Event.objects.get(name="stock.adjusted")
    assert (event.actor, event.at, event.whence, event.data["before"], event.data["after"]) == (
        cem,
        NIGHT,
        "10.0.0.7",
        "10",
        "7",
    )


def test_s115_counts_and_transfers_are_found_by_their_number(auditor, cem):
    near, far = make_warehouse("W1"), make_warehouse("W2", default=False)
    product = make_product()
    item = stocked(product, 10, near)
    carry = Carry(product_id=product.pk, quantity=D(2), from_warehouse=near.pk, to_warehouse=far.pk)
    transfer_goods([carry], reason="more room", actor=cem)
    count = open_count(warehouse_id=near.pk, product_ids=[product.pk], actor=cem)
    enter_figures(count.pk, [Figure(line_id=count.lines.get().pk, counted=D(7))], actor=cem)
    book_count(count.pk, reason="year end", actor=cem)
    adjust_stock(Adjustment(item_id=item.pk, quantity=D(1), kind="found"), reason="behind the rack", actor=cem)

    number = StockCount.objects.get().number
    moved = StockMove.objects.get(source__startswith="transfer:").source.removeprefix("transfer:")
    assert "year end" in searched(auditor, number)
    assert f"Transferred ({moved}): more room" in searched(auditor, moved)
    assert "Stock corrected from 7 to 8" in searched(auditor, "behind the rack")
    assert "Stock corrected" not in searched(auditor, number)


def test_s115_what_the_house_does_by_itself_comes_from_nowhere(auditor):
    stocked(make_product(), 10)

    event = Event.objects.get(name="stock.arrived")

    assert (event.whence, event.actor) == ("", None)
    assert "Goods arrived" in searched(auditor, event.stream)
    assert "Goods arrived" in searched(auditor, "")
    assert "Goods arrived" not in searched(auditor, "nothing of it")
