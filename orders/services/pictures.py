"""Pictures people hand in: what they show is kept, and nothing of where, when and with what they were taken (A21)."""

import struct
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageFile, ImageOps

from core.refusal import Refused

MOST_PIXELS = 64_000_000
"""A small file may unfold to more than the machine holds."""
BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, Image.DecompressionBombError)
"""All that the reader says of bytes that are no picture."""
SHOWN = ("icc_profile", "transparency")
"""What beside the pixels belongs to the look."""


def bare(file: UploadedFile, kind: str) -> UploadedFile:
    """The picture alone, upright, in the format it came in; a file that is no picture stays as it is.

    A phone writes into a photo where it stood, when, and its own number: none of it concerns the goods.
    """
    if not kind.startswith("image/"):
        return file
    try:
        content = _drawn_anew(file)
    except BROKEN:
        raise Refused(_("The picture cannot be opened. Take it again, or send another."), code="content") from None
    return SimpleUploadedFile(str(file.name), content, kind)


def _drawn_anew(file: UploadedFile) -> bytes:
    # The drawing of PDF pages teaches the reader, for the whole process, to take a picture that ends too soon.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    file.seek(0)
    picture = Image.open(file, formats=("PNG", "JPEG"))
    if picture.width * picture.height > MOST_PIXELS:
        raise Refused(_("The picture has more than 64 million points. Send a smaller one."), code="size")
    ImageOps.exif_transpose(picture, in_place=True)
    look = {name: picture.info[name] for name in SHOWN if name in picture.info}
    picture.info = {}
    drawn = BytesIO()
    if picture.format == "PNG":
        picture.save(drawn, "PNG", **look)
    else:
        # A phone's double picture counts as another format, of which the measure of loss is not told.
        picture.save(drawn, "JPEG", quality="keep" if picture.format == "JPEG" else 92, **look)
    return drawn.getvalue()
