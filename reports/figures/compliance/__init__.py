"""The monthly compliance list (S128)."""

from reports.figures.compliance.lines import KEYS, SECTIONS, Line, Section, counted, lines
from reports.figures.compliance.month import after, before, month_of

__all__ = ["KEYS", "SECTIONS", "Line", "Section", "after", "before", "counted", "lines", "month_of"]
