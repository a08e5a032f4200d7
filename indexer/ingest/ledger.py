"""What is remembered of the files read: which need not be read again, and what came of them.

A SQLite file beside the index. A run asks it, and not the store, what is there already. It is changed
together with the store: `changing` is a transaction around a commit of the store, and the version of that
commit is part of it. Where the store has another version when a run begins - a run was killed between the
two, or one of them was lost or restored from a backup - the ledger is first `reconcile`d with it. So it may
be lost, older or newer than the index, and no report is lost or doubled.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple

from indexer.errors import IndexUnusable
from indexer.ingest.claims import Claims, Missing, at
from indexer.ingest.database import Database
from indexer.ingest.remarks import Remarks
from indexer.ingest.run_lock import RunLock
from indexer.store import Store

NAME = "files.sqlite"


class Seen(NamedTuple):
    """A file as it was read. The times are in nanoseconds, 0 where they cannot be trusted; `content` is a
    hash of its bytes, `read_as` one of all else that decides what is read from it."""

    size: int
    modified: int
    changed: int
    content: bytes
    read_as: bytes


class Ledger:
    """The files of one index. Every method may raise `IndexUnusable`.

    A file is known while there is a row of it: without one it is to be read again, whatever it claims.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """In the index folder or, without one, in memory only. Nothing is opened before it is needed."""
        self.folder = folder
        self._database = Database(folder / NAME if folder else None)
        self._lock = RunLock(folder)
        self.claims = Claims(self._database)
        self.remarks = Remarks(self._database)

    def running(self) -> AbstractContextManager[None]:
        """Around a whole run, or whatever else changes the store. Raises `IndexBusy` if another one is on."""
        return self._lock.held()

    def changing(self) -> AbstractContextManager[None]:
        """Around a commit of the store, with all that is noted of the files in it: it is remembered when
        this ends well, all at once, and none of it otherwise."""
        return self._database.changing()

    @property
    def version(self) -> str:
        """That of the store's commit which all of this is about."""
        rows = self._database.ask("SELECT version FROM settled")
        return str(rows[0][0]) if rows else ""

    @version.setter
    def version(self, version: str) -> None:
        self._database.change("DELETE FROM settled")
        self._database.change("INSERT INTO settled VALUES (:version)", version=version)

    def reconcile(self, store: Store, places: Collection[str] = (os.sep,)) -> None:
        """Where the store has another commit than the one that was settled last, see what it has in these
        places: everywhere, unless the ledger is for one run only. This alone takes a time that grows with
        what is there."""
        if store.version() != self.version:
            self.compare(store, places)

    def compare(self, store: Store, places: Collection[str] = (os.sep,)) -> list[Missing]:
        """See what the store has, and hold to that; returns the reports that it should have and has not."""
        with self.changing():
            if store.version():
                with store.snapshot() as snapshot:
                    missing = self.claims.reconcile(snapshot.entries(places=places))
                    self.version = snapshot.version
            else:
                missing = self.claims.reconcile([])
                self.version = ""
        return missing

    # — what was named to be walked: a link above it is its owner's, one below it is followed by nobody —

    def note_roots(self, places: Iterable[str]) -> None:
        """What was named before and lies below one of these is to be read again: its folders have other names
        from now on."""
        new = [place for place in places if not self.root_of(place)]
        below = [old for old in self.roots() if any(old.startswith(f"{one.rstrip('/')}/") for one in new)]
        self._database.change_each("INSERT OR IGNORE INTO roots VALUES (?)", [(place,) for place in new])
        for place in below:
            self._database.change(f"DELETE FROM files WHERE {at('place')}", place=place.rstrip("/"))
            self.claims.doubt(place.rstrip("/"))

    def roots(self) -> list[str]:
        return [str(place) for (place,) in self._database.ask("SELECT place FROM roots")]

    def root_of(self, place: str) -> str:
        """The outermost that was named of the place and the folders above it; empty where none was."""
        is_above = "substr(:place || '/', 1, length(bare) + 1) = bare || '/'"
        rows = self._database.ask(
            f"SELECT place FROM (SELECT place, rtrim(place, '/') AS bare FROM roots) WHERE {is_above}"
            " ORDER BY length(place) LIMIT 1",
            place=place,
        )
        return str(rows[0][0]) if rows else ""

    # — the files of a walk —

    def begin_walk(self) -> None:
        self._database.change("DELETE FROM walked")

    def walked(self, place: str, *, known: bool) -> None:
        """There is such a file, or something that could not be looked at."""
        self._database.change(
            "INSERT OR IGNORE INTO walked VALUES (:place, :known)", place=place, known=known
        )

    def take_in_hand(self, files: Iterable[str]) -> None:
        """These files are read now: were the run broken off, they are to be read again."""
        self._database.change("DELETE FROM files WHERE place IN (SELECT place FROM walked WHERE NOT known)")
        self.claims.take_in_hand(files)

    def seen(self, place: str) -> Seen | None:
        """A file as it was read; None where it is not known."""
        rows = self._database.ask(
            "SELECT size, modified, changed, content, read_as FROM files WHERE place = :place", place=place
        )
        return Seen(*rows[0]) if rows else None

    def note(self, place: str, seen: Seen | None) -> None:
        """What a file is to be known by; None if it is to be read again."""
        self._database.change("DELETE FROM files WHERE place = :place", place=place)
        if seen:
            self._database.change_each("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?)", [(place, *seen)])

    def forget_vanished(self, roots: Iterable[str]) -> None:
        """The files below these places that are not there any more are not known any more."""
        for table, column in ("files", "place"), ("quarantine", "file"):
            for root in roots:
                self._database.change(
                    f"DELETE FROM {table} WHERE {at(column)} AND {column} NOT IN (SELECT place FROM walked)",
                    place=root,
                )

    # — all of it —

    def check(self) -> None:
        """Read all of it. Raises `IndexUnusable` where something in it is not what was written."""
        found = [str(row[0]) for row in self._database.ask("PRAGMA integrity_check")]
        if found not in ([], ["ok"]):
            raise IndexUnusable(f"{self.folder} 中的 {NAME} 已损坏（{found[0]}）。请删除它，再索引一次。")

    def check_against(self, store: Store) -> None:
        """Raises `IndexUnusable` where the store has other reports than this says; but not while the two are
        of different commits, which the next run sees to."""
        with self.changing():
            version = self.version
            self.claims.note_held()
        with store.snapshot() as snapshot, self.changing():
            settled = snapshot.version == version
            differing = self.claims.differing(snapshot.entries(places=[os.sep])) if settled else []
        if differing:
            told = f"{len(differing)} 篇，例如 {differing[0]}"
            raise IndexUnusable(
                f"{self.folder} 中的 {NAME} 所记的与索引不符（{told}）。请修复：jianbao check --repair。"
            )

    def files(self) -> Iterator[tuple[str, Seen]]:
        """All files that are known, in the order of their names, each as it was read."""
        rows = self._database.ask(
            "SELECT place, size, modified, changed, content, read_as FROM files ORDER BY place"
        )
        return ((place, Seen(*seen)) for place, *seen in rows)

    def copy(self, to: Path) -> None:
        """Write all of it to a new file."""
        self._database.copy(to)

    def discard(self) -> None:
        """Forget everything, whatever state it is in."""
        self._database.discard()

    def close(self) -> None:
        """Let go of the file. Closing twice is harmless."""
        self._database.close()
