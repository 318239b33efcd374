"""Whatever file arrives is read or refused with its reason, never a traceback, never half taken (F33, G7)."""

import gzip
import random
import struct
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from core.refusal import Refused
from orders.models import ImportBatch, Order, OrderLine
from tests.imports.builders import HEADER, make_file, make_map, reasons_of, rehearse, row, take

pytestmark = pytest.mark.django_db


def text_file(folder: Path, data: bytes, name: str = "shop.csv") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


CHINESE = "\n".join([HEADER, row(name="护眼台灯"), row("S2", name="灯罩")]) + "\n"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(CHINESE.encode(), id="utf-8"),
        pytest.param(CHINESE.encode("utf-8-sig"), id="bom"),
        pytest.param(CHINESE.encode("gbk"), id="gbk"),
        pytest.param(CHINESE.encode("utf-16"), id="utf-16"),
        pytest.param(CHINESE.replace("\n", "\r").encode(), id="carriage returns"),
        pytest.param(CHINESE.replace("\n", "\r\n").encode(), id="windows line ends"),
        pytest.param(CHINESE.replace(",", ";").encode(), id="semicolons"),
        pytest.param(CHINESE.replace(",", "\t").encode("gb18030"), id="tabs"),
        pytest.param(gzip.compress(CHINESE.encode()), id="packed"),
        pytest.param(("\n" + CHINESE.replace("\n", "\n\n,,,,,,\n")).encode(), id="empty rows between"),
        pytest.param(CHINESE.rstrip("\n").encode(), id="no last line end"),
        pytest.param(CHINESE.replace("\n", ",\n").encode(), id="an empty column behind"),
    ],
)
def test_a_file_is_read_however_it_was_saved(tmp_path, data):
    account = take(text_file(tmp_path, data), make_map(tmp_path))

    assert (account.rows, account.accepted) == (2, 2)
    assert list(OrderLine.objects.order_by("pk").values_list("text", flat=True)) == ["护眼台灯", "灯罩"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "empty_file", id="empty"),
        pytest.param(b"\n\n,,,\n", "empty_file", id="only empty rows"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_workbook", id="xls renamed or locked"),
        pytest.param(b"PK\x03\x04 no archive at all", "broken_file", id="broken workbook"),
        pytest.param(gzip.compress(CHINESE.encode())[:-20], "broken_file", id="cut off"),
        pytest.param(b"\x1f\x8b nothing packed", "broken_file", id="not packed"),
        pytest.param((HEADER + "\n" + row(name='"Lamp') + "\n").encode(), "quotes", id="quotation mark open"),
        pytest.param((HEADER + "\n" + row(name='"Lamp" 12') + "\n").encode(), "quotes", id="quotation mark alone"),
        pytest.param(b"No,Code\nS1,\xff\xfe\xff\n", "encoding", id="no known encoding"),
        pytest.param(b"No,Code,Name\nS1,L1,Lamp\n", "no_column", id="columns missing"),
        pytest.param((HEADER + ",Qty\n").encode(), "column_twice", id="a column twice"),
        pytest.param(b"x" * (1 << 21), "too_large", id="a line without an end"),
        pytest.param(b"\xff\xfe" + b"\x00\xd8" * 50, "encoding", id="half a character"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(tmp_path, data, code):
    with pytest.raises(Refused) as refused:
        take(text_file(tmp_path, data), make_map(tmp_path))

    assert refused.value.code == code
    assert "shop.csv" in str(refused.value)
    assert not ImportBatch.objects.exists()


def test_a_missing_file_is_refused_in_a_sentence(tmp_path):
    with pytest.raises(Refused) as refused:
        take(tmp_path / "nowhere.csv", make_map(tmp_path))

    assert refused.value.code == "no_file"


@pytest.mark.parametrize(
    ("cells", "quantity", "price"),
    [
        pytest.param({"qty": "１２"}, 12, 10, id="full-width digits"),
        pytest.param({"price": '"1,234.50"'}, 2, Decimal("1234.50"), id="thousands"),
        pytest.param({"price": "+.5"}, 2, Decimal("0.5"), id="no leading zero"),
        pytest.param({"price": " 3 "}, 2, 3, id="blanks"),
        pytest.param({"price": "0"}, 2, 0, id="free of charge"),
        pytest.param({"price": "0.000001"}, 2, Decimal("0.000001"), id="six decimals"),
    ],
)
def test_a_number_is_read_as_people_write_it(tmp_path, cells, quantity, price):
    take(make_file(tmp_path, row(**cells)), make_map(tmp_path))

    assert OrderLine.objects.values_list("quantity", "unit_price").get() == (quantity, price)


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"qty": "1e5"}, "Qty", "number in scientific notation"),
        ({"qty": "1.2E+11"}, "Qty", "number in scientific notation"),
        ({"price": '"1.234,50"'}, "Price", "not a number"),
        ({"price": '"1,2,3"'}, "Price", "not a number"),
        ({"price": "NaN"}, "Price", "not a number"),
        ({"price": "Infinity"}, "Price", "not a number"),
        ({"price": "=1+1"}, "Price", "formula instead of a value"),
        ({"price": "0x10"}, "Price", "not a number"),
        ({"price": "1_000"}, "Price", "not a number"),
        ({"price": "¥5"}, "Price", "not a number"),
        ({"price": "0.0000001"}, "Price", "too many decimals"),
        ({"qty": "0.00001"}, "Qty", "too many decimals"),
        ({"qty": "9" * 30}, "Qty", "number too large"),
        ({"qty": "99999999", "price": "99999999"}, "Price", "number too large"),
        ({"qty": ""}, "Qty", "no quantity"),
        ({"price": ""}, "Price", "no price"),
        ({"code": ""}, "Code", "no product code"),
        ({"code": "1.2E+11"}, "Code", "code in Excel's short form"),
        ({"code": "L" * 41}, "Code", "code too long"),
        ({"client": "C" * 41}, "Client", "code too long"),
        ({"date": ""}, "Date", "no date"),
        ({"date": "45356"}, "Date", "a day number instead of a date"),
        ({"date": "05/03/2024"}, "Date", "not a date"),
        ({"date": "2024-02-30"}, "Date", "not a date"),
        ({"date": "1024-02-03"}, "Date", "date out of range"),
        ({"date": "0001-01-01"}, "Date", "date out of range"),
        ({"date": "9999-12-31"}, "Date", "date out of range"),
        ({"name": "La\x00mp"}, "", "control character in a cell"),
        ({"name": "La\x1bmp"}, "", "control character in a cell"),
        ({"name": "Lamp,Shade"}, "", "wrong number of cells"),
    ],
)
def test_a_bad_cell_is_refused_with_its_column_and_reason(tmp_path, cells, column, reason):
    account = take(make_file(tmp_path, row("S0"), row(**cells)), make_map(tmp_path))

    assert reasons_of(account) == {reason: 1}
    (error,) = account.notes["errors"]
    assert (error["row"], error["column"]) == (3, column)
    assert list(Order.objects.values_list("number", flat=True)) == ["S0"]


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("", "no order number"),
        ("S" * 33, "code too long"),
        ("D-12", "order number looks like a draft"),
        ("5.36E+05", "code in Excel's short form"),
    ],
)
def test_a_number_no_order_can_have_is_refused(tmp_path, number, reason):
    assert reasons_of(take(make_file(tmp_path, row(number)), make_map(tmp_path))) == {reason: 1}


