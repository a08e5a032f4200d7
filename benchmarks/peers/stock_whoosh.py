"""Whoosh with its own codec: one field of words, given as a list, and its own BM25F and matchers.

It has no literals without positions: a literal is asked as AND of its words. It never calls fsync,
so its files are forced to the disk here.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from whoosh.fields import KEYWORD, STORED, Schema
from whoosh.index import create_in, open_dir
from whoosh.query.compound import And, Or
from whoosh.query.terms import Term

from benchmarks.asked import Parts
from benchmarks.peers import TOP, Answer, force

if TYPE_CHECKING:
    from benchmarks.prepare import Prepared

_MAX_MEGABYTES = 512


class StockWhoosh:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._searcher: Any = None

    def index(self, corpus: Path) -> None:
        from benchmarks.prepare import prepared

        self.fill(prepared(corpus))

    def fill(self, reports: Iterable[Prepared]) -> None:
        schema = Schema(id=STORED(), text=STORED(), words=KEYWORD(scorable=True))
        writer: Any = create_in(str(self._folder), schema).writer(limitmb=_MAX_MEGABYTES)
        for report in reports:
            writer.add_document(id=report.id, text=report.text, words=report.words.split(" "))
        writer.commit()
        force(self._folder)

    def open(self) -> None:
        self._searcher = open_dir(str(self._folder)).searcher()

    def plan(self, kind: str, parts: Parts) -> Any:
        if kind.startswith("literal"):
            from indexer.text.words import words

            parts = tuple(words(parts[0]))
        terms = [Term("words", word) for word in parts]
        return Or(terms) if kind == "or" else And(terms)

    def ask(self, plan: Any, *, fetch: bool) -> Answer:
        results = self._searcher.search(plan, limit=TOP)
        total = len(results)  # counts all, where the search itself skipped some
        if fetch:
            return Answer(total, len([hit["text"] for hit in results]))
        return Answer(total, results.scored_length())
