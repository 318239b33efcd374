"""Which app shows what on the order page."""

PANELS: tuple[str, ...] = ()
