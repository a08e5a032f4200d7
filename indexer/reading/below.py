"""A file opened so that no link leads out of the folder that it is to be in, whenever one is put there."""

from __future__ import annotations

import errno
import os
import stat
from functools import reduce
from operator import or_
from pathlib import Path

from indexer.system import can_open_below


def _flags(*names: str) -> int:
    """Those that this system has."""
    return reduce(or_, (getattr(os, name, 0) for name in names), os.O_RDONLY)


_FOLDER = _flags("O_PATH", "O_DIRECTORY", "O_CLOEXEC")
_FILE = _flags("O_CLOEXEC", "O_NONBLOCK", "O_BINARY")
"""Of a pipe that is put in its place the opening would wait for ever."""
_LINK = "它或它上面的文件夹换成了符号链接或别的东西，不予跟随"


def open_below(root: Path, path: Path) -> int:
    """A descriptor of the regular file at `path`, which is `root` or lies below it. Down to `root`, that
    included, links are as the owner has them, and are followed; below it none is. Raises OSError."""
    way = path.relative_to(root).parts
    opened = _opened if can_open_below() else _looked_at
    file = opened(root, way) if way else os.open(path, _FILE)
    if stat.S_ISREG(os.fstat(file).st_mode):
        return file
    os.close(file)
    raise OSError(errno.EINVAL, "不是普通文件")


def _opened(root: Path, way: tuple[str, ...]) -> int:
    folder = os.open(root, _FOLDER)
    try:
        for name in way[:-1]:
            above, folder = folder, os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=folder)
            os.close(above)
        return os.open(way[-1], _FILE | os.O_NOFOLLOW, dir_fd=folder)
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENOTDIR):
            raise OSError(error.errno, _LINK) from error
        raise
    finally:
        os.close(folder)


def _looked_at(root: Path, way: tuple[str, ...]) -> int:
    """Where that cannot be had: all is looked at before, and what is put there just then is not noticed."""
    for number in range(1, len(way) + 1):
        if root.joinpath(*way[:number]).is_symlink():
            raise OSError(errno.ELOOP, _LINK)
    return os.open(root.joinpath(*way), _FILE)
