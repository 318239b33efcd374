"""What a list is asked for: how many at once, and from where on."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from api.forms.payload import INVALID
from api.forms.wrong import Wrong

USUAL, MOST = 50, 200


@dataclass(frozen=True)
class Asked:
    """A page of a list: so many rows, those before a cursor."""

    size: int
    cursor: str

    @property
    def params(self) -> dict[str, str]:
        return {"before": self.cursor}


def asked(request: HttpRequest) -> Asked:
    """The page that is asked for; a size nobody means is the usual one, one too large is the largest (A33)."""
    size, cursor = request.GET.get("page_size", ""), request.GET.get("cursor", "")
    if cursor and not (cursor.isascii() and cursor.isdigit() and len(cursor) < 19):
        sentence = _("This is not a cursor an answer gave.")
        raise Wrong(422, "invalid", INVALID, fields={"cursor": [str(sentence)]})
    return Asked(min(_whole(size) or USUAL, MOST), cursor)


def _whole(text: str) -> int:
    return int(text[:9]) if text.isascii() and text.isdigit() else 0
