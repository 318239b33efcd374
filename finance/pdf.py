"""An issued invoice as a PDF page."""

from collections.abc import Sequence
from typing import Any

from core.capital import in_capitals
from core.money import paper_language
from core.paper import draw
from finance.models import Invoice, InvoiceLine


def invoice_pdf(invoice: Invoice, lines: Sequence[InvoiceLine]) -> bytes:
    """The page as bytes, in the language its reader, the customer, is written to; refused where it cannot be drawn."""
    return draw("finance/pdf/invoice.html", _context(invoice, lines), language=paper_language(invoice.currency))


def _context(invoice: Invoice, lines: Sequence[InvoiceLine]) -> dict[str, Any]:
    capitals = in_capitals(invoice.total) if invoice.currency == "CNY" else ""
    return {"invoice": invoice, "lines": lines, "capitals": capitals}
