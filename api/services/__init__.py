"""Making and revoking keys, and who comes in with one."""

from api.services.keeping import make_key, revoke_key
from api.services.opening import open_key

__all__ = ["make_key", "open_key", "revoke_key"]
