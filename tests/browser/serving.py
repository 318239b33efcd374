"""Which requests the live server answers: a page that is left may still ask, and its tables are swept next."""

import threading
import time
from typing import Any

from django.core.signals import request_finished, request_started

LONGEST = 10.0
QUIET = 0.1


class Serving:
    """Which threads of this process answer a request just now."""

    def __init__(self) -> None:
        self.open: set[threading.Thread] = set()
        self.seen = 0
        request_started.connect(self._begun, dispatch_uid="tests.browser.serving")
        request_finished.connect(self._done, dispatch_uid="tests.browser.serving")

    def _begun(self, **said: Any) -> None:
        self.open.add(threading.current_thread())
        self.seen += 1

    def _done(self, **said: Any) -> None:
        self.open.discard(threading.current_thread())

    def wait_until_quiet(self) -> None:
        """Come back when nothing has been asked for a moment and everything asked is answered.

        A thread that is gone answers nothing any more: a browser that left in the middle is never told the end.
        """
        end = time.monotonic() + LONGEST
        while time.monotonic() < end:
            before = self.seen
            time.sleep(QUIET)
            self.open = {one for one in set(self.open) if one.is_alive()}
            if not self.open and self.seen == before:
                return
        self.open = set()


serving = Serving()
