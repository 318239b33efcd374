"""Every row is in exactly one figure, in count and in money."""

import csv
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import translation

from core.models import Event
from orders.importing.accounting import Account, printed
from orders.models import ImportBatch, ImportedRow, Order, OrderLine
from orders.services.imports.importing import ALL_OR_NOTHING
from tests.imports.builders import make_file, make_map, reasons_of, rehearse, row, take

pytestmark = pytest.mark.django_db

CANCELLATIONS = '[[refuse]]\ncolumn = "No"\nmatches = "^C"\nreason = "cancellation invoice"'


def adds_up(account: Account) -> bool:
    """accepted + refused + duplicates = rows, and the same in money."""
    amounts = account.amounts
    return account.accepted + account.refused + account.duplicates == account.rows and (
        amounts["accepted"] + amounts["refused"] + amounts["duplicates"] == amounts["rows"]
    )


def test_the_account_names_each_reason_with_rows_and_money(tmp_path):
    rows = [row(), row("C9", qty="-1"), row(qty="-3", price="1.5"), row(qty="x"), row(price="-2"), row(qty="0")]

    account = take(make_file(tmp_path, *rows), make_map(tmp_path, more=CANCELLATIONS))

    assert printed(account) == {
        "rows": 6,
        "orders": 1,
        "lines": 1,
        "customers": 1,
        "products": 1,
        "accepted": 1,
        "refused": 5,
        "duplicates": 0,
        "total": "20.00",
        "batch": ImportBatch.objects.get().pk,
        "reasons": {
            "cancellation invoice": {"rows": 1, "amount": "-10.00"},
            "negative price": {"rows": 1, "amount": "-4"},
            "negative quantity": {"rows": 1, "amount": "-4.5"},
            "not a number": {"rows": 1, "amount": "0"},
            "quantity zero": {"rows": 1, "amount": "0.00"},
        },
        "amounts": {"rows": "1.50", "accepted": "20.00", "refused": "-18.50", "duplicates": "0"},
    }
    assert adds_up(account)


def test_equal_lines_of_one_file_are_all_kept(tmp_path):
    account = take(make_file(tmp_path, row(), row(), row()), make_map(tmp_path))

    assert (account.accepted, account.duplicates, account.total) == (3, 0, Decimal(60))
    assert list(OrderLine.objects.order_by("position").values_list("position", flat=True)) == [1, 2, 3]


def test_the_same_file_again_changes_nothing(tmp_path):
    file, meaning = make_file(tmp_path, row(), row(), row("S2", qty="-1"), row("S3", price="7")), make_map(tmp_path)
    first = take(file, meaning)
    told = Event.objects.count()

    again = take(file, meaning)

    assert (first.accepted, again.accepted, again.duplicates, again.refused) == (3, 0, 3, 1)
    assert again.amounts["duplicates"] == first.total
    assert again.batch is None and adds_up(again)
    assert (Order.objects.count(), OrderLine.objects.count(), ImportBatch.objects.count()) == (2, 3, 1)
    assert Event.objects.count() == told


def test_good_rows_leave_the_bad_line_out_and_mark_its_order(tmp_path):
    account = take(make_file(tmp_path, row(), row(qty="two"), row("S2")), make_map(tmp_path))

    assert (account.accepted, account.refused, account.notes["incomplete_orders"]) == (2, 1, 1)
    assert dict(Order.objects.values_list("number", "incomplete")) == {"S1": True, "S2": False}


def test_all_or_nothing_takes_nothing_when_one_row_is_refused(tmp_path):
    account = take(make_file(tmp_path, row(), row(qty="two")), make_map(tmp_path), policy=ALL_OR_NOTHING)

    assert reasons_of(account) == {"not a number": 1, "not taken because other rows are refused": 1}
    assert (account.accepted, account.refused, account.batch) == (0, 2, None) and adds_up(account)
    assert not Order.objects.exists() and not ImportBatch.objects.exists() and not ImportedRow.objects.exists()


