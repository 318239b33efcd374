"""Documents of a contract: taken in only as what they say they are, stored where no address leads."""

import hashlib
import re
from pathlib import Path
from secrets import token_hex
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from core import clock
from core.bus import publish
from core.refusal import Refused
from core.service import service
from orders.events import ContractDocumentAdded
from orders.models import ContractDocument
from orders.policies import may_write_contract
from orders.services.contracts.writing import take_contract

MOST_BYTES = 10 << 20
OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".docx": (f"{OFFICE}wordprocessingml.document", b"PK\x03\x04"),
    ".xlsx": (f"{OFFICE}spreadsheetml.sheet", b"PK\x03\x04"),
}
"""What may be kept: ending → content type, and how such a file begins."""
LONGEST_NAME = 120
STRANGE = re.compile(r"[^-\w.]")


@service
def add_document(contract_id: int, file: UploadedFile, *, actor: Any) -> ContractDocument:
    """Keep a signed copy or annex: PDF, picture or office file of at most 10 MB (A20, A21).

    Its name is kept for people only; where it is stored is drawn by lot.
    """
    contract = take_contract(contract_id)
    may_write_contract.demand(actor, contract)
    name, kind = _judged(file)
    print_of = _fingerprint(file)
    if contract.documents.filter(sha256=print_of).exists():
        raise Refused(_("This file is with the contract already."), code="twice")
    document = ContractDocument.objects.create(
        contract=contract,
        name=name,
        path=f"contracts/{clock.today():%Y%m}/{token_hex(16)}{Path(name).suffix.lower()}",
        kind=kind,
        size=file.size or 0,
        sha256=print_of,
        by=actor,
        at=clock.now(),
    )
    added = ContractDocumentAdded(contract_id=contract.pk, document_id=document.pk, file=name, sha256=print_of)
    publish(added, actor=actor)
    file.seek(0)
    default_storage.save(document.path, file)
    return document


def _judged(file: UploadedFile) -> tuple[str, str]:
    """The harmless last part of its name, and its content type, when the file is what its name says."""
    name = Path(str(file.name).replace("\\", "/")).name
    stem, ending = Path(name).stem, Path(name).suffix.lower()
    if ending not in KINDS:
        raise Refused(_("Only PDF, PNG, JPEG, Word and Excel files are kept."), code="kind")
    if not file.size:
        raise Refused(_("The file is empty."), code="empty")
    if file.size > MOST_BYTES:
        raise Refused(_("The file is larger than 10 MB."), code="size")
    kind, begins = KINDS[ending]
    file.seek(0)
    if file.read(len(begins)) != begins:
        raise Refused(_("The file is not what its name says."), code="content")
    harmless = STRANGE.sub("", stem.replace(" ", "_")).strip(".") or "document"
    return f"{harmless[: LONGEST_NAME - len(ending)]}{ending}", kind


def _fingerprint(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    return digest.hexdigest()
