"""The approval trail of an order as a file to keep (S32)."""

from django.http import HttpRequest, HttpResponse

from approvals.evidence import steps_about
from approvals.models import Request, Step
from approvals.pdf import trail_pdf
from approvals.policies import may_look
from core.refusal import Refused
from core.views.guard import Guarded
from orders.views.finding import order_for


class TrailPdf(Guarded):
    """All rounds of an order and of its changes, each answer with its role, limit, rule and content, as a PDF."""

    policy = may_look

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        order = order_for(request.user, ref)
        rounds = list(Request.objects.filter(order=order).select_related("policy", "asked_by", "owner").order_by("pk"))
        steps = steps_about(Step.objects.filter(request__order=order))
        try:
            page = trail_pdf(order, steps, rounds)
        except Refused as refusal:
            return HttpResponse(str(refusal), status=503, content_type="text/plain; charset=utf-8")
        response = HttpResponse(page, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{order.ref}-approval.pdf"'
        return response
