"""Bar charts drawn on the server: where each bar stands, with zero always the floor."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

WIDTH, HEIGHT, FLOOR, TOP = 720, 200, 172, 20


@dataclass(frozen=True)
class Row:
    """One place on the axis: its word, one figure per series, and the list behind it."""

    label: str
    figures: Sequence[Decimal | int | float]
    url: str = ""


@dataclass(frozen=True)
class Bars:
    """A ready chart for components/_bars.html; made by `bars_of`."""

    names: Sequence[Any]
    bars: list[dict[str, Any]] = field(default_factory=list)
    marks: list[dict[str, Any]] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    width: int = WIDTH
    height: int = HEIGHT
    floor: int = FLOOR


def bars_of(names: Sequence[Any], rows: Sequence[Row], *, digits: int = 0) -> Bars:
    """A grouped bar chart: `names` of the series, and one row per place on the axis."""
    chart = Bars(names)
    most = max((float(f) for row in rows for f in row.figures), default=0.0) or 1.0
    slot = WIDTH / max(len(rows), 1)
    width = slot * 0.7 / max(len(names), 1)
    # With many places only every second or third word fits under the axis.
    every = max(1, round(64 / slot)) if slot < 64 else 1
    for i, row in enumerate(rows):
        left = i * slot + slot * 0.15
        texts = [f"{figure:,.{digits}f}" for figure in row.figures]
        chart.rows.append({"label": row.label, "url": row.url, "texts": texts})
        for j, (figure, text) in enumerate(zip(row.figures, texts, strict=True)):
            tall = max(float(figure), 0.0) / most * (FLOOR - TOP)
            chart.bars.append(
                {
                    "x": round(left + j * width, 1),
                    "y": round(FLOOR - tall, 1),
                    "width": round(width * 0.92, 1),
                    "height": round(tall, 1),
                    "series": j % 6 + 1,
                    "label": row.label,
                    "text": text,
                    "url": row.url,
                }
            )
            if len(names) == 1 and slot >= 40:
                chart.marks.append(_mark(left + width / 2, FLOOR - tall - 6, text))
        if i % every == 0:
            chart.marks.append(_mark(i * slot + slot / 2, FLOOR + 18, row.label))
    return chart


def _mark(x: float, y: float, text: str) -> dict[str, Any]:
    return {"x": round(x, 1), "y": round(y, 1), "text": text}
