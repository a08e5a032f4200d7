"""How long a question may take: who asks sets a budget, and whatever may take long looks at it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import NamedTuple

from indexer.errors import OutOfTime


class _Budget(NamedTuple):
    """`ends` is a time of `monotonic`."""

    seconds: float
    ends: float


_BUDGET: ContextVar[_Budget | None] = ContextVar("budget", default=None)
"""That of the innermost `budget`, in this thread or task alone."""


@contextmanager
def budget(seconds: float | None) -> Iterator[None]:
    """Within, a `check` that comes later than so many seconds from now raises `OutOfTime`. None: no limit."""
    before = _BUDGET.set(None if seconds is None else _Budget(seconds, monotonic() + seconds))
    try:
        yield
    finally:
        _BUDGET.reset(before)


def check() -> None:
    """Raises `OutOfTime` where the budget is used up. A tenth of a microsecond, so call it often."""
    held = _BUDGET.get()
    if held is not None and monotonic() > held.ends:
        raise OutOfTime(held.seconds)
