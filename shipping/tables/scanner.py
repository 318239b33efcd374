"""What the house makes of a scanned code, and the sheets that set a scanner up."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.gs1 import SEPARATOR, read
from core.qr import qr_svg
from core.templatetags.ui import qty
from shipping.models.words import Command
from shipping.services.scans.codes import Meaning, meanings_of, split_command
from shipping.services.scans.commands import command_of

TEST = "GENDAN-TEST-0123456789-abcXYZ"
"""Says by itself whether letters, capitals, digits and dashes arrive as they are printed."""
GS1_TEST = "\x1d010690123456789210LOT-7\x1d21SN-42"


@dataclass(frozen=True)
class Printed:
    """A code on paper, and what it is for."""

    label: str | Promise
    code: str

    @property
    def drawing(self) -> str:
        return qr_svg(self.code, str(self.label))


def made_of(code: str) -> list[tuple[str, str]]:
    """What a code is, in rows of label and value, the plainest first."""
    if code == TEST:
        return [(_("Result"), _("The scanner is set up well: every sign arrived as printed."))]
    if code.upper() == TEST.upper():
        changed = _("Capitals and small letters arrive changed: Caps Lock is on, or the layout is wrong.")
        return [(_("Result"), changed)]
    if SEPARATOR not in code and code == GS1_TEST.replace(SEPARATOR, ""):
        return [(_("Result"), _("The separator inside GS1 codes got lost: let the scanner send | instead of it."))]
    if command := command_of(code):
        return [(_("Command"), str(command.label))]
    rows = _elements(code)
    plain, put_back = split_command(code)
    meaning = meanings_of({plain}, []).get(plain)
    if put_back is not None:
        rows.append((_("Put back"), qty(put_back)))
    return [*rows, *_goods(meaning)]


def _elements(code: str) -> list[tuple[str, str]]:
    found = read(code)
    if found is None:
        return []
    expires = found.expires_on.isoformat() if found.expires_on else ""
    parts = [
        (_("GS1 article (01)"), found.gtin),
        (_("GS1 lot (10)"), found.lot),
        (_("GS1 expiry (17)"), expires),
        (_("GS1 serial number (21)"), found.serial),
    ]
    return [(label, value) for label, value in parts if value]


def _goods(meaning: Meaning | None) -> list[tuple[str, str]]:
    if meaning is None:
        return [(_("Product"), _("No product or box has this code."))]
    return [(_("Product"), meaning.label), (_("One scan counts"), qty(meaning.factor))]


def commands() -> list[Printed]:
    """Every command, ready to be printed."""
    return [Printed(one.label, one.value) for one in Command]


def tests() -> list[Printed]:
    """What is scanned to see that a scanner is set up well."""
    return [
        Printed(gettext_lazy("Test: letters, capitals and digits"), TEST),
        Printed(gettext_lazy("Test: GS1 with separators"), GS1_TEST),
    ]
