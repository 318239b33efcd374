"""Trying a scanner out, and the sheets that are printed for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.views.guard import Guarded
from shipping.policies import may_see
from shipping.tables.scanner import commands, made_of, tests


class ScannerTest(Guarded):
    """What a scanner types: each key, how fast, how it ends, and what the house makes of the code."""

    policy = may_see

    def get(self, request: HttpRequest) -> HttpResponse:
        code = request.GET.get("code", "").replace("\x00", "").strip(" \t\r\n")[:80]
        context = {"code": code, "made": made_of(code) if code else []}
        part = request.htmx  # type: ignore[attr-defined]
        return render(request, "shipping/_made.html" if part else "shipping/scanner.html", context)


class SetUpSheet(Guarded):
    """How a scanner is set up, on one sheet of paper."""

    policy = may_see

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "shipping/scanner_sheet.html", {"codes": tests()})


class CommandSheet(Guarded):
    """The commands a picker scans instead of touching the screen, on one sheet of paper."""

    policy = may_see

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "shipping/command_sheet.html", {"codes": commands()})
