"""What finds orders: each index serves one tab, filter, search or figure, and no two the same."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from orders.models.words import Kind, Origin, Payment, Promise, Stage, State

INDEXES = [
    GinIndex(fields=("search",), name="order_search"),
    # each serves one tab or filter of the list in the list's own order
    models.Index(fields=("owner", "-id"), name="order_owner"),
    models.Index(fields=("department", "-id"), name="order_department"),
    models.Index(fields=("customer", "-id"), name="order_customer"),
    models.Index(fields=("state", "-id"), name="order_state"),
    models.Index(fields=("stage", "-id"), name="order_stage", condition=~Q(stage=Stage.DONE)),
    models.Index(fields=("holder", "-id"), name="order_holder", condition=~Q(stage=Stage.DONE)),
    models.Index(fields=("holder_role", "stage_until"), name="order_role", condition=~Q(stage=Stage.DONE)),
    models.Index(fields=("payment", "-id"), name="order_overdue", condition=Q(payment=Payment.OVERDUE)),
    models.Index(fields=("promise", "-id"), name="order_late", condition=~Q(promise=Promise.ON_TRACK)),
    models.Index(fields=("due_on",), name="order_due", condition=Q(due_on__isnull=False)),
    models.Index(
        fields=("first_promise",), name="order_promised", condition=Q(state=State.CONFIRMED, accepted_at=None)
    ),
    models.Index(fields=("customer", "customer_po"), name="order_customer_po", condition=~Q(customer_po="")),
    # each serves one figure of the reports, of live orders only
    models.Index(fields=("placed_at",), name="order_placed", condition=Q(origin=Origin.LIVE)),
    models.Index(fields=("accepted_at",), name="order_accepted", condition=Q(origin=Origin.LIVE)),
    models.Index(fields=("completed_at",), name="order_completed", condition=Q(origin=Origin.LIVE)),
    models.Index(fields=("parent",), name="order_parent", condition=Q(parent__isnull=False)),
    models.Index(fields=("batch",), name="order_batch", condition=Q(batch__isnull=False)),
    models.Index(fields=("kind", "-id"), name="order_kind", condition=~Q(kind=Kind.NORMAL)),
    models.Index(fields=("channel", "-id"), name="order_channel", condition=~Q(channel="")),
    models.Index(fields=("template",), name="order_template", condition=Q(template__isnull=False)),
    models.Index(fields=("cancelled_at",), name="order_cancelled", condition=Q(cancelled_at__isnull=False)),
    models.Index(fields=("draft_held_until",), name="order_soft_hold", condition=Q(state=State.DRAFT)),
    models.Index(fields=("owner", "draft_page"), name="order_draft_page", condition=~Q(draft_page="")),
]
