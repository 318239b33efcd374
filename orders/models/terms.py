"""The library of standard terms: each clause in versions, of which every document keeps the one it was made with."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class TermsQuerySet(models.QuerySet["TermsClause"]):
    """Adjectives of clauses."""

    def current(self) -> "TermsQuerySet":
        """The newest version of each clause that is still offered."""
        return self.filter(current=True)


class TermsClause(models.Model):
    """One version of a standard clause; a changed text is a new version, the old one stays on its documents."""

    code = models.CharField(_("code"), max_length=40)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("English title"), max_length=120, blank=True)
    text = models.TextField(_("text"), max_length=4000)
    text_en = models.TextField(_("English text"), max_length=4000, blank=True)
    current = models.BooleanField(_("offered"), default=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("author")
    )
    at = models.DateTimeField(_("written"))

    objects = TermsQuerySet.as_manager()

    class Meta:
        verbose_name = _("standard clause")
        verbose_name_plural = _("standard clauses")
        ordering = ("code", "-version")
        constraints = [
            models.UniqueConstraint(fields=("code", "version"), name="clause_version_once"),
            models.UniqueConstraint(fields=("code",), condition=Q(current=True), name="clause_one_current"),
        ]

    def __str__(self) -> str:
        return f"{self.title_in(get_language() or '')} v{self.version}"

    def title_in(self, language: str) -> str:
        """The title in a language: Chinese, or the English one where there is one."""
        return self.title if language.startswith("zh") else self.title_en or self.title

    def text_in(self, language: str) -> str:
        """The wording in a language."""
        return self.text if language.startswith("zh") else self.text_en or self.text
