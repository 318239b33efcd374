"""Photos of returned goods: what the receiving desk saw, kept with the return."""

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
from orders.events import ReturnPhotoAdded
from orders.models import ReturnPhoto
from orders.policies import may_add_return_photo
from orders.services.files import PICTURES, fingerprint, judged
from orders.services.pictures import bare
from orders.services.returns.rows import identity, take_return

MOST = 20


@service
def add_photo(return_id: int, file: UploadedFile, *, actor: Any) -> ReturnPhoto:
    """Keep a picture of what came back: PNG or JPEG of at most 10 MB, twenty for one return (A20, A21).

    Where, when and with what it was taken is not kept.
    """
    _order, returned, _lines = take_return(return_id)
    may_add_return_photo.demand(actor, returned)
    name, kind = judged(file, PICTURES, _("Only PNG and JPEG pictures are kept."))
    file = bare(file, kind)
    print_of = fingerprint(file)
    kept = list(returned.photos.values_list("sha256", flat=True))
    if print_of in kept:
        raise Refused(_("This picture is with the return already."), code="twice")
    if len(kept) >= MOST:
        raise Refused(_("A return keeps at most %(n)s pictures.") % {"n": MOST}, code="many")
    photo = ReturnPhoto.objects.create(
        of=returned,
        name=name,
        path=f"returns/{clock.today():%Y%m}/{token_hex(16)}{Path(name).suffix.lower()}",
        kind=kind,
        size=file.size or 0,
        sha256=print_of,
        by=actor,
        at=clock.now(),
    )
    publish(ReturnPhotoAdded(**identity(returned), file=name, sha256=print_of), actor=actor)
    file.seek(0)
    default_storage.save(photo.path, file)
    return photo
