"""The way of what came back: the desk, the workshop, the shelf, the bin, or its customer again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from core.refusal import Refused
from inventory.models import Place, Serial
from inventory.models.serial import SerialState
from inventory.services.placing import write_serials

End = int | str
"""A warehouse by its key, or a place by its kind."""

STATES: Mapping[End, str] = {
    Place.Kind.CUSTOMER: SerialState.SHIPPED,
    Place.Kind.RETURNED: SerialState.DESK,
    Place.Kind.REPAIR: SerialState.REPAIR,
}
VERBS: Mapping[End, Callable[[Serial], None]] = {
    Place.Kind.CUSTOMER: Serial.go_back,
    Place.Kind.RETURNED: Serial.come_back,
    Place.Kind.REPAIR: Serial.mend,
    Place.Kind.ADJUSTMENT: Serial.scrap,
}


@dataclass(frozen=True, kw_only=True)
class Passage:
    """So many base units of one order line go from one spot to another: of this lot, and these pieces, where known."""

    order_line_id: int
    quantity: Decimal
    start: End
    end: End
    lot_id: int | None = None
    serials: tuple[int, ...] = ()

    @property
    def is_traced(self) -> bool:
        return self.lot_id is not None or bool(self.serials)


def walk_back(passages: Sequence[Passage], source: str) -> None:
    """Numbered pieces go on; one that is not where its return says is refused. Their shelves are held."""
    wanted = {pk for passage in passages for pk in passage.serials}
    if not wanted:
        return
    known = Serial.objects.in_bulk(wanted)
    for passage in passages:
        for piece in (known[pk] for pk in passage.serials):
            _step(piece, passage)
            piece.source = source
    write_serials(known.values())


def _step(piece: Serial, passage: Passage) -> None:
    if (piece.state, piece.order_line_id) != (STATES[passage.start], passage.order_line_id):
        raise Refused(
            _("Serial number %(number)s is somewhere else by now.") % {"number": piece.number}, code="unknown_serial"
        )
    if isinstance(passage.end, int):
        piece.restock()
        piece.lie(passage.end)
        piece.order_line = None
    else:
        VERBS[passage.end](piece)
