"""How often one caller may ask: counted in this process alone, so that looking writes nothing."""

import time
from collections import OrderedDict
from threading import Lock

MOST_KEYS = 20_000


class Limiter:
    """Counts what happened under a key within a window of seconds.

    Several processes each count for themselves, so a house of many lets a caller ask that many times as often.
    """

    def __init__(self, window: int = 60) -> None:
        self.window = window
        self._seen: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._lock = Lock()

    def count(self, key: str) -> None:
        """Once more under this key."""
        with self._lock:
            since, times = self._current(key)
            self._seen[key] = since, times + 1
            if len(self._seen) > MOST_KEYS:
                self._seen.popitem(last=False)

    def wait(self, key: str, most: int) -> int:
        """How many seconds until this key may ask again; none while it has not asked `most` times."""
        with self._lock:
            since, times = self._current(key)
        return max(1, round(since + self.window - time.monotonic())) if times >= most else 0

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._seen.clear()

    def _current(self, key: str) -> tuple[float, int]:
        now = time.monotonic()
        since, times = self._seen.get(key, (now, 0))
        return (since, times) if now - since < self.window else (now, 0)
