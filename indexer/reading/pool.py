"""Many files, each read in a worker process with limits of time and memory.

A file of a complex format may hang its library, crash it or make it fill the memory. The worker that reads
it is then ended, the file is told, and a new worker goes on with the next. Results come in the order of the
files, whichever worker was first.
"""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import wait
from pathlib import Path
from time import monotonic

from indexer.errors import GivenUp, Unreadable
from indexer.processes import worker_count
from indexer.reading.budget import Limits
from indexer.reading.formats import format_of, read
from indexer.reading.source import Source
from indexer.reading.worker import Outcome, Received, Worker, outcome
from indexer.scratch import scratch_folder

START_TIMEOUT_SECONDS = 60.0
"""What a worker has to start, beside what a file has."""
PREFETCH_PER_WORKER = 8
"""Files that each worker may have begun or done before the first of all is done."""
MAX_WAITING_BATCHES = 16
"""Of one file, until it is its turn; then its worker has to wait."""
MAX_FILES_READ_HERE = 8
MAX_BYTES_READ_HERE = 1 << 20
"""So few plain files, of so many bytes together, are read in this process: to start a worker takes longer."""


@dataclass(slots=True)
class _Task:
    """A file to read: one that was named, or one in an archive that was. `scratch` is the folder for what
    is unpacked from it, `folder` that of all that comes of the one that was named."""

    source: Source
    named: Source
    scratch: Path
    folder: Path
    batches: deque[list[Received]] = field(default_factory=deque)
    members: list[Source] = field(default_factory=list)
    done: bool = False


@dataclass(slots=True, eq=False)
class _Busy:
    """A worker with the file that it reads, and until when something has to be heard of it."""

    worker: Worker
    task: _Task
    until: float


def read_all(
    sources: Sequence[Source],
    limits: Limits = Limits(),  # noqa: B008 (it is frozen)
) -> Iterator[tuple[Source, Outcome | None]]:
    """What is in the files, in their order, each with its file; None after the last of a file. What the
    files in an archive hold comes as what the archive holds. Now and then comes how far reading is."""
    with scratch_folder("jianbao-read-") as scratch, ExitStack() as stack:
        if _is_little(sources):
            yield from _read_here(sources, scratch)
        else:
            pool = _Pool(sources, scratch, limits)
            stack.callback(pool.end)
            yield from pool.read()


def _is_little(sources: Sequence[Source]) -> bool:
    formats = [format_of(source.path.name) for source in sources[: MAX_FILES_READ_HERE + 1]]
    plain = len(sources) <= MAX_FILES_READ_HERE and all(one and one.plain for one in formats)
    return plain and sum(source.size() for source in sources) <= MAX_BYTES_READ_HERE


def _read_here(sources: Sequence[Source], scratch: Path) -> Iterator[tuple[Source, Outcome | None]]:
    for source in sources:
        for one in map(outcome, read(source, scratch)):
            if not isinstance(one, Source):  # nothing plain is an archive
                yield source, one
        yield source, None


class _Pool:
    """The workers, and the files that are on their way."""

    def __init__(self, sources: Iterable[Source], scratch: Path, limits: Limits) -> None:
        self._sources = enumerate(sources)
        self._scratch, self._limits = scratch, limits
        self._most = worker_count()
        self._idle: list[Worker] = []
        self._busy: list[_Busy] = []
        self._waiting: deque[_Task] = deque()
        self._order: deque[_Task] = deque()
        """All that wait, are being read, or have been read before their turn."""

    def read(self) -> Iterator[tuple[Source, Outcome | None]]:
        while self._begin():
            head = self._order[0]
            while head.batches:
                for one in head.batches.popleft():
                    if isinstance(one, Source):
                        head.members.append(one)
                    else:
                        yield head.named, one
            if head.done:
                self._order.popleft()
                self._queue_members(head)
                if not self._order or self._order[0].named is not head.named:
                    shutil.rmtree(head.folder, ignore_errors=True)
                    yield head.named, None
            else:
                self._listen(head)

    def end(self) -> None:
        """End every worker, whatever it is doing."""
        for worker in (*self._idle, *(one.worker for one in self._busy)):
            worker.end()

    def _begin(self) -> bool:
        """Give files to workers that have none; False when there is nothing left to read. What is next in
        order is begun at once, by one worker more if need be: all others may be waiting for it."""
        room = max(0, PREFETCH_PER_WORKER * self._most - len(self._order))
        for number, source in islice(self._sources, room):
            folder = self._scratch / str(number)
            task = _Task(source, source, folder, folder)
            self._order.append(task)
            self._waiting.append(task)
        while self._waiting and (len(self._busy) < self._most or self._waiting[0] is self._order[0]):
            worker = self._idle.pop() if self._idle else Worker()
            try:
                worker.give(self._waiting[0].source, self._waiting[0].scratch, self._limits)
            except BrokenPipeError:  # it has died of its last file
                worker.end()
            else:
                until = monotonic() + max(
                    self._limits.silence, START_TIMEOUT_SECONDS
                )  # it may have to start first
                self._busy.append(_Busy(worker, self._waiting.popleft(), until))
        return bool(self._order)

    def _queue_members(self, archive: _Task) -> None:
        tasks = [
            _Task(one, archive.named, one.path.with_name(f"{one.path.name}.holds"), archive.folder)
            for one in archive.members
        ]
        self._order.extendleft(reversed(tasks))
        self._waiting.extendleft(reversed(tasks))

    def _listen(self, head: _Task) -> None:
        """Wait for a worker to send something, or to have been silent for too long. Those whose results
        nobody has room for yet are left to wait themselves, and their time stands still."""
        heard = [one for one in self._busy if one.task is head or len(one.task.batches) < MAX_WAITING_BATCHES]
        until = min(one.until for one in heard)
        ready = wait([one.worker.connection for one in heard], max(0.0, until - monotonic()))
        now = monotonic()
        for one in list(self._busy):
            if one.worker.connection in ready:
                self._hear(one)
            elif one not in heard:
                one.until = now + self._limits.silence
            elif now >= one.until:
                self._end(one, GivenUp(one.task.source.place, _silent(self._limits.silence)))

    def _hear(self, one: _Busy) -> None:
        try:
            batch, last = one.worker.receive()
        except EOFError:
            reason = "读取它的进程意外结束：内存不足，或所用的程序库在它上面崩溃。请另存为其他格式后重试。"
            self._end(one, Unreadable(one.task.source.place, reason))
            return
        one.until = monotonic() + self._limits.silence
        one.task.batches.append(batch)
        if last:
            one.task.done = True
            self._busy.remove(one)
            self._idle.append(one.worker)

    def _end(self, one: _Busy, told: Unreadable) -> None:
        one.worker.end()
        one.task.batches.append([told])
        one.task.done = True
        self._busy.remove(one)


def _silent(seconds: float) -> str:
    return f"{seconds:.0f} 秒没有动静，其余未读。请拆成几个文件，或另存为其他格式；下次收录时会再试。"
