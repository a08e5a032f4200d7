"""One line a request on standard error, when its answer has ended; and answers watched to their last byte.

What people look for is nobody's business: the query string is left out, and of a key only its name is told.

    plain    2024-05-18T09:30:00.000+00:00 127.0.0.1 - GET /api/v1/search 200 3.2 ms 5120 bytes
    json     {"time": …, "method", "path", "status", "ms", "bytes", "client", "key"}, an object a line
    off      nothing

Warnings and errors are told at all times; where requests are told in JSON, so are they:
{"time": …, "level", "message"} and, of an error that nobody foresaw, "traceback".
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from http import HTTPMethod, HTTPStatus
from time import perf_counter
from typing import Any
from urllib.parse import quote

from flask import Flask
from werkzeug.wsgi import ClosingIterator

from webapp.settings import Log, Settings

_PLAIN = "{time} {client} {key} {method} {path} {status} {ms} ms {bytes} bytes"
KEY_NAME = "jianbao.key"
"""In the environment of a request: the name of the key that it shows."""
_MAX_PATH = 4096
"""Characters of a path in a line, quoted."""
_LOGGER = logging.getLogger("jianbao.requests")


def _tell(form: Log, answer: Ended) -> None:
    line = {
        "time": _now(),
        "method": answer.method,
        "path": in_a_line(answer.environ["PATH_INFO"].encode("latin-1", "replace")),
        "status": answer.status,
        "ms": round(answer.seconds * 1000, 1),
        "bytes": answer.sent,
        "client": answer.environ.get("REMOTE_ADDR", ""),
        "key": answer.environ.get(KEY_NAME, "-"),
    }
    _LOGGER.info(json.dumps(line) if form == "json" else _PLAIN.format(**line))


def in_a_line(path: str | bytes) -> str:
    """A path as a line of the log has it: quoted again, for a path may hold line breaks, and cut where it is
    longer than any that leads to a report."""
    quoted = quote(path)
    return quoted if len(quoted) <= _MAX_PATH else f"{quoted[:_MAX_PATH]}…"


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


# — answers watched to their last byte —


@dataclass(frozen=True, slots=True)
class Ended:
    """An answer that has ended; `sent` are the bytes of its body. What breaks before it begins is a 500."""

    environ: dict[str, Any]
    status: int
    seconds: float
    sent: int

    @property
    def method(self) -> str:
        """One of HTTP's own, else "other": a client may write there what it likes, and another each time."""
        given = str(self.environ["REQUEST_METHOD"])
        return given if given in HTTPMethod.__members__ else "other"


class Observed:
    """A WSGI application that says when an answer begins to be made and, once, when it has ended."""

    def __init__(
        self,
        inner: Callable[..., Iterable[bytes]],
        ended: Callable[[Ended], None],
        begun: Callable[[], None] = lambda: None,
    ) -> None:
        self._inner, self._ended, self._begun = inner, ended, begun

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        began, status, sent = perf_counter(), HTTPStatus.INTERNAL_SERVER_ERROR.value, 0

        def start(line: str, *others: Any) -> Any:
            nonlocal status
            status = int(line[:3])
            return start_response(line, *others)

        def counted(pieces: Iterable[bytes]) -> Iterator[bytes]:
            nonlocal sent
            for piece in pieces:
                sent += len(piece)
                yield piece

        def end() -> None:
            self._ended(Ended(environ, status, perf_counter() - began, sent))

        self._begun()
        try:
            answer = self._inner(environ, start)
        except BaseException:
            end()
            raise
        return ClosingIterator(counted(answer), [getattr(answer, "close", lambda: None), end])
