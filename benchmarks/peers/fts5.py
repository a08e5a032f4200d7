"""SQLite FTS5: words joined by spaces, ranked by bm25, counted exactly.

The `unicode61` tokenizer keeps words whole when the signs inside them count as letters. A literal is
asked as the phrase of its words, which misses what was segmented otherwise and finds some that
punctuation parts. The index keeps no copy of the words; the normal forms lie in a table beside it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.asked import Parts
from benchmarks.peers import TOP, Answer

if TYPE_CHECKING:
    from benchmarks.prepare import Prepared

_SCHEMA = """
CREATE TABLE reports (number INTEGER PRIMARY KEY, id TEXT, text TEXT);
CREATE VIRTUAL TABLE found USING fts5 (
    words, content='', tokenize="unicode61 remove_diacritics 0 tokenchars '.%#+_'''"
);
"""
_COUNT = "SELECT count(*) FROM found WHERE found MATCH ?"
_BARE = f"SELECT rowid FROM found WHERE found MATCH ? ORDER BY rank LIMIT {TOP}"
_FETCH = f"SELECT id, text FROM reports JOIN ({_BARE}) AS best ON number = best.rowid"


class Fts5:
    def __init__(self, folder: Path) -> None:
        self._path = folder / "fts5.sqlite"
        self._connection: sqlite3.Connection | None = None

    def index(self, corpus: Path) -> None:
        from benchmarks.prepare import prepared

        self.fill(prepared(corpus))

    def fill(self, reports: Iterable[Prepared]) -> None:
        connection = sqlite3.connect(self._path)
        connection.execute("PRAGMA cache_size = -256000")  # kilobytes
        connection.executescript(_SCHEMA)
        with connection:
            for number, report in enumerate(reports):
                connection.execute("INSERT INTO reports VALUES (?, ?, ?)", (number, report.id, report.text))
                connection.execute("INSERT INTO found (rowid, words) VALUES (?, ?)", (number, report.words))
        connection.close()

    def open(self) -> None:
        self._connection = sqlite3.connect(self._path)
        self._connection.execute("PRAGMA cache_size = -256000")

    def plan(self, kind: str, parts: Parts) -> str:
        if kind.startswith("literal"):
            from indexer.text.words import words

            return f'"{" ".join(words(parts[0]))}"'
        return (" OR " if kind == "or" else " AND ").join(f'"{part}"' for part in parts)

    def ask(self, plan: Any, *, fetch: bool) -> Answer:
        assert self._connection
        (total,) = self._connection.execute(_COUNT, (plan,)).fetchone()
        return Answer(total, len(self._connection.execute(_FETCH if fetch else _BARE, (plan,)).fetchall()))
