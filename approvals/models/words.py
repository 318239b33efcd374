"""The vocabulary of approvals."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PolicyState(TextChoices):
    """A policy is written, tried on what came in before, used, and kept."""

    DRAFT = "draft", _("Draft")
    TRIAL = "trial", _("On trial")
    SCHEDULED = "scheduled", _("Waits for its day")
    ACTIVE = "active", _("Active")
    RETIRED = "retired", _("Retired")


class Asks(TextChoices):
    """Whom a rule asks."""

    PERSON = "person", _("named people")
    ROLE = "role", _("a role")
    MANAGER = "manager", _("the owner's manager")
    CHAIN = "chain", _("the owner's managers, up to who may decide the amount")
    BAND = "band", _("a role by amount")


class Mode(TextChoices):
    """How many of those who are asked must agree: 或签, 会签, 依次, 比例."""

    ANY = "any", _("any one of them")
    ALL = "all", _("all of them")
    SEQUENCE = "sequence", _("one after the other")
    SHARE = "share", _("a number of them")


class AtLimit(TextChoices):
    """What happens when nobody has decided by the limit."""

    REMIND = "remind", _("remind them")
    ESCALATE = "escalate", _("ask their manager")
    PASS = "pass", _("agree by itself")
    RETURN = "return", _("return by itself")


class Part(TextChoices):
    """The parts of what is judged; an approver signs those the rule is about, an edit of others leaves it valid."""

    CUSTOMER = "customer", _("customer and invoice")
    GOODS = "goods", _("products and quantities")
    PRICES = "prices", _("prices and discounts")
    TERMS = "terms", _("payment terms and clauses")
    DELIVERY = "delivery", _("address and dates")


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
    KEPT = "kept", pgettext_lazy("step", "Still valid")
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
    TRANSFERRED = "transferred", _("Transferred")
    DELEGATED = "delegated", _("Delegated")
    ADD_SIGNED = "add_signed", _("Signer added")
    EXPIRED = "expired", pgettext_lazy("task", "Overdue")
    RECALLED = "recalled", _("Recalled")
    VOIDED = "voided", pgettext_lazy("task", "Void")


class Outcome(TextChoices):
    """What a decision can be."""

    APPROVED = "approved", pgettext_lazy("task", "Approved")
    RETURNED = "returned", pgettext_lazy("task", "Returned")
    REJECTED = "rejected", pgettext_lazy("task", "Rejected")


class Place(TextChoices):
    """Where an added signer stands: before, beside or after the one who adds them."""

    BEFORE = "before", pgettext_lazy("signer", "before me")
    BESIDE = "beside", pgettext_lazy("signer", "together with me")
    AFTER = "after", pgettext_lazy("signer", "after me")
