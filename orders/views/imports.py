"""Importing history in the browser: upload, dry run, import, result, undo."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.once import once_for
from core.paging import page_of
from core.refusal import Refused
from core.views.guard import Guarded
from core.views.verb import VerbView
from orders.forms.imports import StartForm, UploadForm
from orders.models import ImportBatch
from orders.models.batch import BatchState
from orders.policies import may_import
from orders.services.imports.importing import undo_import
from orders.services.imports.uploading import ask_import, errors_path, upload_import

FIGURES = ("orders", "lines", "customers", "products")


def batch_for(user: Any, pk: int) -> ImportBatch:
    """The batch of an address, among those the person may see."""
    return get_object_or_404(ImportBatch.objects.visible_to(user).select_related("by"), pk=pk)


class Imports(Guarded):
    """What came in so far, and the form for the next file."""

    policy = may_import

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(UploadForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            target = once_for(request, lambda: self.upload(form.cleaned_data))
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self.show(form, status=409)
        return HttpResponseRedirect(target)

    def upload(self, data: dict[str, Any]) -> str:
        return upload_import(data["files"], data["mapping"], actor=self.request.user).get_absolute_url()

    def show(self, form: UploadForm, status: int = 200) -> HttpResponse:
        batches = ImportBatch.objects.visible_to(self.request.user).select_related("by")
        context = {"form": form, "page": page_of(batches.defer("made"), self.request.GET)}
        return render(self.request, "orders/imports/list.html", context, status=status)


class ImportPage(Guarded):
    """One import: its account, its refused rows first, and what can be done now."""

    policy = may_import

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = batch_for(request.user, pk)
        report = batch.report
        context = {
            "batch": batch,
            "figures": {name: report.get(name, 0) for name in FIGURES},
            "balance": _balance(report),
            "reasons": [{**row, "reason": _(name), "fix": _(row["fix"])} for name, row in _reasons(report)],
            "errors": [{**row, "reason": _(row["reason"]), "fix": _(row["fix"])} for row in _errors(report)],
            "may_start": batch.state == BatchState.REHEARSED and report.get("accepted"),
            "may_undo": batch.state == BatchState.DONE,
            "has_file": bool(batch.folder) and bool(_errors(report)),
        }
        return render(request, "orders/imports/batch.html", context)


class ImportErrors(Guarded):
    """The refused rows as a file to mend and send back."""

    policy = may_import

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        batch = batch_for(request.user, pk)
        if not batch.folder or not errors_path(batch).is_file():
            raise Http404
        return FileResponse(errors_path(batch).open("rb"), as_attachment=True, filename=f"import-{pk}-errors.csv")


class ImportVerb(VerbView):
    """A verb on one import."""

    policy = may_import

    def get_subject(self) -> ImportBatch:
        return batch_for(self.request.user, self.kwargs["pk"])


class StartImport(ImportVerb):
    """Take a tried file in."""

    title = gettext_lazy("Import the file")
    consequence = gettext_lazy(
        "The orders come in as finished history, with customers and products that are not known yet."
        " No stock is reserved and no letter is sent. The import can be undone."
    )
    button = gettext_lazy("Import")
    done = gettext_lazy("The import is under way.")
    form_class = StartForm

    def act(self, subject: ImportBatch, data: dict[str, Any]) -> ImportBatch:
        return ask_import(subject.pk, policy=data["policy"], actor=self.request.user)


class UndoImport(ImportVerb):
    """Take a batch out again."""

    title = gettext_lazy("Undo the import")
    consequence = gettext_lazy(
        "Its orders are deleted, and the customers and products made for it, unless somebody has used them since."
    )
    button = gettext_lazy("Undo import")
    done = gettext_lazy("The import was undone.")
    danger = True

    def act(self, subject: ImportBatch, data: dict[str, Any]) -> None:
        undo_import(subject.pk, actor=self.request.user)


def _balance(report: dict[str, Any]) -> list[dict[str, Any]]:
    words = {
        "accepted": _("Accepted"),
        "refused": _("Refused"),
        "duplicates": _("Already imported"),
        "rows": _("Rows"),
    }
    amounts = report.get("amounts", {})
    return [{"word": word, "rows": report[name], "amount": amounts[name]} for name, word in words.items() if amounts]


def _reasons(report: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return list(report.get("reasons", {}).items())


def _errors(report: dict[str, Any]) -> list[dict[str, Any]]:
    return report.get("notes", {}).get("errors", [])
