"""The engines that are compared. One file each, imported only where it is measured;
what only indexing needs is imported there, so that a first answer waits for nothing but its engine.

stock_whoosh.py   Whoosh with its own codec
fts5.py           SQLite's full-text search
tantivy_py.py     tantivy through its Python package; its index of words alone
jianbao.py        this project, through its seam
datasette_fts5.py  Datasette over an FTS5 table, for `serve` alone
datasette_app.py  the same behind uvicorn; loaded by Datasette's own environment
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from benchmarks.asked import Parts, Truth

if TYPE_CHECKING:
    from benchmarks.prepare import Prepared

TOP = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """The exact total, and how many of the first `TOP` reports came with it."""

    total: int
    reports: int


class Engine(Protocol):
    """One engine over one folder."""

    def __init__(self, folder: Path) -> None: ...

    def index(self, corpus: Path) -> None:
        """From the file of records to a durable commit."""

    def open(self) -> None:
        """Open what was indexed, for `plan` and `ask`."""

    def plan(self, kind: str, parts: Parts) -> Any:
        """The question as this engine takes it, made before the clock runs; None where it has none."""

    def ask(self, plan: Any, *, fetch: bool) -> Answer:
        """Total and top ten, best first: with `fetch` with their stored text, else as bare numbers."""


class Fed(Engine, Protocol):
    """An engine that takes reports prepared by others."""

    def fill(self, reports: Iterable[Prepared]) -> None:
        """Index the reports, to a durable commit."""


@dataclass(frozen=True, slots=True)
class Peer:
    """What is known of an engine before it is loaded.

    `step`: it is given every step-th report. `truth`: what its totals should count. `fed`: it is a
    `Fed`. `bare`: it can leave the stored text out. `asked`: it answers questions.
    """

    key: str
    name: str
    needs: str
    package: str
    place: str
    truth: Truth = "words"
    step: int = 1
    fed: bool = True
    bare: bool = True
    asked: bool = True

    @property
    def installed(self) -> bool:
        return find_spec(self.needs) is not None

    def over(self, folder: Path) -> Any:
        """The engine, an `Engine` or a `Fed`, over a folder."""
        module, _, name = self.place.partition(":")
        return getattr(import_module(f"benchmarks.peers.{module}"), name)(folder)


PEERS = (
    Peer(
        key="whoosh",
        name="stock Whoosh (a tenth)",
        needs="whoosh",
        package="whoosh3",
        place="stock_whoosh:StockWhoosh",
        truth="words, a tenth",
        step=10,
    ),
    Peer(key="fts5", name="SQLite FTS5", needs="sqlite3", package="sqlite3", place="fts5:Fts5"),
    Peer(
        key="tantivy_words",
        name="tantivy, words only",
        needs="tantivy",
        package="tantivy",
        place="tantivy_py:TantivyWords",
        asked=False,
    ),
    Peer(
        key="tantivy",
        name="tantivy, words and grams",
        needs="tantivy",
        package="tantivy",
        place="tantivy_py:Tantivy",
    ),
    Peer(
        key="jianbao",
        name="jianbao",
        needs="indexer",
        package="jianbao",
        place="jianbao:Jianbao",
        truth="words or literal",
        fed=False,
        bare=False,
    ),
)


def peer(key: str) -> Peer:
    return next(one for one in PEERS if one.key == key)


def size_of(folder: Path) -> int:
    """The bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def force(folder: Path) -> None:
    """Write a folder's files through to the disk, for an engine that does not."""
    for path in (*folder.iterdir(), folder):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
