"""Policies and their rules; requests, their steps and tasks, and the decisions."""

from approvals.models.policy import Policy
from approvals.models.request import Request, Step
from approvals.models.rule import Rule
from approvals.models.task import Decision, Task

__all__ = ["Decision", "Policy", "Request", "Rule", "Step", "Task"]
