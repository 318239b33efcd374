"""A scan that was refused after the picker had gone on: somebody says what became of the piece."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from core import clock
from core.bus import publish
from core.locks import locked
from core.refusal import Refused
from core.service import service
from shipping.events import ScanSolved
from shipping.models import Scan
from shipping.policies import may_solve
from shipping.services.rows import need


@service
def solve_scan(scan_id: int, *, note: str, actor: Any) -> Scan:
    """Say what became of a piece whose scan was not counted; nobody solves their own, and nothing is counted by it."""
    note = need(note, _("Please say what became of the piece."))
    row = locked(Scan.objects.filter(pk=scan_id).select_related("shipment", "returned", "wave")).get()
    may_solve.demand(actor, row)
    if row.solved_at is not None or not Scan.objects.to_solve().filter(pk=row.pk).exists():
        raise Refused(_("This scan needs no solving any more."), code="wrong_state")
    row.solution, row.solved_by, row.solved_at = note, actor, clock.now()
    row.save(update_fields=["solution", "solved_by", "solved_at"])
    document = row.document
    publish(
        ScanSolved(
            scan_id=row.pk,
            order_id=getattr(document, "order_id", None),
            number=document.number,
            code=row.goods,
            note=note,
        ),
        actor=actor,
    )
    return row
