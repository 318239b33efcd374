"""Policies and their rules; requests, their steps and tasks, and the decisions."""

from approvals.models.policy import Policy
from approvals.models.request import Request, Step
from approvals.models.rule import Rule
from approvals.models.task import Decision, Task
from approvals.models.trial import Rehearsal, TrialRun

__all__ = ["Decision", "Policy", "Rehearsal", "Request", "Rule", "Step", "Task", "TrialRun"]
