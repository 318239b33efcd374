"""A template as a PDF page: A4, Chinese text, nothing fetched from anywhere."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.refusal import Refused

WEIGHTS = (400, 700)
PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig"
STYLE = "paper/paper.css"


def draw(template: str, context: dict[str, Any], *, language: str) -> bytes:
    """The page as bytes, in the language of its reader.

    Refused with the names of what is missing when this machine cannot draw it.
    """
    try:
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration
    except OSError as error:
        raise Refused(
            _("This machine cannot draw PDF pages. The administrator may install: %(packages)s")
            % {"packages": PACKAGES},
            code="no_pdf",
        ) from error
    fonts, fetcher = FontConfiguration(), only_our_fonts()
    with translation.override(language):
        page = render_to_string(template, context | {"seller": seller()})
        style = render_to_string(STYLE, {"faces": _faces()})
    css = CSS(string=style, font_config=fonts, url_fetcher=fetcher)
    return HTML(string=page, url_fetcher=fetcher).write_pdf(stylesheets=[css], font_config=fonts)


def seller() -> dict[str, str]:
    """The house, as it stands on its papers."""
    return {
        "name": settings.GENDAN_COMPANY_NAME,
        "tax_number": settings.GENDAN_COMPANY_TAX_NUMBER,
        "address": settings.GENDAN_COMPANY_ADDRESS,
        "bank": settings.GENDAN_COMPANY_BANK,
    }


def _faces() -> list[dict[str, Any]]:
    files = ((weight, Path(settings.PDF_FONT_DIR) / f"noto-sans-sc-{weight}.ttf") for weight in WEIGHTS)
    return [{"weight": weight, "uri": file.as_uri()} for weight, file in files if file.is_file()]


def only_our_fonts() -> Any:
    """A fetcher that opens the two fonts of the house and refuses every other address (A22)."""
    from weasyprint.urls import URLFetcher

    ours = {face["uri"] for face in _faces()}

    class OurFonts(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url not in ours:
                raise ValueError("not one of the house's fonts")
            return super().fetch(url, headers)

    return OurFonts(allowed_protocols=("file",), allow_redirects=False)
