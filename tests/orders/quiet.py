"""The house with only orders in it: nobody above reacts, so that each state can be stood in."""

from config.reactions import REACTIONS as ALL
from core.bus import Answers

REACTIONS = {event: Answers() for event in ALL}
CHECKS = ()
PANELS = ()
