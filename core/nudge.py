"""A push to the workers after a commit; losing it costs a minute, never an effect."""

import logging

from celery import current_app
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def nudge(task: str, *args: object) -> None:
    """Ask the workers for a task by name; without a broker the sweep finds the work later."""
    try:
        current_app.send_task(task, args=args, retry=False)
    except (OperationalError, OSError) as error:
        logger.warning("no broker for %s: %s", task, error)
