"""Choosing standard terms from the library, and writing others beside it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from orders.models import TermsClause


class ClauseField(forms.ModelChoiceField):
    """A clause in its newest version; one a document already has stays choosable."""

    def __init__(self, **kwargs: Any) -> None:
        values = {"label": _("Standard terms"), "required": False, "empty_label": _("None chosen")}
        super().__init__(TermsClause.objects.current().order_by("code"), **(values | kwargs))

    def keep(self, clause_id: int | None) -> None:
        """Offer this version too, even if a newer one took its place."""
        if clause_id is not None:
            rows = TermsClause.objects.current() | TermsClause.objects.filter(pk=clause_id)
            self.queryset = rows.order_by("code", "version")


def own_terms_field() -> forms.CharField:
    """Terms outside the library: allowed, and asked about."""
    return forms.CharField(
        label=_("Non-standard terms"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Whatever stands here needs an approval."),
    )
