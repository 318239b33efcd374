"""What only papers carry."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from core.qr import qr_svg

register = template.Library()


@register.simple_tag
def qr(text: Any) -> SafeString:
    """A document's number as a QR code: whoever scans it into a search box opens the document."""
    return qr_svg(str(text))
