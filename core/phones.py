"""Phone numbers: which of them a text message reaches, and how much of one is shown."""

import re

from core.reading import half_width

GAPS = re.compile(r"[\s()\-]")
CHINESE = re.compile(r"(?:\+?86|0086)?(1[3-9][0-9]{9})")
FOREIGN = re.compile(r"\+(?!86)[1-9][0-9]{7,14}")


def mobile_number(phone: str) -> str:
    """The number a text message goes to, as +8613800138000; empty where none can go (A36).

    A Chinese number has to be a mobile one; of others nobody can tell, so they only need their country's code.
    """
    bare = GAPS.sub("", half_width(phone[:60]))
    if found := CHINESE.fullmatch(bare):
        return f"+86{found[1]}"
    return bare if FOREIGN.fullmatch(bare) else ""


def masked(phone: str) -> str:
    """A phone number of which only the first three and last two digits can be read."""
    digits = [n for n, sign in enumerate(phone) if sign.isdigit()]
    hidden = set(digits[3:-2]) if len(digits) > 5 else set(digits)
    return "".join("•" if n in hidden else sign for n, sign in enumerate(phone))
