"""The search of everything."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from core.access import SIGNED_IN
from core.views.guard import Guarded
from reports.finding import find_all


class Search(Guarded):
    """What was found for some words; a single hit is opened at once."""

    policy = SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        text = request.GET.get("q", "").replace("\x00", "").strip()[:200]
        found = find_all(request.user, text) if text else []
        if len(found) == 1 and len(found[0].rows) == 1:
            return HttpResponseRedirect(found[0].rows[0].get_absolute_url())
        return render(request, "reports/search.html", {"found": found, "text": text})
