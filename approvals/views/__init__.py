"""The approval inbox and the verbs of an approver."""

from approvals.views.acts import AddSigner, Comment, ReturnToStep, TakeBack, Transfer, Urge
from approvals.views.bulk import ApproveMany, ReadCopies
from approvals.views.cover import Cover, CoverMapPage, EndDelegation, NewDelegation
from approvals.views.deciding import Approve, Reject, SendBack
from approvals.views.inbox import Inbox, TaskPage
from approvals.views.shutting import ShutLinks

__all__ = [
    "AddSigner",
    "Approve",
    "ApproveMany",
    "Comment",
    "Cover",
    "CoverMapPage",
    "EndDelegation",
    "Inbox",
    "NewDelegation",
    "ReadCopies",
    "Reject",
    "ReturnToStep",
    "SendBack",
    "ShutLinks",
    "TakeBack",
    "TaskPage",
    "Transfer",
    "Urge",
]
