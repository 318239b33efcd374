"""Files people hand in: taken only as what they say they are, stored where no address leads (A20, A21)."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.refusal import Refused

MOST_BYTES = 10 << 20
PICTURES = {
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
}
"""Ending → content type, and how such a file begins."""
LONGEST_NAME = 120
STRANGE = re.compile(r"[^-\w.]")


def judged(
    file: UploadedFile, kinds: Mapping[str, tuple[str, bytes]], refusal: str | Promise
) -> tuple[str, str]:
    """The harmless last part of its name, and its content type, when the file is what its name says."""
    name = Path(str(file.name).replace("\\", "/")).name
    stem, ending = Path(name).stem, Path(name).suffix.lower()
    if ending not in kinds:
        raise Refused(refusal, code="kind")
    if not file.size:
        raise Refused(_("The file is empty."), code="empty")
    if file.size > MOST_BYTES:
        raise Refused(_("The file is larger than 10 MB."), code="size")
    kind, begins = kinds[ending]
    file.seek(0)
    if file.read(len(begins)) != begins:
        raise Refused(_("The file is not what its name says."), code="content")
    harmless = STRANGE.sub("", stem.replace(" ", "_")).strip(".") or "document"
    return f"{harmless[: LONGEST_NAME - len(ending)]}{ending}", kind


def fingerprint(file: UploadedFile) -> str:
    """The sha256 of its content."""
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    return digest.hexdigest()
