"""Taking history in from a file, trying it first, and taking it out again."""

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from core import clock
from core.bus import publish
from core.locks import locked
from core.refusal import Refused
from core.service import service
from orders.events import ImportUndone, OrdersImported
from orders.importing import accounting, errors, parties, staging
from orders.importing.accounting import Account
from orders.importing.files import Files
from orders.importing.judging import Judge
from orders.importing.mapping import Mapping
from orders.importing.staging import Progress
from orders.importing.undoing import Undone, take_out
from orders.importing.writing import Writer, made_ids
from orders.models import ImportBatch, Order
from orders.policies import may_import

GOOD_ROWS, ALL_OR_NOTHING = "good-rows", "all-or-nothing"
POLICIES = (GOOD_ROWS, ALL_OR_NOTHING)


@dataclass(frozen=True, kw_only=True)
class Errand:
    """What is to be imported and how: the file, what its columns mean, and what a refused row does to the others."""

    path: Path
    mapping: Mapping
    policy: str = GOOD_ROWS
    errors: Path | None = None


def quietly(phase: str, done: int, rows: int) -> None:
    """Progress nobody looks at."""


@service
def rehearse_import(errand: Errand, *, actor: Any, progress: Progress = quietly) -> Account:
    """Say what an import would bring and what it would refuse, row by row; nothing is written.

    The same judgement in the same tables as the import itself, so a rehearsal cannot promise too much.
    """
    may_import.demand(actor)
    _files, account = _judged(errand, progress)
    return account


@service
def import_orders(
    errand: Errand, *, actor: Any, progress: Progress = quietly, batch: ImportBatch | None = None
) -> Account:
    """Take a file in as finished history: no stock is reserved, no letter is sent, nobody is asked.

    Good rows: a refused row is left out and its order is marked incomplete. All or nothing: one
    refused row and nothing is taken. Rows that came in before are counted and left alone, so the
    same file twice changes nothing. All of it is one transaction: an import that is interrupted
    has left nothing behind and may simply be run again.
    """
    may_import.demand(actor)
    staging.alone(errand.mapping.source)
    files, account = _judged(errand, progress)
    if account.accepted:
        batch = batch or _new_batch(errand, files, actor)
        batch.sha256 = files.fingerprint()
        _write(batch, errand.mapping, account, actor, progress)
    return account


@service
def undo_import(batch_id: int, *, actor: Any) -> Undone:
    """Take a batch out again: its orders, and the customers and products made for it.

    What somebody has used since stays: an order with a comment, a share or a document of its
    own, a customer with another order, a product on another line. The batch's history says so.
    """
    may_import.demand(actor)
    list(locked(Order.objects.filter(batch_id=batch_id)).values_list("pk", flat=True))
    batch = locked(ImportBatch.objects.filter(pk=batch_id)).first()
    if batch is None:
        raise Refused(_("There is no import %(batch)s.") % {"batch": batch_id}, code="no_batch")
    if not can_proceed(batch.undo):
        raise Refused(
            _("Import %(batch)s cannot be undone: %(state)s.")
            % {"batch": batch_id, "state": batch.get_state_display()},
            code="wrong_state",
        )
    staging.take_time()
    undone = take_out(batch)
    batch.undo(clock.now())
    batch.save(update_fields=["state", "undone_at"])
    publish(
        ImportUndone(batch_id=batch.pk, orders=undone.orders, kept=undone.kept_orders, account=undone.as_data()),
        actor=actor,
    )
    return undone


def _judged(errand: Errand, progress: Progress) -> tuple[Files, Account]:
    """Read, judge and add up; the refused rows are listed and, if asked for, written to a file."""
    staging.take_time()
    files = Files(errand.path, errand.mapping)
    judge = Judge(files, clock.now())
    staging.stage(map(judge.judge, files.rows()), progress)
    whole = errand.policy == ALL_OR_NOTHING
    staging.settle(errand.mapping.source, errand.mapping.columns, whole=whole)
    account = accounting.account(errand.mapping.source, fold=errand.mapping.fold_product_case)
    account.notes["errors"] = errors.listed(files)
    if errand.errors:
        errors.write_errors(files, errand.errors)
    return files, account


def _new_batch(errand: Errand, files: Files, actor: Any) -> ImportBatch:
    return ImportBatch(
        source=errand.mapping.source,
        filename=files.path.name[:200],
        mapping=errand.mapping.name[:60],
        policy=errand.policy,
        by=actor,
    )


def _write(batch: ImportBatch, mapping: Mapping, account: Account, actor: Any, progress: Progress) -> None:
    now: datetime.datetime = clock.now()
    batch.at = batch.at or now
    if batch.pk is None:
        batch.save()
    terms = parties.terms_of(mapping)
    customers, new_customers = parties.customers_of(mapping, terms, actor)
    products, new_products = parties.products_of(mapping)
    writer = Writer(batch, mapping, terms, customers, products)
    writer.write(account.accepted, progress)
    account.batch, account.orders, account.lines = batch.pk, writer.orders, writer.lines
    account.customers, account.products = len(new_customers), len(new_products)
    batch.finish(now, account.as_data(), {"customers": made_ids(new_customers), "products": made_ids(new_products)})
    batch.save()
    publish(OrdersImported(batch_id=batch.pk, orders=writer.orders, report=accounting.printed(account)), actor=actor)
