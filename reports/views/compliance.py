"""The monthly compliance list on the page and as a file (S128)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from import_export.formats.base_formats import CSV
from tablib import Dataset

from core import clock
from core.cells import plain_text
from core.templatetags.ui import moment
from core.views.guard import Guarded
from reports.figures.compliance import KEYS, SECTIONS, Line, Section, after, before, counted, lines, month_of
from reports.figures.period import Period
from reports.policies import may_see_compliance

SHOWN = 50
MOST_ROWS = 100_000


class Compliance(Guarded):
    """What the process owner looks at: how many of each, and the lines of one section."""

    policy = may_see_compliance

    def get(self, request: HttpRequest) -> HttpResponse:
        month = month_of(request.GET.get("month", ""))
        counts = counted(request.user, month)
        section = _section(request.GET.get("section", ""), counts)
        page = _page(request.GET.get("page", ""))
        rows = lines(request.user, month, [section.key], most=SHOWN + 1, skip=(page - 1) * SHOWN)
        following = after(month)
        context = {
            "month": month,
            "before": before(month),
            "after": following if following.first <= clock.today() else None,
            "sections": [(one, counts[one.key]) for one in SECTIONS],
            "section": section,
            "rows": rows[:SHOWN],
            "newer_url": _address(month, section, page - 1) if page > 1 else "",
            "older_url": _address(month, section, page + 1) if len(rows) > SHOWN else "",
        }
        return render(request, "reports/compliance.html", context)


def _address(month: Period, section: Section, page: int) -> str:
    return f"?month={month.first:%Y-%m}&section={section.key}&page={page}#lines"


def _section(key: str, counts: dict[str, int]) -> Section:
    """The section asked for, else the first that has a line."""
    wanted = key if key in KEYS else next((one for one in KEYS if counts[one]), KEYS[0])
    return next(one for one in SECTIONS if one.key == wanted)


def _page(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1


class ComplianceFile(Guarded):
    """All lines of a month as a file; every cell plain text, never a formula (A14)."""

    policy = may_see_compliance

    def get(self, request: HttpRequest) -> HttpResponse:
        month = month_of(request.GET.get("month", ""))
        table = Dataset(headers=_headers())
        for line in lines(request.user, month, most=MOST_ROWS):
            table.append([plain_text(cell) for cell in _cells(line)])
        form = CSV()
        response = HttpResponse(form.export_data(table).encode("utf-8-sig"), content_type=form.get_content_type())
        response["Content-Disposition"] = f'attachment; filename="compliance-{month.first:%Y-%m}.csv"'
        return response


def _headers() -> list[str]:
    return [_("Section"), _("When"), _("Who"), _("On behalf of"), _("Case"), _("What"), _("Reason")]


def _cells(line: Line) -> list[str]:
    label = next(str(one.label) for one in SECTIONS if one.key == line.section)
    return [label, moment(line.at), line.who, line.for_whom, line.ref, line.what, line.reason]
