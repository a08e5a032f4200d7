"""Readers and a writer at work on one index, and what they have to complain of.

Every batch is a commit of new reports and of one that is written anew each time and says how many batches
there are: a reader to whom both do not say the same has seen half of a commit.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from itertools import pairwise
from time import monotonic, sleep
from typing import Self

from indexer import Block, JianbaoError, Kind, Page, Report, Snapshot, open_store, parse

BATCH = 20
READERS = 2
PATIENCE_SECONDS = 240
_PAUSE_SECONDS = 0.05
_LATEST = "latest"
_EACH = parse('"新能源港口"')


class Load:
    """Its threads work while the context lasts; each has a store of its own."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.acknowledged = 0
        """Batches, the first of which is number 1."""
        self.complaints: list[str] = []
        self._done: dict[str, list[float]] = {}
        """When each thread succeeded."""
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._write, name="writer")]
        self._threads += [
            threading.Thread(target=self._read, name=f"reader {number}") for number in range(READERS)
        ]

    def __enter__(self) -> Self:
        with closing(open_store(self.place)) as store:
            store.update(_batch(1))
        self.acknowledged = 1
        for thread in self._threads:
            self._done[thread.name] = [monotonic()]
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def work(self, successes: int) -> None:
        """Until every thread has succeeded so many times more."""
        wanted = {name: len(done) + successes for name, done in self._done.items()}
        until = monotonic() + PATIENCE_SECONDS
        while any(len(self._done[name]) < count for name, count in wanted.items()):
            assert monotonic() < until, self.complaints
            sleep(_PAUSE_SECONDS)

    def longest_pause(self, kind: str, since: float) -> float:
        """Seconds between two successes of one thread of this kind, the second of which came later."""
        return max(
            after - before
            for name, done in self._done.items()
            if name.startswith(kind)
            for before, after in pairwise(done)
            if after > since
        )

    def count(self, kind: str) -> int:
        return sum(len(done) - 1 for name, done in self._done.items() if name.startswith(kind))

    def _write(self) -> None:
        with closing(open_store(self.place)) as store:

            def write() -> None:
                store.update(_batch(self.acknowledged + 1))
                self.acknowledged += 1

            self._again_and_again(write)

    def _read(self) -> None:
        last = 0
        with closing(open_store(self.place)) as store:

            def read() -> None:
                nonlocal last
                due = max(last, self.acknowledged)
                with store.snapshot() as snapshot:
                    last = self._judge(snapshot, due)

            self._again_and_again(read)

    def _again_and_again(self, do: Callable[[], None]) -> None:
        name = threading.current_thread().name
        while not self._stop.wait(_PAUSE_SECONDS):
            try:
                do()
            except JianbaoError as failure:
                self.complaints.append(f"{name}: {type(failure).__name__}: {failure}")
            except Exception as failure:  # no other library's error may cross the seam
                self.complaints.append(f"{name}: {failure!r}")
                raise
            else:
                self._done[name].append(monotonic())

    def _judge(self, snapshot: Snapshot, due: int) -> int:
        """How many batches a snapshot holds; those that were acknowledged before it was taken are due."""
        reports = snapshot.search(_EACH, Page(1)).total
        (latest,) = snapshot.get([_LATEST])
        said = int(latest.blocks[0].text) if latest else 0
        if reports != said * BATCH:
            self.complaints.append(f"torn: {reports} reports of {said} batches")
        if said < due:
            self.complaints.append(f"backward: {said} batches, when {due} had been there")
        return said


def lost(load: Load) -> set[str]:
    """Reports of acknowledged batches that are not there."""
    with closing(open_store(load.place)) as store, store.snapshot() as snapshot:
        held = {match.id for match in snapshot.matches(_EACH)}
    due = {report.id for number in range(load.acknowledged) for report in _batch(number + 1)[:-1]}
    return due - held


def _batch(number: int) -> list[Report]:
    reports = [
        Report(
            f"{number}-{one}",
            (Block(Kind.TITLE, f"第{number}批"), Block(Kind.PARAGRAPH, f"镇江经开区新能源港口{one}号。")),
            date=f"2024-{1 + one % 12:02}-05",
        )
        for one in range(BATCH)
    ]
    return [*reports, Report(_LATEST, (Block(Kind.PARAGRAPH, str(number)),))]
