"""Reports -> store: what is new, changed or gone. Batches are committed as they fill."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from time import perf_counter

from indexer.errors import NothingToRead, PathNotFound, Unreadable
from indexer.reading import FORMATS, read, reader_of
from indexer.reading.decoding import storable
from indexer.report import Report
from indexer.store import Entry, Store

BATCH_REPORTS, BATCH_CHARACTERS = 200_000, 100_000_000
"""A commit follows whichever comes first: a crash loses no more than this, some half a minute's work."""


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
    new = run.new(files)
    while (first := next(new, None)) is not None:
        store.update(_batch(chain([first], new)))
    if prune and (gone := run.gone(roots)):
        store.update([], gone)
        summary.removed = len(gone)
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


def _batch(reports: Iterator[Report]) -> Iterator[Report]:
    """As many of the reports as one commit takes. They are read while the store works on those before."""
    characters = 0
    for number, report in enumerate(reports, start=1):
        yield report
        characters += report.characters
        if number >= BATCH_REPORTS or characters >= BATCH_CHARACTERS:
            return


class _Run:
    """One run over the files: what was known before, and what has been seen."""

    def __init__(self, store: Store, summary: Summary) -> None:
        self._summary = summary
        self._known = {entry.id: entry for entry in store.catalogue()}
        self._seen: dict[str, Entry] = {}
        self._damaged: set[str] = set()

    def new(self, files: Iterable[Path]) -> Iterator[Report]:
        """Read the files; yield the reports that are new or changed, and count all."""
        for path in files:
            for one in read(path):
                if isinstance(one, Unreadable):
                    self._quarantine(one, path)
                elif self._is_new(one, path):
                    self._summary.characters += one.characters
                    yield one

    def _quarantine(self, error: Unreadable, path: Path) -> None:
        self._summary.quarantined.append(error)
        self._damaged.add(storable(str(path)))

    def _is_new(self, report: Report, path: Path) -> bool:
        entry = Entry(report.id, report.place, report.digest)
        first = self._seen.setdefault(report.id, entry)
        if first is not entry:
            if first.digest != entry.digest:
                reason = f"编号“{report.id}”已用于 {first.place} 中的另一篇报告。请改用不同的编号。"
                self._quarantine(Unreadable(report.place, reason), path)
            return False
        known = self._known.get(report.id)
        self._summary.added += known is None
        self._summary.unchanged += known == entry
        self._summary.updated += known is not None and known != entry
        return known != entry

    def gone(self, roots: list[Path]) -> list[str]:
        """The ids of reports that were read from below `roots` and have not been seen again."""
        return [
            entry.id
            for entry in self._known.values()
            if entry.id not in self._seen
            and entry.place not in self._damaged
            and any(Path(entry.place).is_relative_to(root) for root in roots)
        ]
