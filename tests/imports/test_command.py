"""The commands: what they print, what they ask, and how they end."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from orders.models import Order
from tests.cast import make_person
from tests.imports.builders import make_file, make_map, row

pytestmark = pytest.mark.django_db

KEYS = ["rows", "orders", "lines", "customers", "products", "accepted", "refused", "duplicates", "total", "batch"]
KEYS += ["reasons", "amounts"]


@pytest.fixture
def shop(tmp_path):
    make_map(tmp_path)
    return tmp_path / "shop.toml"


def run(capsys, *words: object) -> str:
    with translation.override("en"):
        call_command(*map(str, words))
    return capsys.readouterr().out


def test_json_prints_the_account_on_one_line(tmp_path, shop, capsys):
    out = run(capsys, "import_orders", make_file(tmp_path, row()), "--map", shop, "--json")

    data = json.loads(out)
    assert list(data) == KEYS and out.count("\n") == 1
    assert (data["accepted"], data["total"], data["reasons"]) == (1, "20.00", {})


def test_a_dry_run_names_each_bad_row_and_writes_nothing(tmp_path, shop, capsys):
    file = make_file(tmp_path, row(), row(qty="two"))

    out = run(capsys, "import_orders", file, "--map", shop, "--dry-run")

    assert "row 3, Qty: not a number: 'two'." in out
    assert "Dry run, nothing was written." in out
    assert not Order.objects.exists()


def test_all_or_nothing_ends_with_1_when_nothing_was_taken(tmp_path, shop, capsys):
    file = make_file(tmp_path, row(), row(qty="two"))

    with pytest.raises(SystemExit) as ended:
        run(capsys, "import_orders", file, "--map", shop, "--policy", "all-or-nothing", "--json")

    assert ended.value.code == 1
    assert json.loads(capsys.readouterr().out)["accepted"] == 0
    assert not Order.objects.exists()


def test_errors_go_to_the_named_file(tmp_path, shop, capsys):
    run(capsys, "import_orders", make_file(tmp_path, row(qty="two")), "--map", shop, "--errors", tmp_path / "e.csv")

    head, line = (tmp_path / "e.csv").read_text(encoding="utf-8-sig").splitlines()
    assert head == "No,Code,Name,Qty,Price,Date,Client,import_line,import_row,import_column,import_reason,import_fix"
    assert line.startswith("S1,L1,Lamp,two,10.00,2024-03-05,C1,1,2,Qty,not a number,")


def test_a_person_named_must_hold_the_right(tmp_path, shop, capsys, ann):
    file = make_file(tmp_path, row())

    with pytest.raises(CommandError, match="You may not: import historical orders"):
        run(capsys, "import_orders", file, "--map", shop, "--user", "ann")
    with pytest.raises(CommandError):
        run(capsys, "import_orders", file, "--map", shop, "--user", "nobody")
    assert not Order.objects.exists()

    make_person("root", "admin")
    run(capsys, "import_orders", file, "--map", shop, "--user", "root")
    assert Order.objects.get().batch.by.username == "root"


def test_undo_import_prints_what_went_and_what_stayed(tmp_path, shop, capsys):
    out = run(capsys, "import_orders", make_file(tmp_path, row()), "--map", shop, "--json")

    undone = json.loads(run(capsys, "undo_import", json.loads(out)["batch"], "--json"))

    assert (undone["orders"], undone["customers"], undone["kept_orders"]) == (1, 1, 0)


def test_a_refusal_ends_in_a_sentence(tmp_path, shop, capsys):
    with pytest.raises(CommandError, match="There is no import 77"):
        run(capsys, "undo_import", "77")
    with pytest.raises(CommandError, match="elsewhere.toml cannot be used: there is no such file"):
        run(capsys, "import_orders", make_file(tmp_path), "--map", "elsewhere.toml")