def test_a_decimal_comma_is_read_where_the_mapping_names_it(tmp_path):
    take(make_file(tmp_path, row(price='"1.234,50"')), make_map(tmp_path, settings='decimal = ","'))

    assert OrderLine.objects.get().unit_price == Decimal("1234.50")


def test_scripts_and_formulas_in_texts_are_only_texts(tmp_path):
    nasty = "<script>alert(1)</script>"

    take(make_file(tmp_path, row(name=nasty), row("S2", name="=cmd|' /C calc'!A0")), make_map(tmp_path))

    assert set(OrderLine.objects.values_list("text", flat=True)) == {nasty, "=cmd|' /C calc'!A0"}


def workbook(folder: Path, *rows: list, hidden: bool = False) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    if hidden:
        page.sheet_state = "hidden"
        page = book.create_sheet("orders")
    for values in (HEADER.split(","), *rows):
        page.append(values)
    path = folder / "shop.xlsx"
    book.save(path)
    return path


def test_a_workbook_is_read_by_its_values(tmp_path):
    import datetime

    day = datetime.datetime(2024, 3, 5, 14, 30)  # noqa: DTZ001 a workbook knows no zone
    file = workbook(
        tmp_path, [1001, 17850.0, "台灯", 2.0, 0.1 + 0.2, day, "C1"], [], [1002, "L", "x", 3, 1, day.date(), "C1"]
    )

    account = take(file, make_map(tmp_path))

    assert (account.accepted, account.total) == (2, Decimal("3.6"))
    line = OrderLine.objects.select_related("product", "order").order_by("pk")[0]
    assert (line.order.number, line.product.code, line.unit_price) == ("1001", "17850", Decimal("0.3"))
    assert line.order.placed_at.astimezone().strftime("%H:%M") in {"06:30", "14:30"}


