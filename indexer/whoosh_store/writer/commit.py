"""One commit: what is new is written, what is old is marked deleted, small segments are merged; and the
folder of index files, in which a commit lasts."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from weakref import WeakSet

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC, EmptyIndexError, clean_files

from indexer.report import Report
from indexer.whoosh_store.searcher.sets import all_but
from indexer.whoosh_store.segment.arrays import DamagedArrays, OutdatedArrays
from indexer.whoosh_store.segment.codec import ColumnSegment
from indexer.whoosh_store.segment.columns import Columns
from indexer.whoosh_store.segment.schema import SCHEMA
from indexer.whoosh_store.writer.merging import Part, merge

NAME = "MAIN"
"""What Whoosh calls an index that was given no name."""


class DurableStorage(FileStorage):
    """Whoosh writes segments, then a table of contents (TOC) under a temporary name, then renames it,
    then deletes the generation before; it never calls fsync. Its one rename is therefore the commit,
    and all that the new TOC names, the TOC itself and its name are forced to the disk around it."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._opened: WeakSet[StructFile] = WeakSet()

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        for path in Path(self.folder).iterdir():
            if NAME in path.name and path.is_file():  # other files come and go as they like
                _force(path)
        super().rename_file(oldname, newname, safe=safe)
        _force(Path(self.folder))

    def open_file(self, name: str, **kwargs: Any) -> StructFile:
        file: StructFile = super().open_file(name, **kwargs)
        self._opened.add(file)
        return file

    def release(self) -> None:
        """Close the files that Whoosh has opened and, where it failed to read them, forgotten."""
        for file in list(self._opened):
            if not file.is_closed:
                file.close()


def _force(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# — one commit —

GROWTH_FACTOR = 4
SMALLEST_SEGMENT_REPORTS = 500


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


def commit(
    folder: Path, storage: DurableStorage, incoming: Incoming, runs: Sequence[Path], remove: Collection[str]
) -> None:
    """Make the next generation, of the reports that came in as these runs. The caller holds the lock. A
    failure leaves the last generation as it is."""
    toc = last_commit(storage)
    segments = _updated(folder, toc.segments, incoming, runs, remove)
    TOC(SCHEMA, segments, toc.generation + 1).write(storage, NAME)
    clean_files(storage, NAME, toc.generation + 1, segments)


def last_commit(storage: DurableStorage) -> TOC:
    """Whoosh's table of contents of the newest generation; an empty one before the first.

    It is a pickle without a checksum: whatever reading it raises is its own fault. Raises `DamagedArrays`, or
    `OutdatedArrays` where it names what this version does not have.
    """
    try:
        toc: TOC = TOC.read(storage, NAME, schema=SCHEMA)
        return toc
    except EmptyIndexError:
        return TOC(SCHEMA, [], 0)
    except OSError:
        raise
    except (ImportError, AttributeError) as error:
        raise OutdatedArrays(f"{error}") from error
    except Exception as error:
        raise DamagedArrays(f"table of contents: {type(error).__name__}: {error}") from error
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
    kept, merged, together = [], [], max(added, SMALLEST_SEGMENT_REPORTS)
    for segment in sorted(segments, key=ColumnSegment.doc_count):
        if segment.doc_count() <= GROWTH_FACTOR * together or segment.doc_count() < segment.deleted_count():
            merged.append(segment)
            together += segment.doc_count()
        else:
            kept.append(segment)
    return kept, merged
