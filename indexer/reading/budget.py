"""How much of the processor's time one file may take: by its size, and by what its pages hold.

Time of the processor, not of the clock: on a busy machine a file that is well takes as much as ever.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread
from time import process_time, sleep
from types import FrameType

from indexer.system import can_interrupt

TICK_SECONDS = 1.0
"""Of the processor's time: so often it is looked at."""
_SOON_SECONDS = 0.01
_GRACE_SHARE = 1.0
"""Of what was allowed: so much more may be used to make something of what has been read."""


@dataclass(frozen=True, slots=True)
class Limits:
    """For the reading of one file. All are in seconds: `silence` is by the clock, the others are of the
    processor's time. Text takes one a megabyte, what is made to be hard ten; what pages ask for beyond that
    (see `Working`) is bounded by the size of the file, for a page may be nothing but one more mention."""

    silence: float = 60.0
    base: float = 30.0
    per_megabyte: float = 15.0
    pages_per_megabyte: float = 300.0


class Exhausted(BaseException):
    """A file has had its time. It is no Exception: libraries that are read with fail in many ways, and this
    is none of theirs. Raised once, it leaves some time to make something of what was read so far."""


class Budget:
    """The time of one file, which this process reads: `spend` is called once in a while, and raises
    `Exhausted` wherever the reading is, once it is used up; before that it calls `beat`. What is called in
    the library of a format is not broken off: it is noticed when that returns."""

    def __init__(self, limits: Limits, size: int, beat: Callable[[], None]) -> None:
        megabytes = size / 1e6
        self.allowed = limits.base + limits.per_megabyte * megabytes
        self._pages = limits.base + limits.pages_per_megabyte * megabytes
        self._began, self._beat, self._grace = process_time(), beat, _GRACE_SHARE
        self.paused, self._ended = False, False
        """While it is, nothing is raised and nothing beats."""

    @property
    def used(self) -> float:
        return process_time() - self._began

    def allow(self, seconds: float) -> None:
        """A page asks for so many seconds more, and has them if the size of the file bears it."""
        more = min(seconds, self._pages)
        self.allowed, self._pages = self.allowed + more, self._pages - more

    def start(self) -> None:
        if not can_interrupt():
            Thread(target=self._beat_on, daemon=True).start()
            return
        signal.signal(signal.SIGPROF, lambda number, frame: self._tick(frame))
        signal.siginterrupt(signal.SIGPROF, False)  # libraries need not know that they are looked at
        signal.setitimer(signal.ITIMER_PROF, TICK_SECONDS, TICK_SECONDS)

    def stop(self) -> None:
        self.paused = self._ended = True
        if can_interrupt():
            signal.setitimer(signal.ITIMER_PROF, 0)

    def _beat_on(self) -> None:
        """Where nobody can be broken off: as long as there is time left. Who is silent then is ended."""
        while not self._ended and self.used < self.allowed * (1 + self._grace):
            sleep(TICK_SECONDS)
            if not self.paused:
                self._beat()

    def _tick(self, frame: FrameType | None) -> None:
        if self.paused:
            return
        if self.used < self.allowed:
            self._beat()
            return
        if _passes_an_argument(frame):
            signal.setitimer(signal.ITIMER_PROF, _SOON_SECONDS, TICK_SECONDS)
            return
        self.allowed *= 1 + self._grace
        self._grace = 0.0
        raise Exhausted(exhausted(self.used))


def _passes_an_argument(frame: FrameType | None) -> bool:
    """Whether ctypes is at it: an error that comes then is lost in one of its own."""
    while frame:
        if frame.f_code.co_name in ("_as_parameter_", "from_param"):
            return True
        frame = frame.f_back
    return False


def exhausted(seconds: float) -> str:
    """What is said of a file that had its time."""
    return (
        f"用了 {seconds:.0f} 秒处理器时间还没有读完，其余未读。"
        "请拆成几个文件，或另存为其他格式；下次收录时会再试。"
    )
