"""What is typed when a scarce product is shared out otherwise."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.inputs import SumField
from inventory.forms.receiving import DIGITS
from inventory.services import Share
from inventory.services.claims import Claimant


class SharesForm(forms.Form):
    """How much is to be set aside for each order line, beside what was when the page was opened; and why."""

    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)

    def __init__(self, claimants: Sequence[Claimant], data: Any = None) -> None:
        super().__init__(data)
        self.claimants = claimants
        for one in claimants:
            after = SumField(label=one.claim.ref, required=False, min_value=Decimal(0), **DIGITS)
            self.fields[f"after-{one.claim.line_id}"] = after
            before = forms.DecimalField(required=False, max_digits=18, decimal_places=4, widget=forms.HiddenInput)
            self.fields[f"before-{one.claim.line_id}"] = before

    def shares(self) -> list[Share]:
        """What was typed; a line left empty or not in the form keeps what it has."""
        found = []
        for one in self.claimants:
            after = self.cleaned_data.get(f"after-{one.claim.line_id}")
            before = self.cleaned_data.get(f"before-{one.claim.line_id}")
            if after is not None:
                before = one.claim.reserved if before is None else before
                found.append(Share(line_id=one.claim.line_id, before=before, after=after))
        return found

    def typed(self, claimant: Claimant) -> str | None:
        """What stands in the field of a line, as it was typed."""
        return self.data.get(f"after-{claimant.claim.line_id}") if self.is_bound else None

    def faults(self, claimant: Claimant) -> list[str]:
        return list(self.errors.get(f"after-{claimant.claim.line_id}", [])) if self.is_bound else []
