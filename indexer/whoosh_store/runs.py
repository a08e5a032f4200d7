"""Reports -> runs: files of arrays of a few million characters each, written by worker processes.

The caller reads and parses while the workers fold, segment and sort. What waits for a worker is bounded,
and what is done lies on the disk, so a corpus may be of any size.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain
from pathlib import Path

from indexer.errors import IndexUnusable
from indexer.processes import context, end_with_parent, worker_count
from indexer.report import Report, dump
from indexer.whoosh_store.inverting import write_run

CHARACTERS, REPORTS = 2_500_000, 20_000
"""A run is full at whichever comes first."""


def write_runs(reports: Iterable[Report], new_path: Callable[[], Path]) -> Iterator[Path]:
    """Yield the runs in the order of their reports. One alone is written here, without a worker."""
    chunks = _chunks(reports)
    first, second = next(chunks, None), next(chunks, None)
    if first is None:
        return
    if second is None:
        yield _written(new_path(), first)
        return
    workers = worker_count()
    waiting: deque[Future[Path]] = deque()
    try:
        with ProcessPoolExecutor(workers, context(), end_with_parent) as pool:
            for chunk in chain((first, second), chunks):
                waiting.append(pool.submit(_written, new_path(), chunk))
                if len(waiting) > 2 * workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
    except BrokenProcessPool as error:
        raise IndexUnusable("分词的进程意外结束，多半是内存不足。此前提交的内容不受影响，请重试。") from error


def _chunks(reports: Iterable[Report]) -> Iterator[list[bytes]]:
    chunk: list[bytes] = []
    characters = 0
    for report in reports:
        chunk.append(dump(report))
        characters += report.characters
        if characters >= CHARACTERS or len(chunk) >= REPORTS:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk


def _written(path: Path, chunk: list[bytes]) -> Path:
    write_run(path, chunk)
    return path
