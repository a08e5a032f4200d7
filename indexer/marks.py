"""Where a report matches a query: found in the normal form, marked in the original text. Pure.

A term that stands anywhere in the report literally is marked wherever it does, and nothing else is;
a term that the report matches only by its words is marked at those words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.answer import Mark, Marked
from indexer.query import Keyword, Query
from indexer.report import Report
from indexer.text.fold import Folded, fold
from indexer.text.literal import occurrences, occurs
from indexer.text.words import spans


@dataclass(frozen=True, slots=True)
class Found:
    """One occurrence: of which literal or word, from where to where in the block's normal form."""

    start: int
    end: int
    what: str


InBlock = tuple[Found, ...]
"""What is found in one block, by rising start. Occurrences may overlap."""


def find(report: Report, query: Query) -> tuple[InBlock, ...]:
    """What is found in each block of the report."""
    folded = [fold(block.text) for block in report.blocks]
    literals = {term.text for term in query.terms if any(occurs(text, term.text) for text in folded)}
    by_words = {
        word
        for term in query.terms
        if isinstance(term, Keyword) and term.text not in literals
        for word in term.words
    }
    return tuple(tuple(Found(*one) for one in sorted(_in_text(text, literals, by_words))) for text in folded)


def marks(original: str, found: InBlock) -> tuple[Mark, ...]:
    """What is found in a block as marks of its original text."""
    if not found:
        return ()
    folded = Folded.of(original)
    return tuple(merged(folded.span(one.start, one.end) for one in found))


def merged(spans: Iterable[Mark]) -> list[Mark]:
    """Rising spans: those that overlap become one, neighbours that touch stay two."""
    result: list[Mark] = []
    for start, end in spans:
        if result and start < result[-1][1]:
            result[-1] = result[-1][0], max(result[-1][1], end)
        else:
            result.append((start, end))
    return result


def count(found: Iterable[InBlock]) -> int:
    """How many places that is in all."""
    return sum(len(merged((one.start, one.end) for one in block)) for block in found)


def mark_report(report: Report, query: Query) -> tuple[Marked, ...]:
    """The blocks of the report, in their order, with their marks."""
    return tuple(
        Marked(block.text, marks(block.text, found))
        for block, found in zip(report.blocks, find(report, query), strict=True)
    )


def _in_text(text: str, literals: set[str], by_words: set[str]) -> Iterator[tuple[int, int, str]]:
    for literal in literals:
        if literal in text:
            yield from ((start, start + len(literal), literal) for start in occurrences(text, literal))
    if any(word in text for word in by_words):  # spares most blocks the segmenting
        yield from ((word.start, word.end, word.text) for word in spans(text) if word.text in by_words)
