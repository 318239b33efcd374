"""What happens to a framework contract."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from core.event import DomainEvent


@dataclass(frozen=True, kw_only=True)
class ContractEvent(DomainEvent):
    """Something about one contract, on its own stream."""

    contract_id: int

    @property
    def stream(self) -> str:
        return f"contract:{self.contract_id}"


@dataclass(frozen=True, kw_only=True)
class ContractWritten(ContractEvent):
    """A contract was entered or changed; `changes` holds field → [old, new] as text."""

    name = "contract.written"
    sentence = _("Written, version %(version)s")

    version: int
    changes: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ContractActivated(ContractEvent):
    """The contract is in force: orders are held against it from now on."""

    name = "contract.activated"
    sentence = _("Put in force")


@dataclass(frozen=True, kw_only=True)
class ContractFinished(ContractEvent):
    """The contract ran its course (ended) or was stopped (closed); orders fall under it no more."""

    name = "contract.finished"
    sentence = _("Finished: %(reason)s")

    outcome: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ContractDocumentAdded(ContractEvent):
    """A document was put to the contract; its fingerprint is kept with its name."""

    name = "contract.document_added"
    sentence = _("Document %(file)s added")

    document_id: int
    file: str
    sha256: str
