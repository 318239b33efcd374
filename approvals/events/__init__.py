"""What happens to questions, to the people asked and to the rules that ask them."""

from approvals.events.cover import (
    DelegationEnded,
    DelegationEvent,
    DelegationMade,
)
from approvals.events.desk import (
    DecisionTakenBack,
    SignerAdded,
    TaskApproved,
    TaskDecided,
    TaskDelegated,
    TaskEscalated,
    TaskGivenBack,
    TaskLinkShut,
    TaskOpened,
    TaskPassedOn,
    TaskRejected,
    TaskReturned,
    TaskTransferred,
)
from approvals.events.request import (
    ApprovalUrged,
    CopiesSent,
    RequestCommented,
    RequestEvent,
    RequestWithdrawn,
    StepAskedAgain,
    StepPassedByItself,
    StepReturnedByItself,
)
from approvals.events.rules import RehearsalAsked

__all__ = [
    "ApprovalUrged",
    "CopiesSent",
    "DecisionTakenBack",
    "DelegationEnded",
    "DelegationEvent",
    "DelegationMade",
    "RehearsalAsked",
    "RequestCommented",
    "RequestEvent",
    "RequestWithdrawn",
    "SignerAdded",
    "StepAskedAgain",
    "StepPassedByItself",
    "StepReturnedByItself",
    "TaskApproved",
    "TaskDecided",
    "TaskDelegated",
    "TaskEscalated",
    "TaskGivenBack",
    "TaskLinkShut",
    "TaskOpened",
    "TaskPassedOn",
    "TaskRejected",
    "TaskReturned",
    "TaskTransferred",
]
