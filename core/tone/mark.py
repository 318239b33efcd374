"""What every status is shown by: a tone, a glyph and a word."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Mark:
    """A status as people see it; colour is never alone, the glyph and the word say the same."""

    tone: str
    glyph: str
    label: str | Promise


IDLE, RUNNING, DONE, ATTENTION = "○", "◐", "●", "▲"
REFUSED, HELD, VOID = "✕", "‖", "–"
