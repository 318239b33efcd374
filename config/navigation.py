"""The menu, each item with its policy."""

NAVIGATION: tuple[object, ...] = ()
