"""What became of a scan that was refused."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.event import DomainEvent


@dataclass(frozen=True, kw_only=True)
class ScanSolved(DomainEvent):
    """A scan that was not counted although the picker had gone on: a supervisor said what became of the piece."""

    name = "scan.solved"
    sentence = _("%(number)s: the scan of %(code)s was not counted and is solved: %(note)s")

    scan_id: int
    order_id: int | None
    number: str
    code: str
    note: str

    @property
    def stream(self) -> str:
        return f"scan:{self.scan_id}"

    @property
    def topic(self) -> str:
        # A wrong piece on the walk of a wave is of no order.
        return f"order:{self.order_id}" if self.order_id else self.stream
