"""What is examined on an order before it moves, in this order."""

CHECKS: tuple[str, ...] = ()
