"""The page of one shipment, its delivery note, and the photo of its delivery."""

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from core.views.guard import Guarded
from shipping.models import Scan, Shipment
from shipping.models.words import READY
from shipping.panels import acts_of
from shipping.policies import may_see
from shipping.services.carriers.ways import proof_of, way_of
from shipping.services.rows import lines_of
from shipping.tables.door import looks_of
from shipping.tables.papers import boxes_on
from shipping.views.finding import shipment_for

MOST_SCANS = 50


class ShipmentPage(Guarded):
    """What is on a shipment, where it is, and every scan made for it."""

    policy = may_see

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        shipment = shipment_for(request.user, number)
        lines = lines_of(shipment.pk)
        scans = Scan.objects.filter(shipment=shipment).select_related("actor").order_by("-pk")
        context = {
            "shipment": shipment,
            "order": shipment.order,
            "lines": lines,
            "boxed": boxes_on(shipment) if any(line.boxed for line in lines) else [],
            "looks": looks_of(shipment, lines, request.user) if _stood_at_the_door(shipment) else [],
            "scans": scans[:MOST_SCANS],
            "acts": acts_of(request.user, shipment),
        } | way_of(shipment)
        return render(request, "shipping/shipment.html", context)


def _stood_at_the_door(shipment: Shipment) -> bool:
    """Goods that left before there were checks have none to show."""
    return shipment.state in READY or shipment.verified_at is not None


class DeliveryNote(Guarded):
    """The delivery note on paper: what the customer signs."""

    policy = may_see

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        shipment = shipment_for(request.user, number)
        lines = [line for line in lines_of(shipment.pk) if line.picked]
        context = {
            "shipment": shipment,
            "order": shipment.order,
            "lines": lines,
            "proof": proof_of(shipment),
            "address": settings.GENDAN_COMPANY_ADDRESS,
        }
        return render(request, "shipping/note.html", context)


class FetchPhoto(Guarded):
    """The photo of a delivery as a download, never shown in the page's own origin (A21)."""

    policy = may_see

    def get(self, request: HttpRequest, number: str) -> FileResponse:
        shipment = shipment_for(request.user, number)
        proof = proof_of(shipment)
        if proof is None or not proof.photo or not default_storage.exists(proof.photo):
            raise Http404
        name = f"{shipment.number}.{proof.photo.rpartition('.')[2]}"
        file = default_storage.open(proof.photo)
        return FileResponse(file, as_attachment=True, filename=name, content_type=proof.photo_kind)
