"""Structured log lines (one JSON object each) on standard error, without secrets."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from mingjing.platform.clock import SHANGHAI

request_id: ContextVar[str] = ContextVar("mingjing_request_id", default="")

# Anything that looks like a credential in an address or a form is cut before it is written.
_SECRET = re.compile(
    r"(?i)((?:password\w*|passwd|secret|token|code|csrf\w*|sessionid|authorization|cookie|key)"
    r"[\"']?\s*[=:]\s*[\"']?)[^\s&\"',;]+"
)
_LOGIN_IN_URL = re.compile(r"(://[^:/@\s]+:)[^@\s]+@")


def without_secrets(text: str) -> str:
    """`text` with values of password-like keys and of logins in addresses replaced by ***."""
    return _LOGIN_IN_URL.sub(r"\1***@", _SECRET.sub(r"\1***", text))


class Lines(logging.Formatter):
    """One record as one JSON line: 时刻, level, logger, message, request id, and the trace if any."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, SHANGHAI).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": without_secrets(record.getMessage()),
        }
        if current := request_id.get():
            line["request"] = current
        if record.exc_info:
            line["trace"] = without_secrets(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def configuration(level: str = "INFO") -> dict[str, Any]:
    """The logging settings: everything to standard error as `Lines`."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": "mingjing.platform.log.Lines"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "mingjing": {"level": level},
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }
