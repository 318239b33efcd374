"""An issued invoice as a PDF page: A4, Chinese text, nothing fetched from anywhere."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.money import paper_language
from core.refusal import Refused
from finance.capital import in_capitals
from finance.models import Invoice, InvoiceLine

WEIGHTS = (400, 700)
PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig"


def invoice_pdf(invoice: Invoice, lines: Sequence[InvoiceLine]) -> bytes:
    """The page as bytes; refused with the names of what is missing when this machine cannot draw it."""
    try:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
    except OSError as error:
        raise Refused(
            _("This machine cannot draw PDF pages. The administrator may install: %(packages)s")
            % {"packages": PACKAGES},
            code="no_pdf",
        ) from error
    fonts, fetcher = FontConfiguration(), _only_our_fonts()
    with translation.override(language_of(invoice)):
        page = render_to_string("finance/pdf/invoice.html", _context(invoice, lines))
        style = render_to_string("finance/pdf/invoice.css", {"faces": _faces()})
    css = CSS(string=style, font_config=fonts, url_fetcher=fetcher)
    return HTML(string=page, url_fetcher=fetcher).write_pdf(stylesheets=[css], font_config=fonts)


def language_of(invoice: Invoice) -> str:
    """The language its reader, the customer, is written to."""
    return paper_language(invoice.currency)


def _context(invoice: Invoice, lines: Sequence[InvoiceLine]) -> dict[str, Any]:
    return {
        "invoice": invoice,
        "lines": lines,
        "capitals": in_capitals(invoice.total) if invoice.currency == "CNY" else "",
        "seller": {
            "name": settings.GENDAN_COMPANY_NAME,
            "tax_number": settings.GENDAN_COMPANY_TAX_NUMBER,
            "address": settings.GENDAN_COMPANY_ADDRESS,
            "bank": settings.GENDAN_COMPANY_BANK,
        },
    }


def _faces() -> list[dict[str, Any]]:
    files = ((weight, Path(settings.PDF_FONT_DIR) / f"noto-sans-sc-{weight}.ttf") for weight in WEIGHTS)
    return [{"weight": weight, "uri": file.as_uri()} for weight, file in files if file.is_file()]


def _only_our_fonts() -> Any:
    """A fetcher that opens the two fonts of the house and refuses every other address (A22)."""
    from weasyprint.urls import URLFetcher

    ours = {face["uri"] for face in _faces()}

    class OurFonts(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url not in ours:
                raise ValueError("not one of the house's fonts")
            return super().fetch(url, headers)

    return OurFonts(allowed_protocols=("file",), allow_redirects=False)
