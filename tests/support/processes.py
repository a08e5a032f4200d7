"""Programs under test: what they have started, what they are waited for, how they end."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import AnyStr

_END_SECONDS = 20
_WAIT_SECONDS = 10


def last_words(process: subprocess.Popen[AnyStr]) -> tuple[AnyStr, AnyStr]:
    """What a process that was told to end still writes to standard output and error. One that does not end
    is killed, and the test fails: to leave the `with` of its `Popen` would take for ever."""
    try:
        return process.communicate(timeout=_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        raise


def children(number: int) -> set[int]:
    """The ids of the processes that a process has started."""
    return {int(one) for one in Path(f"/proc/{number}/task/{number}/children").read_text().split()}


def until(done: Callable[[], bool]) -> None:
    """Waits for it, for ten seconds at most."""
    end = time.monotonic() + _WAIT_SECONDS
    while not done():
        assert time.monotonic() < end
        time.sleep(0.02)
