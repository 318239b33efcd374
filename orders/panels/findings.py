"""What the checks found, by heading: one answer each, with its worst level."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.finding import Finding, Level, as_read

HEADINGS = {
    "stock": _("Stock"),
    "credit": _("Credit"),
    "price": pgettext_lazy("heading", "Price"),
    "contract": pgettext_lazy("heading", "Contract"),
    "terms": pgettext_lazy("heading", "Terms"),
    "approval": pgettext_lazy("heading", "Approval"),
    "completeness": _("Completeness"),
    "customer": _("Customer"),
    "duplicates": _("Duplicates"),
    "unusual": _("Unusual values"),
}
ALWAYS = ("stock", "credit", "price", "approval")
WEIGHT = {"ok": 0, **{level.value: n for n, level in enumerate(Level, start=1)}}


@dataclass(frozen=True)
class Section:
    """The answer under one heading: its worst level and what was found."""

    key: str
    label: str | Promise
    level: str
    findings: list[dict[str, Any]]


def sections_of(findings: Iterable[Finding | dict[str, Any]]) -> tuple[list[Section], list[Section]]:
    """The findings by heading: those to show in full, and those that have nothing to say."""
    grouped: dict[str, list[dict[str, Any]]] = {key: [] for key in HEADINGS}
    for finding in findings:
        data = finding.as_told() if isinstance(finding, Finding) else as_read(finding)
        grouped.setdefault(data["heading"], []).append(data)
    sections = [_section(key, rows) for key, rows in grouped.items()]
    shown = [one for one in sections if one.findings or one.key in ALWAYS]
    return shown, [one for one in sections if one not in shown]


def _section(key: str, rows: list[dict[str, Any]]) -> Section:
    worst = max((row["level"] for row in rows), key=WEIGHT.__getitem__, default="ok")
    level = "ok" if worst == "info" and key != "approval" else worst
    return Section(key, HEADINGS.get(key, key), level, rows)


def needs_reason(findings: Iterable[Finding]) -> bool:
    """Whether going on asks for a reason."""
    return any(finding.level is Level.NEEDS_REASON for finding in findings)
