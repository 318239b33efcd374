"""Every write about approvals, and the one evaluator of their rules."""

from approvals.services.asking import open_request
from approvals.services.bulk import approve_many
from approvals.services.copying import mark_copies_read
from approvals.services.covering import delegate_task, keep_cover, move_open_tasks
from approvals.services.deciding import decide
from approvals.services.delegating import end_delegation, make_delegation
from approvals.services.expiring import act_at_limits
from approvals.services.linking import shut_links
from approvals.services.outside import decide_by_link, try_pin
from approvals.services.passing import pass_on
from approvals.services.publishing import (
    call_back,
    complete_policy,
    copy_policy,
    end_trial,
    publish_due,
    publish_policy,
    try_policy,
)
from approvals.services.reminding import remind_overdue
from approvals.services.returning import return_to_step, take_decision_back
from approvals.services.routing import PlannedStep, route
from approvals.services.succeeding import policies_naming, propose_successor
from approvals.services.talking import comment_on_request, urge
from approvals.services.transferring import add_signer, transfer_task
from approvals.services.withdrawing import void_request

__all__ = [
    "policies_naming",
    "propose_successor",
    "PlannedStep",
    "act_at_limits",
    "add_signer",
    "approve_many",
    "call_back",
    "comment_on_request",
    "complete_policy",
    "copy_policy",
    "decide",
    "decide_by_link",
    "delegate_task",
    "end_delegation",
    "end_trial",
    "keep_cover",
    "make_delegation",
    "mark_copies_read",
    "move_open_tasks",
    "open_request",
    "pass_on",
    "publish_due",
    "publish_policy",
    "remind_overdue",
    "return_to_step",
    "route",
    "take_decision_back",
    "shut_links",
    "transfer_task",
    "try_pin",
    "try_policy",
    "urge",
    "void_request",
]
