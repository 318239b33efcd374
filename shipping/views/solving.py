"""The red list: scans that were not counted although whoever scanned had gone on, and solving one."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.paging import page_of
from core.templatetags.ui import moment, qty
from core.views.guard import Guarded
from core.views.verb import VerbView
from orders.models import Return
from shipping import services
from shipping.forms import SolutionForm
from shipping.models import Scan, Shipment, Wave
from shipping.policies import may_see, may_solve


def scans_for(user: Any) -> QuerySet[Scan]:
    """The scans of shipments, returns and waves a person sees."""
    mine = Q(shipment__in=Shipment.objects.visible_to(user)) | Q(returned__in=Return.objects.visible_to(user))
    walks = Q(shipment=None, wave__in=Wave.objects.visible_to(user))
    return Scan.objects.filter(mine | walks).select_related("shipment", "returned", "wave", "actor")


class ScansToSolve(Guarded):
    """Scans that wait for a supervisor, the newest first."""

    policy = may_see

    def get(self, request: HttpRequest) -> HttpResponse:
        page = page_of(scans_for(request.user).to_solve(), request.GET)
        rows = [(row, may_solve(request.user, row)) for row in page.rows]
        return render(request, "shipping/scans.html", {"page": page, "rows": rows})


class SolveScan(VerbView):
    """Say what became of the piece."""

    policy = may_solve
    title = _("Solve a refused scan")
    consequence = _("Nothing is counted by this. What you write stays with the scan and on the order's timeline.")
    button = _("Solved")
    done = _("The scan is solved.")
    form_class = SolutionForm

    def get_subject(self) -> Scan:
        return get_object_or_404(scans_for(self.request.user), pk=self.kwargs["pk"])

    def act(self, subject: Scan, data: dict[str, Any]) -> Scan:
        return services.solve_scan(subject.pk, note=data["note"], actor=self.request.user)

    def success_url(self, subject: Scan) -> str:
        return reverse("shipping:scans")

    def extra_context(self, subject: Scan) -> dict[str, Any]:
        facts = (
            (_("Document"), subject.document.number),
            (_("Code"), subject.code),
            (_("Product"), subject.label or "--"),
            (_("Quantity"), qty(subject.meant)),
            (_("Result"), subject.get_result_display()),
            (_("Scanned by"), subject.actor.name if subject.actor else "--"),
            (_("On the device"), moment(subject.scanned_at)),
        )
        return {"facts": [{"label": label, "value": value} for label, value in facts]}
