"""Policies and their rules; requests, their steps and tasks, and the decisions."""

from approvals.models.policy import Policy, Rule
from approvals.models.request import Request, Step
from approvals.models.task import Decision, Task

__all__ = ["Decision", "Policy", "Request", "Rule", "Step", "Task"]
