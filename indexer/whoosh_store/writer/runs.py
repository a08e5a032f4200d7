"""Reports -> runs: files of arrays of a few million characters each, written by worker processes.

The caller reads and parses while the workers fold, segment and sort. What waits for a worker is bounded,
and what is done lies on the disk, so a corpus may be of any size. Runs lie in a folder of their writer's
own: the index is not locked while they are written.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from itertools import chain, count
from pathlib import Path
from tempfile import mkdtemp

from indexer.errors import IndexUnusable
from indexer.processes import context, end_with_parent, worker_count
from indexer.report import Report, dump
from indexer.whoosh_store.guard import using_disk
from indexer.whoosh_store.writer.inverting import write_run

RUN_CHARACTERS = 2_500_000
RUN_REPORTS = 20_000
"""A run is full at whichever comes first."""
_PREFIX = "runs-"


@contextmanager
def folder_for_runs(index: Path) -> Iterator[Path]:
    """A new folder in that of the index, which is gone afterwards. What writers that were killed have left
    is swept away: a writer holds a lock on its folder for as long as it lives."""
    with using_disk(str(index)):
        index.mkdir(parents=True, exist_ok=True)
        _sweep(index)
        folder = Path(mkdtemp(prefix=_PREFIX, dir=index))
        held = _lock(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if held is not None:
            os.close(held)


def _sweep(index: Path) -> None:
    for folder in index.glob(f"{_PREFIX}*"):
        if (held := _lock(folder)) is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(held)


def _lock(folder: Path) -> int | None:
    """The lock on a folder; None where a living writer has it, or the folder has just gone."""
    with suppress(FileNotFoundError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(opened)
        else:
            return opened
    return None


def write_runs(reports: Iterable[Report], folder: Path) -> Iterator[Path]:
    """Yield the runs in the order of their reports. One alone is written here, without a worker.

    What taking the reports raises is passed on as it is: it says nothing of the index.
    """
    paths = (folder / str(number) for number in count())
    chunks = _chunks(reports)
    first, second = next(chunks, None), next(chunks, None)
    if first is None:
        return
    if second is None:
        yield _guarded(folder, lambda: _written(next(paths), first))
        return
    workers = worker_count()
    waiting: deque[Future[Path]] = deque()
    with ProcessPoolExecutor(workers, context(), end_with_parent) as pool:
        for chunk in chain((first, second), chunks):
            waiting.append(pool.submit(_written, next(paths), chunk))
            if len(waiting) > 2 * workers:
                yield _guarded(folder, waiting.popleft().result)
        while waiting:
            yield _guarded(folder, waiting.popleft().result)


def _guarded(folder: Path, written: Callable[[], Path]) -> Path:
    """The run, once it is written."""
    try:
        with using_disk(str(folder.parent)):
            return written()
    except BrokenProcessPool as error:
        raise IndexUnusable("分词的进程意外结束，多半是内存不足。此前提交的内容不受影响，请重试。") from error


def _chunks(reports: Iterable[Report]) -> Iterator[list[bytes]]:
    chunk: list[bytes] = []
    characters = 0
    for report in reports:
        chunk.append(dump(report))
        characters += report.characters
        if characters >= RUN_CHARACTERS or len(chunk) >= RUN_REPORTS:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk


def _written(path: Path, chunk: list[bytes]) -> Path:
    write_run(path, chunk)
    return path
