"""Reports -> store: what is new, changed or gone. Batches are committed as they fill."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from indexer.errors import NothingToRead, PathNotFound, Unreadable
from indexer.reading import FORMATS, read, reader_of
from indexer.reading.decoding import storable
from indexer.report import Report
from indexer.store import Entry, Store

BATCH_REPORTS, BATCH_CHARACTERS = 2_000, 4_000_000
"""A commit follows whichever comes first: a crash loses no more than this."""


@dataclass(slots=True)
class Summary:
    """What a run did. `characters` counts the text that was written to the index."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    skipped: list[str] = field(default_factory=list)
    quarantined: list[Unreadable] = field(default_factory=list)
    characters: int = 0
    seconds: float = 0.0


def build(store: Store, paths: Iterable[Path], *, prune: bool = False) -> Summary:
    """Index the files named, and those in the folders named, with all folders below them.

    A report that the store holds already, unchanged, is not written again. With `prune` the store
    forgets the reports that were once read from these paths and are not there any more; those of a
    file that cannot be read just now are kept. Raises `PathNotFound` and `NothingToRead` before
    anything is done, and `IndexUnusable`.
    """
    began = perf_counter()
    summary = Summary()
    roots = [path.absolute() for path in paths]
    files = list(_files(roots, summary.skipped))
    if not files and not prune:
        raise NothingToRead(roots[0], FORMATS)
    run = _Run(store, summary)
    for path in files:
        for one in read(path):
            run.take(one, path)
    run.commit(remove=run.gone(roots) if prune else ())
    summary.seconds = round(perf_counter() - began, 3)
    return summary


def _files(roots: list[Path], skipped: list[str]) -> Iterator[Path]:
    """The files to read, in a fixed order. Hidden ones are left out; other formats go to `skipped`."""
    for root in roots:
        if not root.exists():
            raise PathNotFound(root)
        if not root.is_dir():
            yield root
            continue
        for path in sorted(root.rglob("*")):
            if path.is_dir() or any(part.startswith(".") for part in path.relative_to(root).parts):
                continue
            if reader_of(path):
                yield path
            else:
                skipped.append(str(path))


class _Run:
    """One run over the files: what has been seen, and what waits for the next commit."""

    def __init__(self, store: Store, summary: Summary) -> None:
        self._store = store
        self._summary = summary
        self._known = {entry.id: entry for entry in store.catalogue()}
        self._seen: dict[str, Entry] = {}
        self._damaged: set[str] = set()
        self._batch: list[Report] = []
        self._characters = 0

    def take(self, one: Report | Unreadable, path: Path) -> None:
        """Count a report and keep it for the next commit if it is new or changed."""
        if isinstance(one, Unreadable):
            self._summary.quarantined.append(one)
            self._damaged.add(storable(str(path)))
            return
        entry = Entry(one.id, one.place, one.digest)
        first = self._seen.setdefault(one.id, entry)
        if first is not entry:
            if first.digest != entry.digest:
                reason = f"编号“{one.id}”已用于 {first.place} 中的另一篇报告。请改用不同的编号。"
                self.take(Unreadable(one.place, reason), path)
            return
        known = self._known.get(one.id)
        if known == entry:
            self._summary.unchanged += 1
        else:
            self._summary.added += known is None
            self._summary.updated += known is not None
            self._wait(one)

    def _wait(self, report: Report) -> None:
        self._batch.append(report)
        self._characters += report.characters
        if len(self._batch) >= BATCH_REPORTS or self._characters >= BATCH_CHARACTERS:
            self.commit()

    def commit(self, remove: Collection[str] = ()) -> None:
        """Write what waits. Nothing at all is written where there is nothing to say."""
        if self._batch or remove:
            self._store.update(self._batch, remove)
        self._summary.removed += len(remove)
        self._summary.characters += self._characters
        self._batch, self._characters = [], 0

    def gone(self, roots: list[Path]) -> list[str]:
        """The ids of reports that were read from below `roots` and have not been seen again."""
        return [
            entry.id
            for entry in self._known.values()
            if entry.id not in self._seen
            and entry.place not in self._damaged
            and any(Path(entry.place).is_relative_to(root) for root in roots)
        ]
