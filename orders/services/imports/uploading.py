"""An import from the browser: the files are kept, tried by a worker, and taken in when somebody says so."""

import time
from collections.abc import Sequence
from pathlib import Path
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils import translation
from django.utils.text import get_valid_filename
from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from core import clock
from core.bus import attempt, publish
from core.locks import locked
from core.people import HOUSE
from core.refusal import Refused
from core.service import service
from orders.events import ImportAsked
from orders.importing import mapping
from orders.models import ImportBatch
from orders.policies import may_import
from orders.services.imports.importing import GOOD_ROWS, POLICIES, Errand, import_orders, rehearse_import

ERRORS = "errors.csv"
EVERY = 1.0


@service
def upload_import(files: Sequence[UploadedFile], mapping_name: str, *, actor: Any) -> ImportBatch:
    """Keep the files of an import and have them tried; nothing is taken in before somebody has seen the result."""
    may_import.demand(actor)
    meaning = mapping.find(mapping_name)
    folder = f"imports/{clock.today():%Y%m}/{token_hex(8)}"
    names = [_kept(folder, file) for file in files]
    batch = ImportBatch(
        source=meaning.source,
        filename=", ".join(names)[:200],
        mapping=meaning.name,
        policy=GOOD_ROWS,
        by=actor,
        at=clock.now(),
        folder=folder,
        made={"files": names},
    )
    batch.rehearse()
    batch.save()
    publish(ImportAsked(batch_id=batch.pk, write=False), actor=actor)
    return batch


@service
def ask_import(batch_id: int, *, policy: str, actor: Any) -> ImportBatch:
    """Have a tried file taken in, good rows only or all or nothing."""
    may_import.demand(actor)
    batch = locked(ImportBatch.objects.filter(pk=batch_id)).get()
    if policy not in POLICIES or not can_proceed(batch.start):
        raise Refused(
            _("This import is %(state)s; it cannot be started now.") % {"state": batch.get_state_display()},
            code="wrong_state",
        )
    batch.start(policy)
    batch.save(update_fields=["state", "policy", "phase", "rows_done", "rows_all"])
    publish(ImportAsked(batch_id=batch.pk, write=True), actor=actor)
    return batch


@service
def work_import(batch_id: int, *, write: bool) -> None:
    """Try or take in an uploaded file, for a worker; asked for twice it does it once.

    The batch is not locked meanwhile, or its progress could not be told; a second worker on the
    same source is kept out by the import itself.
    """
    batch = ImportBatch.objects.select_related("by").get(pk=batch_id)
    if not can_proceed(batch.finish if write else batch.rehearsed) or not batch.is_busy:
        return
    language = (batch.by and batch.by.language) or settings.LANGUAGE_CODE
    with translation.override(language), Progress(batch.pk) as progress:
        refused = attempt(lambda: _work(batch, progress, write=write))
        if refused is not None:
            batch.refuse(str(refused))
            batch.save()


def errors_path(batch: ImportBatch) -> Path:
    """Where the refused rows of an uploaded file stand."""
    return Path(default_storage.path(f"{batch.folder}/{ERRORS}"))


def _work(batch: ImportBatch, progress: "Progress", *, write: bool) -> None:
    if not may_import(batch.by):
        raise Refused(_("Whoever asked for it may not import any more."), code="forbidden")
    errand = _errand(batch)
    if not write:
        account = rehearse_import(errand, actor=HOUSE, progress=progress)
        batch.rehearsed(account.as_data())
        batch.save()
        return
    account = import_orders(errand, actor=batch.by, progress=progress, batch=batch)
    if not account.accepted:
        batch.report = account.as_data()
        raise Refused(_("No row was taken in."), code="nothing")


def _errand(batch: ImportBatch) -> Errand:
    meaning = mapping.find(batch.mapping)
    folder = Path(default_storage.path(batch.folder))
    path = folder if meaning.joins else folder / batch.made["files"][0]
    return Errand(path=path, mapping=meaning, policy=batch.policy, errors=errors_path(batch))


def _kept(folder: str, file: UploadedFile) -> str:
    # Only the last part of a name, made harmless; files that belong together are found by it.
    name = get_valid_filename(Path(str(file.name).replace("\\", "/")).name)
    if default_storage.exists(f"{folder}/{name}") or name == ERRORS:
        raise Refused(_("Two files are called %(name)s.") % {"name": name}, code="same_name")
    default_storage.save(f"{folder}/{name}", file)
    return name


class Progress:
    """Writes how far the work is, beside the transaction that does it, at most once a second."""

    def __init__(self, batch_id: int) -> None:
        self.batch_id, self.last = batch_id, 0.0
        self.connection = connections.create_connection(DEFAULT_DB_ALIAS)

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *error: object) -> None:
        self.connection.close()

    def __call__(self, phase: str, done: int, rows: int) -> None:
        if time.monotonic() - self.last < EVERY:
            return
        self.last = time.monotonic()
        with self.connection.cursor() as cursor:
            cursor.execute(
                "UPDATE orders_importbatch SET phase = %s, rows_done = %s, rows_all = %s WHERE id = %s",
                [phase, done, rows, self.batch_id],
            )
