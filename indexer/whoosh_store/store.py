"""The store on Whoosh: the newest snapshot, one writer at a time, and Whoosh's errors turned into ours."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TypeVar

from whoosh.util.filelock import try_for

from indexer.errors import (
    IndexBusy,
    IndexMissing,
    ReportNotFound,
)
from indexer.query import Query
from indexer.report import Report
from indexer.store import (
    Class,
    Completion,
    Entry,
    Facet,
    Match,
    Matches,
    NormalForm,
    Order,
    Position,
    Spelt,
    Stats,
)
from indexer.text.words import cache_in
from indexer.whoosh_store.guard import reading, using_disk
from indexer.whoosh_store.searcher.facets import facet_of
from indexer.whoosh_store.searcher.searching import Search
from indexer.whoosh_store.searcher.snapshot import Leaf, Snapshot
from indexer.whoosh_store.segment.columns import Columns
from indexer.whoosh_store.vocabulary import vocabulary
from indexer.whoosh_store.vocabulary.similar import reprints, similar
from indexer.whoosh_store.writer.commit import commit, last_commit
from indexer.whoosh_store.writer.storage import NAME, DurableStorage

Held = TypeVar("Held")

_LOCK_TIMEOUT = 10.0
"""Seconds that a writer waits for another before it gives up."""
_TOC = re.compile(rf"_{NAME}_([0-9]+)\.toc")
_OPENINGS = 10
"""How often to open a commit that a writer replaces while it is being opened."""


class WhooshStore:
    """A `Store` in a folder. A snapshot never changes, so any number of threads search it at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        cache_in(folder)
        self._storage = DurableStorage(str(folder))
        self._lock = Lock()
        self._held: Snapshot | None = None
        self._seen: tuple[int, int, int] | None = None

    def update(self, add: Iterable[Report], remove: Collection[str] = ()) -> None:
        with using_disk(self._folder), self._writing():
            commit(self._folder, self._storage, add, remove)

    def search(
        self,
        query: Query,
        *,
        limit: int,
        offset: int = 0,
        order: Order = Order.RELEVANCE,
        facets: Collection[Facet] = (),
        classes: Collection[Class] = (),
        after: Position | None = None,
    ) -> Matches:
        with reading(self._folder):
            return Search(self._snapshot(), query).page(limit, offset, order, facets, classes, after)

    def every(
        self, query: Query, *, order: Order = Order.RELEVANCE, classes: Collection[Class] = ()
    ) -> Iterator[Match]:
        with reading(self._folder):
            return self._guarded(Search(self._snapshot(), query).every(order, classes))

    def normal_forms(
        self, query: Query, *, order: Order = Order.RELEVANCE, classes: Collection[Class] = ()
    ) -> Iterator[NormalForm]:
        with reading(self._folder):
            ranked = Search(self._snapshot(), query).ranked(order, classes)
            return self._guarded(self._normal_form(one.leaf, one.document) for one in ranked)

    def _normal_form(self, leaf: Leaf, document: int) -> NormalForm:
        return NormalForm(tuple(leaf.columns.text.blocks(document)), partial(self._report, leaf, document))

    def _guarded(self, found: Iterator[Held]) -> Iterator[Held]:
        with reading(self._folder):
            yield from found

    def get(self, report_id: str) -> Report:
        with reading(self._folder):
            return self._report(*self._find(self._snapshot(), report_id))

    def _report(self, leaf: Leaf, document: int) -> Report:
        with reading(self._folder):
            return leaf.columns.report(document)

    def _find(self, snapshot: Snapshot, report_id: str) -> tuple[Leaf, int]:
        if (found := snapshot.find(report_id)) is None:
            raise ReportNotFound(report_id)
        return found

    def reprints(self, ids: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        with reading(self._folder):
            return reprints(self._snapshot(), ids)

    def similar(self, report_id: str, most: int) -> tuple[Match, ...]:
        with reading(self._folder):
            snapshot = self._snapshot()
            return similar(snapshot, *self._find(snapshot, report_id), most)

    def complete(self, text: str, most: int) -> tuple[Completion, ...]:
        with reading(self._folder):
            return vocabulary.complete(self._snapshot(), text, most)

    def spell(self, choices: Sequence[Collection[str]], most: int) -> tuple[Spelt, ...]:
        with reading(self._folder):
            return vocabulary.spell(self._snapshot(), choices, most)

    def catalogue(self) -> Iterable[Entry]:
        with reading(self._folder):
            try:
                leaves = self._snapshot().leaves
            except IndexMissing:
                return []
            return [entry for leaf in leaves for entry in leaf.entries()]

    def held(self, facet: Facet) -> tuple[tuple[str, int], ...]:
        with reading(self._folder):
            return facet_of(facet, [(leaf, leaf.all) for leaf in self._snapshot().leaves])

    def stats(self) -> Stats:
        with reading(self._folder):
            snapshot = self._snapshot()
            return Stats(
                reports=snapshot.count,
                characters=sum(leaf.characters for leaf in snapshot.leaves),
                bytes=sum(path.stat().st_size for path in self._folder.rglob("*") if path.is_file()),
                generation=snapshot.generation,
            )

    def version(self) -> str:
        with reading(self._folder):
            try:
                return "-".join(f"{number:x}" for number in self._newest())
            except IndexMissing:
                return ""

    def check(self) -> None:
        with reading(self._folder):
            for leaf in self._snapshot().leaves:
                leaf.columns.arrays.verify()

    def close(self) -> None:
        self._held = self._seen = None

    def _snapshot(self) -> Snapshot:
        """The newest commit. Opened again only after another."""
        with self._lock:
            for _ in range(_OPENINGS):
                newest = self._newest()
                if self._held is not None and newest == self._seen:
                    return self._held
                try:
                    self._held, self._seen = self._open(), newest
                except FileNotFoundError:
                    if newest == self._newest():  # nobody has replaced it: it is not whole
                        raise
            raise IndexBusy(self._folder)

    def _open(self) -> Snapshot:
        toc = last_commit(self._storage)
        held = {leaf.columns.path: leaf for leaf in self._held.leaves} if self._held else {}
        leaves = [_leaf(held, one.path(self._folder), one.deleted_docs()) for one in toc.segments]
        return Snapshot(leaves, toc.generation)

    def _newest(self) -> tuple[int, int, int]:
        """What tells the newest commit from every other, even from that of an index built anew."""
        while tocs := {int(found[1]): found[0] for found in map(_TOC.fullmatch, self._listed()) if found}:
            generation = max(tocs)
            try:
                toc = os.stat(os.path.join(self._folder, tocs[generation]))
            except FileNotFoundError:  # a writer has just replaced it
                continue
            return generation, toc.st_ino, toc.st_mtime_ns
        raise IndexMissing(self._folder)

    def _listed(self) -> list[str]:
        """The names in the folder. As plain strings, for each request asks several times: paths take twice
        as long."""
        try:
            return os.listdir(self._folder)
        except (FileNotFoundError, NotADirectoryError):
            return []

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._folder.mkdir(parents=True, exist_ok=True)
        lock = self._storage.lock(f"{NAME}_WRITELOCK")
        if not try_for(lock.acquire, timeout=_LOCK_TIMEOUT):
            raise IndexBusy(self._folder)
        try:
            yield
        finally:
            lock.release()


def _leaf(held: Mapping[Path, Leaf], path: Path, deleted: Collection[int]) -> Leaf:
    """A segment and what has been worked out about it stay from one commit to the next: nothing of it ever
    changes, but more of its documents may be deleted."""
    leaf = held.get(path)
    if leaf is not None and leaf.deleted == deleted:
        return leaf
    return Leaf(leaf.columns if leaf else Columns(path), deleted)
