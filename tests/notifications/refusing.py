"""A mail server that is not there."""

from typing import Any


class EmailBackend:
    """Refuses every letter."""

    def __init__(self, **_options: Any) -> None:
        pass

    def send_messages(self, _letters: list[Any]) -> int:
        raise ConnectionRefusedError("nobody home")
