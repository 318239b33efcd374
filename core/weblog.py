"""What the web server writes down about requests: everything but the tokens of addresses that are keys."""

from typing import Any

from gunicorn.glogging import Logger

from core.logs import WithoutTokens


class DiscreetLog(Logger):
    """Gunicorn's own lines, of requests and of errors, with the same filter as ours (A38)."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for log in (self.access_log, self.error_log):
            log.filters[:] = [WithoutTokens()]
