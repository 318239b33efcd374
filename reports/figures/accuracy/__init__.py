"""How exactly goods are picked and sent: scans caught, claims per line, pace, promises kept (S70, S71, S73)."""

from reports.figures.accuracy.lines import CLAIMS, KINDS, Left, Seen, claimed, claims, left_lines, lines_left, seen_by
from reports.figures.accuracy.picks import Pace, Pick, pace, picks_of
from reports.figures.accuracy.scans import BY, CAUGHT, Caught, Mixed, mismatches, scans_of

__all__ = [
    "BY",
    "CAUGHT",
    "CLAIMS",
    "KINDS",
    "Caught",
    "Left",
    "Mixed",
    "Pace",
    "Pick",
    "Seen",
    "claimed",
    "claims",
    "left_lines",
    "lines_left",
    "mismatches",
    "pace",
    "picks_of",
    "scans_of",
    "seen_by",
]
