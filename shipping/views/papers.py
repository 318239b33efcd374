"""The papers of a shipment as PDF."""

from django.http import Http404, HttpRequest, HttpResponse

from core.refusal import Refused
from core.views.guard import Guarded
from shipping.models import Box
from shipping.policies import may_see
from shipping.tables.papers import OF_BOXES, PAPERS
from shipping.views.finding import shipment_for


class Paper(Guarded):
    """One paper of a shipment: pick list, delivery note, labels of its boxes, or what is in them."""

    policy = may_see

    def get(self, request: HttpRequest, number: str, paper: str) -> HttpResponse:
        shipment = shipment_for(request.user, number)
        if paper not in PAPERS:
            raise Http404
        if paper in OF_BOXES and not Box.objects.filter(shipment=shipment, contents__isnull=False).exists():
            raise Http404
        try:
            page = PAPERS[paper](shipment, *self.asked(request, paper))
        except Refused as refusal:
            return HttpResponse(str(refusal), status=503, content_type="text/plain; charset=utf-8")
        response = HttpResponse(page, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{shipment.number}-{paper}.pdf"'
        return response

    def asked(self, request: HttpRequest, paper: str) -> list[str]:
        """The one box whose label is asked for."""
        return [request.GET.get("box", "")] if paper == "labels" else []