def test_all_or_nothing_takes_a_clean_file(tmp_path):
    assert take(make_file(tmp_path, row()), make_map(tmp_path), policy=ALL_OR_NOTHING).accepted == 1


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path):
    file, meaning = make_file(tmp_path, row(), row("S2", code="L2"), row(qty="two")), make_map(tmp_path)

    tried = rehearse(file, meaning)

    assert not Order.objects.exists() and not ImportBatch.objects.exists() and not Event.objects.exists()
    done = take(file, meaning)
    assert printed(tried) == printed(done) | {"batch": None}


def test_a_mended_row_joins_its_order(tmp_path):
    meaning = make_map(tmp_path)
    take(make_file(tmp_path, row(), row(qty="two"), row(qty="4")), meaning)

    account = take(make_file(tmp_path, row(), row(qty="3"), row(qty="4")), meaning)

    order = Order.objects.get()
    assert (account.accepted, account.duplicates, account.orders) == (1, 2, 0)
    assert list(order.lines.values_list("position", "quantity")) == [(1, 2), (2, 3), (3, 4)]
    assert (order.net, order.paid_amount, order.incomplete) == (Decimal("90.00"), order.total, False)


def test_the_error_file_mended_and_sent_back_comes_in_clean(tmp_path):
    meaning, errors = make_map(tmp_path), tmp_path / "errors.csv"
    with translation.override("en"):
        take(make_file(tmp_path, row(), row(qty="two"), row("S2", date="soon", name="=1+1")), meaning, errors=errors)
    with errors.open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))

    assert [(r["import_row"], r["import_line"], r["import_column"], r["import_reason"]) for r in found] == [
        ("3", "2", "Qty", "not a number"),
        ("4", "1", "Date", "not a date"),
    ]
    assert found[1]["Name"] == "'=1+1"
    text = errors.read_text(encoding="utf-8-sig").replace(",two,", ",5,").replace(",soon,", ",2024-05-01,")
    errors.write_text(text, encoding="utf-8-sig")

    account = take(errors, meaning)

    assert (account.rows, account.accepted, account.refused, account.duplicates) == (2, 2, 0, 0)
    assert list(Order.objects.order_by("number").values_list("number", "incomplete")) == [("S1", False), ("S2", False)]
    assert OrderLine.objects.get(order__number="S2").text == "=1+1"


def test_each_refused_row_is_listed_with_row_column_value_and_remedy(tmp_path):
    account = rehearse(make_file(tmp_path, row(), row(price="cheap")), make_map(tmp_path))

    (error,) = account.notes["errors"]
    assert (error["row"], error["line"], error["column"], error["value"]) == (3, 2, "Price", "cheap")
    assert error["fix"]


def test_an_order_has_one_customer(tmp_path):
    account = take(make_file(tmp_path, row(), row(client="C2")), make_map(tmp_path))

    assert reasons_of(account) == {"another customer on the same order": 1}


def test_rows_of_one_order_may_stand_apart(tmp_path):
    take(make_file(tmp_path, row(), row("S2"), row(qty="5")), make_map(tmp_path))

    assert list(Order.objects.get(number="S1").lines.values_list("quantity", flat=True)) == [2, 5]


def test_a_number_of_another_order_is_refused_and_that_order_stays(tmp_path):
    take(make_file(tmp_path, row()), make_map(tmp_path))
    stranger = replace(make_map(tmp_path), source="elsewhere")

    account = take(make_file(tmp_path, row(qty="9")), stranger)

    assert reasons_of(account) == {"order number belongs to another order": 1}
    assert OrderLine.objects.get().quantity == 2


def test_two_spellings_that_make_one_number_are_told_apart(tmp_path):
    account = take(make_file(tmp_path, row("A/1"), row("A 1")), make_map(tmp_path))

    assert reasons_of(account) == {"order number belongs to another order": 1}
    assert Order.objects.get().number == "A-1"
