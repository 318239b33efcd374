"""Importing in the browser: try first, then take in, look at every row, and undo; it works without script."""

import datetime

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core import outbox
from core.models import Delivery
from orders.importing import mapping
from orders.models import ImportBatch, Order
from orders.models.batch import BatchState
from tests.cast import make_person
from tests.imports.builders import HEADER, make_file, make_map, row
from tests.orders.pages import everything

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shop(tmp_path, settings, monkeypatch):
    """Our own mapping is the only one of the house, and files stay in the test's own folder."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.LANGUAGE_CODE = "en"
    (tmp_path / "maps").mkdir()
    make_map(tmp_path / "maps")
    monkeypatch.setattr(mapping, "MAPS", tmp_path / "maps")


@pytest.fixture
def admin(client, db):
    person = make_person("root", "admin", language="en")
    client.force_login(person)
    return person


def upload(client, tmp_path, *rows, **more):
    data = make_file(tmp_path, *rows).read_bytes()
    form = {"files": SimpleUploadedFile("shop.csv", data), "mapping": "shop.toml"} | more
    return client.post(reverse("orders:imports"), form)


def work() -> None:
    """What a worker does: deliver what waits."""
    outbox.sweep()


def test_a_file_is_tried_shown_imported_and_undone(client, admin, tmp_path):
    page = upload(client, tmp_path, row(), row(qty="two")).headers["Location"]
    batch = ImportBatch.objects.get()

    assert b'http-equiv="refresh"' in client.get(page).content
    work()

    tried = client.get(page).content.decode()
    assert "not a number" in tried and "two" in tried and "refresh" not in tried
    assert not Order.objects.exists()
    errors = client.get(reverse("orders:import_errors", args=[batch.pk]))
    assert b"not a number" in b"".join(errors.streaming_content)

    client.post(reverse("orders:start_import", args=[batch.pk]), {"policy": "good-rows"})
    assert ImportBatch.objects.get().state == BatchState.RUNNING and not Order.objects.exists()
    work()

    batch = ImportBatch.objects.get()
    assert (batch.state, batch.report["accepted"], batch.by) == (BatchState.DONE, 1, admin)
    assert Order.objects.get().incomplete

    client.post(reverse("orders:undo_import", args=[batch.pk]))
    assert ImportBatch.objects.get().state == BatchState.UNDONE and not Order.objects.exists()
    assert client.get(page).status_code == 200


def test_all_or_nothing_says_that_nothing_came_in(client, admin, tmp_path):
    page = upload(client, tmp_path, row(), row(qty="two")).headers["Location"]
    work()
    client.post(reverse("orders:start_import", args=[ImportBatch.objects.get().pk]), {"policy": "all-or-nothing"})

    work()

    assert ImportBatch.objects.get().state == BatchState.REFUSED
    assert "No row was taken in." in client.get(page).content.decode()
    assert not Order.objects.exists()


def test_a_file_that_cannot_be_read_is_refused_on_its_page(client, admin, tmp_path):
    page = upload(client, tmp_path, files=SimpleUploadedFile("shop.csv", b"\xd0\xcf\x11\xe0 old")).headers["Location"]

    work()

    assert "is an old or a locked Excel workbook" in client.get(page).content.decode()
    assert Delivery.objects.get().state == Delivery.State.DONE


def test_an_import_that_is_delivered_twice_happens_once(client, admin, tmp_path):
    upload(client, tmp_path, row())
    work()
    client.post(reverse("orders:start_import", args=[ImportBatch.objects.get().pk]), {"policy": "good-rows"})
    work()
    Delivery.objects.update(state="pending", next_try_at=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))

    work()

    assert Order.objects.count() == 1
    assert ImportBatch.objects.get().state == BatchState.DONE


def test_the_same_form_twice_is_one_import(client, admin, tmp_path):
    first = upload(client, tmp_path, row(), once="k1").headers["Location"]

    assert upload(client, tmp_path, row(), once="k1").headers["Location"] == first
    assert ImportBatch.objects.count() == 1


def test_an_upload_without_a_file_comes_back_with_what_is_missing(client, admin):
    answer = client.post(reverse("orders:imports"), {"mapping": "shop.toml"})

    assert answer.status_code == 422
    assert not ImportBatch.objects.exists()


def test_a_name_with_a_path_stays_in_its_folder(client, admin, tmp_path, settings):
    upload(client, tmp_path, files=SimpleUploadedFile("..\\..\\evil.csv", b"No\n1\n"))

    assert [path.name for path in settings.MEDIA_ROOT.rglob("*.csv")] == ["evil.csv"]
    assert not list(tmp_path.glob("*.csv"))[1:]


def test_a_script_in_a_cell_is_shown_as_text(client, admin, tmp_path):
    page = upload(client, tmp_path, row(qty="<script>alert(1)</script>")).headers["Location"]

    work()

    assert "<script>alert(1)" not in client.get(page).content.decode()


@pytest.mark.parametrize("name", ["import", "import_errors", "start_import", "undo_import"])
def test_who_may_not_import_gets_no_import_page(client, admin, ann, tmp_path, name):
    upload(client, tmp_path, row())
    address = reverse(f"orders:{name}", args=[ImportBatch.objects.get().pk])

    client.force_login(ann)

    assert client.get(address).status_code == 403
    assert client.get(reverse("orders:imports")).status_code == 403


def test_pages_ask_few_questions(client, admin, tmp_path, django_assert_max_num_queries):
    page = upload(client, tmp_path, row(), row(qty="two")).headers["Location"]
    work()

    with django_assert_max_num_queries(8):
        client.get(reverse("orders:imports"))
    with django_assert_max_num_queries(8):
        client.get(page)


def test_s12_two_hundred_rows_of_a_workbook_are_shown_with_their_errors_before_anything_is_written(
    client, admin, tmp_path
):
    book = openpyxl.Workbook()
    book.active.append(HEADER.split(","))
    for n in range(200):
        book.active.append([f"S{n}", "L1", "Lamp", "two" if n in (7, 150) else 2, 10, "2024-03-05", "C1"])
    book.save(tmp_path / "shop.xlsx")
    before = everything()
    file = SimpleUploadedFile("shop.xlsx", (tmp_path / "shop.xlsx").read_bytes())

    page = client.post(reverse("orders:imports"), {"files": file, "mapping": "shop.toml"}).headers["Location"]
    work()

    report = ImportBatch.objects.get().report
    assert (report["rows"], report["accepted"]) == (200, 198)
    assert "not a number" in client.get(page).content.decode()
    grown = {name for name, n in everything().items() if n != before[name]}
    assert not {"orders.Order", "orders.OrderLine", "customers.Customer", "catalog.Product"} & grown
