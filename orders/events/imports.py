"""Files of orders, taken in and taken back."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.event import DomainEvent


@dataclass(frozen=True, kw_only=True)
class ImportAsked(DomainEvent):
    """Somebody asked for an uploaded file to be tried (`write` is no) or taken in (yes)."""

    name = "import.asked"
    sentence = _("Import asked for")

    batch_id: int
    write: bool

    @property
    def stream(self) -> str:
        return f"import:{self.batch_id}"


@dataclass(frozen=True, kw_only=True)
class OrdersImported(DomainEvent):
    """A batch of history came in."""

    name = "import.done"
    sentence = _("%(orders)s orders imported")

    batch_id: int
    orders: int
    report: dict[str, Any] = field(default_factory=dict)

    @property
    def stream(self) -> str:
        return f"import:{self.batch_id}"


@dataclass(frozen=True, kw_only=True)
class ImportUndone(DomainEvent):
    """A batch of history was taken out again."""

    name = "import.undone"
    sentence = _("Import undone, %(orders)s orders taken out, %(kept)s kept")

    batch_id: int
    orders: int
    kept: int
    account: dict[str, Any] = field(default_factory=dict)

    @property
    def stream(self) -> str:
        return f"import:{self.batch_id}"
