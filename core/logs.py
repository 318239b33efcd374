"""Log lines a machine can read, one JSON object each; and what never stands in a log."""

import json
import logging
from datetime import UTC, datetime

from core.links import masked


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


class WithoutTokens(logging.Filter):
    """An address with a token opens its page to whoever reads it, so no line tells one (A38)."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if (told := masked(said)) != said:
            record.msg, record.args = told, ()
        return True
