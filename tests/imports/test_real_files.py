"""Real files of others, where they lie on this machine: counted to the last row and the last digit."""

import csv
import gzip
import os
from decimal import Decimal
from pathlib import Path

import pytest

from core.management.commands.check_invariants import broken
from orders.importing import mapping
from orders.importing.accounting import printed
from orders.models import Order
from orders.services.imports.importing import undo_import
from tests.imports.builders import rehearse, take

FOLDER = Path(os.environ.get("GENDAN_SHARED_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data")
RETAIL = FOLDER / "online_retail_2010-12_2011-05.csv.gz"
HEAD = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"

here = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no data of others here: set GENDAN_SHARED_DATA ({FOLDER})")
pytestmark = pytest.mark.django_db


def unbroken() -> bool:
    return not [rule for rule in broken() if rule["rows"]]


@here
def test_northwind_comes_in_whole_and_goes_out_whole():
    meaning = mapping.find("northwind")

    account = take(FOLDER / "northwind", meaning)

    assert (account.rows, account.accepted, account.refused) == (2155, 2155, 0)
    assert (account.orders, account.customers, account.products) == (830, 89, 77)
    assert account.total == Decimal("1354458.59")
    assert (account.notes["freight"], account.notes["net"]) == (Decimal("64942.69"), Decimal("1265793.0395"))
    assert Order.objects.filter(shipped_at=None).count() == 21
    assert unbroken()
    assert take(FOLDER / "northwind", meaning).duplicates == 2155
    assert undo_import(account.batch, actor=None).orders == 830
    assert unbroken()


@here
def test_classic_models_keeps_cancelled_orders_and_leaves_unfinished_ones_out():
    account = take(FOLDER / "classicmodels", mapping.find("classicmodels"))

    assert account.rows == 2996 == account.accepted + account.refused
    assert account.amounts["rows"] == Decimal("9604190.61")
    assert (account.orders, Order.objects.filter(state="cancelled").count()) == (313, 6)
    assert unbroken()


@here
def test_every_row_of_online_retail_is_accounted_for():
    account = rehearse(RETAIL, mapping.find("online_retail"))

    assert (account.rows, account.accepted, account.refused, account.duplicates) == (209_029, 204_595, 4_434, 0)
    assert account.total == Decimal("4064726.591")
    assert printed(account)["reasons"] == {
        "cancellation invoice": {"rows": 3783, "amount": "-357898.95"},
        "negative quantity": {"rows": 651, "amount": "0.0"},
    }
    assert account.amounts["rows"] == Decimal("3706827.641")
    assert account.orders == 8455 and account.notes["incomplete_orders"] == 0


@here
def test_a_month_of_online_retail_comes_in_unbroken(tmp_path):
    december = tmp_path / "december.csv"
    with gzip.open(RETAIL, "rt", encoding="utf-8", newline="") as source, december.open("w", newline="") as out:
        rows = csv.reader(source)
        writer = csv.writer(out)
        writer.writerow(next(rows))
        writer.writerows(row for row in rows if row[4] < "2010-12-08")

    account = take(december, mapping.find("online_retail"))

    assert account.accepted + account.refused == account.rows
    assert account.total + account.amounts["refused"] == account.amounts["rows"]
    assert unbroken()


def test_what_the_later_half_may_bring_is_taken_or_refused_with_its_reason(tmp_path):
    rows = [
        "563185,B,Adjust bad debt,1,2011-08-12 14:51:00,11062.06,,United Kingdom",
        "A563186,B,Adjust bad debt,1,2011-08-12 14:51:00,-11062.06,,United Kingdom",
        "C581569,84978,HANGING HEART,-1,2011-12-09 11:58:00,1.25,17315.0,United Kingdom",
        "581483,23843,PAPER CRAFT,80995,2011-12-09 09:15:00,2.08,16446.0,United Kingdom",
        "581484,DCGSSGIRL,GIRLS PARTY BAG,1,2011-12-09 09:15:00,0.001,,Saudi Arabia",
        "581485,gift_0001_40,,2,2011-12-09 09:16:00,34.04,12347.0,RSA",
        "581486,85123a,,-50,2011-12-09 09:16:00,0.0,,United Kingdom",
        "581487,85123a,mixed up,3,2011-12-09 09:16:00,2.95,12347.0,EIRE",
    ]
    file = tmp_path / "later.csv"
    file.write_text("\n".join([HEAD, *rows]))

    account = take(file, mapping.find("online_retail"))

    assert printed(account)["reasons"] == {
        "bad debt adjustment": {"rows": 1, "amount": "-11062.06"},
        "cancellation invoice": {"rows": 1, "amount": "-1.25"},
        "negative quantity": {"rows": 1, "amount": "0.0"},
    }
    assert (account.accepted, account.products, account.customers) == (5, 5, 3)
    assert account.total == sum(map(Decimal, ["11062.06", "168469.60", "0.001", "68.08", "8.85"]))
    assert unbroken()
