"""What must not last: folders for a time, which are gone afterwards.

What processes that were killed have left is swept by the next one that makes such a folder: each holds a lock
on its own for as long as it lives.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import gettempdir, mkdtemp

from indexer.system import can_open_below, has_module, lock

_CAN_LOCK = has_module("fcntl") and can_open_below()


@contextmanager
def scratch_folder(prefix: str, within: Path | None = None) -> Iterator[Path]:
    """A new folder of that prefix, in the system's folder for such things unless it is to be elsewhere. Those
    of that prefix there that nobody uses any more are swept first. Raises OSError."""
    parent = within or Path(gettempdir())
    sweep(prefix, parent)
    folder, held = _made(prefix, parent) if _CAN_LOCK else (Path(mkdtemp(prefix=prefix, dir=parent)), None)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if held is not None:
            os.close(held)


def sweep(prefix: str, within: Path) -> None:
    """Remove the folders of that prefix that nobody uses any more; none where that cannot be told."""
    for folder in within.glob(f"{prefix}*") if _CAN_LOCK else ():
        with suppress(OSError):  # in use, another user's, or gone already
            held = _lock(folder)
            shutil.rmtree(folder, ignore_errors=True)
            os.close(held)


def _made(prefix: str, parent: Path) -> tuple[Path, int]:
    """A new folder, with the lock on it."""
    while True:
        folder = Path(mkdtemp(prefix=prefix, dir=parent))
        with suppress(FileNotFoundError, BlockingIOError):  # somebody swept before it was locked
            held = _lock(folder)
            if os.fstat(held).st_nlink:
                return folder, held
            os.close(held)


def _lock(folder: Path) -> int:
    """The lock on a folder of ours. Raises OSError where a living process has it or it is not ours."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if os.fstat(opened).st_uid != os.getuid():
            raise PermissionError
        lock(opened)
    except OSError:
        os.close(opened)
        raise
    return opened
