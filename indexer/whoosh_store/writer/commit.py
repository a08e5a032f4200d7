"""One commit: what is new is written, what is old is marked deleted, small segments are merged; and what is
left of commits that came to nothing is swept away.

    segments written and forced to the disk -> the manifest renamed: committed -> the rest removed

A process may be killed anywhere: before the renaming nothing has happened, after it everything has.
"""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np

from indexer.durable import force, is_full
from indexer.errors import IndexFull
from indexer.report import Packed, Report
from indexer.whoosh_store.searcher.sets import all_but
from indexer.whoosh_store.segment.arrays import DamagedArrays
from indexer.whoosh_store.segment.columns import Columns
from indexer.whoosh_store.segment.manifest import (
    ENDING,
    MANIFEST,
    MANIFEST_COPY,
    NAME,
    Manifest,
    Segment,
    last_commit,
)
from indexer.whoosh_store.writer.merging import Part, merge
from indexer.whoosh_store.writer.whoosh_toc import toc_name, write_toc

SMALLEST_SEGMENT_REPORTS = 500
_NAME_BYTES = 8
_SWEPT = re.compile(rf"{NAME}_[0-9a-z]+{re.escape(ENDING)}|_{NAME}_[0-9]+\.toc.*|{MANIFEST}.*\.new")
"""The files that a commit makes: those that the newest one does not name are left from another."""


class Incoming:
    """The reports of one commit on their way to the runs: of an id given twice the last one stays."""

    def __init__(self, reports: Iterable[Report | Packed]) -> None:
        self._reports = reports
        self._places: dict[str, int] = {}
        self._replaced: list[int] = []
        self._count = 0

    def __iter__(self) -> Iterator[Report | Packed]:
        for report in self._reports:
            if (before := self._places.get(report.id)) is not None:
                self._replaced.append(before)
            self._places[report.id] = self._count
            self._count += 1
            yield report

    @property
    def ids(self) -> Collection[str]:
        return self._places.keys()

    def parts(self, runs: Sequence[Path]) -> list[Part]:
        """The runs, without the reports that a later one replaced."""
        live = np.ones(self._count, np.bool_)
        live[self._replaced] = False
        if not runs:
            return []
        columns = [Columns(run) for run in runs]
        borders = np.cumsum([one.documents for one in columns])[:-1]
        return [Part(one, kept) for one, kept in zip(columns, np.split(live, borders), strict=True)]


def commit(
    folder: Path, before: Manifest, incoming: Incoming, runs: Sequence[Path], remove: Collection[str]
) -> Manifest:
    """Make the commit that follows upon another, of the reports that came in as these runs. The caller holds
    the lock.

    A failure leaves the last commit as it is, and nothing beside it. What is merged is compared with its
    checksums first: a wrong bit is never written anew as a right one. Raises `IndexFull` as well.
    """
    try:
        segments = _updated(folder, before.segments, incoming, runs, remove)
        after = Manifest(before.generation + 1, tuple(segments))
        after.write(folder)
    except BaseException:
        with suppress(OSError, DamagedArrays):
            settle(folder)
        raise
    settle(folder)
    return after


def settle(folder: Path) -> None:
    """Have nothing in the folder but the newest commit, whatever was begun there and broken off. The caller
    holds the lock. Raises `DamagedArrays`, OSError."""
    newest = last_commit(folder)
    named = {toc_name(newest), *(f"{segment.name}{ENDING}" for segment in newest.segments)}
    if newest.generation:
        with suppress(OSError):  # a full disk may have room for it only when the rest is gone
            write_toc(folder, newest)
    for path in folder.iterdir():
        if _SWEPT.fullmatch(path.name) and path.name not in named and path.is_file():
            path.unlink(missing_ok=True)
    if newest.generation:
        write_toc(folder, newest)
        if _copied(folder) != newest.version:
            newest.write(folder, MANIFEST_COPY)


def _copied(folder: Path) -> str:
    with suppress(OSError, DamagedArrays):
        return Manifest.read(folder, MANIFEST_COPY).version
    return ""


def _updated(
    folder: Path,
    segments: Sequence[Segment],
    incoming: Incoming,
    runs: Sequence[Path],
    remove: Collection[str],
) -> list[Segment]:
    gone = {report_id.encode() for report_id in (*incoming.ids, *remove)}
    marked = [_without(folder, segment, gone) for segment in segments]
    kept, merged = _split([segment for segment in marked if segment.count], len(incoming.ids))
    parts = [*(_part(folder, segment) for segment in merged), *incoming.parts(runs)]
    if not parts:
        return kept
    for part in parts:
        part.columns.arrays.verify()
    return [*kept, *_merged(folder, parts)]


def _without(folder: Path, segment: Segment, gone: Collection[bytes]) -> Segment:
    """A segment in which what is gone is marked as deleted."""
    if not gone:
        return segment
    columns = Columns(segment.path(folder))
    columns.arrays.verify("order", "ids.bytes", "ids.starts")
    found = np.array(columns.find_all(gone), np.uint32)
    return replace(segment, deleted=np.union1d(segment.deleted, found))


def _part(folder: Path, segment: Segment) -> Part:
    columns = Columns(segment.path(folder))
    return Part(columns, all_but(segment.deleted, columns.documents))


def _merged(folder: Path, parts: Sequence[Part]) -> list[Segment]:
    """The parts as one segment; none where nothing of them lives."""
    name = f"{NAME}_{secrets.token_hex(_NAME_BYTES)}"
    path = folder / f"{name}{ENDING}"
    try:
        documents = merge(parts, path)
        force(path)
    except OSError as error:
        if not is_full(error):
            raise
        path.unlink(missing_ok=True)
        needed = sum(part.columns.path.stat().st_size for part in parts)
        raise IndexFull(str(folder), needed, shutil.disk_usage(folder).free) from error
    return [Segment(name, documents, np.empty(0, np.uint32))] if documents else []


def _split(segments: Sequence[Segment], added: int) -> tuple[list[Segment], list[Segment]]:
    """What stays, and what is merged with the new: from the smallest on whatever is not larger than all
    before it together. So what stays is larger than all that is smaller, and their number grows with the
    logarithm of the number of reports; a report is rewritten no oftener, for what it is in doubles each
    time: a million in batches of 140,000 are written 1.7 times. What is mostly deleted is written anew."""
    kept, merged, together = [], [], max(added, SMALLEST_SEGMENT_REPORTS)
    for segment in sorted(segments, key=lambda one: one.count):
        if segment.count <= together or segment.count < len(segment.deleted):
            merged.append(segment)
            together += segment.count
        else:
            kept.append(segment)
    return kept, merged
