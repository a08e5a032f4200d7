"""What the processes of `benchmarks.library` do, each a job of its own (see job.py)."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.asked import WARM_UP
from benchmarks.measure import Spread, milliseconds
from benchmarks.memory import of_process
from indexer import (
    Packed,
    Page,
    Parameters,
    Report,
    Snapshot,
    Stats,
    Store,
    as_json,
    build,
    open_store,
    parse,
    search,
)

Json = dict[str, Any]

PATIENCE_SECONDS = 60.0
"""Until reports that were added count as lost."""


def index(folder: str, corpus: str) -> Json:
    """From the file of records to the last durable commit."""
    store = _Timed(open_store(Path(folder)))
    began = perf_counter()
    summary = build(store, [Path(corpus)])
    seconds = perf_counter() - began
    assert not summary.quarantined, summary.quarantined[0]
    stats = store.stats()
    return {
        "seconds": seconds,
        "reports": stats.reports,
        "characters": stats.characters,
        "bytes": stats.bytes,
        "commits": store.commits,
    }


class _Timed(Store):
    """A store that notes of each commit how many seconds it takes from its last report on: the runs that are
    left, merging, forcing to the disk."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.commits: list[float] = []

    def update(self, add: Iterable[Report | Packed], remove: Collection[str] = ()) -> str:
        taken = [perf_counter()]

        def noted() -> Iterator[Report | Packed]:
            yield from add
            taken.append(perf_counter())

        version = self._store.update(noted(), remove)
        self.commits.append(perf_counter() - taken[-1])
        return version

    def snapshot(self) -> Snapshot:
        return self._store.snapshot()

    def version(self) -> str:
        return self._store.version()

    def stats(self) -> Stats:
        return self._store.stats()

    def check(self) -> None:
        self._store.check()

    def close(self) -> None:
        self._store.close()


def serve(folder: str, asked: str) -> Json:
    """All questions to one store that stays open: milliseconds, and the memory held afterwards. The reports
    of a literal's page are read with it."""
    questions: Json = json.loads(Path(asked).read_text(encoding="utf-8"))
    store = open_store(Path(folder))
    whole = _spread(lambda text: whole_search(store, text), questions["mixed"])
    literals = {
        length: _spread(lambda text: first_page(store, text), texts)
        for length, texts in questions["literals"].items()
    }
    return {"whole": whole, "literals": literals, "memory": asdict(of_process("self"))}


def first_page(store: Store, literal: str) -> list[Report]:
    """The reports of the first ten matches of a literal, as the store alone gives them."""
    with store.snapshot() as snapshot:
        return [match.report for match in snapshot.search(parse(f'"{literal}"'), Page(10)).hits]


def whole_search(store: Store, text: str) -> str:
    """What a program that searches waits for, the wire aside: parse, ask, cut passages, JSON."""
    with store.snapshot() as snapshot:
        return json.dumps(search(snapshot, Parameters(q=text)), ensure_ascii=False, default=as_json)


def add(folder: str, files: list[str], markers: list[str]) -> list[float]:
    """Seconds from each file of new reports until another open store finds every one by its marker."""
    writer, reader = open_store(Path(folder)), open_store(Path(folder))
    _found(reader, markers[0])
    return [_added(writer, reader, Path(file), mark) for file, mark in zip(files, markers, strict=True)]


def _added(writer: Store, reader: Store, file: Path, marker: str) -> float:
    began = perf_counter()
    added = build(writer, [file]).added
    while _found(reader, marker) < added:
        if perf_counter() - began > PATIENCE_SECONDS:
            raise TimeoutError(f"{added} reports were added and not found within {PATIENCE_SECONDS:g} s")
    return perf_counter() - began


def _found(reader: Store, marker: str) -> int:
    with reader.snapshot() as snapshot:
        return snapshot.search(parse(f'"{marker}"'), Page(1)).total


def _spread(call: Callable[[str], object], texts: Sequence[str]) -> Json:
    for text in texts[:WARM_UP]:
        call(text)
    return asdict(Spread.of([milliseconds(lambda text=text: call(text)) for text in texts[WARM_UP:]]))  # type: ignore[misc]
