"""What every admin page of the house shares: edits leave history, posted rows are only looked at."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.functional import cached_property
from import_export.admin import ExportMixin, ImportMixin

from core.bus import publish
from core.events import RecordEdited

MOST_LISTED = 10_000
HIDDEN = ("password",)


class CappedPaginator(Paginator):
    """Pages of a long list without counting it to its end; a search or filter leads to older rows."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[:MOST_LISTED].count()  # type: ignore[union-attr]


class ReadOnly:
    """Posted rows: nobody adds, changes or deletes them here."""

    paginator = CappedPaginator
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SafeAutocomplete(AutocompleteSelect):
    """Drawn again after a refusal it asks the database only about what can be a key: nonsense is a field's error."""

    def optgroups(self, name: str, value: list[Any], attr: Any = None) -> Any:
        return super().optgroups(name, [one for one in value if self._is_key(one)], attr)

    def _is_key(self, value: Any) -> bool:
        try:
            self.field.remote_field.get_related_field().to_python(value or None)  # type: ignore[union-attr]
        except (ValidationError, OverflowError):
            return False
        return True


class Chosen:
    """Forms whose foreign keys are found by typing."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if "widget" not in kwargs and db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs["widget"] = SafeAutocomplete(db_field, self.admin_site, using=kwargs.get("using"))  # type: ignore[attr-defined]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


class RecordAdmin(Chosen, admin.ModelAdmin):
    """Master data: each edit publishes RecordEdited with old and new; nothing is deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        tell_edit(request, obj, changes_of(form))

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        kind = formset.model._meta.model_name
        changes: dict[str, list[str]] = {}
        for one in formset.forms:
            if one.has_changed():
                changes |= {f"{kind} {one.instance.pk} {name}": pair for name, pair in changes_of(one).items()}
        tell_edit(request, form.instance, changes)


def changes_of(form: Any) -> dict[str, list[str]]:
    """What a form changed: field → [old, new] as text."""
    return {
        name: [_text(form.get_initial_for_field(form.fields[name], name)), _text(form.cleaned_data.get(name))]
        for name in form.changed_data
        if name in form.fields and not any(hidden in name for hidden in HIDDEN)
    }


def tell_edit(request: HttpRequest, obj: Any, changes: dict[str, list[str]]) -> None:
    """Write an edit into the history of a record."""
    if changes:
        model = obj._meta.model_name
        publish(RecordEdited(model=model, pk=obj.pk, label=str(obj), changes=changes), actor=request.user)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if hasattr(value, "__iter__") and not isinstance(value, str):
        return ", ".join(sorted(str(one) for one in value))
    return str(value)


class Exported(ExportMixin):
    """A list that may leave as a file, for those who may see it."""

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)  # type: ignore[attr-defined]


class Imported(ImportMixin, Exported):
    """A list that may also come in as a file, for those who may enter and change it."""

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)  # type: ignore[attr-defined]
