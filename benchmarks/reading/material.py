"""Records of a corpus -> articles, long enough for a page or two. Pure but for reading the corpus."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpus import lines

_CHARACTERS = 1500
"""An article has so many at least: short ones are put together."""
_ROWS = 12
_CELL_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Article:
    title: str
    date: str
    source: str
    paragraphs: tuple[str, ...]

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """Its paragraphs as the rows of a table, each below its number."""
        texts = [one[:_CELL_CHARACTERS] for one in self.paragraphs[:_ROWS]]
        told = [(str(n), self.source, text, f"{n * 3.7:.1f}%") for n, text in enumerate(texts, start=1)]
        return [("序号", "来源", "主要内容", "比重"), *told]


def articles(corpus: Path) -> Iterator[Article]:
    """The articles of a corpus, over and over; none, if it has none that is long enough."""
    while first := next(found := _once(corpus), None):
        yield from (first, *found)


def _once(corpus: Path) -> Iterator[Article]:
    held: list[str] = []
    for line in lines(corpus):
        record = json.loads(line)
        held += [text.strip() for text in record.get("paragraphs", ()) if text.strip()]
        if sum(map(len, held)) >= _CHARACTERS and (title := record.get("title", "").strip()):
            yield Article(title, record.get("date", ""), record.get("source", ""), tuple(held))
            held = []
