"""Answers are made in turn: one at a time in a worker process, in the order in which they were asked for.

The threads of a process share one interpreter, which goes from one to the next every five milliseconds. Of
four searches that are made at a time each takes as long as all, and what comes last waits for the interpreter
wherever it has read a file: the slowest of a hundred took five times as long as the usual one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock
from typing import Any

from flask import Flask

from indexer import folder_of

PATIENCE_SECONDS = 0.1
"""Who has waited so long goes on, beside whoever has the turn and then has it no more: a long search holds up
nobody for longer."""


def register(app: Flask, index: Path | str) -> None:
    """To be called first: what waits is measured. Who asks an index on other machines waits for them, and
    others may ask meanwhile."""
    if folder_of(index) == Path(index):
        app.wsgi_app = InTurn(app.wsgi_app)  # type: ignore[method-assign]


class InTurn:
    """A WSGI application that makes one answer at a time. What streams does so out of turn."""

    def __init__(self, inner: Callable[..., Iterable[bytes]]) -> None:
        self._inner = inner
        self._changing = Lock()
        # Who has the turn, then those who wait, each at a lock of its own, which is let go as it becomes the
        # first: one lock for all would go to whoever comes by at that moment.
        self._line: deque[Lock] = deque()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        mine = self._joined()
        if not mine.acquire(timeout=PATIENCE_SECONDS):
            self._lose_patience(mine)
        try:
            return self._inner(environ, start_response)
        finally:
            self._leave(mine)

    def _joined(self) -> Lock:
        mine = Lock()
        with self._changing:
            if self._line:
                mine.acquire()
            self._line.append(mine)
        return mine

    def _lose_patience(self, mine: Lock) -> None:
        with self._changing:
            if self._line[0] is not mine:
                self._drop_first()

    def _leave(self, mine: Lock) -> None:
        with self._changing:
            if self._line and self._line[0] is mine:
                self._drop_first()
            elif mine in self._line:
                self._line.remove(mine)

    def _drop_first(self) -> None:
        """The next has the turn; it may have lost its patience, and have gone on already."""
        self._line.popleft()
        if self._line:
            self._line[0].release()
