"""How long a question may take: who asks sets a deadline, and whatever may take long looks at it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import NamedTuple

from indexer.errors import OutOfTime


class _Deadline(NamedTuple):
    """`ends` is a time of `monotonic`; `seconds` is how long it was from the beginning."""

    seconds: float
    ends: float


_DEADLINE: ContextVar[_Deadline | None] = ContextVar("deadline", default=None)
"""That of the innermost `deadline`, in this thread or task alone."""


@contextmanager
def deadline(seconds: float | None) -> Iterator[None]:
    """Within, a `check` that comes later than so many seconds from now raises `OutOfTime`. None: no limit."""
    before = _DEADLINE.set(None if seconds is None else _Deadline(seconds, monotonic() + seconds))
    try:
        yield
    finally:
        _DEADLINE.reset(before)


def check() -> None:
    """Raises `OutOfTime` where the deadline has passed. A tenth of a microsecond, so call it often."""
    held = _DEADLINE.get()
    if held is not None and monotonic() > held.ends:
        raise OutOfTime(held.seconds)


def left() -> float | None:
    """Seconds until the deadline, for a store that asks another machine; None where there is no limit."""
    held = _DEADLINE.get()
    return None if held is None else max(0.0, held.ends - monotonic())


def out_of_time() -> OutOfTime | None:
    """The error of who had a deadline and was told elsewhere that it has passed; None where there is none."""
    held = _DEADLINE.get()
    return None if held is None else OutOfTime(held.seconds)
