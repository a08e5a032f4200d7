"""The store on Whoosh: commits, the newest snapshot, and Whoosh's errors turned into ours."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock

import numpy as np
from whoosh.index import TOC, FileIndex, LockError
from whoosh.reading import IndexReader, TermNotFound
from whoosh.util.filelock import try_for
from whoosh.writing import IndexWriter

from indexer.errors import (
    IndexBusy,
    IndexDamaged,
    IndexMissing,
    IndexUnusable,
    JianbaoError,
    ReportNotFound,
)
from indexer.query import Query
from indexer.report import Report
from indexer.store import Entry, Facet, Manner, Match, Matches, Order, Stats, TermCount
from indexer.text.words import cache_in
from indexer.whoosh_store.evaluate import Evaluation, Found
from indexer.whoosh_store.rows import Rows
from indexer.whoosh_store.schema import SCHEMA, document
from indexer.whoosh_store.storage import DurableStorage

_LOCK_TIMEOUT = 10.0
"""Seconds that a writer waits for another before it gives up."""


_OPENINGS = 3
"""How often to try: Whoosh itself retries for half a second each time, though not for the TOC."""


class WhooshStore:
    """A `Store` in a folder. One reader serves all threads, one call at a time: Whoosh's own codec
    keeps a position in each open file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        cache_in(folder)
        self._storage = DurableStorage(str(folder))
        self._lock = RLock()
        self._reader: IndexReader | None = None
        self._seen: tuple[int, ...] = ()

    def update(self, add: Iterable[Report], remove: Collection[str] = ()) -> None:
        documents = {report.id: document(report) for report in add}
        with self._lock, self._translated():
            index = self._open_or_create()
            with self._writing(index) as writer, index.reader() as reader:
                for report_id in {*documents, *remove}:
                    if ("id", report_id.encode()) in reader:
                        writer.delete_by_term("id", report_id)
                for fields in documents.values():
                    writer.add_document(**fields)

    def search(
        self,
        query: Query,
        *,
        limit: int,
        offset: int = 0,
        order: Order = Order.RELEVANCE,
        facets: Collection[Facet] = (),
    ) -> Matches:
        with self._snapshot() as reader:
            evaluation = Evaluation(reader, query)
            rows = Rows(reader)
            admitted = [rows.admitted(one, query) for one in evaluation.found.all.tolist()]
            matched = evaluation.found.all[np.array(admitted, dtype=np.bool_)]
            literal = set(evaluation.found.literal.tolist())
            scores = dict(zip(matched.tolist(), evaluation.scores(matched).tolist(), strict=True))
            ranked = rows.ordered(scores, literal, order)
            page = ranked[offset : offset + limit]
            return Matches(
                total=len(ranked),
                hits=tuple(
                    Match(rows.report(one), scores[one], "literal" if one in literal else "words")
                    for one in page
                ),
                terms=tuple(_count(evaluation.terms[term]) for term in query.terms),
                facets={facet: rows.facet(facet, matched) for facet in facets},
            )

    def get(self, report_id: str) -> Report:
        with self._snapshot() as reader:
            try:
                held = reader.postings("id", report_id.encode())
            except TermNotFound:
                raise ReportNotFound(report_id) from None
            if not held.is_active():  # the term outlives the document until a merge
                raise ReportNotFound(report_id)
            return Rows(reader).report(held.id())

    def catalogue(self) -> Iterable[Entry]:
        try:
            with self._snapshot() as reader:
                return Rows(reader).entries()
        except IndexMissing:
            return []

    def stats(self) -> Stats:
        with self._snapshot() as reader:
            return Stats(
                reports=reader.doc_count(),
                characters=Rows(reader).characters(),
                bytes=sum(path.stat().st_size for path in self._folder.rglob("*") if path.is_file()),
                generation=self._seen[0],
            )

    def close(self) -> None:
        with self._lock:
            if self._reader is not None:
                self._reader.close()
                self._reader, self._seen = None, ()

    @contextmanager
    def _snapshot(self) -> Iterator[IndexReader]:
        """The newest commit, for one call. Opened again only after a commit."""
        with self._lock, self._translated():
            if (newest := self._newest()) != self._seen or self._reader is None:
                self.close()
                self._reader = self._open_reader()
                self._seen = newest
            yield self._reader

    def _open_reader(self) -> IndexReader:
        for _ in range(_OPENINGS):
            with suppress(FileNotFoundError):  # a writer may replace the TOC, or a segment, under our hands
                reader: IndexReader = FileIndex(self._storage, SCHEMA).reader()
                return reader
        raise IndexDamaged(self._folder, "缺少文件")

    def _newest(self) -> tuple[int, int, int]:
        """What tells the newest commit from every other, even from that of an index built anew."""
        while self._folder.is_dir():
            generation = TOC._latest_generation(self._storage, "MAIN")
            if generation < 0:
                break
            try:
                toc = (self._folder / TOC._filename("MAIN", generation)).stat()
            except FileNotFoundError:  # a writer has just replaced it
                continue
            return generation, toc.st_ino, toc.st_mtime_ns
        raise IndexMissing(self._folder)

    def _open_or_create(self) -> FileIndex:
        self._folder.mkdir(parents=True, exist_ok=True)
        # Creating deletes what is there: of two processes that both find nothing only one may create.
        creating = self._storage.lock("MAIN_CREATELOCK")
        if not try_for(creating.acquire, timeout=_LOCK_TIMEOUT):
            raise IndexBusy(self._folder)
        try:
            if not self._storage.index_exists():
                FileIndex.create(self._storage, SCHEMA)
            return FileIndex(self._storage, SCHEMA)
        finally:
            creating.release()

    @contextmanager
    def _writing(self, index: FileIndex) -> Iterator[IndexWriter]:
        writer = index.writer(timeout=_LOCK_TIMEOUT, limitmb=256)
        try:
            yield writer
        except BaseException:
            writer.cancel()
            raise
        writer.commit()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """No error of Whoosh's crosses the seam. It has none of its own for a damaged file: a zero-byte
        TOC raises TypeError, a truncated segment EOFError, a wrong byte anything at all."""
        try:
            yield
        except JianbaoError:
            raise
        except LockError as error:
            raise IndexBusy(self._folder) from error
        except OSError as error:  # the disk or its permissions, not what is written there
            raise IndexUnusable(
                f"无法使用 {self._folder} 中的索引：{error.strerror or error}。请检查磁盘空间和文件夹的权限。"
            ) from error
        except Exception as error:
            self.close()
            self._storage.abandon()
            raise IndexDamaged(self._folder, f"{type(error).__name__}: {error}") from error


def _count(found: Found) -> TermCount:
    matched: Manner = "literal" if found.literal.size else "words" if found.all.size else "none"
    return TermCount(matched, int(found.all.size))
