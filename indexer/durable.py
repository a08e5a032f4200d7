"""What must last: forced to the disk, in an order in which no crash leaves half of it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from indexer.system import can_open_folders


def force(path: Path) -> None:
    """Have the disk hold what a file says, or which names a folder has. Raises OSError.

    A system that opens no folders sees to their names itself, and forces what was opened to be written alone.
    """
    if not can_open_folders() and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDONLY if can_open_folders() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace(new: Path, old: Path) -> None:
    """Give a file its lasting name, in a folder of which both are: from then on, and after any crash, that
    name has either what it had or all of the new. Raises OSError."""
    force(new)
    os.replace(new, old)
    force(old.parent)


def make_folder(folder: Path) -> None:
    """A folder that is there after a crash as well, and those above it. Raises OSError."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    force(folder.parent)


def is_full(error: OSError) -> bool:
    """Whether there was no room for what was to be written."""
    return error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
