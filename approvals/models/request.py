"""What somebody was asked about, and the steps it goes through."""

import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from approvals.conditions import number, worth_of
from approvals.models.policy import Policy, every_kind
from approvals.models.query import RequestQuerySet
from approvals.models.words import RequestState, StepState
from core.machine import StateField
from core.roles import ROLE_NAMES
from core.sentence import said
from orders.models import Order


class Request(models.Model):
    """One round of asking about one subject, under the policy that was active then.

    `subject` is the stream of what is judged, `judged` the hash of its content and `parts` those of its parts,
    `facts` what rules and approvers see.
    """

    subject = models.CharField(_("subject"), max_length=64)
    topic = models.CharField(_("topic"), max_length=64)
    order = models.ForeignKey(
        Order, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sales order")
    )
    kind = models.CharField(_("about"), max_length=20)
    title = models.CharField(_("title"), max_length=250)
    amount = models.DecimalField(_("amount"), max_digits=18, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    judged = models.CharField(_("judged content"), max_length=64)
    parts = models.JSONField(_("judged parts"), default=dict)
    facts = models.JSONField(_("facts"), default=dict)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("asked by")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("owner")
    )
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="+", verbose_name=_("policy"))
    state = StateField(
        _("state"), default=RequestState.OPEN, choices=RequestState.choices, max_length=10
    )
    opened_at = models.DateTimeField(_("asked"))
    closed_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval request")
        verbose_name_plural = _("approval requests")
        permissions = [
            ("see_all_request", _("see all approval requests")),
            ("see_figures_request", _("see how approvals go, by rule and person")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("subject",), condition=Q(state=RequestState.OPEN), name="request_one_open_per_subject"
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.OPEN, closed_at=None)
                | (~Q(state=RequestState.OPEN) & Q(closed_at__isnull=False)),
                name="request_closed_once_decided",
            ),
        ]
        indexes = [
            models.Index(fields=("order", "-id"), name="request_order"),
            models.Index(fields=("owner", "-id"), name="request_owner"),
            models.Index(fields=("asked_by", "-id"), name="request_asked_by"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stream(self) -> str:
        return f"approval:{self.pk}"

    @property
    def round(self) -> int:
        return self.facts.get("round", 1)

    @property
    def customer(self) -> str:
        return self.order.customer.title if self.order else self.facts.get("customer", "")

    @property
    def ref(self) -> str:
        """What people call the thing that is judged."""
        return self.order.ref if self.order else self.facts.get("ref", "")

    @property
    def worth(self) -> Decimal:
        """What it is worth in the house's own currency, as limits are compared with it."""
        return number(worth_of(self.facts)) or self.amount

    @property
    def is_in_house_currency(self) -> bool:
        """Whether `worth` is money of the house, or what it is worth there is not known."""
        return bool(self.facts.get("base_total")) or self.currency == settings.GENDAN_CURRENCY

    @property
    def reason(self) -> str:
        """Why the asker wants to go on in spite of a warning."""
        return self.facts.get("reason", "")

    @property
    def findings(self) -> list[dict[str, Any]]:
        return self.facts.get("findings", [])

    @property
    def changes(self) -> list[dict[str, Any]]:
        """What a change would make different, in the reader's language."""
        return [{**row, "label": said(row["label"])} for row in self.facts.get("changes", [])]

    @property
    def is_about_order(self) -> bool:
        """Whether an order goes on or ends with the answer."""
        return self.kind in ("order", "change")

    @property
    def about(self) -> Any:
        """What kind of thing is judged, in the reader's language."""
        return dict(every_kind()).get(self.kind, self.kind)

    @property
    def figures(self) -> list[dict[str, Any]]:
        """Numbers the asker wants seen beside the question, in the reader's language."""
        return [{key: said(value) for key, value in row.items()} for row in self.facts.get("figures", [])]

    @property
    def url(self) -> str:
        """Where what is judged can be read whole."""
        order_url = self.order.get_absolute_url() if self.order else self.facts.get("url", "")
        return self.facts.get("change") or order_url

    @property
    def mark(self) -> str:
        """Its state in the words of tasks."""
        return "pending" if self.state == RequestState.OPEN else self.state

    @property
    def holder(self) -> str:
        """Who decides now, while it is open; an order that is only to be changed is held by others."""
        if self.state != RequestState.OPEN:
            return ""
        if self.kind != "order" or self.order is None:
            return ", ".join(step.who for step in self.steps.all() if step.state == StepState.OPEN)
        role = ROLE_NAMES.get(self.order.holder_role, "")
        return str(self.order.holder or role)

    @transition(state, source=RequestState.OPEN, target=RequestState.APPROVED)
    def approve(self, now: datetime.datetime) -> None:
        self.closed_at = now

    @transition(state, source=RequestState.OPEN, target=RequestState.RETURNED)
    def send_back(self, now: datetime.datetime) -> None:
        self.closed_at = now

    @transition(state, source=RequestState.OPEN, target=RequestState.REJECTED)
    def reject(self, now: datetime.datetime) -> None:
        self.closed_at = now

    @transition(state, source=RequestState.OPEN, target=RequestState.RECALLED)
    def recall(self, now: datetime.datetime) -> None:
        self.closed_at = now

    @transition(state, source=RequestState.OPEN, target=RequestState.VOIDED)
    def void(self, now: datetime.datetime) -> None:
        self.closed_at = now
