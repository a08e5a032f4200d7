"""Where a report matches a query: found in the normal form, marked in the original text. Pure.

Only what is wanted is marked, never what must be absent. A term that stands in the report literally is
marked wherever it does; a keyword that the report matches only by its words is marked at those words. A term
that was looked for in the title is marked in the title only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, assert_never

from indexer.deadline import check
from indexer.query import Dated, Field, InField, Keyword, Literal, Pattern, Query
from indexer.report import Report
from indexer.search.answer import Mark, Marked
from indexer.text.fold import Folded
from indexer.text.literal import occurrences, occurs, pattern_spans, places
from indexer.text.normal import Normal


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
    return find_in(report.normal, query)


def find_in(normal: Normal, query: Query) -> tuple[InBlock, ...]:
    """What is found in each block of a report of this text."""
    wanted = query.wanted
    found = _found([term for term in wanted if not isinstance(term, InField | Dated)], normal)
    if in_title := [one.term for one in wanted if isinstance(one, InField) and one.field is Field.TITLE]:
        for number in (number for number, is_title in enumerate(normal.is_title) if is_title):
            begin = normal.begins[number]
            found.update(
                [(begin + a, begin + b, what) for a, b, what in _found(in_title, normal.part(number))]
            )
    return _by_block(sorted(found), normal)


def _by_block(found: Sequence[_InWhole], normal: Normal) -> tuple[InBlock, ...]:
    """What is found in the whole, block by block and counted from where each begins."""
    blocks: list[InBlock] = [()] * len(normal.blocks)
    at = 0
    while at < len(found):
        number = normal.block_at(found[at][0])
        begin, end, first = normal.begins[number], normal.begins[number + 1], at
        while at < len(found) and found[at][0] < end:
            at += 1
        blocks[number] = tuple([Found(a - begin, b - begin, what) for a, b, what in found[first:at]])
    return tuple(blocks)


def marks(folded: Folded, found: InBlock) -> tuple[Mark, ...]:
    """What is found in a block as marks of its original text."""
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
    normal = report.normal
    found = find_in(normal, query)
    return tuple(
        Marked(block.text, marks(normal.folded(number, block.text), one) if one else ())
        for number, (block, one) in enumerate(zip(report.blocks, found, strict=True))
    )


_InWhole = tuple[int, int, str]
"""A `Found`, counted from the beginning of the whole text."""


def _found(terms: Iterable[Literal | Keyword | Pattern], normal: Normal) -> set[_InWhole]:
    """What is found in the whole of a text."""
    whole = normal.whole
    found: set[_InWhole] = set()
    literals: set[tuple[str, str]] = set()
    words: set[str] = set()
    for term in terms:
        check()
        match term:
            case Pattern():
                found.update(_patterns(term, normal))
            case Literal():
                literals.add((term.text, term.text))
            case Keyword() if any(occurs(whole, one) for one in term.texts):
                literals.update((one, term.text) for one in term.texts)
            case Keyword():
                literals.update((phrase, phrase) for phrase in term.phrases)
                words.update(term.words)
            case _:
                assert_never(term)
    for literal, what in literals:
        check()
        size = len(literal)
        if literal in whole:
            found.update([(at, at + size, what) for at in occurrences(whole, literal)])
    for word in words:
        check()
        size = len(word)
        found.update([(at, at + size, word) for at in places(whole, word) if normal.has_word(word, at)])
    return found


def _patterns(pattern: Pattern, normal: Normal) -> Iterator[_InWhole]:
    for begin, block in zip(normal.begins, normal.blocks, strict=False):
        check()
        for start, end in pattern_spans(block, pattern.pieces, pattern.gaps):
            yield begin + start, begin + end, pattern.typed
