"""The page that says why somebody may not."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def forbidden(request: HttpRequest, exception: Any) -> HttpResponse:
    """Name the missing right and whom to ask; who has the right hears what the rule about this thing asks."""
    reason = exception.reason if getattr(exception, "held", False) else None
    words = str(reason or exception)
    return render(request, "403.html", {"exception": words, "reason": reason}, status=403)
