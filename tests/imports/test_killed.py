"""An import that is killed leaves nothing behind, and is simply run again (F34)."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from catalog.models import Product
from customers.models import Customer
from orders.models import ImportBatch, Order, OrderLine
from tests.imports.builders import make_file, make_map, row, take

PROJECT = Path(__file__).resolve().parents[2]
LINES = 12_000


def address_of_test_database() -> str:
    settings = connection.settings_dict
    place = f"postgres://{settings['USER']}:{settings['PASSWORD']}@/{settings['NAME']}"
    return f"{place}?host={quote(str(settings['HOST']), safe='')}&port={settings['PORT'] or 5432}"


def start_import(file: Path, meaning: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "manage.py", "import_orders", str(file), "--map", str(meaning), "--json"]
    environment = os.environ | {
        "DATABASE_URL": address_of_test_database(),
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }
    return subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def wait_until(process: subprocess.Popen[bytes], word: bytes) -> None:
    said = b""
    while word not in said:
        more = process.stderr.read1(4096)
        assert more, said.decode()
        said += more


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("word", [b"reading", b"writing"])
def test_a_killed_import_leaves_nothing_and_the_same_file_then_comes_in_once(tmp_path, word):
    rows = [row(f"S{n // 4}", code=f"L{n % 50}", client=f"C{n // 4 % 40}") for n in range(LINES)]
    file, meaning = make_file(tmp_path, *rows), make_map(tmp_path)
    process = start_import(file, tmp_path / "shop.toml")

    wait_until(process, word)
    process.kill()
    assert process.wait() == -9

    process.stderr.close()
    for model in (Order, OrderLine, Customer, Product, ImportBatch):
        assert not model.objects.exists()
    first, again = take(file, meaning), take(file, meaning)
    assert (first.accepted, first.orders, again.accepted, again.duplicates) == (LINES, LINES // 4, 0, LINES)
    assert OrderLine.objects.count() == LINES
