"""What an import from the browser asks: the files, what their columns mean, and what a bad row does to the others."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orders.importing import mapping
from orders.services.imports.importing import ALL_OR_NOTHING, GOOD_ROWS

MOST_BYTES = 50 << 20


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file, or several that belong together."""

    widget = ManyFiles({"accept": ".csv,.gz,.xlsx"})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [super(FilesField, self).clean(file, initial) for file in data or [None]]
        if sum(file.size for file in files) > MOST_BYTES:
            raise forms.ValidationError(_("More than 50 MB. Split the file, or use the command on the server."))
        return files


def mappings() -> list[tuple[str, str]]:
    return [(meaning.name, meaning.title) for meaning in mapping.bundled()]


class UploadForm(forms.Form):
    """A file to be tried first."""

    files = FilesField(
        label=_("Files"),
        help_text=_("CSV (also .gz) or .xlsx, UTF-8 or GB18030; choose files that belong together at once."),
    )
    mapping = forms.ChoiceField(
        label=_("Mapping"), choices=mappings, help_text=_("What the columns of the file mean.")
    )


class StartForm(forms.Form):
    """How a tried file is taken in."""

    policy = forms.ChoiceField(
        label=_("If rows are refused"),
        widget=forms.RadioSelect,
        initial=GOOD_ROWS,
        choices=[
            (GOOD_ROWS, _("Take the good rows; their orders are marked incomplete")),
            (ALL_OR_NOTHING, _("Take nothing")),
        ],
    )
