"""How long a question may take: who asks sets a deadline, and whatever may take long looks at it.

It counts what the question itself costs, the time that this thread has of a processor: on a machine that is
busy with other things a question costs no more. The clock counts only for one that has waited far longer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from time import monotonic, thread_time

from indexer.errors import KeptWaiting, OutOfTime

PATIENCE = 5.0
"""A question may take so many times as long by the clock as it may of the processor."""


@dataclass(slots=True)
class _Deadline:
    """`ends_cost` is a time of `thread_time`, `ends` one of `monotonic`. Before `looks`, another one of
    `monotonic`, neither can have come."""

    seconds: float
    ends_cost: float
    ends: float
    looks: float

    @classmethod
    def of(cls, seconds: float) -> _Deadline:
        now = monotonic()
        return cls(seconds, thread_time() + seconds, now + seconds * PATIENCE, now + seconds)

    def look(self, now: float) -> None:
        cost = self.ends_cost - thread_time()
        if cost < 0:
            raise OutOfTime(self.seconds)
        if now > self.ends:
            raise KeptWaiting(self.seconds * PATIENCE)
        self.looks = min(
            now + cost, self.ends
        )  # a thread has no more of a processor than passes by the clock


_DEADLINE: ContextVar[_Deadline | None] = ContextVar("deadline", default=None)
"""That of the innermost `deadline`, in this thread or task alone."""


@contextmanager
def deadline(seconds: float | None) -> Iterator[None]:
    """Within, a `check` raises `OutOfTime` once this thread has used so many seconds of the processor, and
    `KeptWaiting`, which is one, after `PATIENCE` times as long by the clock. None: no limit."""
    before = _DEADLINE.set(None if seconds is None else _Deadline.of(seconds))
    try:
        yield
    finally:
        _DEADLINE.reset(before)


def check() -> None:
    """Raises `OutOfTime` where the deadline has passed. A tenth of a microsecond, so call it often."""
    held = _DEADLINE.get()
    if held is not None and (now := monotonic()) > held.looks:
        held.look(now)


def left() -> float | None:
    """Seconds by the clock until the deadline, for a store that asks another machine: what that does costs
    this thread nothing. None where there is no limit."""
    held = _DEADLINE.get()
    return None if held is None else max(0.0, held.ends - monotonic())


def out_of_time() -> OutOfTime | None:
    """The error of who had a deadline and was told elsewhere that it has passed; None where there is none."""
    held = _DEADLINE.get()
    return None if held is None else OutOfTime(held.seconds)
