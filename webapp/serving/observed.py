"""Answers watched to their last byte: what the figures and the log of requests are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from time import perf_counter
from typing import Any

from werkzeug.wsgi import ClosingIterator


@dataclass(frozen=True, slots=True)
class Ended:
    """An answer that has ended; `sent` are the bytes of its body. What breaks before it begins is a 500."""

    environ: dict[str, Any]
    status: int
    seconds: float
    sent: int


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
