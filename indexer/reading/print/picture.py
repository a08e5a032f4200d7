"""A page of a PDF as a picture, with marks drawn on it. A process of its own draws it, with limits of time
and memory: a file may be made to do harm."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import IO

from indexer.errors import PageNotDrawn
from indexer.reading.source import MAX_BYTES

_DRAWS = "indexer.reading.print.picture_worker"
_MAX_SECONDS = 30
"""By the clock; the process has a third of it of the processor's time."""
_MAX_MARKS = 100
"""Texts that are looked for on a page."""


def picture(file: IO[bytes], page: int, marks: Sequence[str]) -> bytes:
    """A page as PNG, counted from 1, on which these texts are marked wherever they stand. Raises
    `PageNotDrawn`."""
    if len(pdf := file.read(MAX_BYTES + 1)) > MAX_BYTES:
        raise PageNotDrawn(page)
    asked = json.dumps([page, [*dict.fromkeys(marks)][:_MAX_MARKS]]).encode()
    try:
        done = subprocess.run(
            [sys.executable, "-m", _DRAWS],
            input=asked + b"\n" + pdf,
            capture_output=True,
            timeout=_MAX_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PageNotDrawn(page) from None
    if done.returncode or not done.stdout:
        raise PageNotDrawn(page)
    return done.stdout
