"""What shows that the customer has the goods: drawn, photographed, clicked, or said (S73)."""

import datetime
import re
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from core import clock
from core.refusal import Refused
from orders.services.files import PICTURES, fingerprint, judged
from orders.services.pictures import bare
from shipping.models import DeliveryProof, Shipment
from shipping.models.proof import HEIGHT, WIDTH, ProofKind

MOST_SIGNS = 40_000
MOST_STROKES = 200
MOST_POINTS = 4_000
LEAST_INK = 40
"""A slip of the finger is no signature: so far apart, at least, are its points."""
POINTS = re.compile(r"\d{1,4},\d{1,4}(?: \d{1,4},\d{1,4})*(?:;\d{1,4},\d{1,4}(?: \d{1,4},\d{1,4})*)*", re.ASCII)
Point = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What is handed in with a delivery; `strokes` are the points of a signature as the page posts them."""

    kind: str = ProofKind.HAND
    strokes: str = ""
    photo: UploadedFile | None = field(default=None, repr=False)
    at: datetime.datetime | None = None
    through: str = ""
    address: str | None = None
    note: str = ""


def write_proof(shipment: Shipment, proof: Proof, *, person: str, at: datetime.datetime, actor: Any) -> DeliveryProof:
    """Keep the proof of a delivery; what is no signature or no picture refuses the whole."""
    drawn = path_of(proof.strokes) if proof.strokes else ""
    row = DeliveryProof(shipment=shipment, person=person, at=at, by=actor, signature=drawn)
    row.through, row.address, row.note = proof.through, proof.address or None, proof.note.strip()[:250]
    photo = _describe(row, proof.photo) if proof.photo is not None else None
    row.kind = ProofKind.SIGNATURE if drawn else ProofKind.PHOTO if row.photo else proof.kind
    row.save(force_insert=True)
    if photo is not None:
        photo.seek(0)
        default_storage.save(row.photo, photo)
    return row


def _describe(row: DeliveryProof, photo: UploadedFile) -> UploadedFile:
    """What is kept of the photo: the picture alone."""
    name, row.photo_kind = judged(photo, PICTURES, _("Only PNG and JPEG pictures are kept."))
    photo = bare(photo, row.photo_kind)
    row.photo = f"deliveries/{clock.today():%Y%m}/{token_hex(16)}{Path(name).suffix.lower()}"
    row.photo_sha256 = fingerprint(photo)
    return photo


def path_of(strokes: str) -> str:
    """A signature as the house draws it, from posted points alone: no mark-up that was posted is ever kept (A20)."""
    if len(strokes) > MOST_SIGNS or not POINTS.fullmatch(strokes):
        raise Refused(_("The signature could not be read. Please sign again, or leave it empty."), code="signature")
    lines = [[_point(pair) for pair in stroke.split(" ")] for stroke in strokes.split(";")]
    points = [point for line in lines for point in line]
    if len(lines) > MOST_STROKES or len(points) > MOST_POINTS or any(x > WIDTH or y > HEIGHT for x, y in points):
        raise Refused(_("The signature could not be read. Please sign again, or leave it empty."), code="signature")
    if _spread([x for x, _y in points]) + _spread([y for _x, y in points]) < LEAST_INK:
        raise Refused(_("This is no signature yet. Please sign again, or leave it empty."), code="signature")
    return "".join(_drawn(line) for line in lines)


def _point(pair: str) -> Point:
    x, y = pair.split(",")
    return int(x), int(y)


def _spread(numbers: list[int]) -> int:
    return max(numbers) - min(numbers)


def _drawn(line: list[Point]) -> str:
    """From its first point on each step is told from the one before, which is short."""
    steps = zip(line, line[1:] or line[:1], strict=False)
    moved = " ".join(f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in steps)
    return f"M{line[0][0]} {line[0][1]}l{moved}"
