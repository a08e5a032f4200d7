"""Reports -> runs: files of arrays of a few million characters each, written by worker processes.

The caller reads and parses while the workers fold, segment and sort. What waits for a worker is bounded,
and what is done lies on the disk, so a corpus may be of any size. Runs lie in a folder of their writer's
own: the index is not locked while they are written.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from itertools import chain, count
from pathlib import Path
from shutil import disk_usage

from indexer.durable import is_full, make_folder
from indexer.errors import IndexFull, IndexUnusable
from indexer.processes import context, end_with_parent, worker_count
from indexer.report import Packed, Report
from indexer.scratch import scratch_folder
from indexer.whoosh_store.guard import using_disk
from indexer.whoosh_store.writer.inverting import write_run

RUN_CHARACTERS = 2_500_000
RUN_REPORTS = 20_000
"""A run is full at whichever comes first."""
MAX_GROWTH = 6
"""A run takes three times the bytes of its reports, and so does the segment that it is merged into."""
_PREFIX = "runs-"


@contextmanager
def folder_for_runs(index: Path) -> Iterator[Path]:
    """A new folder in that of the index, which is gone afterwards."""
    with ExitStack() as stack:
        with using_disk(str(index)):
            make_folder(index)
            folder = stack.enter_context(scratch_folder(_PREFIX, index))
        yield folder


def write_runs(reports: Iterable[Report | Packed], folder: Path) -> Iterator[Path]:
    """Yield the runs in the order of their reports. One alone is written here, without a worker.

    What taking the reports raises is passed on as it is: it says nothing of the index.
    """
    paths = (folder / str(number) for number in count())
    chunks = _chunks(reports)
    first, second = next(chunks, None), next(chunks, None)
    if first is None:
        return
    if second is None:
        yield _guarded(folder, lambda: _written(next(paths), first), _size(first))
        return
    workers = worker_count()
    waiting: deque[Future[Path]] = deque()
    taken = 0
    with ProcessPoolExecutor(workers, context(), end_with_parent) as pool:
        for chunk in chain((first, second), chunks):
            taken += _size(chunk)
            waiting.append(pool.submit(_written, next(paths), chunk))
            if len(waiting) > 2 * workers:
                yield _guarded(folder, waiting.popleft().result, taken)
        while waiting:
            yield _guarded(folder, waiting.popleft().result, taken)


def _guarded(folder: Path, written: Callable[[], Path], taken: int) -> Path:
    """The run, once it is written; so many bytes of reports have been taken for it and those before."""
    index = folder.parent
    try:
        with using_disk(str(index)):
            return written()
    except IndexUnusable as error:
        if isinstance(error.__cause__, OSError) and is_full(error.__cause__):
            raise IndexFull(str(index), MAX_GROWTH * taken, disk_usage(index).free) from error
        raise
    except BrokenProcessPool as error:
        raise IndexUnusable("分词的进程意外结束，多半是内存不足。此前提交的内容不受影响，请重试。") from error


def _size(chunk: list[Packed]) -> int:
    return sum(len(one.report) for one in chunk)


def _chunks(reports: Iterable[Report | Packed]) -> Iterator[list[Packed]]:
    chunk: list[Packed] = []
    characters = 0
    for report in reports:
        chunk.append(report if isinstance(report, Packed) else Packed.of(report))
        characters += report.characters
        if characters >= RUN_CHARACTERS or len(chunk) >= RUN_REPORTS:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk


def _written(path: Path, chunk: list[Packed]) -> Path:
    write_run(path, chunk)
    return path
