"""The one scan page, whatever is scanned for: what it must know of a task besides the task's own parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from orders.models import Return
from shipping.models import Scan, Shipment

MOST_UNSOLVED = 20


@dataclass(frozen=True)
class Back:
    """A way out at the foot of the page."""

    url: str
    label: str


@dataclass(frozen=True)
class ScanPage:
    """A task of the scan page: `task` is the stream its scans belong to, `wrong` the word for goods that do not.

    The two templates are the parts sent again after each scan; their elements are `#scan-task` and `#scan-log`.
    `scan_url` takes one scan of a plain form.
    `version` is the revision of the order the page was made from.
    """

    task: str
    scan_url: str
    title: str
    heading: str
    wrong: str
    task_template: str
    log_template: str
    back: Sequence[Back] = ()
    version: int | str = ""

    def context(self) -> dict[str, Any]:
        return dict(vars(self))


def pick_page(shipment: Shipment) -> ScanPage:
    """Picking the goods of a shipment."""
    number = shipment.number
    return ScanPage(
        task=shipment.stream,
        scan_url=reverse("shipping:scan", args=[number]),
        title=f"{_('Pick')} {number}",
        heading=_("Pick shipment %(number)s") % {"number": number},
        wrong=pgettext("scan", "Not on this shipment"),
        task_template="shipping/_task.html",
        log_template="shipping/_log.html",
        back=(Back(shipment.get_absolute_url(), number), Back(reverse("shipping:list"), _("Shipping"))),
        version=shipment.order.revision,
    )


def pack_page(shipment: Shipment) -> ScanPage:
    """Putting the picked goods of a shipment into boxes."""
    number = shipment.number
    return ScanPage(
        task=f"packing:{shipment.pk}",
        scan_url=reverse("shipping:pack_scan", args=[number]),
        title=f"{_('Pack')} {number}",
        heading=_("Pack shipment %(number)s") % {"number": number},
        wrong=_("Not on this shipment"),
        task_template="shipping/_pack_task.html",
        log_template="shipping/_receive_log.html",
        back=(Back(shipment.get_absolute_url(), number), Back(reverse("shipping:list"), _("Shipping"))),
    )


def receive_page(returned: Return) -> ScanPage:
    """Counting the goods of a return that came."""
    number = returned.number
    return ScanPage(
        task=returned.stream,
        scan_url=reverse("shipping:scan_return", args=[number]),
        title=f"{_('Receive')} {number}",
        heading=_("Receive return %(number)s") % {"number": number},
        wrong=_("Not on this return"),
        task_template="shipping/_receive_task.html",
        log_template="shipping/_receive_log.html",
        back=(Back(returned.get_absolute_url(), number), Back(reverse("shipping:returns"), _("Returned goods"))),
    )


def unsolved_of(**document: Any) -> list[Scan]:
    """The red list of one task: scans that were not counted although whoever scanned went on; one query."""
    return list(Scan.objects.to_solve().filter(**document).select_related("actor").order_by("pk")[:MOST_UNSOLVED])
