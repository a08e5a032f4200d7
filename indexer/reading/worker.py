"""One worker process that reads files: what it does, and how it is spoken to."""

from __future__ import annotations

import gc
import signal
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from threading import RLock
from time import monotonic

from indexer.errors import GivenUp, Noted, Skipped, Unreadable
from indexer.processes import context, end_with_parent
from indexer.reading.blame import told
from indexer.reading.budget import Budget, Exhausted, Limits
from indexer.reading.formats import FileOutput, read
from indexer.reading.source import Source, Working
from indexer.report import Packed, Report
from indexer.system import limit_memory

MAX_WORKER_BYTES = 2 << 30
"""Memory that a worker may have of its own; to read a page of print takes half of that."""
_COLLECTIONS = (50_000, 5, 5)
"""After how many new objects those are looked for that refer to themselves, and after how many such rounds
among older ones. What a file is read into hardly ever does: to look after every 700, as Python does, takes
a tenth of the time of a page of small cells."""
MAX_BATCH_CHARACTERS = 100_000
MAX_BATCH_SECONDS = 0.5
"""A batch is sent when it holds so much text, or is so old."""

Outcome = Packed | Unreadable | Skipped | Noted | Working
"""A report; or what was not read; or how far reading is."""
Received = Outcome | Source
"""The same, or a file unpacked from an archive."""


class Worker:
    """A process with a pipe to it. It is given one file at a time."""

    def __init__(self) -> None:
        self.connection, theirs = context().Pipe()
        self._process = context().Process(target=_serve, args=[theirs], daemon=True)
        self._process.start()
        theirs.close()

    def give(self, source: Source, scratch: Path, limits: Limits = Limits()) -> None:  # noqa: B008 (it is frozen)
        self.connection.send((source, scratch, limits))

    def receive(self) -> tuple[list[Received], bool]:
        """The next batch of outcomes, and whether it is the file's last: both at once, so that a file whose
        reading ended is never also told as lost with its worker. Raises EOFError if that has died."""
        try:
            batch, last = self.connection.recv()
        except OSError as error:  # it was killed while it was writing
            raise EOFError from error
        return batch, last

    def end(self) -> None:
        """End it, whatever it is doing."""
        self.connection.close()
        self._process.kill()
        self._process.join()
        self._process.close()


def outcome(one: FileOutput) -> Received:
    """What reading gave, a report packed."""
    return Packed.of(one) if isinstance(one, Report) else one


def _serve(connection: Connection) -> None:
    """What the process does, until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends its workers
    end_with_parent()
    limit_memory(MAX_WORKER_BYTES)
    gc.set_threshold(*_COLLECTIONS)
    with suppress(EOFError, ConnectionError):  # the parent is gone
        while True:
            source, scratch, limits = connection.recv()
            connection.send(([], False))  # only from here on does the file take its time
            _Reading(connection, source, limits).read(scratch)


class _Reading:
    """The reading of one file: what comes of it goes out in batches, and at every tick of the budget how far
    it is."""

    def __init__(self, connection: Connection, source: Source, limits: Limits) -> None:
        self._connection, self._source, self._speaking = connection, source, RLock()
        self._budget = Budget(limits, source.size(), self._beat)
        self._batch: list[Received] = []
        self._characters, self._sent = 0, monotonic()
        self._far = Working()

    def read(self, scratch: Path) -> None:
        try:
            self._budget.start()
            found = map(outcome, read(self._source, scratch))
            while (one := self._next(found)) is not None:
                self._take(one)
        except Exhausted as error:
            self._batch.append(GivenUp(self._source.place, str(error)))
        except MemoryError:
            reason = f"读取它需要的内存超过 {MAX_WORKER_BYTES >> 30} GiB。请拆小，或另存为其他格式。"
            self._batch.append(Unreadable(self._source.place, reason))
        except Exception as error:  # what is read is packed here, too
            self._batch.append(told(self._source.place, error, str(error)))
        finally:
            self._budget.stop()
        self._send(last=True)

    def _next(self, found: Iterator[Received]) -> Received | None:
        """Only the reader is broken off, who knows what to do with what it has read; nobody else is."""
        self._budget.paused = False
        try:
            return next(found, None)
        finally:
            self._budget.paused = True

    def _take(self, one: Received) -> None:
        if isinstance(one, Working):
            self._budget.allow(one.seconds)
            self._far = one if one.is_far else self._far
        else:
            self._batch.append(one)
            self._characters += one.characters if isinstance(one, Packed) else 0
        if self._characters >= MAX_BATCH_CHARACTERS or monotonic() - self._sent >= MAX_BATCH_SECONDS:
            self._send()

    def _send(self, last: bool = False) -> None:
        far = [self._far] if self._far.is_far and not last else []
        with self._speaking:
            self._connection.send(([*self._batch, *far], last))
        self._batch, self._characters, self._sent = [], 0, monotonic()

    def _beat(self) -> None:
        """Say that it goes on. The batch is left alone: something may just be put into it."""
        with self._speaking:
            if not self._budget.paused:
                self._budget.paused = True
                self._connection.send(([self._far], False))
                self._budget.paused = False
