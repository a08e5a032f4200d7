"""One worker process that reads files: what it does, and how it is spoken to."""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic

from indexer.errors import Skipped, Unreadable
from indexer.processes import context, end_with_parent
from indexer.reading.formats import FileOutput, read
from indexer.reading.source import Source, Working
from indexer.report import Report, dump, load
from indexer.text.fold import fingerprint, fold

MAX_WORKER_BYTES = 2 << 30
"""Memory that a worker may have of its own; to read a page of print takes half of that."""
MAX_BATCH_CHARACTERS = 100_000
MAX_BATCH_SECONDS = 0.5
"""A batch is sent when it holds so much text, or is so old."""

Outcome = tuple[Report, str] | Unreadable | Skipped
"""A report with the fingerprint of its text, in hexadecimal; or what was not read."""
Received = Outcome | Source
"""The same, or a file unpacked from an archive."""
_Sent = tuple[bytes, str] | Unreadable | Skipped | Source


class Worker:
    """A process with a pipe to it. It is given one file at a time."""

    def __init__(self) -> None:
        self.connection, theirs = context().Pipe()
        self._process = context().Process(target=_serve, args=[theirs], daemon=True)
        self._process.start()
        theirs.close()

    def give(self, source: Source, scratch: Path) -> None:
        self.connection.send((source, scratch))

    def receive(self) -> tuple[list[Received], bool]:
        """The next batch of outcomes, and whether it is the file's last: both at once, so that a file whose
        reading ended is never also told as lost with its worker. Raises EOFError if that has died."""
        try:
            batch, last = self.connection.recv()
        except OSError as error:  # it was killed while it was writing
            raise EOFError from error
        return [_received(one) for one in batch], last

    def end(self) -> None:
        """End it, whatever it is doing."""
        self.connection.close()
        self._process.kill()
        self._process.join()
        self._process.close()


def outcome(one: FileOutput) -> Received | None:
    """What reading gave, with the fingerprint of a report; None for a mere sign of life."""
    if isinstance(one, Report):
        return one, fingerprint(fold(block.text) for block in one.blocks).hex()
    return None if isinstance(one, Working) else one


def _received(sent: _Sent) -> Received:
    return (load(sent[0]), sent[1]) if isinstance(sent, tuple) else sent


def _serve(connection: Connection) -> None:
    """What the process does, until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends its workers
    end_with_parent()
    _limit_memory()
    with suppress(EOFError, ConnectionError):  # the parent is gone
        while True:
            source, scratch = connection.recv()
            connection.send(([], False))  # only from here on does the file take its time
            for batch in _batches(source, scratch):
                connection.send(batch)


def _limit_memory() -> None:
    for limit, most in (resource.RLIMIT_DATA, MAX_WORKER_BYTES), (resource.RLIMIT_CORE, 0):
        _, hard = resource.getrlimit(limit)
        resource.setrlimit(limit, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _batches(source: Source, scratch: Path) -> Iterator[tuple[list[_Sent], bool]]:
    batch: list[_Sent] = []
    characters, sent = 0, monotonic()
    try:
        for one in map(outcome, read(source, scratch)):
            if isinstance(one, tuple):
                batch.append((dump(one[0]), one[1]))
                characters += one[0].characters
            elif one is not None:
                batch.append(one)
            if characters >= MAX_BATCH_CHARACTERS or monotonic() - sent >= MAX_BATCH_SECONDS:
                yield batch, False
                batch, characters, sent = [], 0, monotonic()
    except MemoryError:
        reason = f"读取它需要的内存超过 {MAX_WORKER_BYTES >> 30} GiB。请拆小，或另存为其他格式。"
        batch.append(Unreadable(source.place, reason))
    yield batch, True
