"""Documents of a contract: taken in only as what they say they are, stored where no address leads."""

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
from orders.services.files import PICTURES, fingerprint, judged
from orders.services.pictures import bare

OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    ".pdf": ("application/pdf", b"%PDF-"),
    **PICTURES,
    ".docx": (f"{OFFICE}wordprocessingml.document", b"PK\x03\x04"),
    ".xlsx": (f"{OFFICE}spreadsheetml.sheet", b"PK\x03\x04"),
}
"""What may be kept: ending → content type, and how such a file begins."""


@service
def add_document(contract_id: int, file: UploadedFile, *, actor: Any) -> ContractDocument:
    """Keep a signed copy or annex: PDF, picture or office file of at most 10 MB (A20, A21).

    Its name is kept for people only; where it is stored is drawn by lot. Of a picture only the picture is kept.
    """
    contract = take_contract(contract_id)
    may_write_contract.demand(actor, contract)
    name, kind = judged(file, KINDS, _("Only PDF, PNG, JPEG, Word and Excel files are kept."))
    file = bare(file, kind)
    print_of = fingerprint(file)
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
