"""The store in a folder: the newest commit, and foreign errors turned into ours."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from stat import S_ISREG
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from indexer.errors import IndexBusy, IndexMissing
from indexer.file_store import Backup, Repaired
from indexer.report import Packed, Report
from indexer.store import Stats
from indexer.text.words import cache_in
from indexer.whoosh_store.guard import Guard
from indexer.whoosh_store.searcher.leaves import Leaf, Leaves
from indexer.whoosh_store.segment.columns import Columns
from indexer.whoosh_store.segment.manifest import Manifest, Segment, Stamp, last_commit, stamp_of_manifest
from indexer.whoosh_store.snapshot import WhooshSnapshot

if TYPE_CHECKING:
    from indexer.whoosh_store.changes import Changes

T = TypeVar("T")

MAX_OPENINGS = 10
"""How often to open a commit that a writer replaces while it is being opened."""


class WhooshStore:
    """A `FileStore` in a folder. Any number of threads use it at once."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._place = folder, str(folder)
        cache_in(folder)
        self._lock = Lock()
        self._read: tuple[Stamp, Manifest] | None = None
        self._held: tuple[str, Leaves] | None = None
        self._counted: tuple[str, Stats] | None = None

    @property
    def _changes(self) -> Changes:
        """What changes the index. Imported when it is needed: whoever only searches does not wait for it."""
        from indexer.whoosh_store.changes import Changes

        return Changes(self._folder, self._verify)

    def update(self, add: Iterable[Report | Packed], remove: Collection[str] = ()) -> str:
        return self._changes.update(add, remove)

    def snapshot(self) -> WhooshSnapshot:
        with self._reading:
            version, leaves = self._open_newest()
            return WhooshSnapshot(self._place, leaves, version)

    def version(self) -> str:
        with self._reading:
            try:
                return self._newest().version
            except IndexMissing:
                return ""

    def stats(self) -> Stats:
        with self._reading:
            version, leaves = self._open_newest()
            counted = self._counted
            if counted is None or counted[0] != version:
                self._counted = counted = version, self._count(leaves)
            return counted[1]

    def _count(self, leaves: Leaves) -> Stats:
        """Once a commit: a server is asked for it every few seconds, and the folder may have many files."""
        characters = sum(leaf.characters for leaf in leaves.each)
        return Stats(leaves.count, characters, _bytes_in(self._folder), leaves.generation)

    def check(self) -> None:
        with self._reading:
            self._changes.check(self._open_newest()[1].each)

    def repair(self) -> Repaired:
        return self._changes.repair()

    @contextmanager
    def backup(self) -> Iterator[Backup]:
        with ExitStack() as stack:
            with self._reading:
                held = self._opened(lambda newest: self._changes.backup(newest, stack))
            yield held

    def restore(self, folder: Path) -> None:
        self._changes.restore(folder)

    def close(self) -> None:
        self._read = self._held = self._counted = None

    @property
    def _reading(self) -> Guard:
        return Guard(self._place, self._verify)

    def _verify(self) -> None:
        """Compare the checksums of the newest commit, if there is one."""
        for segment in last_commit(self._folder).segments:
            Columns(segment.path(self._folder)).arrays.verify()

    def _open_newest(self) -> tuple[str, Leaves]:
        """The newest commit, and its version. Opened again only after another."""
        with self._lock:
            self._held = self._opened(lambda newest: (newest.version, self._leaves(newest)))
            return self._held

    def _opened(self, opening: Callable[[Manifest], T]) -> T:
        """What opening the newest commit gives; tried again where a writer replaces it meanwhile."""
        for _ in range(MAX_OPENINGS):
            newest = self._newest()
            try:
                return opening(newest)
            except FileNotFoundError:
                if newest.version == self._newest().version:
                    raise  # nobody has replaced it: it is not whole
        raise IndexBusy(self._place)

    def _leaves(self, newest: Manifest) -> Leaves:
        if self._held and self._held[0] == newest.version:
            return self._held[1]
        held = {leaf.columns.path: leaf for leaf in self._held[1].each} if self._held else {}
        leaves = [_leaf(held, one.path(self._folder), one) for one in newest.segments]
        return Leaves(leaves, newest.generation)

    def _newest(self) -> Manifest:
        """What the newest commit consists of. Read again only where the file is another."""
        try:
            stamp = stamp_of_manifest(self._folder)
        except (FileNotFoundError, NotADirectoryError):
            last_commit(self._folder)
            raise IndexMissing(self._place) from None
        if self._read is None or self._read[0] != stamp:
            self._read = stamp, Manifest.read(self._folder)
        return self._read[1]


def _bytes_in(folder: Path) -> int:
    """Of all files in it and below; what a writer takes away meanwhile is not there any more."""
    total = 0
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):
            seen = path.stat()
            total += seen.st_size if S_ISREG(seen.st_mode) else 0
    return total


def _leaf(held: Mapping[Path, Leaf], path: Path, segment: Segment) -> Leaf:
    """A segment and what has been worked out about it stay from one commit to the next: nothing of it ever
    changes, but more of its documents may be deleted."""
    leaf = held.get(path)
    if leaf is not None and np.array_equal(leaf.segment.deleted, segment.deleted):
        return leaf
    return Leaf(leaf.columns if leaf else Columns(path), segment)
