"""What came in by import: the batch, and the rows it took."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportBatch(models.Model):
    """One run of an import, with the file's fingerprint, so that it can be accounted for and undone."""

    source = models.CharField(_("source"), max_length=60)
    filename = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    mapping = models.CharField(_("mapping"), max_length=60)
    policy = models.CharField(_("policy"), max_length=16)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("imported by")
    )
    at = models.DateTimeField(_("when"))
    undone_at = models.DateTimeField(_("undone"), null=True)
    report = models.JSONField(_("account"), default=dict)

    class Meta:
        verbose_name = _("import batch")
        verbose_name_plural = _("import batches")

    def __str__(self) -> str:
        return f"{self.source} {self.filename}"


class ImportedRow(models.Model):
    """A row of a file that became an order line; the same row is never taken twice."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", verbose_name=_("batch"))
    source = models.CharField(max_length=60)
    number = models.CharField(_("number in the file"), max_length=60)
    ordinal = models.PositiveIntegerField(_("line of that number"))
    row = models.PositiveIntegerField(_("row of the file"))

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        constraints = [models.UniqueConstraint(fields=("source", "number", "ordinal"), name="imported_row_once")]

    def __str__(self) -> str:
        return f"{self.source} {self.number}/{self.ordinal}"
