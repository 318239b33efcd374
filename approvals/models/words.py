"""The vocabulary of approvals."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PolicyState(TextChoices):
    """A policy is written, tried on what came in before, used, and kept."""

    DRAFT = "draft", _("Draft")
    TRIAL = "trial", _("On trial")
    ACTIVE = "active", _("Active")
    RETIRED = "retired", _("Retired")


class Asks(TextChoices):
    """Whom a rule asks."""

    PERSON = "person", _("a named person")
    ROLE = "role", _("a role")
    MANAGER = "manager", _("the owner's manager")


class RequestState(TextChoices):
    OPEN = "open", _("In approval")
    APPROVED = "approved", pgettext_lazy("task", "Approved")
    RETURNED = "returned", pgettext_lazy("task", "Returned")
    REJECTED = "rejected", pgettext_lazy("task", "Rejected")
    RECALLED = "recalled", _("Recalled")
    VOIDED = "voided", pgettext_lazy("task", "Void")


class StepState(TextChoices):
    WAITING = "waiting", pgettext_lazy("step", "Not yet asked")
    OPEN = "open", pgettext_lazy("task", "Pending")
    APPROVED = "approved", pgettext_lazy("task", "Approved")
    RETURNED = "returned", pgettext_lazy("task", "Returned")
    REJECTED = "rejected", pgettext_lazy("task", "Rejected")
    RECALLED = "recalled", _("Recalled")
    VOIDED = "voided", pgettext_lazy("task", "Void")


class TaskState(TextChoices):
    PENDING = "pending", pgettext_lazy("task", "Pending")
    APPROVED = "approved", pgettext_lazy("task", "Approved")
    RETURNED = "returned", pgettext_lazy("task", "Returned")
    REJECTED = "rejected", pgettext_lazy("task", "Rejected")
    RECALLED = "recalled", _("Recalled")
    VOIDED = "voided", pgettext_lazy("task", "Void")


class Outcome(TextChoices):
    """What a decision can be."""

    APPROVED = "approved", pgettext_lazy("task", "Approved")
    RETURNED = "returned", pgettext_lazy("task", "Returned")
    REJECTED = "rejected", pgettext_lazy("task", "Rejected")
