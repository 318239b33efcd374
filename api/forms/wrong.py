"""A request that is refused before the house is asked, in the one shape every error of the API has."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise

from core.refusal import Refused

Sentences = Mapping[str, Sequence[str]]


class Wrong(Refused):
    """Why a request is refused: its status, a code for programs, a sentence for people, and where it stands."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str | Promise,
        *,
        fields: Sentences | None = None,
        findings: Sequence[Mapping[str, Any]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message, code=code)
        self.status = status
        self.fields = dict(fields or {})
        self.findings = findings
        self.headers = dict(headers or {})
