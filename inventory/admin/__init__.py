"""Stock in Django's admin: places and rules are edited here; everything posted is read-only."""

from inventory.admin import posted, tracked

__all__ = ["posted", "tracked"]
