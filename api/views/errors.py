"""Every error of the API in one shape, whatever refused the request."""

from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _

from api.forms.wrong import Wrong
from api.resources.orders import told_findings
from core.access import Forbidden
from core.refusal import Refused
from orders.services.entry.checking import Blocked

SAID = (Refused, Http404, PermissionDenied, RequestDataTooBig, UnreadablePostError)
"""What a request can be refused with; everything else is a bug and reaches the log."""


def answer_to(error: Exception, user: Any) -> JsonResponse:
    """The answer to a refused request: a status, a code for programs, a sentence for people."""
    if isinstance(error, Wrong):
        return said(error)
    if isinstance(error, Blocked):
        return said(Wrong(422, error.code, error.message, findings=told_findings(user, error.findings)))
    if isinstance(error, Refused):
        return said(Wrong(409, error.code, error.message))
    if isinstance(error, Forbidden):
        return said(forbidden(error))
    if isinstance(error, Http404):
        return said(Wrong(404, "not_found", _("Nothing of yours is found here.")))
    if isinstance(error, PermissionDenied):
        return said(Wrong(403, "forbidden", _("You may not do this.")))
    return said(Wrong(400, "unreadable", _("The request could not be read to its end.")))


def forbidden(error: Forbidden) -> Wrong:
    """403 names the right that is missing, and what the rule about the thing asks."""
    reason = f" {error.reason}" if error.reason else ""
    return Wrong(403, "forbidden", f"{error}{reason}")


def said(wrong: Wrong) -> JsonResponse:
    """One shape: code, message and fields; beside them what the checks found, where they were asked."""
    body: dict[str, Any] = {"error": {"code": wrong.code, "message": str(wrong.message), "fields": wrong.fields}}
    if wrong.findings is not None:
        body["findings"] = wrong.findings
    return JsonResponse(body, status=wrong.status, headers=wrong.headers)


def method_not_allowed(request: HttpRequest, allowed: list[str]) -> HttpResponse:
    """405 with what may be done here."""
    words = _("%(method)s is not possible here.") % {"method": request.method}
    return said(Wrong(405, "method_not_allowed", words, headers={"Allow": ", ".join(allowed)}))
