"""What is remembered of the files read: which need not be read again, and what came of them.

A SQLite file beside the index. A run asks it, and not the store, what is there already. It is changed
together with the store: `changing` is a transaction around a commit of the store, and the version of that
commit is part of it. Where the store has another version when a run begins - a run was killed between the
two, or one of them was lost or restored from a backup - the ledger is first `reconcile`d with it. So it may
be lost, older or newer than the index, and no report is lost or doubled.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Lock
from time import monotonic, sleep
from typing import NamedTuple, TextIO

from indexer.errors import IndexBusy, IndexUnusable, Unreadable
from indexer.ingest.claims import Claims, at
from indexer.ingest.database import Database
from indexer.store import Store

# — one run at a time: a lock that ends with the process that has it —

LOCK_NAME = "files.lock"
WAIT_SECONDS = 10.0
"""How long a run waits for another one to end."""
_LOOK_SECONDS = 0.05


class RunLock:
    """In a folder it holds between processes, and the file of the lock says which of them has it; without a
    folder between threads alone."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._lock = Lock()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Raises `IndexBusy`."""
        if self._folder is None:
            with self._held_by_thread():
                yield
            return
        with _opened(self._folder) as file:
            _take(file, self._folder)
            try:
                yield
            finally:
                fcntl.flock(file, fcntl.LOCK_UN)

    @contextmanager
    def _held_by_thread(self) -> Iterator[None]:
        if not self._lock.acquire(timeout=WAIT_SECONDS):
            raise IndexBusy("内存", _who(os.getpid()))
        try:
            yield
        finally:
            self._lock.release()


def _opened(folder: Path) -> TextIO:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return (folder / LOCK_NAME).open("a+", encoding="ascii")
    except OSError as error:
        raise IndexUnusable(
            f"无法使用 {folder / LOCK_NAME}：{error.strerror or error}。请检查磁盘空间和文件夹的权限。"
        ) from error


def _take(file: TextIO, folder: Path) -> None:
    until = monotonic() + WAIT_SECONDS
    while not _is_free(file):
        if monotonic() >= until:
            file.seek(0)
            raise IndexBusy(str(folder), _who(file.read()))
        sleep(_LOOK_SECONDS)
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()


def _is_free(file: TextIO) -> bool:
    """Take the lock if nobody has it. Another open file of this same process is somebody else, too."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _who(process: int | str) -> str:
    return f"进程 {process}" if process else ""


# — the ledger —

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
        if (version := store.version()) == self.version:
            return
        with self.changing():
            if version:
                with store.snapshot() as snapshot:
                    self.claims.reconcile(snapshot.entries(places=places))
                    version = snapshot.version
            else:
                self.claims.reconcile([])
            self.version = version

    # — what was named to be walked: a link above it is its owner's, one below it is followed by nobody —

    def note_roots(self, places: Iterable[str]) -> None:
        self._database.change_each(
            "INSERT OR IGNORE INTO roots VALUES (?)", [(one,) for one in places if not self.root_of(one)]
        )

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

    # — what could not be read —

    def quarantine(self) -> list[tuple[str, Unreadable]]:
        """What could not be read, each with the file that it was in, in the order of the files."""
        rows = self._database.ask("SELECT file, place, reason FROM quarantine ORDER BY file, rowid")
        return [(file, Unreadable(place, reason)) for file, place, reason in rows]

    def quarantine_of_known(self) -> list[tuple[str, Unreadable]]:
        """The same, of the files in the walk that need not be read."""
        rows = self._database.ask(
            "SELECT file, quarantine.place, reason FROM walked CROSS JOIN quarantine ON file = walked.place"
            " WHERE known ORDER BY file, quarantine.rowid"
        )
        return [(file, Unreadable(place, reason)) for file, place, reason in rows]

    def set_quarantine(self, file: str, unreadable: Iterable[Unreadable]) -> None:
        """What of a file could not be read, instead of what was noted before."""
        self._database.change("DELETE FROM quarantine WHERE file = :file", file=file)
        self._database.change_each(
            "INSERT INTO quarantine VALUES (?, ?, ?)", [(file, bad.place, bad.reason) for bad in unreadable]
        )

    def check(self) -> None:
        """Read all of it. Raises `IndexUnusable` where something in it is not what was written."""
        found = [str(row[0]) for row in self._database.ask("PRAGMA integrity_check")]
        if found not in ([], ["ok"]):
            raise IndexUnusable(f"{self.folder} 中的 {NAME} 已损坏（{found[0]}）。请删除它，再索引一次。")

    def close(self) -> None:
        """Let go of the file. Closing twice is harmless."""
        self._database.close()