def test_formulas_without_values_and_day_numbers_of_a_workbook_are_refused_by_row(tmp_path):
    file = workbook(tmp_path, ["S1", "L1", "x", "=1+1", 1, "2024-03-05", "C1"], ["S2", "L1", "x", 1, 1, 45356, "C1"])

    account = take(file, make_map(tmp_path))

    assert reasons_of(account) == {"a day number instead of a date": 1, "no quantity": 1}
    assert [error["row"] for error in account.notes["errors"]] == [2, 3]


def test_a_hidden_sheet_is_passed_over(tmp_path):
    file = workbook(tmp_path, ["S1", "L1", "x", 1, 1, "2024-03-05", "C1"], hidden=True)

    assert take(file, make_map(tmp_path)).accepted == 1


def bomb(folder: Path, inside: bytes, name: str = "xl/worksheets/sheet1.xml") -> Path:
    path = folder / "shop.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, inside)
    return path


def test_a_workbook_that_unpacks_to_far_more_is_refused_unopened(tmp_path):
    with pytest.raises(Refused) as refused:
        rehearse(bomb(tmp_path, bytes(60_000_000)), make_map(tmp_path))

    assert refused.value.code == "too_large"


def test_a_workbook_that_lies_about_its_size_is_refused(tmp_path):
    path = bomb(tmp_path, bytes(5_000_000))
    data = path.read_bytes()
    small = struct.pack("<L", 100)
    path.write_bytes(data.replace(struct.pack("<L", 5_000_000), small))

    with pytest.raises(Refused):
        rehearse(path, make_map(tmp_path))


def test_a_workbook_with_entities_of_its_own_is_refused(tmp_path):
    entities = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'

    with pytest.raises(Refused):
        rehearse(bomb(tmp_path, entities, "[Content_Types].xml"), make_map(tmp_path))


def test_a_packed_gigabyte_of_one_line_is_refused_without_filling_the_memory(tmp_path):
    path = tmp_path / "shop.csv.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        for _piece in range(16):
            file.write(b"0" * (1 << 20))

    with pytest.raises(Refused) as refused:
        rehearse(path, make_map(tmp_path))

    assert refused.value.code == "too_large"


GOOD = "\n".join([HEADER, *(row(f"S{n}", name="灯", qty=str(n + 1)) for n in range(6))]).encode()
BITES = [
    b"\x00",
    b"\xff",
    b'"',
    b",",
    b"\n",
    b"\r",
    b"'",
    b"\\N",
    b"\\",
    b"-",
    b"e5",
    "９".encode(),
    b"\t",
    b";",
    b"=",
    b"\x1a",
]


@pytest.mark.parametrize("seed", range(10))
def test_a_damaged_file_is_accounted_for_or_refused_as_a_whole(tmp_path, seed):
    chance, meaning = random.Random(seed), make_map(tmp_path)
    for _turn in range(30):
        data = bytearray(GOOD if chance.random() < 0.8 else GOOD.decode().encode("gb18030"))
        for _bite in range(chance.randint(1, 4)):
            at = chance.randrange(len(data))
            data[at : at + chance.randint(0, 3)] = chance.choice(BITES)
        try:
            account = rehearse(text_file(tmp_path, bytes(data)), meaning)
        except Refused:
            continue
        assert account.accepted + account.refused == account.rows
        assert len(account.notes["errors"]) == account.refused
