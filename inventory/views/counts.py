"""Count sheets: begin one, enter or scan what was found, book it, cancel it, print it."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.services import resolve
from core.once import once_for
from core.paging import page_of
from core.refusal import Refused
from core.templatetags.ui import qty
from core.views.guard import Guarded
from core.views.verb import VerbView
from inventory.forms import FiguresForm, OpenCountForm, ReasonForm
from inventory.models import StockCount, StockCountLine
from inventory.policies import may_count
from inventory.services import book_count, cancel_count, count_one, enter_figures, open_count
from inventory.services.scanning import line_of
from inventory.services.sheets import needs_second


def count_for(user: Any, number: str) -> StockCount:
    """The count with this number; what the person may not see does not exist."""
    return get_object_or_404(StockCount.objects.visible_to(user).for_list(), number=number)


def lines_for(count: StockCount) -> list[StockCountLine]:
    """The lines in walking order, each knowing whether it is to be counted again."""
    rows = StockCountLine.objects.filter(count=count)
    rows = rows.select_related("product__unit", "bin__warehouse", "lot", "serial")
    order = (F("bin__sequence").asc(nulls_first=True), "bin__code", "product__code", "lot__number", "serial__number")
    return list(rows.defer("product__search").order_by(*order, "pk"))


class Counts(Guarded):
    """All counts, the newest first."""

    policy = may_count

    def get(self, request: HttpRequest) -> HttpResponse:
        counts = StockCount.objects.visible_to(request.user).for_list().annotate(
            size=Count("lines"), left=Count("lines", filter=Q(lines__counted=None))
        )
        return render(request, "inventory/counts.html", {"page": page_of(counts, request.GET)})


class OpenCount(VerbView):
    """Begin a count."""

    policy = may_count
    title = gettext_lazy("Begin a count")
    consequence = gettext_lazy(
        "What the sheet covers is frozen: nothing is booked in or out there until the count is booked or cancelled."
    )
    button = gettext_lazy("Begin")
    done = gettext_lazy("The sheet is ready.")

    def get_subject(self) -> Any:
        return _("Counts")

    def get_form(self, subject: Any, data: Any = None) -> OpenCountForm:
        return OpenCountForm(data)

    def act(self, subject: Any, data: dict[str, Any]) -> StockCount:
        words = [word.strip() for word in data["products"].splitlines() if word.strip()]
        found = resolve(words)
        if unknown := [word for word in words if word not in found]:
            raise Refused(_("No product has the code %(code)s.") % {"code": unknown[0]}, code="unknown_product")
        return open_count(
            warehouse_id=data["warehouse"].pk,
            bin_id=data["bin"].pk if data["bin"] else None,
            product_ids={one.product.pk for one in found.values()},
            actor=self.request.user,
        )

    def success_url(self, subject: Any) -> str:
        return subject.get_absolute_url() if isinstance(subject, StockCount) else reverse("inventory:counts")


class CountSheetPage(Guarded):
    """One sheet: its lines with what was found; while it is open, a form to enter it."""

    policy = may_count

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        return self._show(request, count_for(request.user, number))

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        count = count_for(request.user, number)
        form = FiguresForm(lines_for(count), request.POST)
        if not form.is_valid():
            return self._show(request, count, form, 422)
        try:
            once_for(request, lambda: str(enter_figures(count.pk, form.figures(), actor=request.user).pk))
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The figures are kept."))
        return HttpResponseRedirect(count.get_absolute_url())

    def _show(self, request: HttpRequest, count: StockCount, form: Any = None, status: int = 200) -> HttpResponse:
        lines = lines_for(count)
        for line in lines:
            line.again = needs_second(line) or line.second is not None  # type: ignore[attr-defined]
            line.errors = _errors(form, line)  # type: ignore[attr-defined]
            line.typed = _typed(form, line)  # type: ignore[attr-defined]
        context = {
            "count": count,
            "lines": lines,
            "form": form,
            "left": sum(line.counted is None for line in lines),
            "again": sum(needs_second(line) for line in lines),
        }
        return render(request, "inventory/sheet.html", context, status=status)


def _typed(form: Any, line: StockCountLine) -> dict[str, str]:
    """What stands in the fields of a line: what was typed where it could not be kept, else what is known."""
    known = {"counted": line.counted, "second": line.second}
    shown = {name: "" if value is None else qty(value) for name, value in known.items()}
    return {name: form.data.get(f"{name}-{line.pk}", value) if form else value for name, value in shown.items()}


def _errors(form: Any, line: StockCountLine) -> list[str]:
    names = (f"counted-{line.pk}", f"second-{line.pk}")
    return [words for name in names for words in form.errors.get(name, ())] if form is not None else []


class ScanCount(Guarded):
    """One scanned code counts one more on its line."""

    policy = may_count

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        count = count_for(request.user, number)
        code = request.POST.get("code", "").replace("\x00", "").strip()[:80]
        try:
            line, pieces = line_of(count.pk, code, bin_code=request.POST.get("bin", ""))
            once_for(request, lambda: str(count_one(count.pk, line.pk, pieces, actor=request.user).pk))
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("%(code)s: counted.") % {"code": code})
        return HttpResponseRedirect(count.get_absolute_url())


class OnCount(VerbView):
    """A verb on one sheet."""

    policy = may_count
    form_class = ReasonForm

    @cached_property
    def count(self) -> StockCount:
        return count_for(self.request.user, self.kwargs["number"])

    def get_subject(self) -> StockCount:
        return self.count


class BookCount(OnCount):
    """Make the books say what was counted."""

    title = gettext_lazy("Book the count")
    consequence = gettext_lazy(
        "What was found becomes the stock; every difference is a move with your name and reason. Orders that lose "
        "goods by it wait again."
    )
    button = gettext_lazy("Book")
    done = gettext_lazy("The books say what was counted.")

    def act(self, subject: StockCount, data: dict[str, Any]) -> StockCount:
        return book_count(subject.pk, reason=data["reason"], actor=self.request.user)


class CancelCount(OnCount):
    """End a count without booking it."""

    title = gettext_lazy("Cancel the count")
    consequence = gettext_lazy("Nothing is booked; what the sheet froze moves again.")
    button = gettext_lazy("Cancel the count")
    done = gettext_lazy("The count is cancelled.")
    danger = True

    def act(self, subject: StockCount, data: dict[str, Any]) -> StockCount:
        return cancel_count(subject.pk, reason=data["reason"], actor=self.request.user)


class PrintSheet(Guarded):
    """The sheet on paper, without what the books say."""

    policy = may_count

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        count = count_for(request.user, number)
        return render(request, "inventory/sheet_paper.html", {"count": count, "lines": lines_for(count)})
