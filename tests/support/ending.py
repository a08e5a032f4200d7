"""The end of a program under test."""

from __future__ import annotations

import subprocess
from typing import AnyStr

_SECONDS = 20


def last_words(process: subprocess.Popen[AnyStr]) -> tuple[AnyStr, AnyStr]:
    """What a process that was told to end still writes to standard output and error. One that does not end
    is killed, and the test fails: to leave the `with` of its `Popen` would take for ever."""
    try:
        return process.communicate(timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
