"""Which function answers which event."""

REACTIONS: dict[str, object] = {}
