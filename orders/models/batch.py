"""What came in by import: the batch, and the rows it took."""

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import transition

from core.machine import StateField


class BatchState(models.TextChoices):
    """How far an import has come."""

    UPLOADED = "uploaded", _("Uploaded")
    REHEARSING = "rehearsing", _("Dry run under way")
    REHEARSED = "rehearsed", _("Dry run done")
    RUNNING = "running", _("Import under way")
    DONE = "done", _("Imported")
    REFUSED = "refused", _("Not imported")
    UNDONE = "undone", _("Undone")


S = BatchState


class BatchQuerySet(models.QuerySet["ImportBatch"]):
    """Adjectives of import batches."""

    def visible_to(self, user: Any) -> "BatchQuerySet":
        """Whoever may import sees every batch; nobody else sees any."""
        return self if user.has_perm("orders.import_order") else self.none()


class ImportBatch(models.Model):
    """One run of an import, with the file's fingerprint, so that it can be accounted for and undone."""

    source = models.CharField(_("source"), max_length=60)
    filename = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(_("fingerprint"), max_length=64)
    mapping = models.CharField(_("mapping"), max_length=60)
    policy = models.CharField(_("policy"), max_length=16)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("imported by")
    )
    at = models.DateTimeField(_("when"))
    undone_at = models.DateTimeField(_("undone"), null=True)
    state = StateField(_("state"), default=S.UPLOADED, choices=S.choices, max_length=12)
    folder = models.CharField(_("folder"), max_length=200, blank=True)
    phase = models.CharField(_("phase"), max_length=20, blank=True)
    rows_done = models.PositiveIntegerField(_("rows done"), default=0)
    rows_all = models.PositiveIntegerField(_("rows in all"), default=0)
    report = models.JSONField(pgettext_lazy("import", "account"), default=dict)
    made = models.JSONField(_("made by it"), default=dict)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("import batch")
        verbose_name_plural = _("import batches")

    def __str__(self) -> str:
        return f"{self.source} {self.filename}"

    @property
    def is_busy(self) -> bool:
        """Somebody is working on it right now; the page looks again by itself."""
        return self.state in (S.REHEARSING, S.RUNNING)

    @property
    def trouble(self) -> str:
        """Why it was not imported, in a sentence."""
        return self.report.get("trouble", "")

    def get_absolute_url(self) -> str:
        return reverse("orders:import", args=[self.pk])

    @transition(state, source=S.UPLOADED, target=S.REHEARSING)
    def rehearse(self) -> None:
        self.phase, self.rows_done, self.rows_all = "reading", 0, 0

    @transition(state, source=S.REHEARSING, target=S.REHEARSED)
    def rehearsed(self, report: dict[str, Any]) -> None:
        self.report = report

    @transition(state, source=S.REHEARSED, target=S.RUNNING)
    def start(self, policy: str) -> None:
        self.policy = policy
        self.phase, self.rows_done, self.rows_all = "reading", 0, 0

    @transition(state, source=[S.UPLOADED, S.RUNNING], target=S.DONE)
    def finish(self, now: datetime.datetime, report: dict[str, Any], made: dict[str, Any]) -> None:
        self.at, self.report, self.made = now, report, self.made | made

    @transition(state, source=[S.REHEARSING, S.RUNNING], target=S.REFUSED)
    def refuse(self, trouble: str) -> None:
        self.report = self.report | {"trouble": trouble}

    @transition(state, source=S.DONE, target=S.UNDONE)
    def undo(self, now: datetime.datetime) -> None:
        self.undone_at = now


class ImportedRow(models.Model):
    """A row of a file that became an order line; the same row is never taken twice."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", verbose_name=_("batch"))
    line = models.ForeignKey("orders.OrderLine", models.CASCADE, related_name="+", verbose_name=_("order line"))
    source = models.CharField(_("source"), max_length=60)
    number = models.CharField(_("number in the file"), max_length=60)
    ordinal = models.PositiveIntegerField(_("line of that number"))
    row = models.PositiveIntegerField(_("row of the file"))

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        constraints = [models.UniqueConstraint(fields=("source", "number", "ordinal"), name="imported_row_once")]

    def __str__(self) -> str:
        return f"{self.source} {self.number}/{self.ordinal}"
