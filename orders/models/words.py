"""The vocabulary of an order: its state, its derived statuses, its stages."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    """The one small lifecycle that people move."""

    DRAFT = "draft", _("Draft")
    PENDING_APPROVAL = "pending_approval", _("In approval")
    APPROVED = "approved", _("Approved")
    CONFIRMED = "confirmed", _("Confirmed")
    COMPLETED = "completed", _("Completed")
    REJECTED = "rejected", _("Rejected")
    CANCELLED = "cancelled", _("Cancelled")


FINAL = (State.COMPLETED, State.REJECTED, State.CANCELLED)


class Origin(TextChoices):
    """Whether an order lived here or came in as finished history."""

    LIVE = "live", _("Live")
    HISTORY = "history", _("History")


class Descent(TextChoices):
    """How an order came from another one."""

    SPLIT = "split", _("Split off")
    SUPPLEMENT = "supplement", _("Supplement")


class Supply(TextChoices):
    NONE = "none", "--"
    IN_STOCK = "in_stock", _("In stock")
    PARTLY_SHORT = "partly_short", _("Partly short")
    BACKORDERED = "backordered", _("Backordered")


class Fulfilment(TextChoices):
    NOT_STARTED = "not_started", _("Not shipped")
    RESERVED = "reserved", _("Reserved")
    IN_PROGRESS = "in_progress", _("Picking")
    PARTLY_SHIPPED = "partly_shipped", _("Partly shipped")
    SHIPPED = "shipped", _("Shipped")
    PARTLY_ACCEPTED = "partly_accepted", _("Partly accepted")
    ACCEPTED = "accepted", _("Accepted")


class Billing(TextChoices):
    NOTHING = "nothing", _("Nothing to bill")
    TO_BILL = "to_bill", _("To bill")
    PARTLY_BILLED = "partly_billed", _("Partly billed")
    BILLED = "billed", _("Billed")
    TO_CREDIT = "to_credit", _("To credit")


class Payment(TextChoices):
    NOT_DUE = "not_due", _("Not due")
    UNPAID = "unpaid", _("Unpaid")
    PARTLY_PAID = "partly_paid", _("Partly paid")
    PAID = "paid", _("Paid")
    OVERPAID = "overpaid", _("Overpaid")
    OVERDUE = "overdue", _("Overdue")


class Returned(TextChoices):
    NONE = "none", pgettext_lazy("returns", "None")
    REQUESTED = "requested", pgettext_lazy("returns", "Being returned")
    PARTLY = "partly_returned", _("Partly returned")
    RETURNED = "returned", _("Returned")


class Promise(TextChoices):
    ON_TRACK = "on_track", _("On track")
    AT_RISK = "at_risk", _("At risk")
    LATE = "late", _("Late")


class Stage(TextChoices):
    """What an order waits for now."""

    ENTRY = "entry", _("Entry")
    REWORK = "rework", _("Rework")
    APPROVAL = "approval", _("Approval")
    TO_CONFIRM = "to_confirm", _("To confirm")
    SUPPLY = "supply", _("Waiting for goods")
    TO_PICK = "to_pick", _("To pick")
    PICKING = "picking", _("Picking")
    TO_SHIP = "to_ship", _("To ship")
    DELIVERY = "delivery", _("In delivery")
    TO_DISPATCH = "to_dispatch", _("To dispatch")
    SERVICE = "service", _("Service planned")
    TO_INVOICE = "to_invoice", _("To invoice")
    COLLECTION = "collection", _("Collection")
    DONE = "done", _("Done")


class LostCause(TextChoices):
    """Why an order that was begun came to nothing, in the words of whoever cancelled it."""

    CUSTOMER = "customer", pgettext_lazy("lost", "The customer wants it no longer")
    PRICE = "price", pgettext_lazy("lost", "Price")
    GOODS = "goods", pgettext_lazy("lost", "Goods not there in time")
    CREDIT = "credit", pgettext_lazy("lost", "Credit or payment")
    SLOW = "slow", pgettext_lazy("lost", "We took too long")
    ENTRY = "entry", pgettext_lazy("lost", "Entered wrongly or twice")


class Kind(TextChoices):
    """What sort of order it is."""

    NORMAL = "normal", pgettext_lazy("kind", "Normal")
    RUSH = "rush", pgettext_lazy("kind", "Rush")
    CUSTOM = "custom", pgettext_lazy("kind", "Custom-made")
    SERVICE = "service", pgettext_lazy("kind", "Service with dispatch")


class Channel(TextChoices):
    """How the order came to us."""

    UNKNOWN = "", "--"
    PHONE = "phone", pgettext_lazy("channel", "Phone")
    MAIL = "mail", pgettext_lazy("channel", "E-mail")
    CHAT = "chat", pgettext_lazy("channel", "Chat")
    WEB = "web", pgettext_lazy("channel", "Web shop")
    SYSTEM = "system", pgettext_lazy("channel", "Business system")
    APP = "app", pgettext_lazy("channel", "App")
    PAPER = "paper", pgettext_lazy("channel", "Paper or fax")
    VISIT = "visit", pgettext_lazy("channel", "Visit")
