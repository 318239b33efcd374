"""Log lines a machine can read, one JSON object each; and what never stands in a log."""

import json
import logging
import re
from datetime import UTC, datetime


class JsonLines(logging.Formatter):
    """Time, level, logger and message of a record, with its traceback as one field."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, str] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["trace"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


TOKENS = re.compile(r"/o/[^/\s\"']+")


class WithoutTokens(logging.Filter):
    """A customer's link opens their page to whoever reads it, so no line tells one (A38)."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if "/o/" in said:
            record.msg, record.args = TOKENS.sub("/o/...", said), ()
        return True
