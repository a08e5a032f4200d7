"""One line a request on standard error, when its answer has ended. What people look for is nobody's business:
the query string is left out, and no key is ever written.

    plain    2024-05-18T09:30:00.000+00:00 127.0.0.1 GET /api/v1/search 200 3.2 ms 5120 bytes
    json     {"time": …, "method", "path", "status", "ms", "bytes", "client"}, an object a line
    off      nothing

Warnings and errors are told at all times; where requests are told in JSON, so are they:
{"time": …, "level", "message"} and, of an error that nobody foresaw, "traceback".
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import quote

from flask import Flask

from webapp.serving.observed import Ended, Observed
from webapp.serving.settings import Log, Settings

_PLAIN = "{time} {client} {method} {path} {status} {ms} ms {bytes} bytes"
_LOGGER = logging.getLogger("jianbao.requests")


def _tell(form: Log, answer: Ended) -> None:
    line = {
        "time": _now(),
        "method": answer.environ["REQUEST_METHOD"],
        # quoted again: a path may hold line breaks, and a log line must not
        "path": quote(answer.environ["PATH_INFO"].encode("latin-1", "replace")),
        "status": answer.status,
        "ms": round(answer.seconds * 1000, 1),
        "bytes": answer.sent,
        "client": answer.environ.get("REMOTE_ADDR", ""),
    }
    _LOGGER.info(json.dumps(line) if form == "json" else _PLAIN.format(**line))


class AsJson(logging.Formatter):
    """A warning or an error as an object."""

    def format(self, record: logging.LogRecord) -> str:
        line = {"time": _now(), "level": record.levelname, "message": record.getMessage()}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def register(app: Flask, settings: Settings) -> None:
    """To be called last, so that whatever is answered is told."""
    if settings.log != "off":
        app.wsgi_app = Observed(app.wsgi_app, partial(_tell, settings.log))  # type: ignore[method-assign]


def configuration(form: Log) -> dict[str, Any]:
    """For `logging.config`: all that a server process tells goes to standard error."""
    told = {"class": "logging.StreamHandler", "stream": "ext://sys.stderr"}
    formatter = {"()": AsJson} if form == "json" else {"format": "%(levelname)s %(message)s"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"told": formatter, "line": {"format": "%(message)s"}},
        "handlers": {"told": {**told, "formatter": "told"}, "line": {**told, "formatter": "line"}},
        "root": {"handlers": ["told"], "level": "WARNING"},
        "loggers": {
            _LOGGER.name: {"handlers": ["line"], "level": "INFO", "propagate": False},
            "_granian": {"handlers": ["told"], "level": "ERROR", "propagate": False},
        },
    }


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
