"""One scan sent by a plain form: for every scan page where no script runs. What the script sends is in batch.py."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from core.refusal import Refused
from shipping.forms import ScanForm
from shipping.services import Arrival
from shipping.tables.desk import Band
from shipping.views.shell import ScanShell


class PlainScan(ScanShell):
    """Counts, and shows the page again; what was not counted is said loudly, and why."""

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        document, form = self.found(number), ScanForm(request.POST)
        if not form.is_valid():
            return self._refuse(document, _("This scan cannot be read. Please scan again."), 422)
        try:
            self.count(document, arrival_of(form.cleaned_data))
        except Refused as refusal:
            return self._refuse(document, str(refusal), 409)
        return HttpResponseRedirect(self.back(document))

    def _refuse(self, document: Any, words: str, status: int) -> HttpResponse:
        return self.show(document, band=Band("wrong", _("Not counted"), words), status=status)

    def found(self, number: str) -> Any:
        """The document the address names, for this person."""
        raise NotImplementedError

    def count(self, document: Any, arrival: Arrival) -> Any:
        """Judge the scan."""
        raise NotImplementedError

    def show(self, document: Any, *, band: Band, status: int) -> HttpResponse:
        """The whole page with another band."""
        raise NotImplementedError

    def back(self, document: Any) -> str:
        """Where the page is."""
        raise NotImplementedError


def arrival_of(data: dict[str, Any]) -> Arrival:
    """What a form sent."""
    return Arrival(code=data["code"], uuid=data["uuid"], quantity=Decimal(data["quantity"]))
