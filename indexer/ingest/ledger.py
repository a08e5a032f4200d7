"""What is remembered of the files read: which need not be read again, and which could not be.

A SQLite file beside the index. It may be lost, or older than the index, and no report is: a file counts as
known only if the index still has as many reports of it as are noted here, and is read again otherwise.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from indexer.errors import IndexUnusable, Unreadable

NAME = "files.sqlite"
_TIMEOUT = 10.0
"""Seconds that one process waits for another to finish writing."""

_TABLES = """
CREATE TABLE IF NOT EXISTS files (
    place TEXT PRIMARY KEY, size INTEGER, modified INTEGER, changed INTEGER, content BLOB, read_as BLOB,
    reports INTEGER
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS quarantine (file TEXT, place TEXT, reason TEXT);
CREATE INDEX IF NOT EXISTS quarantine_of_file ON quarantine (file);
"""


class Seen(NamedTuple):
    """A file as it was read. The times are in nanoseconds, 0 where they cannot be trusted; `content` is a
    hash of its bytes, `read_as` one of all else that decides what is read from it; `reports` are those of
    it that the index has."""

    size: int
    modified: int
    changed: int
    content: bytes
    read_as: bytes
    reports: int


class Noted(NamedTuple):
    """What is to be remembered of a file: as it was seen or, for None, to be read again in any case; and
    what of it could not be read."""

    place: str
    seen: Seen | None
    unreadable: tuple[Unreadable, ...] = ()


class Ledger:
    """The files of one index. Every method may raise `IndexUnusable`."""

    def __init__(self, folder: Path | None = None) -> None:
        """In the index folder or, without one, in memory only. Nothing is opened before it is needed."""
        self.folder = folder
        self._path = folder / NAME if folder else None
        self._opened: sqlite3.Connection | None = None

    def files(self) -> dict[str, Seen]:
        """Every file that need not be read again as long as it stays the same, by its place."""
        return {place: Seen(*rest) for place, *rest in self._ask("SELECT * FROM files")}

    def quarantine(self) -> list[tuple[str, Unreadable]]:
        """What could not be read, each with the file that it was in, in the order of the files."""
        rows = self._ask("SELECT file, place, reason FROM quarantine ORDER BY file, rowid")
        return [(file, Unreadable(place, reason)) for file, place, reason in rows]

    def note(self, files: Iterable[Noted]) -> None:
        """Remember files, and forget what was noted of them before. All at once or not at all."""
        noted = list(files)
        self._change(
            ("DELETE FROM files WHERE place = ?", [(one.place,) for one in noted]),
            ("DELETE FROM quarantine WHERE file = ?", [(one.place,) for one in noted]),
            ("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?)", [(n.place, *n.seen) for n in noted if n.seen]),
            (
                "INSERT INTO quarantine VALUES (?, ?, ?)",
                [(one.place, bad.place, bad.reason) for one in noted for bad in one.unreadable],
            ),
        )

    def close(self) -> None:
        """Let go of the file. Closing twice is harmless."""
        if self._opened:
            self._opened.close()
            self._opened = None

    def _ask(self, question: str) -> list[tuple[Any, ...]]:
        if self._path and not self._path.exists():
            return []
        with self._using() as opened:
            return opened.execute(question).fetchall()

    def _change(self, *statements: tuple[str, Sequence[tuple[object, ...]]]) -> None:
        with self._using() as opened, opened:
            for statement, rows in statements:
                opened.executemany(statement, rows)

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        try:
            if self._opened is None:
                if self._path:
                    self._path.parent.mkdir(parents=True, exist_ok=True)
                self._opened = sqlite3.connect(self._path or ":memory:", timeout=_TIMEOUT)
                self._opened.executescript(_TABLES)
            yield self._opened
        except (sqlite3.Error, OSError) as error:
            raise IndexUnusable(
                f"{self._path} 不能使用（{error}）。它只记着哪些文件已读过：请删除它，再索引一次。"
            ) from error
