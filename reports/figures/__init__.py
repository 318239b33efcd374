"""The figures of the report page, each with its written definition and the orders behind it."""

from reports.figures.clock import stage_times
from reports.figures.figure import Figure, Measured, find, measured
from reports.figures.table import FIGURES

__all__ = ["FIGURES", "Figure", "Measured", "find", "measured", "stage_times"]
