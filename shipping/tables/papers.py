"""What the warehouse prints: pick list, delivery note, labels of boxes, and what is in each box."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from core.money import paper_language
from core.paper import draw
from shipping.models import Box, BoxContent, Shipment
from shipping.services.packing.boxes import boxes_of, loads
from shipping.services.picking.walking import in_walk, picks_for
from shipping.services.rows import lines_of


@dataclass(frozen=True)
class Boxed:
    """One box on paper: the how-manieth of how many, with what lies in it."""

    box: Box
    nth: int
    of: int
    contents: Sequence[BoxContent]


def boxes_on(shipment: Shipment) -> list[Boxed]:
    """The filled boxes with their contents, in their order; two queries."""
    boxes = list(boxes_of(shipment.pk))
    found: dict[int, list[BoxContent]] = {box.pk: [] for box in boxes}
    rows = BoxContent.objects.filter(box__in=boxes).order_by("line__order_line__position", "pk")
    for row in rows.select_related("line__product__unit", "lot", "serial"):
        found[row.box_id].append(row)
    return [Boxed(box, n, len(boxes), found[box.pk]) for n, box in enumerate(boxes, start=1)]


def pick_list(shipment: Shipment) -> bytes:
    """What is to be picked, bin by bin as one walks past them, to be ticked off by hand."""
    lines = lines_of(shipment.pk)
    picks = picks_for(shipment, lines)
    rows = [(line, picks.get(line.order_line_id, [])) for line in in_walk(lines, picks)]
    return draw("shipping/pdf/pick.html", _head(shipment) | {"rows": rows}, language=_our_language())


def delivery_note(shipment: Shipment) -> bytes:
    """What the customer signs: what came, and no prices."""
    lines = [line for line in lines_of(shipment.pk) if line.picked]
    context = _head(shipment) | {"lines": lines} | loads(shipment.pk)
    return draw("shipping/pdf/note.html", context, language=paper_language(shipment.order.currency))


def box_labels(shipment: Shipment, code: str = "") -> bytes:
    """A label of 100 × 150 mm for each box, or for the one with this code."""
    boxes = boxes_on(shipment)
    context = _head(shipment) | {"boxes": [one for one in boxes if one.box.code == code] or boxes}
    return draw("shipping/pdf/labels.html", context, language=paper_language(shipment.order.currency))


def carton_contents(shipment: Shipment) -> bytes:
    """What is in each box, with lots and serial numbers."""
    context = _head(shipment) | {"boxes": boxes_on(shipment)}
    return draw("shipping/pdf/contents.html", context, language=paper_language(shipment.order.currency))


PAPERS: dict[str, Callable[..., bytes]] = {
    "pick": pick_list,
    "note": delivery_note,
    "labels": box_labels,
    "contents": carton_contents,
}
OF_BOXES = ("labels", "contents")


def _head(shipment: Shipment) -> dict[str, Any]:
    return {"shipment": shipment, "order": shipment.order}


def _our_language() -> str:
    return get_language() or settings.LANGUAGE_CODE
