"""The door of every page a customer opens by a link."""

from core.views import door
from portal.services import Opened, open_link


class Door(door.Door):
    """What a customer's token opens."""

    opened: Opened
    shut_template = "portal/shut.html"

    def open(self, token: str) -> Opened | None:
        return open_link(token)
