"""One run at a time: a lock that ends with the process that has it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from threading import Lock
from time import monotonic, sleep

from indexer.durable import make_folder
from indexer.errors import IndexBusy, IndexUnusable
from indexer.system import lock, unlock

LOCK_NAME = "files.lock"
WAIT_SECONDS = 10.0
"""How long a run waits for another one to end."""
_LOOK_SECONDS = 0.05


class RunLock:
    """In a folder it holds between processes, and the file of the lock says which of them has it; without a
    folder between threads alone."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._lock = Lock()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Raises `IndexBusy`."""
        if self._folder is None:
            with self._held_by_thread():
                yield
            return
        with _opened(self._folder) as file:
            _take(file, self._folder)
            try:
                yield
            finally:
                unlock(file)

    @contextmanager
    def _held_by_thread(self) -> Iterator[None]:
        if not self._lock.acquire(timeout=WAIT_SECONDS):
            raise IndexBusy("内存", _who(os.getpid()))
        try:
            yield
        finally:
            self._lock.release()


def _opened(folder: Path) -> FileIO:
    """Without a buffer, which would be written when the file is closed: by then the lock may be another's."""
    with _using(folder):
        make_folder(folder)
        return (folder / LOCK_NAME).open("a+b", buffering=0)


def _take(file: FileIO, folder: Path) -> None:
    until = monotonic() + WAIT_SECONDS
    while not _is_free(file):
        if monotonic() >= until:
            file.seek(0)
            raise IndexBusy(str(folder), _who(file.read().decode("ascii", "replace")))
        sleep(_LOOK_SECONDS)
    with _using(folder):
        file.truncate(0)
        file.write(str(os.getpid()).encode())


@contextmanager
def _using(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise IndexUnusable(
            f"无法使用 {folder / LOCK_NAME}：{error.strerror or error}。请检查磁盘空间和文件夹的权限。"
        ) from error


def _is_free(file: FileIO) -> bool:
    """Take the lock if nobody has it. Another open file of this same process is somebody else, too."""
    try:
        lock(file)
    except BlockingIOError:
        return False
    return True


def _who(process: int | str) -> str:
    return f"进程 {process}" if process else ""
