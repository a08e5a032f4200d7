"""A file opened so that no link leads out of the folder that it is to be in, whenever one is put there."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_FOLDER = os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK
"""Of a pipe that is put in its place the opening would wait for ever."""


def open_below(root: Path, path: Path) -> int:
    """A descriptor of the regular file at `path`, which is `root` or lies below it. Down to `root`, that
    included, links are as the owner has them, and are followed; below it none is. Raises OSError."""
    file = os.open(path, _FILE) if path == root else _opened(root, path.relative_to(root).parts)
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
            raise OSError(error.errno, "它或它上面的文件夹换成了符号链接或别的东西，不予跟随") from error
        raise
    finally:
        os.close(folder)
