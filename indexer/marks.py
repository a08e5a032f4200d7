"""Where a report matches a query: the places to mark, as offsets into the original text. Pure.

A term that stands anywhere in the report literally is marked wherever it does, and nothing else is;
a term that the report matches only by its words is marked at those words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.answer import Mark, Marked
from indexer.query import Keyword, Query
from indexer.report import Report
from indexer.text.fold import Folded, fold
from indexer.text.literal import occurrences, occurs
from indexer.text.words import spans


@dataclass(frozen=True, slots=True)
class Found:
    """One occurrence: of which literal or word (both in normal form), from where to where."""

    what: str
    start: int
    end: int


def find(report: Report, query: Query) -> tuple[tuple[Found, ...], ...]:
    """For each block of the report, what is found in it, by rising start. Occurrences may overlap."""
    folded = [fold(block.text) for block in report.blocks]
    literals = {term.text for term in query.terms if any(occurs(text, term.text) for text in folded)}
    by_words = {
        word
        for term in query.terms
        if isinstance(term, Keyword) and term.text not in literals
        for word in term.words
    }
    return tuple(
        tuple(_in_block(block.text, text, literals, by_words))
        for block, text in zip(report.blocks, folded, strict=True)
    )


def marks(found: tuple[Found, ...]) -> tuple[Mark, ...]:
    """Occurrences as marks: those that overlap become one, neighbours that touch stay two."""
    merged: list[Mark] = []
    for one in found:
        if merged and one.start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], one.end)
        else:
            merged.append((one.start, one.end))
    return tuple(merged)


def mark_report(report: Report, query: Query) -> tuple[Marked, ...]:
    """The blocks of the report, in their order, with their marks."""
    return tuple(
        Marked(block.text, marks(found))
        for block, found in zip(report.blocks, find(report, query), strict=True)
    )


def _in_block(original: str, text: str, literals: set[str], by_words: set[str]) -> Iterator[Found]:
    hits = [(start, start + len(one), one) for one in literals for start in occurrences(text, one)]
    if any(word in text for word in by_words):  # spares most blocks the segmenting
        hits += [(word.start, word.end, word.text) for word in spans(text) if word.text in by_words]
    if not hits:
        return
    mapped = Folded.of(original)
    for start, end, what in sorted(hits):
        yield Found(what, *mapped.span(start, end))
