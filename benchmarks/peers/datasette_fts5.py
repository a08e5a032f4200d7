"""Datasette over an SQLite FTS5 table; it runs in an environment of its own (see serve/servers.py).

The table holds the folded title and text, cut by jieba's default mode and joined by spaces: search mode
finds more of the words inside longer ones, but is slower to serve and its passages repeat them. One canned
query gives the exact total, and by rank ten reports with marked title and one marked passage; Datasette is
handed FTS5's own syntax, so it never has to segment. `prepare` makes Datasette's configuration folder:
database (immutable, inspected), query, settings.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.corpus import lines
from benchmarks.peers import TOP
from benchmarks.serve.addresses import Question
from indexer.text.fold import fold

cut: Callable[[str], Iterable[str]] = import_module("rjieba" if find_spec("rjieba") else "jieba").cut

DATABASE = "reports.db"

_SCHEMA = """
CREATE VIRTUAL TABLE reports USING fts5 (
    id UNINDEXED, date UNINDEXED, source UNINDEXED, title, body,
    tokenize="unicode61 remove_diacritics 0 tokenchars '.%#+_'''"
);
"""
QUERY = f"""
SELECT id, date, source, highlight(reports, 3, '<b>', '</b>') AS title,
    snippet(reports, 4, '<b>', '</b>', '…', 60) AS passage,
    (SELECT count(*) FROM reports WHERE reports MATCH :q) AS total
FROM reports WHERE reports MATCH :q ORDER BY rank LIMIT {TOP}
"""
_SETTINGS = {
    "num_sql_threads": 4,
    "cache_size_kb": 64_000,  # of each thread
    "sql_time_limit_ms": 10_000,
    "allow_facet": False,
    "suggest_facets": False,
}


def prepare(corpus: str, folder: str) -> int:
    """Datasette's configuration folder over the corpus, but for what `datasette inspect` adds: the bytes
    of the database."""
    place = Path(folder)
    place.mkdir(parents=True)
    metadata = {"databases": {"reports": {"queries": {"search": {"sql": QUERY}}}}}
    (place / "metadata.json").write_text(json.dumps(metadata), encoding="utf-8")
    (place / "settings.json").write_text(json.dumps(_SETTINGS), encoding="utf-8")
    fill(Path(corpus), place / DATABASE)
    return (place / DATABASE).stat().st_size


def fill(corpus: Path, database: Path) -> None:
    """The table of all reports, its index in one piece."""
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA cache_size = -256000")
    connection.executescript(_SCHEMA)
    with connection:
        for line in lines(corpus):
            record = json.loads(line)
            title, body = _cut(record.get("title", "")), "\n".join(map(_cut, record.get("paragraphs", ())))
            known = (str(record["id"]), record.get("date", ""), record.get("source", ""))
            connection.execute("INSERT INTO reports VALUES (?, ?, ?, ?, ?)", (*known, title, body))
        connection.execute("INSERT INTO reports (reports) VALUES ('optimize')")
    connection.close()


def match(question: Question) -> str:
    """In FTS5's syntax: a literal is the phrase of its words."""
    if question.literal:
        return f'"{_cut(question.parts[0])}"'
    return " AND ".join(f'"{part}"' for part in question.parts)


def answer(question: Question) -> str:
    """The canned query's JSON, as a bare list of rows."""
    return f"/reports/search.json?{urlencode({'_shape': 'array', 'q': match(question)})}"


def page(question: Question) -> str:
    """The canned query's page."""
    return f"/reports/search?{urlencode({'q': match(question)})}"


def _cut(text: str) -> str:
    return " ".join(cut(fold(text)))
