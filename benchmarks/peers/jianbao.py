"""This project, through its public names: `build`, `parse` and a snapshot's `search`.

A keyword matches by its words or literally, so AND and OR here look for both. Its reports arrive
whole, as values: it has no bare numbers to give.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.asked import Parts
from benchmarks.peers import TOP, Answer
from indexer import Page, Query, build, open_store, parse


class Jianbao:
    def __init__(self, folder: Path) -> None:
        self._store = open_store(folder)

    def index(self, corpus: Path) -> None:
        summary = build(self._store, [corpus])
        assert not summary.quarantined, summary.quarantined[0]

    def open(self) -> None:
        """Nothing: the store opens itself when it is first asked."""

    def plan(self, kind: str, parts: Parts) -> Query:
        if kind.startswith("literal"):
            return parse(f'"{parts[0]}"')
        return parse((" " if kind == "and" else " | ").join(parts))

    def ask(self, plan: Any, *, fetch: bool) -> Answer:
        with self._store.snapshot() as snapshot:
            matches = snapshot.search(plan, Page(TOP))
            return Answer(matches.total, len([match.report for match in matches.hits]))
