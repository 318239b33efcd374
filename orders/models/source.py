"""Where a price comes from, as it is kept with its line."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy


class PriceKind(TextChoices):
    """The places a price may come from, best first; a typed one replaces whatever was found."""

    CONTRACT = "contract", gettext_lazy("Contract")
    CUSTOMER = "customer", gettext_lazy("Customer's list")
    TIER = "tier", gettext_lazy("Tier's list")
    GENERAL = "general", gettext_lazy("Everybody's list")
    PRODUCT = "product", gettext_lazy("List price")
    TYPED = "typed", pgettext_lazy("price", "Typed")


@dataclass(frozen=True, kw_only=True)
class PriceSource:
    """One source in plain values: the list or contract by name, the step that was reached, the last day it holds.

    `start` is in base units; `missed` names a list of the customer's own that does not hold.
    """

    kind: str = ""
    name: str = ""
    start: str = ""
    until: str = ""
    missed: str = ""

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "PriceSource":
        """The source a line was saved with; a line of before says nothing."""
        return cls(**{name: str(stored[name]) for name in cls.__dataclass_fields__ if name in stored})

    def as_data(self) -> dict[str, str]:
        return {name: value for name in self.__dataclass_fields__ if (value := getattr(self, name))}

    def __str__(self) -> str:
        """In few words, as a line has room for: the name, and the quantity it holds from."""
        words = self.name or (str(PriceKind(self.kind).label) if self.kind else "")
        return _("%(source)s from %(start)s") % {"source": words, "start": self.start} if self.start else words
