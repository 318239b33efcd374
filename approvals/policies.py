"""Who may decide, look and publish."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals.models import Delegation, Request, Task
from approvals.models.query import heard_elsewhere
from core.access import Policy
from core.roles import ADMIN, AUDITOR, BUYER, DIRECTOR, FINANCE, SALES, SALES_MANAGER, WAREHOUSE

ROLE_GRANTS = {
    "decide_task": (SALES_MANAGER, DIRECTOR, FINANCE),
    "see_all_request": (DIRECTOR, AUDITOR, ADMIN),
    "see_figures_request": (SALES_MANAGER, DIRECTOR, AUDITOR, ADMIN),
    "publish_policy": (DIRECTOR, ADMIN),
    "make_delegation": (SALES_MANAGER, DIRECTOR, FINANCE, ADMIN),
    "make_all_delegation": (DIRECTOR, ADMIN),
    "hand_over_work": (SALES_MANAGER, ADMIN),
    "view_delegation": (AUDITOR, ADMIN),
    "view_request": (SALES, SALES_MANAGER, DIRECTOR, WAREHOUSE, FINANCE, BUYER, AUDITOR, ADMIN),
    "view_step": (AUDITOR, ADMIN),
    "view_task": (AUDITOR, ADMIN),
    "view_decision": (AUDITOR, ADMIN),
    "view_tasklink": (AUDITOR, ADMIN),
    "view_copy": (AUDITOR, ADMIN),
    "view_policy": (DIRECTOR, AUDITOR, ADMIN),
    "add_policy": (ADMIN,),
    "change_policy": (ADMIN,),
    "view_rule": (DIRECTOR, AUDITOR, ADMIN),
    "add_rule": (ADMIN,),
    "change_rule": (ADMIN,),
    "delete_rule": (ADMIN,),
}

NOT_YOURS = _(
    "Nobody decides on their own order, and each step is decided by another person. Ask whom the task was given to."
)


def _holds(user: Any, task: Task) -> bool:
    """Theirs by name or role, not about their own order, and no other step of the same request is theirs."""
    request = task.step.request
    current_owner = request.order.owner_id if request.order else None
    askers = {request.owner_id, request.asked_by_id, current_owner} - {None}
    if user.pk in askers or task.represents_id in askers:
        return False
    if task.user_id:
        return task.user_id == user.pk
    return task.role in user.role_names and not _heard_elsewhere(user, task)


def _heard_elsewhere(user: Any, task: Task) -> bool:
    return Task.objects.filter(heard_elsewhere(user), pk=task.pk).exists()


may_decide = Policy("approvals.decide_task", _("decide on approvals"), _holds, NOT_YOURS)


def _decided(user: Any, task: Task) -> bool:
    decision = None if task.replaced else getattr(task, "decision", None)
    return decision is not None and decision.decider_id == user.pk and decision.outcome == "approved"


def _sees(user: Any, request: Request) -> bool:
    return Request.objects.visible_to(user).filter(pk=request.pk).exists()


def _asked(user: Any, request: Request) -> bool:
    return user.pk in (request.owner_id, request.asked_by_id)


def _answers_for(user: Any, person: Any) -> bool:
    return user.pk in (person.pk, person.manager_id) or user.has_perm("approvals.make_all_delegation")


def _ends(user: Any, delegation: Delegation) -> bool:
    return user.pk == delegation.made_by_id or _answers_for(user, delegation.user)


may_delegate = Policy(
    "approvals.make_delegation",
    _("delegate approvals"),
    _answers_for,
    _("One delegates one's own approvals, or those of people who report to one."),
)
may_end_delegation = Policy(
    "approvals.make_delegation",
    _("end a delegation"),
    _ends,
    _("A delegation is ended by who is away, who made it, or their manager."),
)
may_approve_many = Policy("approvals.decide_task", _("decide on approvals"))
may_shut_links = Policy("approvals.decide_task", _("shut one's own approval links"))
may_take_back = Policy(
    "approvals.decide_task", _("take a decision back"), _decided, _("Only who agreed takes it back.")
)
may_comment_on = Policy("approvals.view_request", _("comment on an approval"), _sees)
may_urge = Policy("approvals.view_request", _("urge an approval"), _asked, _("Only who asked, or owns it, urges."))
may_look = Policy("approvals.view_request", _("see approvals"))
may_publish = Policy("approvals.publish_policy", _("publish approval policies"))
