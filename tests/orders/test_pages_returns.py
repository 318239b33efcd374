"""The pages of returns: the one screen, the receiving desk, settling, and its photos (S77, A21)."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from finance.models import Invoice
from inventory.models import Warehouse
from orders.models import Return, ReturnPhoto
from orders.services.returns.settling import resolve_return
from shipping.models import Scan
from tests.orders.returns import asked, billed, delivered, finished, inspected, line_of, received, sent, wrong
from tests.pictures import png
from tests.query_counts import counted
from tests.shipping.scanning import by_script

pytestmark = pytest.mark.django_db
PNG = png()


@pytest.fixture
def order(ann, cem):
    return delivered(ann, cem)


def row(order, **typed):
    key = line_of(order).pk
    return {f"line-{key}-{name}": value for name, value in ({"quantity": "2", "wanted": "credit"} | typed).items()}


def test_s77_eligibility_stands_there_before_anybody_types(client, ann, order):
    client.force_login(ann)

    with counted("orders.return-new", budget=15):
        page = client.get(reverse("orders:return-new", args=[order.ref])).content.decode()

    assert "A-1043" in page and "113.00" in page
    assert f'name="line-{line_of(order).pk}-quantity"' in page


def test_s77_request_and_decision_are_one_screen_and_one_post(client, ann, order):
    client.force_login(ann)
    url = reverse("orders:return-new", args=[order.ref])

    answer = client.post(url, row(order, reason="damaged") | {"note": "one box"})

    returned = Return.objects.get()
    assert (answer.status_code, answer.url) == (302, returned.get_absolute_url())
    assert (returned.state, str(returned.worth), returned.note) == ("approved", "226.00", "one box")


def test_the_effect_is_said_while_somebody_types_and_nothing_is_written(client, ann, order):
    client.force_login(ann)

    page = client.post(reverse("orders:return-check", args=[order.ref]), row(order, reason="late")).content.decode()

    assert "226.00" in page and 'id="return-effect"' in page
    assert Return.objects.count() == 0


@pytest.mark.parametrize(
    "typed", [{}, {"reason": "damaged", "quantity": "11"}, {"reason": "other"}, {"quantity": "-1"}]
)
def test_a_faulty_form_comes_back_with_what_was_typed(client, ann, order, typed):
    client.force_login(ann)

    answer = client.post(reverse("orders:return-new", args=[order.ref]), row(order, **typed))

    assert (answer.status_code, Return.objects.count()) == (422, 0)


def test_a3_a_foreign_order_is_not_returnable(client, eve, order):
    client.force_login(eve)

    assert client.get(reverse("orders:return-new", args=[order.ref])).status_code == 404


def test_a_number_in_hand_opens_the_screen(client, ann, order):
    client.force_login(ann)

    answer = client.get(reverse("orders:return-find"), {"code": order.ref.lower()})

    assert answer.url == reverse("orders:return-new", args=[order.ref])


def test_the_warehouse_scans_a_return_in_and_a_wrong_piece_is_loud(client, ann, cem, order):
    returned = asked(order, ann, 2)
    client.force_login(cem)
    with counted("shipping.receive", budget=15):
        assert "A-1043" in client.get(reverse("shipping:receive", args=[returned.number])).content.decode()

    goods = (("NOPE", 1), ("A-1043", 2), ("A-1043", 1))
    heard = [by_script(client, returned.stream, code, quantity=n) for code, n in goods]

    assert [one.tone for one in heard] == ["wrong", "ok", "over"]
    assert [f'class="band {one.tone}"' in one.parts for one in heard] == [True] * 3
    place = Warehouse.objects.get().pk
    finish = reverse("shipping:finish_receipt", args=[returned.number])
    assert client.post(finish, {"warehouse": place}).status_code == 302
    assert Return.objects.get().state == "received"


def test_a_scan_at_the_receiving_desk_is_taken_back_once_and_not_after_the_desk_is_done(client, ann, cem, order):
    returned = asked(order, ann, 2)
    client.force_login(cem)
    url = reverse("shipping:scan_return", args=[returned.number])
    for _n in range(2):
        client.post(url, {"code": "A-1043", "uuid": uuid.uuid4()})
    mine = Scan.objects.filter(returned=returned).order_by("pk")
    first, second = mine
    undo = reverse("shipping:undo_return", args=[returned.number, first.pk])
    assert undo in client.get(reverse("shipping:receive", args=[returned.number])).content.decode()

    for _n in range(2):
        assert client.post(undo, {}).url == reverse("shipping:receive", args=[returned.number])
    assert list(mine.values_list("result", flat=True)) == ["undone", "ok"]

    finish = reverse("shipping:finish_receipt", args=[returned.number])
    client.post(finish, {"warehouse": Warehouse.objects.get().pk})
    client.post(reverse("shipping:undo_return", args=[returned.number, second.pk]), {})
    assert Scan.objects.get(pk=second.pk).result == "ok"
    assert Return.objects.get().lines.get().received == 1


def test_f25_what_was_scanned_at_the_desk_without_a_line_counts_once(client, ann, cem, order):
    returned = asked(order, ann, 2)
    client.force_login(cem)
    kept = {"task": returned.stream, "user": str(cem.pk), "quantity": "1", "device": "gun", "told": "ok"}
    codes = ["A-1043", "A-1043", "A-1043"]
    scans = [kept | {"uuid": str(uuid.uuid4()), "code": code, "sequence": n} for n, code in enumerate(codes, 1)]

    for _n in range(3):
        body = {"scans": scans, "task": returned.stream}
        answer = client.post(reverse("shipping:scan_batch"), body, content_type="application/json").json()

    assert [one["tone"] for one in answer["answers"].values()] == ["ok", "ok", "over"]
    rows = Scan.objects.filter(returned=returned).order_by("pk")
    assert list(rows.values_list("result", flat=True)) == ["ok", "ok", "extra"]
    assert [str(row.uuid) for row in Scan.objects.to_solve()] == [scans[2]["uuid"]]
    assert 'id="scan-unsolved"' in answer["parts"] and returned.number in answer["parts"]
    assert returned.number in client.get(reverse("shipping:scans")).content.decode()


def test_a_scanned_return_number_opens_the_receiving_desk(client, ann, cem, order):
    returned = asked(order, ann, 2)
    client.force_login(cem)

    answer = client.get(reverse("shipping:find"), {"code": returned.number})

    assert answer.url == reverse("shipping:receive", args=[returned.number])


def test_inspecting_says_of_each_piece_what_it_is(client, ann, cem, order):
    returned = received(asked(order, ann, 3), cem)
    key = line_of(order).pk
    client.force_login(cem)
    url = reverse("shipping:inspect", args=[returned.number])

    few = client.post(url, {f"good-{key}": "1", f"repair-{key}": "1"})
    all_of_them = {f"good-{key}": "1", f"repair-{key}": "1", f"scrap-{key}": "1", f"finding-{key}": "cracked"}
    done = client.post(url, all_of_them)

    assert (few.status_code, done.status_code) == (422, 302)
    line = returned.lines.get()
    assert (line.good, line.repair, line.scrap, line.finding) == (1, 1, 1, "cracked")


def test_a_photo_comes_with_the_inspection_and_one_that_is_none_refuses_all_of_it(client, ann, cem, order):
    returned = received(asked(order, ann, 3), cem)
    key = line_of(order).pk
    client.force_login(cem)
    url = reverse("shipping:inspect", args=[returned.number])
    page = client.get(url).content.decode()

    told = {f"good-{key}": "3"}
    none = client.post(url, told | {"photo": SimpleUploadedFile("seal.png", b"no picture")})
    assert (none.status_code, returned.photos.count(), Return.objects.get().state) == (409, 0, "received")
    done = client.post(url, told | {"photo": SimpleUploadedFile("seal.png", png())})

    assert page.count("<fieldset") == 1 and "3 pc came back" in page and "Bearing" in page
    assert (done.status_code, Return.objects.get().state) == (302, "inspected")
    assert [photo.name for photo in returned.photos.all()] == ["seal.png"]


def test_settling_as_agreed_is_one_click_and_the_red_letter_is_linked_both_ways(client, ann, cem, dot, order):
    billed(order, dot)
    returned = inspected(asked(order, ann, 2), cem)
    client.force_login(ann)
    key = line_of(order).pk

    client.post(reverse("orders:return-resolve", args=[returned.number]), {f"line-{key}": "credit", "answer": ""})

    note = Invoice.objects.get(kind="credit_note")
    with counted("orders.return", budget=20):
        page = client.get(returned.get_absolute_url()).content.decode()
    assert note.ref in page and order.ref in page
    client.force_login(dot)
    assert client.post(reverse("finance:issue", args=[note.ref])).status_code == 302
    note.refresh_from_db()
    assert note.state == "issued"
    assert note.credits.ref in client.get(note.get_absolute_url()).content.decode()
    assert wrong() == []


def test_a6_who_owns_the_order_is_not_offered_another_way_to_settle(client, ann, cem, order):
    returned = inspected(asked(order, ann, 2), cem)
    client.force_login(ann)
    key = line_of(order).pk

    answer = client.post(
        reverse("orders:return-resolve", args=[returned.number]), {f"line-{key}": "replace", "answer": "better"}
    )

    assert (answer.status_code, Return.objects.get().state) == (422, "inspected")


def test_the_lists_stay_within_their_queries(client, ann, cem, order):
    for _n in range(3):
        asked(order, ann, 1)
    client.force_login(ann)
    with counted("orders.returns", budget=15):
        page = client.get(reverse("orders:returns")).content.decode()
    assert page.count("<tr data-href") == 3
    client.force_login(cem)
    with counted("shipping.returns", budget=15):
        assert client.get(reverse("shipping:returns")).content.decode().count("<tr data-href") == 3


def test_a21_only_pictures_are_kept_and_they_come_as_downloads(client, ann, cem, order, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    returned = received(asked(order, ann, 1), cem)
    client.force_login(cem)
    url = reverse("orders:return-add-photo", args=[returned.number])
    cut = ("a.png", PNG[:20])
    for name, content in (("a.svg", b"<svg/>"), ("a.png", b"<html>"), ("a.html", PNG), ("a.png", b""), cut):
        client.post(url, {"file": SimpleUploadedFile(name, content)})
    assert ReturnPhoto.objects.count() == 0

    client.post(url, {"file": SimpleUploadedFile("../crack one.png", PNG)})

    photo = ReturnPhoto.objects.get()
    answer = client.get(reverse("orders:return-photo", args=[returned.number, photo.pk]))
    sent_as = (photo.name, answer["Content-Type"], answer["X-Content-Type-Options"])
    assert sent_as == ("crack_one.png", "image/png", "nosniff")
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == PNG


def test_a3_a_photo_does_not_exist_for_who_does_not_see_the_order(client, ann, cem, eve, order, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    returned = received(asked(order, ann, 1), cem)
    client.force_login(cem)
    client.post(
        reverse("orders:return-add-photo", args=[returned.number]), {"file": SimpleUploadedFile("a.png", PNG)}
    )
    client.force_login(eve)

    photo = reverse("orders:return-photo", args=[returned.number, ReturnPhoto.objects.get().pk])
    assert client.get(photo).status_code == 404


def test_the_replacement_stands_in_the_warehouse_queue_though_the_order_is_finished(client, ann, cem, dot):
    order = finished(ann, cem, dot)
    resolve_return(inspected(asked(order, ann, 1, wanted="replace"), cem).pk, actor=ann)
    client.force_login(cem)

    page = client.get(f"{reverse('shipping:list')}?tab=again").content.decode()

    assert order.ref in page
    sent(order, cem)
    assert order.ref not in client.get(f"{reverse('shipping:list')}?tab=again").content.decode()


def test_a_panel_on_order_and_customer_leads_to_the_return(client, ann, order):
    returned = asked(order, ann, 1)
    client.force_login(ann)

    assert returned.number in client.get(order.get_absolute_url()).content.decode()
    listed = f"{reverse('orders:returns')}?tab=all&customer={order.customer.code}"
    assert listed.replace("&", "&amp;") in client.get(order.customer.get_absolute_url()).content.decode()
    assert returned.number in client.get(listed).content.decode()


def test_home_shows_each_desk_its_returns(client, ann, cem, order):
    returned = received(asked(order, ann, 1), cem)
    client.force_login(cem)
    assert returned.number in client.get("/").content.decode()
    client.force_login(ann)
    assert returned.number not in client.get("/").content.decode()
