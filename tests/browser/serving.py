"""Which requests the live server answers: a page that is left may still ask, and its tables are swept next."""

import threading
import time
from typing import Any

from django.core.signals import request_finished, request_started

LONGEST = 20.0
QUIET = 0.1


class Serving:
    """How many requests are under way in this process."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.open = 0
        self.seen = 0
        request_started.connect(self._begun, dispatch_uid="tests.browser.serving")
        request_finished.connect(self._done, dispatch_uid="tests.browser.serving")

    def _begun(self, **said: Any) -> None:
        with self.lock:
            self.open += 1
            self.seen += 1

    def _done(self, **said: Any) -> None:
        with self.lock:
            self.open = max(self.open - 1, 0)

    def wait_until_quiet(self) -> None:
        """Come back when nothing has been asked for a moment and everything asked is answered."""
        end = time.monotonic() + LONGEST
        while time.monotonic() < end:
            before = self.seen
            time.sleep(QUIET)
            if not self.open and self.seen == before:
                return
        raise AssertionError(f"{self.open} requests were still being answered after {LONGEST:.0f} s")


serving = Serving()
