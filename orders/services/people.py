"""Who works on an order: handing over, sharing, and what people say on it."""

import datetime
from typing import Any

from django.contrib.auth.models import Permission
from django.utils.translation import gettext_lazy as _

from core import clock
from core.access import Policy
from core.bus import publish
from core.models import Comment, User
from core.refusal import Refused
from core.service import service
from orders.events import CommentWritten, OrderHandedOver, OrderShared
from orders.models import Order, OrderShare
from orders.policies import may_comment, may_hand_over, may_share
from orders.services.life.settling import Holder, settle
from orders.services.rows import lines_of, take


@service
def hand_over_order(order_id: int, *, to: User, actor: Any, under: Policy = may_hand_over) -> Order:
    """Give an order another owner; there is always exactly one (S45). `under` is the right it is done by."""
    order = take(order_id)
    under.demand(actor, order)
    if not to.is_active:
        raise Refused(_("%(name)s no longer works here.") % {"name": to}, code="inactive")
    before, order.owner, order.department_id = order.owner_id, to, to.department_id
    held_by_owner = order.holder_id is not None and order.holder_id == before
    holder = Holder(user_id=to.pk, until=order.stage_until) if held_by_owner else None
    settle(order, lines_of(order), holder=holder)
    publish(OrderHandedOver(order_id=order.pk, from_id=before, to_id=to.pk, to_name=str(to)), actor=actor)
    return order


@service
def share_order(
    order_id: int, *, to: User, actor: Any, edit: bool = False, until: datetime.date | None = None
) -> OrderShare:
    """Let one colleague view (or edit) an order, until a day or for good."""
    order = take(order_id)
    may_share.demand(actor, order)
    right = "change_order" if edit else "view_order"
    permission = Permission.objects.get(content_type__app_label="orders", codename=right)
    share, _made = OrderShare.objects.update_or_create(
        user=to, permission=permission, content_object=order, defaults={"until": until}
    )
    publish(OrderShared(order_id=order.pk, to_id=to.pk, to_name=str(to), right=right), actor=actor)
    return share


@service
def write_comment(order_id: int, *, text: str, actor: Any) -> Comment:
    """Say something on the order, inside the company; people called with @username are told."""
    order = take(order_id)
    may_comment.demand(actor, order)
    text = text.strip()
    if not text:
        raise Refused(_("The comment is empty."), code="empty")
    comment = Comment.objects.create(topic=order.stream, author=actor, text=text, at=clock.now())
    called = {word[1:].strip(".,;:!?，。；：！？") for word in text.split() if word.startswith("@")}  # noqa: RUF001
    mentioned = tuple(User.objects.filter(username__in=called).values_list("pk", flat=True)) if called else ()
    publish(CommentWritten(order_id=order.pk, comment_id=comment.pk, mentioned=mentioned), actor=actor)
    return comment
