"""The store in a folder: the newest commit, one writer at a time, and Whoosh's errors turned into ours."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from whoosh.util.filelock import try_for

from indexer.errors import IndexBusy, IndexMissing
from indexer.report import Report
from indexer.store import Stats
from indexer.text.words import cache_in
from indexer.whoosh_store.guard import reading, using_disk
from indexer.whoosh_store.searcher.leaves import Leaf, Leaves
from indexer.whoosh_store.segment.columns import Columns
from indexer.whoosh_store.snapshot import WhooshSnapshot
from indexer.whoosh_store.writer.commit import NAME, DurableStorage, Incoming, commit, last_commit
from indexer.whoosh_store.writer.runs import folder_for_runs, write_runs

LOCK_TIMEOUT_SECONDS = 10.0
"""How long a writer waits for another before it gives up."""
MAX_OPENINGS = 10
"""How often to open a commit that a writer replaces while it is being opened."""
_TOC = re.compile(rf"_{NAME}_([0-9]+)\.toc")

Newest = tuple[int, int, int]
"""The generation of a commit, and the inode and time of its table of contents: together they tell it from
every other, even from that of an index built anew."""


class WhooshStore:
    """A `Store` in a folder. Any number of threads use it at once."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._place = folder, str(folder)
        cache_in(folder)
        self._storage = DurableStorage(str(folder))
        self._lock = Lock()
        self._held: tuple[Newest, Leaves] | None = None

    def update(self, add: Iterable[Report], remove: Collection[str] = ()) -> str:
        incoming = Incoming(add)
        with folder_for_runs(self._folder) as scratch:
            runs = list(write_runs(incoming, scratch))
            with self._writing(), reading(self._place, self._verify):
                commit(self._folder, self._storage, incoming, runs, remove)
                return _version(self._newest())

    def snapshot(self) -> WhooshSnapshot:
        with reading(self._place, self._verify):
            newest, leaves = self._open_newest()
            return WhooshSnapshot(self._place, leaves, _version(newest))

    def version(self) -> str:
        with reading(self._place, self._verify):
            try:
                return _version(self._newest())
            except IndexMissing:
                return ""

    def stats(self) -> Stats:
        with reading(self._place, self._verify):
            _, leaves = self._open_newest()
            return Stats(
                reports=leaves.count,
                characters=sum(leaf.characters for leaf in leaves.each),
                bytes=sum(path.stat().st_size for path in self._folder.rglob("*") if path.is_file()),
                generation=leaves.generation,
            )

    def check(self) -> None:
        with reading(self._place, self._verify):
            self._open_newest()[1].verify()

    def close(self) -> None:
        self._held = None

    def _verify(self) -> None:
        """Compare the checksums of the newest commit, if there is one."""
        for segment in last_commit(self._storage).segments:
            Columns(segment.path(self._folder)).arrays.verify()

    def _open_newest(self) -> tuple[Newest, Leaves]:
        """The newest commit. Opened again only after another."""
        with self._lock:
            for _ in range(MAX_OPENINGS):
                newest = self._newest()
                if self._held is None or self._held[0] != newest:
                    try:
                        self._held = newest, self._open()
                    except FileNotFoundError:
                        if newest == self._newest():  # nobody has replaced it: it is not whole
                            raise
                        continue
                return self._held
            raise IndexBusy(self._place)

    def _open(self) -> Leaves:
        toc = last_commit(self._storage)
        held = {leaf.columns.path: leaf for leaf in self._held[1].each} if self._held else {}
        leaves = [_leaf(held, one.path(self._folder), one.deleted_docs()) for one in toc.segments]
        return Leaves(leaves, toc.generation)

    def _newest(self) -> Newest:
        while tocs := {int(found[1]): found[0] for found in map(_TOC.fullmatch, self._listed()) if found}:
            generation = max(tocs)
            try:
                toc = os.stat(os.path.join(self._folder, tocs[generation]))
            except FileNotFoundError:  # a writer has just replaced it
                continue
            return generation, toc.st_ino, toc.st_mtime_ns
        raise IndexMissing(self._place)

    def _listed(self) -> list[str]:
        """The names in the folder. As plain strings, for each request asks: paths take twice as long."""
        try:
            return os.listdir(self._folder)
        except (FileNotFoundError, NotADirectoryError):
            return []

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with using_disk(self._place):
            lock = self._storage.lock(f"{NAME}_WRITELOCK")
            if not try_for(lock.acquire, timeout=LOCK_TIMEOUT_SECONDS):
                raise IndexBusy(self._place)
        try:
            yield
        finally:
            lock.release()


def _version(newest: Newest) -> str:
    return "-".join(f"{number:x}" for number in newest)


def _leaf(held: Mapping[Path, Leaf], path: Path, deleted: Collection[int]) -> Leaf:
    """A segment and what has been worked out about it stay from one commit to the next: nothing of it ever
    changes, but more of its documents may be deleted."""
    leaf = held.get(path)
    if leaf is not None and leaf.deleted == deleted:
        return leaf
    return Leaf(leaf.columns if leaf else Columns(path), deleted)
