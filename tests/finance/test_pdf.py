"""The invoice on paper: Chinese, in capitals, on numbered pages, and nothing fetched from outside."""

import io
import re
from decimal import Decimal

import pytest
from django.urls import reverse
from pypdf import PdfReader

from core import paper
from core.capital import in_capitals
from finance.models import Invoice, InvoiceLine
from finance.pdf import invoice_pdf
from finance.services import issue_invoice
from tests.cast import make_customer, make_product
from tests.finance.builders import confirmed, invoiced, ship


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0.00", "零元整"), ("0.05", "伍分"), ("0.30", "叁角整"), ("0.35", "叁角伍分"), ("1.00", "壹元整"),
        ("1.05", "壹元零伍分"), ("10.50", "壹拾元伍角整"), ("100.01", "壹佰元零壹分"), ("1001.00", "壹仟零壹元整"),
        ("1010.10", "壹仟零壹拾元壹角整"), ("1409.50", "壹仟肆佰零玖元伍角整"), ("6007.14", "陆仟零柒元壹角肆分"),
        ("10000.00", "壹万元整"), ("10030.00", "壹万零叁拾元整"), ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("1000000.00", "壹佰万元整"), ("1200034.00", "壹佰贰拾万零叁拾肆元整"), ("100000000.00", "壹亿元整"),
        ("100000001.00", "壹亿零壹元整"), ("100010001.00", "壹亿零壹万零壹元整"),
        ("9999999999.99", "玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"), ("-113.00", "负壹佰壹拾叁元整"),
    ],
)  # fmt: skip
def test_an_amount_in_chinese_capitals(amount, words):
    assert in_capitals(Decimal(amount)) == words


def text_of(page: bytes) -> str:
    reader = PdfReader(io.BytesIO(page))
    return re.sub(r"\s+", "", "".join(one.extract_text() for one in reader.pages))


@pytest.mark.django_db
def test_the_pdf_carries_the_buyer_the_lines_and_the_amount_in_capitals(ann, dot, client):
    invoice = invoiced(ann, dot, make_customer(ann))
    client.force_login(dot)

    answer = client.get(reverse("finance:pdf", args=[invoice.number]))

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    text = text_of(answer.content)
    for words in (invoice.number, "杭州云栖精密机械C-1", "91330106MA2CFHGP37", "壹佰壹拾叁元整", "113.00", "1/1"):
        assert words in text


@pytest.mark.django_db
def test_a_long_invoice_numbers_its_pages(ann, dot):
    rows = [(make_product(f"L-{n}", price="1.00"), 1) for n in range(60)]
    invoice = issue_invoice(ship(confirmed(ann, make_customer(ann), rows)).pk, actor=dot)

    page = invoice_pdf(Invoice.objects.get(pk=invoice.pk), list(invoice.lines.order_by("position")))

    reader = PdfReader(io.BytesIO(page))
    total = len(reader.pages)
    assert total > 1
    assert all(f"{n} / {total}" in one.extract_text() for n, one in enumerate(reader.pages, start=1))


@pytest.mark.django_db
def test_A22_the_page_opens_no_file_and_no_address(ann, dot, monkeypatch, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("canary-in-a-file")
    invoice = invoiced(ann, dot, make_customer(ann))
    line = invoice.lines.get()
    line.text = f'<img src="{secret.as_uri()}"><link rel="attachment" href="{secret.as_uri()}">'
    opened = []
    monkeypatch.setattr("weasyprint.urls.URLFetcher.open", lambda self, url, *a, **k: opened.append(url))

    page = invoice_pdf(invoice, [line])

    assert opened == []
    assert b"canary-in-a-file" not in page
    assert "canary-in-a-file" not in text_of(page)


def test_A22_the_fetcher_refuses_everything_but_the_fonts(settings, tmp_path):
    (tmp_path / "noto-sans-sc-400.ttf").write_bytes(b"font")
    (tmp_path / "other.ttf").write_bytes(b"not ours")
    settings.PDF_FONT_DIR = tmp_path
    fetch = paper.only_our_fonts().fetch

    assert fetch((tmp_path / "noto-sans-sc-400.ttf").as_uri()).read() == b"font"
    for url in ((tmp_path / "other.ttf").as_uri(), "file:///etc/passwd", "http://127.0.0.1/", "data:text/plain,x"):
        with pytest.raises(ValueError, match="fonts"):
            fetch(url)


@pytest.mark.django_db
def test_a_machine_without_pango_says_which_packages_are_missing(ann, dot, client, monkeypatch):
    invoice = invoiced(ann, dot, make_customer(ann))
    client.force_login(dot)
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", _Broken())

    answer = client.get(reverse("finance:pdf", args=[invoice.number]))

    assert answer.status_code == 503
    assert "libpango-1.0-0" in answer.content.decode()


class _Broken:
    def __getattr__(self, name):
        raise OSError("cannot load library")


@pytest.mark.django_db
def test_a_draft_has_no_pdf(ann, dot, client):
    draft = ship(confirmed(ann, make_customer(ann)))
    client.force_login(dot)

    assert client.get(f"/finance/invoices/{draft.ref}/pdf/").status_code == 404
    assert InvoiceLine.objects.filter(invoice=draft).count() == 1
