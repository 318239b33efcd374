"""What people say to each other beside the work."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Comment(models.Model):
    """A remark under a topic, internal to the company."""

    topic = models.CharField(_("topic"), max_length=64)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("author"),
    )
    text = models.TextField(_("comment"), max_length=4000)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [models.Index(fields=("topic", "id"), name="comment_topic")]

    def __str__(self) -> str:
        return self.text[:60]
