"""A quotation as a PDF page."""

from collections.abc import Sequence

from core.capital import in_capitals
from core.money import paper_language
from core.paper import draw
from orders.models import Quotation, QuotationLine


def quotation_pdf(quotation: Quotation, lines: Sequence[QuotationLine]) -> bytes:
    """The page as bytes, in the language the customer is written to; refused where it cannot be drawn (S20)."""
    language = paper_language(quotation.currency)
    context = {
        "quotation": quotation,
        "lines": lines,
        "capitals": in_capitals(quotation.total) if quotation.currency == "CNY" else "",
        "clause": quotation.clause.text_in(language) if quotation.clause else "",
    }
    return draw("orders/pdf/quotation.html", context, language=language)
