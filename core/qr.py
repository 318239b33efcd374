"""A QR code as a drawing in the page itself: paper and screen show it, and nothing is fetched for it."""

import io

import segno
from django.utils.safestring import SafeString, mark_safe

QUIET = 4
"""Blank modules around a code, without which readers do not find it."""


def qr_svg(text: str, label: str = "") -> SafeString:
    """The text as an SVG of square modules, black on white in any theme; `label` is what a screen reader says.

    Error correction M: a label may be scratched, and a code of a number stays small.
    """
    drawn = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(drawn, kind="svg", border=QUIET, xmldecl=False, svgns=True, svgclass="qr", lineclass=None, omitsize=True,
              light="#fff", dark="#000", title=label or text)  # fmt: skip
    return mark_safe(drawn.getvalue().decode().strip().replace("<svg ", '<svg role="img" ', 1))
