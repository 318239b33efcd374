"""Which task runs when: the whole beat table."""

SCHEDULE: dict[str, object] = {}
