"""The desks scans may be for: how each finds its document, counts, and draws what its page shows next."""

from collections.abc import Sequence
from typing import Any

from orders.models import Order, Return
from orders.services.returns.rows import return_lines
from shipping.models import Scan, Shipment, Wave
from shipping.services import ScanResult, pack_scans, scan_or_obey, scan_or_obey_wave, scan_return
from shipping.services.packing.desk import packing_of
from shipping.services.returns.receiving import desk_for
from shipping.services.rows import lines_of
from shipping.services.scans.arrivals import Arrival
from shipping.services.waves.scanning import WaveScan
from shipping.tables.codes import codes_of
from shipping.tables.desk import Band, band_of, desk_after, desk_of
from shipping.tables.packing import band_of_packing, packing_codes, packing_desk
from shipping.tables.receiving import band_of_return, desk_context, return_codes
from shipping.tables.scan_page import pack_page, pick_page, receive_page, unsolved_of
from shipping.tables.wave import wave_after, wave_band, wave_codes, wave_desk, wave_lines, wave_page


class NoTask(Exception):
    """The task a device names is not there, or not for this person."""


class TaskDesk:
    """One task, for one message of scans.

    `page` is everything its page shows, with the codes of the task and its red list. `after` is what one right scan
    changes of it: the codes and the red list stay as they are.
    """

    field: str

    def __init__(self, user: Any, found: Any) -> None:
        self.user, self.found = user, found

    def document(self) -> dict[str, Any]:
        """What a scan that cannot be counted is kept with."""
        return {self.field: self.found}

    @classmethod
    def find(cls, user: Any, pk: int) -> Any:
        raise NotImplementedError

    def count(self, arrivals: Sequence[Arrival]) -> Sequence[Scan]:
        raise NotImplementedError

    def band(self, scan: Scan | None) -> Band:
        raise NotImplementedError

    def page(self, said: Scan) -> dict[str, Any]:
        raise NotImplementedError

    def after(self, said: Scan) -> dict[str, Any]:
        return self.page(said)


class PickDesk(TaskDesk):
    """Picking the goods of one shipment."""

    field = "shipment"
    met: Sequence[ScanResult] = ()

    @classmethod
    def find(cls, user: Any, pk: int) -> Shipment | None:
        # From those who see every order nothing is hidden, and whether it is there is seen when its order is taken.
        if user.has_perm("orders.see_all_order"):
            return Shipment(pk=pk)
        return next(iter(Shipment.objects.visible_to(user).only("number").filter(pk=pk)), None)

    def document(self) -> dict[str, Any]:
        if not Shipment.objects.filter(pk=self.found.pk).exists():
            raise NoTask
        return super().document()

    def count(self, arrivals: Sequence[Arrival]) -> Sequence[Scan]:
        try:
            self.met = scan_or_obey(self.found.pk, arrivals, actor=self.user)
        except Order.DoesNotExist:
            raise NoTask from None
        return [one.scan for one in self.met]

    def band(self, scan: Scan | None) -> Band:
        return band_of(scan)

    def page(self, said: Scan) -> dict[str, Any]:
        shipment, lines = _whole(self.found), lines_of(self.found.pk)
        context = desk_of(shipment, lines, said=said) | pick_page(shipment).context()
        return context | {"codes": codes_of(lines), "unsolved": unsolved_of(shipment=shipment)}

    def after(self, said: Scan) -> dict[str, Any]:
        return desk_after(self.met[-1]) | pick_page(self.met[-1].shipment).context()


class PackDesk(TaskDesk):
    """Putting the picked goods of one shipment into boxes."""

    field = "shipment"

    @classmethod
    def find(cls, user: Any, pk: int) -> Shipment | None:
        return next(iter(Shipment.objects.visible_to(user).only("number").filter(pk=pk)), None)

    def count(self, arrivals: Sequence[Arrival]) -> Sequence[Scan]:
        return pack_scans(self.found.pk, arrivals, actor=self.user)

    def band(self, scan: Scan | None) -> Band:
        return band_of_packing(scan)

    def page(self, said: Scan) -> dict[str, Any]:
        shipment = _whole(self.found)
        desk = packing_of(shipment, lines_of(shipment.pk))
        context = packing_desk(desk, said=said) | pack_page(shipment).context()
        return context | {"codes": packing_codes(desk), "unsolved": unsolved_of(shipment=shipment)}


class ReceiveDesk(TaskDesk):
    """Counting the goods of one return that came."""

    field = "returned"

    @classmethod
    def find(cls, user: Any, pk: int) -> Return | None:
        return Return.objects.visible_to(user).select_related("order", "customer").filter(pk=pk).first()

    def count(self, arrivals: Sequence[Arrival]) -> Sequence[Scan]:
        return scan_return(self.found.pk, arrivals, actor=self.user)

    def band(self, scan: Scan | None) -> Band:
        return band_of_return(scan)

    def page(self, said: Scan) -> dict[str, Any]:
        desk = desk_for(self.found, return_lines(self.found))
        context = desk_context(desk, said=said) | receive_page(self.found).context()
        return context | {"codes": return_codes(desk), "unsolved": unsolved_of(returned=self.found)}


class WaveDesk(TaskDesk):
    """Picking several orders on one walk."""

    field = "wave"
    met: Sequence[WaveScan] = ()

    @classmethod
    def find(cls, user: Any, pk: int) -> Wave | None:
        return Wave.objects.visible_to(user).filter(pk=pk).first()

    def count(self, arrivals: Sequence[Arrival]) -> Sequence[Scan]:
        self.met = scan_or_obey_wave(self.found.pk, arrivals, actor=self.user)
        return [one.scan for one in self.met]

    def band(self, scan: Scan | None) -> Band:
        return wave_band(scan)

    def page(self, said: Scan) -> dict[str, Any]:
        wave = Wave.objects.select_related("warehouse").get(pk=self.found.pk)
        lines = wave_lines(wave)
        context = wave_desk(wave, lines, said=said) | wave_page(wave).context()
        return context | {"codes": wave_codes(lines), "unsolved": unsolved_of(wave=wave)}

    def after(self, said: Scan) -> dict[str, Any]:
        return wave_after(self.met[-1]) | wave_page(self.met[-1].wave).context()


def _whole(shipment: Shipment) -> Shipment:
    rows = Shipment.objects.select_related("order__customer", "order__terms")
    return rows.defer("order__search", "order__customer__search").get(pk=shipment.pk)


DESKS: dict[str, type[TaskDesk]] = {
    "shipment": PickDesk,
    "packing": PackDesk,
    "return": ReceiveDesk,
    "wave": WaveDesk,
}


def desk_of_task(user: Any, task: str) -> TaskDesk:
    """The desk a page names, such as `shipment:9`."""
    name, _colon, key = task.partition(":")
    kind = DESKS.get(name)
    if kind is None or not (key.isascii() and key.isdecimal() and len(key) < 19):
        raise NoTask
    found = kind.find(user, int(key))
    if found is None:
        raise NoTask
    return kind(user, found)
