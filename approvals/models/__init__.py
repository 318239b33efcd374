"""Policies and their rules; requests, their steps, tasks, copies and links; decisions, and who stands in for whom."""

from approvals.models.copy import Copy
from approvals.models.delegation import Delegation
from approvals.models.link import TaskLink
from approvals.models.policy import Policy
from approvals.models.request import Request
from approvals.models.rule import Rule
from approvals.models.step import Step
from approvals.models.task import Decision, Task
from approvals.models.trial import Rehearsal, TrialRun

__all__ = [
    "Copy",
    "Decision",
    "Delegation",
    "Policy",
    "Rehearsal",
    "Request",
    "Rule",
    "Step",
    "Task",
    "TaskLink",
    "TrialRun",
]
