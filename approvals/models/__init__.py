"""Policies and their rules; requests, their steps, tasks and copies, and the decisions."""

from approvals.models.copy import Copy
from approvals.models.policy import Policy
from approvals.models.request import Request
from approvals.models.rule import Rule
from approvals.models.step import Step
from approvals.models.task import Decision, Task
from approvals.models.trial import Rehearsal, TrialRun

__all__ = ["Copy", "Decision", "Policy", "Rehearsal", "Request", "Rule", "Step", "Task", "TrialRun"]
