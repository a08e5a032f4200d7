"""One commit: what is new is written, what is old is marked deleted, small segments are merged."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from whoosh.index import TOC, EmptyIndexError, clean_files

from indexer.report import Report
from indexer.whoosh_store.guard import reading
from indexer.whoosh_store.searcher.sets import all_but
from indexer.whoosh_store.segment.codec import ColumnSegment
from indexer.whoosh_store.segment.columns import Columns
from indexer.whoosh_store.segment.schema import SCHEMA
from indexer.whoosh_store.writer.inverting import write_runs
from indexer.whoosh_store.writer.merging import Part, merge
from indexer.whoosh_store.writer.storage import NAME, DurableStorage

_GROWTH = 4
_SMALL = 500


class Incoming:
    """The reports of one commit on their way to the runs: of an id given twice the last one stays."""

    def __init__(self, reports: Iterable[Report]) -> None:
        self._reports = reports
        self._places: dict[str, int] = {}
        self._replaced: list[int] = []
        self._count = 0

    def __iter__(self) -> Iterator[Report]:
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


def commit(folder: Path, storage: DurableStorage, add: Iterable[Report], remove: Collection[str]) -> None:
    """Make the next generation. The caller holds the lock. A failure leaves the last one as it is."""
    with reading(folder):
        toc = last_commit(storage)
    incoming = Incoming(add)
    runs: list[Path] = []
    try:
        runs.extend(write_runs(incoming, lambda: ColumnSegment(NAME, 0).path(folder)))
        with reading(folder):
            segments = _updated(folder, toc.segments, incoming, runs, remove)
    finally:
        for run in runs:
            run.unlink(missing_ok=True)
    TOC(SCHEMA, segments, toc.generation + 1).write(storage, NAME)
    clean_files(storage, NAME, toc.generation + 1, segments)


def last_commit(storage: DurableStorage) -> TOC:
    """Whoosh's table of contents of the newest generation; an empty one before the first."""
    try:
        toc: TOC = TOC.read(storage, NAME, schema=SCHEMA)
        return toc
    except EmptyIndexError:
        return TOC(SCHEMA, [], 0)
    finally:
        storage.release()


def _updated(
    folder: Path,
    segments: Sequence[ColumnSegment],
    incoming: Incoming,
    runs: Sequence[Path],
    remove: Collection[str],
) -> list[ColumnSegment]:
    gone = {report_id.encode() for report_id in (*incoming.ids, *remove)}
    parts = {segment: _part(folder, segment, gone) for segment in segments}
    kept, merged = _split([segment for segment in segments if segment.doc_count()], len(incoming.ids))
    together = [*(parts[segment] for segment in merged), *incoming.parts(runs)]
    if not together:
        return kept
    new = ColumnSegment(NAME, 0)
    new.set_doc_count(merge(together, new.path(folder)))
    return [*kept, new] if new.doc_count() else kept


def _part(folder: Path, segment: ColumnSegment, gone: Collection[bytes]) -> Part:
    """A segment without what is gone, in which it is marked as deleted."""
    columns = Columns(segment.path(folder))
    for document in columns.find_all(gone):
        segment.delete_document(document)
    return Part(columns, all_but(segment.deleted_docs(), columns.documents))


def _split(segments: Sequence[ColumnSegment], added: int) -> tuple[list[ColumnSegment], list[ColumnSegment]]:
    """What stays, and what is merged with the new: from the smallest on whatever is not several times as
    large as all before it together. So their number grows with the logarithm of the number of reports,
    and a report is rewritten about as often. A segment that is mostly deleted is always rewritten."""
    kept, merged, together = [], [], max(added, _SMALL)
    for segment in sorted(segments, key=ColumnSegment.doc_count):
        if segment.doc_count() <= _GROWTH * together or segment.doc_count() < segment.deleted_count():
            merged.append(segment)
            together += segment.doc_count()
        else:
            kept.append(segment)
    return kept, merged
