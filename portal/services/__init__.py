"""Making and revoking links, and what comes in through them."""

from portal.services.entering import enter_order
from portal.services.linking import make_link, revoke_link
from portal.services.opening import Opened, open_link

__all__ = ["Opened", "enter_order", "make_link", "open_link", "revoke_link"]
