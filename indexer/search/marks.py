"""Where a report matches a query: found in the normal form, marked in the original text. Pure.

Only what is wanted is marked, never what must be absent. A term that stands in the report literally is
marked wherever it does; a keyword that the report matches only by its words is marked at those words. A term
that was looked for in the title is marked in the title only.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import NamedTuple, assert_never

from indexer.deadline import check
from indexer.query import Dated, Field, InField, Keyword, Literal, Pattern, Query
from indexer.report import Kind, Report
from indexer.search.answer import Mark, Marked
from indexer.text.fold import Folded, fold
from indexer.text.literal import occurrences, occurs, pattern_spans
from indexer.text.sentences import stretch
from indexer.text.words import spans


class Found(NamedTuple):
    """One occurrence: from where to where in the block's normal form, and what it is an occurrence of.

    `what` is the same for all variants of a keyword; where a keyword is matched by its words, each word
    is something of its own.
    """

    start: int
    end: int
    what: str


InBlock = tuple[Found, ...]
"""What is found in one block, by rising start. Occurrences may overlap."""


def find(report: Report, query: Query) -> tuple[InBlock, ...]:
    """What is found in each block of the report."""
    texts = [fold(block.text) for block in report.blocks]
    return find_in(texts, query, lambda: titles_of(report))


def find_in(texts: Sequence[str], query: Query, titles: Callable[[], Sequence[bool]]) -> tuple[InBlock, ...]:
    """What is found in each block of a report whose normal forms these are. `titles` says which are titles;
    it is asked only where a term is to stand in one."""
    wanted = query.wanted
    found = _in_texts([term for term in wanted if not isinstance(term, InField | Dated)], texts)
    if in_title := [one.term for one in wanted if isinstance(one, InField) and one.field is Field.TITLE]:
        numbers = [number for number, is_title in enumerate(titles()) if is_title]
        for number, more in zip(numbers, _in_texts(in_title, [texts[one] for one in numbers]), strict=True):
            found[number] |= more
    return tuple([tuple(sorted(block)) if block else () for block in found])


def titles_of(report: Report) -> list[bool]:
    """Which of the blocks are titles."""
    return [block.kind is Kind.TITLE for block in report.blocks]


def marks(original: str, found: InBlock) -> tuple[Mark, ...]:
    """What is found in a block as marks of its original text."""
    if not found:
        return ()
    folded = Folded.of(original)
    return tuple(merged([folded.span(one.start, one.end) for one in found]))


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
    return sum(len(merged([(one.start, one.end) for one in block])) for block in found if block)


def mark_report(report: Report, query: Query) -> tuple[Marked, ...]:
    """The blocks of the report, in their order, with their marks."""
    return tuple(
        Marked(block.text, marks(block.text, found))
        for block, found in zip(report.blocks, find(report, query), strict=True)
    )


def _in_texts(terms: Iterable[Literal | Keyword | Pattern], texts: Sequence[str]) -> list[set[Found]]:
    """What is found in each of the texts. Every term goes through all texts, few of which hold any."""
    found: list[set[Found]] = [set() for _ in texts]
    literals: set[tuple[str, str]] = set()
    words: set[str] = set()
    for term in terms:
        check()
        match term:
            case Pattern():
                for block, text in zip(found, texts, strict=True):
                    block.update(_pattern_in(text, term))
            case Literal():
                literals.add((term.text, term.text))
            case Keyword() if any(occurs(text, one) for one in term.texts for text in texts):
                literals.update((one, term.text) for one in term.texts)
            case Keyword():
                literals.update((phrase, phrase) for phrase in term.phrases)
                words.update(term.words)
            case _:
                assert_never(term)
    for literal, what in literals:
        check()
        size = len(literal)
        for block, text in zip(found, texts, strict=True):
            if literal in text:
                block.update([Found(at, at + size, what) for at in occurrences(text, literal)])
    if words:
        for block, text in zip(found, texts, strict=True):
            block.update(_words_in(text, words))
    return found


def _pattern_in(text: str, pattern: Pattern) -> Iterator[Found]:
    check()
    for start, end in pattern_spans(text, pattern.pieces, pattern.gaps):
        yield Found(start, end, pattern.typed)


def _words_in(text: str, wanted: Collection[str]) -> Iterator[Found]:
    """Where the wanted words stand as words. Only stretches that hold one as a string are segmented."""
    stretches = {one for word in wanted if word in text for one in _stretches(text, word)}
    for start, end in stretches:
        check()
        for word, first, last in spans(text[start:end], wanted):
            yield Found(start + first, start + last, word)


def _stretches(text: str, word: str) -> Iterator[tuple[int, int]]:
    check()
    at = text.find(word)
    while at >= 0:
        start, end = stretch(text, at, at + len(word))
        yield start, end
        at = text.find(word, end)
