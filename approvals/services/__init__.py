"""Every write about approvals, and the one evaluator of their rules."""

from approvals.services.asking import open_request
from approvals.services.deciding import decide
from approvals.services.passing import pass_on
from approvals.services.publishing import call_back, copy_policy, end_trial, publish_due, publish_policy, try_policy
from approvals.services.reminding import remind_overdue
from approvals.services.routing import PlannedStep, route
from approvals.services.withdrawing import void_request

__all__ = [
    "PlannedStep",
    "call_back",
    "copy_policy",
    "decide",
    "end_trial",
    "open_request",
    "pass_on",
    "publish_due",
    "publish_policy",
    "remind_overdue",
    "route",
    "try_policy",
    "void_request",
]
