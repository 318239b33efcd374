"""The approval inbox and the three verbs of an approver."""

from approvals.views.deciding import Approve, Reject, SendBack
from approvals.views.inbox import Inbox, TaskPage

__all__ = ["Approve", "Inbox", "Reject", "SendBack", "TaskPage"]
