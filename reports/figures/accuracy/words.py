"""What each figure of picking and sending is called and means; the page and the `kpi` command say the same."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Word:
    """A figure's name and its written definition."""

    label: str | Promise
    definition: str | Promise


WORDS = {
    "caught": Word(
        _("Scans caught"),
        _(
            "Scans of pickers that met the wrong goods, too many, a wrong lot, a wrong serial number or an unknown"
            " code, of a thousand scans received in the period. Nothing of them was counted."
        ),
    ),
    "claims": Word(
        _("Claims per line sent"),
        _(
            "Return lines asked for in the period because goods were wrong, too many or damaged, of a hundred lines"
            " that left in it; refused and withdrawn returns are left out."
        ),
    ),
    "on-time": Word(
        _("Sent by the first promise"),
        _("Of the lines that left in the period and had a promised day, those that left no later than the first one."),
    ),
    "short": Word(
        _("Short picks"),
        _("Lines of shipments that left in the period with fewer pieces than were to be picked."),
    ),
    "pace": Word(
        _("Picking speed"),
        _(
            "Pieces counted, less those put back, and lines touched, per hour between a person's first and last"
            " counted scan of a shipment on one day, by the clock of the device; picks of less than ten seconds, such"
            " as those of a single scan, are left out."
        ),
    ),
}
