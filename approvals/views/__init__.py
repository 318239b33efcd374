"""The approval inbox and the verbs of an approver."""

from approvals.views.acts import AddSigner, Comment, ReturnToStep, TakeBack, Transfer, Urge
from approvals.views.bulk import ApproveMany, ReadCopies
from approvals.views.deciding import Approve, Reject, SendBack
from approvals.views.inbox import Inbox, TaskPage

__all__ = [
    "AddSigner",
    "Approve",
    "ApproveMany",
    "Comment",
    "Inbox",
    "ReadCopies",
    "Reject",
    "ReturnToStep",
    "SendBack",
    "TakeBack",
    "TaskPage",
    "Transfer",
    "Urge",
]
