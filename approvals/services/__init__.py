"""Every write about approvals, and the one evaluator of their rules."""

from approvals.services.asking import open_request
from approvals.services.deciding import decide
from approvals.services.passing import pass_on
from approvals.services.publishing import complete_policy, copy_policy, publish_policy, try_policy
from approvals.services.reminding import remind_overdue
from approvals.services.routing import PlannedStep, route
from approvals.services.withdrawing import void_request

__all__ = [
    "PlannedStep",
    "complete_policy",
    "copy_policy",
    "decide",
    "open_request",
    "pass_on",
    "publish_policy",
    "remind_overdue",
    "route",
    "try_policy",
    "void_request",
]
