"""A commit looked through, all of it; and of a damaged one everything kept that is whole."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from indexer.file_store import Repaired
from indexer.report import Report
from indexer.whoosh_store.searcher.leaves import Leaf
from indexer.whoosh_store.segment.arrays import DamagedArrays, OutdatedArrays
from indexer.whoosh_store.segment.checking import check_segment, is_as_stored
from indexer.whoosh_store.segment.columns import Columns
from indexer.whoosh_store.segment.manifest import MANIFEST_COPY, Manifest, Segment, last_commit
from indexer.whoosh_store.writer.commit import Incoming, commit
from indexer.whoosh_store.writer.runs import write_runs

SET_ASIDE = ".damaged"
"""The ending of a segment of which not every report could be kept: it is left for whoever knows more."""


def check_commit(leaves: Sequence[Leaf]) -> None:
    """Read all of a commit. Raises `DamagedArrays`, which names every segment that is damaged, and how."""
    wrong = [what for leaf in leaves if (what := _what_is_wrong(leaf.columns, leaf.segment))]
    if not wrong and (twice := _held_twice(leaves)):
        wrong.append(f"two reports of the id {twice}")
    if wrong:
        raise DamagedArrays("; ".join(wrong))


def _what_is_wrong(columns: Columns, segment: Segment) -> str:
    try:
        check_segment(columns, segment)
    except (DamagedArrays, OSError) as error:
        return str(error)
    return ""


def _held_twice(leaves: Sequence[Leaf]) -> str:
    """An id that lives in more than one segment, if there is one."""
    seen = set[bytes]()
    for leaf in leaves:
        for document in leaf.all.tolist():
            if (one := leaf.columns.ids[document]) in seen:
                return one.decode()
            seen.add(one)
    return ""


def repair_commit(folder: Path, scratch: Path) -> Repaired:
    """Make a commit of what is whole: segments as they are, and of damaged ones the reports that are stored
    as they were. Nothing is written where nothing is damaged. The caller holds the lock; runs are written to
    `scratch`. Raises `OutdatedArrays`, OSError, `IndexFull`."""
    newest, is_sound = _last_readable(folder)
    damaged = [segment for segment in newest.segments if _cannot_be_kept(folder, segment)]
    if is_sound and not damaged:
        return Repaired()
    kept = tuple(segment for segment in newest.segments if segment not in damaged)
    salvage = _Salvage(folder, damaged)
    incoming = Incoming(salvage)
    runs = list(write_runs(incoming, scratch))
    for path in [segment.path(folder) for segment in salvage.incomplete] or _unnamed(folder, newest):
        _set_aside(path)
    commit(folder, Manifest(newest.generation, kept), incoming, runs, ())
    return Repaired(damaged=len(damaged) + (not is_sound), salvaged=salvage.kept, lost=salvage.lost)


def _last_readable(folder: Path) -> tuple[Manifest, bool]:
    """The manifest of the newest commit; where it is damaged its copy or, where that is too, an empty one.
    And whether it is the manifest itself."""
    try:
        return last_commit(folder), True
    except OutdatedArrays:
        raise
    except DamagedArrays:
        with suppress(DamagedArrays, FileNotFoundError):
            return Manifest.read(folder, MANIFEST_COPY), False
    return Manifest(), False


def _cannot_be_kept(folder: Path, segment: Segment) -> bool:
    try:
        columns = Columns(segment.path(folder))
    except OutdatedArrays:
        raise
    except (DamagedArrays, OSError):
        return True
    return bool(_what_is_wrong(columns, segment))


def _unnamed(folder: Path, newest: Manifest) -> list[Path]:
    """The segments that no manifest tells anything of any more."""
    return [] if newest.generation else [*folder.glob("*.columns")]


def _set_aside(path: Path) -> None:
    with suppress(FileNotFoundError, FileExistsError):
        os.link(path, path.with_suffix(SET_ASIDE))


class _Salvage:
    """The living reports of damaged segments that are stored as they were; how many there are, and how many
    are not. `incomplete` are the segments of which some are not."""

    def __init__(self, folder: Path, segments: Sequence[Segment]) -> None:
        self._folder, self._segments = folder, segments
        self.kept = self.lost = 0
        self.incomplete: list[Segment] = []

    def __iter__(self) -> Iterator[Report]:
        for segment in self._segments:
            before = self.kept
            for report in self._of(segment):
                self.kept += 1
                yield report
            if lost := segment.count - (self.kept - before):
                self.lost += lost
                self.incomplete.append(segment)

    def _of(self, segment: Segment) -> Iterator[Report]:
        try:
            columns = Columns(segment.path(self._folder))
        except (DamagedArrays, OSError):
            return
        deleted = set(segment.deleted.tolist())
        for document in range(segment.documents):
            if document not in deleted and (report := _stored(columns, document)):
                yield report


def _stored(columns: Columns, document: int) -> Report | None:
    """A report as it was written; None where something of it is wrong."""
    try:
        report = columns.report(document)
        return report if is_as_stored(columns, document, report) else None
    except Exception:  # there is no end to what wrong bytes make the code raise
        return None
