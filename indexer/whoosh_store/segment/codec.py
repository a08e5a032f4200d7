"""A Whoosh codec that reads segments of arrays. Any Whoosh query works on them, by ordinary matchers.

A segment is one file (`arrays.py`) and is written whole, by `merging.py`; Whoosh's own way of adding one
document after another does not lead here. Queries of this library do not go through matchers either:
they take the arrays (`ColumnReader.columns`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn, Self

from whoosh.codec import base
from whoosh.filedb.filestore import FileStorage

from indexer.report import dump
from indexer.whoosh_store.segment.columns import Columns
from indexer.whoosh_store.segment.keys import REPORT_ID
from indexer.whoosh_store.segment.manifest import ENDING, Segment
from indexer.whoosh_store.segment.terms import ColumnTerms, rounded


class ColumnSegment(base.Segment):
    """A segment as Whoosh's table of contents has it."""

    def __init__(self, indexname: str, documents: int) -> None:
        super().__init__(indexname)
        self._documents = documents
        self._deleted: set[int] = set()

    @classmethod
    def of(cls, segment: Segment, indexname: str) -> Self:
        made = cls(indexname, segment.documents)
        made.segid = segment.name.removeprefix(f"{indexname}_")
        made._deleted = set(segment.deleted.tolist())
        return made

    def codec(self) -> ColumnCodec:
        return ColumnCodec()

    def path(self, folder: Path) -> Path:
        return folder / str(self.make_filename(ENDING))

    def set_doc_count(self, doccount: int) -> None:
        self._documents = doccount

    def doc_count_all(self) -> int:
        return self._documents

    def deleted_count(self) -> int:
        return len(self._deleted)

    def deleted_docs(self) -> set[int]:
        return self._deleted

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        (self._deleted.add if delete else self._deleted.discard)(docnum)

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self._deleted

    def should_assemble(self) -> bool:
        return False


class ColumnCodec(base.Codec):
    """Opens a segment for Whoosh's `SegmentReader`."""

    def new_segment(self, storage: FileStorage, indexname: str) -> ColumnSegment:
        return ColumnSegment(indexname, 0)

    def terms_reader(self, storage: FileStorage, segment: ColumnSegment) -> ColumnTerms:
        return ColumnTerms(Columns(segment.path(Path(storage.folder))))

    def per_document_reader(self, storage: FileStorage, segment: ColumnSegment) -> ColumnReader:
        return ColumnReader(Columns(segment.path(Path(storage.folder))), segment)

    def per_document_writer(self, storage: FileStorage, segment: ColumnSegment) -> NoReturn:
        raise NotImplementedError("segments of arrays are written whole")

    def field_writer(self, storage: FileStorage, segment: ColumnSegment) -> NoReturn:
        raise NotImplementedError("segments of arrays are written whole")

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> NoReturn:
        raise NotImplementedError("segments of arrays are written whole")

    def postings_reader(self, *_: Any, **__: Any) -> NoReturn:
        raise NotImplementedError("posting lists are read through the terms reader")


class ColumnReader(base.PerDocumentReader):
    """What Whoosh asks of documents."""

    def __init__(self, columns: Columns, segment: ColumnSegment) -> None:
        self.columns = columns
        self._segment = segment

    def doc_count(self) -> int:
        return self.columns.documents - self._segment.deleted_count()

    def doc_count_all(self) -> int:
        return self.columns.documents

    def has_deletions(self) -> bool:
        return self._segment.deleted_count() > 0

    def is_deleted(self, docnum: int) -> bool:
        return self._segment.is_deleted(docnum)

    def deleted_docs(self) -> set[int]:
        return self._segment.deleted_docs()

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        return rounded(self.columns.lengths(fieldname)[docnum]) if fieldname != REPORT_ID else default

    def field_length(self, fieldname: str) -> int:
        return int(self.columns.lengths(fieldname).sum()) if fieldname != REPORT_ID else 0

    def min_field_length(self, fieldname: str) -> int:
        return rounded(self.columns.lengths(fieldname).min()) if fieldname != REPORT_ID else 0

    def max_field_length(self, fieldname: str) -> int:
        return rounded(self.columns.lengths(fieldname).max()) if fieldname != REPORT_ID else 0

    def stored_fields(self, docnum: int) -> dict[str, str]:
        return {"report": dump(self.columns.report(docnum)).decode()}
