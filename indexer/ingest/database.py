"""The SQLite file of a ledger: opened when it is first needed, changed all at once or not at all."""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from indexer.durable import make_folder
from indexer.errors import IndexUnusable

FORMAT = 4
"""What another version has written is thrown away: all that a ledger knows can be found out anew."""
LOCK_TIMEOUT_SECONDS = 10.0
"""How long one process waits for another to finish writing."""

_TABLES = f"""
DROP TABLE IF EXISTS files;
DROP TABLE IF EXISTS claims;
DROP TABLE IF EXISTS quarantine;
DROP TABLE IF EXISTS settled;
DROP TABLE IF EXISTS roots;
CREATE TABLE files (
    place TEXT PRIMARY KEY, size INTEGER, modified INTEGER, changed INTEGER, content BLOB, read_as BLOB
) WITHOUT ROWID;
CREATE TABLE claims (
    id TEXT, place TEXT, digest TEXT, fingerprint TEXT, date TEXT, source TEXT,
    file TEXT, held INTEGER, stale INTEGER, PRIMARY KEY (id, place)
) WITHOUT ROWID;
CREATE INDEX claims_of_file ON claims (file);
CREATE INDEX stale_claims ON claims (file) WHERE stale;
CREATE TABLE quarantine (file TEXT, place TEXT, reason TEXT, kind INTEGER);
CREATE INDEX quarantine_of_file ON quarantine (file);
CREATE TABLE settled (version TEXT);
CREATE TABLE roots (place TEXT PRIMARY KEY) WITHOUT ROWID;
PRAGMA user_version = {FORMAT};
"""

_OF_A_RUN = """
CREATE TEMP TABLE walked (place TEXT PRIMARY KEY, known INTEGER) WITHOUT ROWID;
CREATE TEMP TABLE lost (place TEXT, id TEXT, PRIMARY KEY (place, id)) WITHOUT ROWID;
CREATE TEMP TABLE entries (
    id TEXT PRIMARY KEY, place TEXT, digest TEXT, fingerprint TEXT, date TEXT, source TEXT
) WITHOUT ROWID;
CREATE TEMP TABLE holding (id TEXT PRIMARY KEY, place TEXT, digest TEXT) WITHOUT ROWID;
CREATE TEMP TABLE differing (id TEXT PRIMARY KEY) WITHOUT ROWID;
"""
"""They lie on the disk: a run over any number of files takes little memory."""


class Database:
    """Every method may raise `IndexUnusable`."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._opened: sqlite3.Connection | None = None

    def ask(self, question: str, **values: object) -> list[tuple[Any, ...]]:
        """The rows that answer a question. Nothing is made where there is no file yet."""
        if self._opened is None and self._path and not self._path.exists():
            return []
        with self._using() as opened:
            return opened.execute(question, values).fetchall()

    def change(self, statement: str, **values: object) -> None:
        with self._using() as opened:
            opened.execute(statement, values)

    def change_each(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        with self._using() as opened:
            opened.executemany(statement, rows)

    @contextmanager
    def changing(self) -> Iterator[None]:
        """What is changed within is there once this ends well, all at once, and none of it otherwise.
        Others can read all the while."""
        try:
            self.change("BEGIN")
            yield
            self.change("COMMIT")
        finally:
            if self._opened and self._opened.in_transaction:
                self._opened.rollback()

    def copy(self, to: Path) -> None:
        """Write all of it, as it is at one moment, to a new file."""
        with self._using() as opened, closing(sqlite3.connect(to)) as copied:
            opened.backup(copied)

    def discard(self) -> None:
        """Begin anew: nothing of it is left, whatever state it is in."""
        self.close()
        for path in [Path(f"{self._path}{ending}") for ending in ("", "-journal")] if self._path else []:
            path.unlink(missing_ok=True)

    def close(self) -> None:
        if self._opened:
            self._opened.close()
            self._opened = None

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        try:
            if self._opened is None:
                self._opened = self._open()
                weakref.finalize(self, self._opened.close)  # for who forgets to: Python would complain
            yield self._opened
        except (sqlite3.Error, OSError) as error:
            raise IndexUnusable(
                f"{self._path} 不能使用（{error}）。它只记着哪些文件已读过：请删除它，再索引一次。"
            ) from error

    def _open(self) -> sqlite3.Connection:
        if self._path:
            make_folder(self._path.parent)
        where = self._path or ":memory:"
        opened = sqlite3.connect(
            where,
            timeout=LOCK_TIMEOUT_SECONDS,
            isolation_level=None,
            check_same_thread=False,  # the thread that clears up after who forgot to close it may be any
        )
        try:
            opened.execute("PRAGMA cache_spill = OFF")  # spilt pages would keep others from reading
            if opened.execute("PRAGMA user_version").fetchone() != (FORMAT,):
                opened.executescript(f"BEGIN IMMEDIATE; {_TABLES} COMMIT;")
            opened.executescript(_OF_A_RUN)
        except BaseException:
            opened.close()
            raise
        return opened
