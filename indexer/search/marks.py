"""Where a report matches a query: found in the normal form, marked in the original text. Pure.

Only what is wanted is marked, never what must be absent. A term that stands in the report literally is
marked wherever it does; a keyword that the report matches only by its words is marked at those words, and
at the pieces of a word that no dictionary knows (王沈 of 王沈是). A term that was looked for in the title is
marked in the title only.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import assert_never

from indexer.deadline import check
from indexer.query import Dated, Field, InField, Keyword, Literal, Pattern, Query
from indexer.ranking.pieces import pieces
from indexer.report import Report
from indexer.search.answer import Mark, Marked
from indexer.text.fold import Folded
from indexer.text.literal import occurrences, occurs, pattern_spans
from indexer.text.normal import Normal
from indexer.text.words import has_word

Found = tuple[int, int, str]
"""One occurrence: from where to where in the block's normal form, and what it is an occurrence of. That is
the same for all variants of a keyword; where a keyword is matched by its words, each word is something of its
own. A plain tuple, for a report may hold thousands."""

InBlock = list[Found]
"""What is found in one block, by rising start. Occurrences may overlap."""

InBlocks = Mapping[int, InBlock]
"""What is found in a report, by the numbers of its blocks, which rise; those without are left out."""


def find(report: Report, query: Query) -> InBlocks:
    """What is found in the report."""
    return find_in(report.normal, query)


def find_in(normal: Normal, query: Query) -> InBlocks:
    """What is found in a report of this text."""
    wanted = query.wanted
    found = _found([term for term in wanted if not isinstance(term, (InField, Dated))], normal)
    if in_title := [one.term for one in wanted if isinstance(one, InField) and one.field is Field.TITLE]:
        for number in (number for number, is_title in enumerate(normal.is_title) if is_title):
            begin = normal.begins[number]
            found += [(begin + a, begin + b, what) for a, b, what in _found(in_title, normal.part(number))]
    return _by_block(sorted(found), normal)


def _by_block(found: Sequence[Found], normal: Normal) -> InBlocks:
    """What is found in the whole, block by block and counted from where each begins."""
    blocks: dict[int, InBlock] = {}
    begins, begin, behind = normal.begins, 0, 0
    for start, end, what in found:
        if start >= behind:
            number = bisect_right(begins, start)
            begin, behind = begins[number - 1], begins[number]
            blocks[number - 1] = here = []
        here.append((start - begin, end - begin, what))
    return blocks


def marks(folded: Folded, found: InBlock) -> tuple[Mark, ...]:
    """What is found in a block as marks of its original text."""
    span = folded.span
    return tuple(merged([span(start, end) for start, end, _ in found]))


def merged(spans: Iterable[Mark]) -> list[Mark]:
    """Rising spans: those that overlap become one, neighbours that touch stay two."""
    result: list[Mark] = []
    for start, end in spans:
        if result and start < result[-1][1]:
            result[-1] = result[-1][0], max(result[-1][1], end)
        else:
            result.append((start, end))
    return result


def count(found: InBlocks) -> int:
    """How many places that is in all: those that overlap are one, as `merged` says."""
    places = 0
    for block in found.values():
        behind = 0
        for start, end, _ in block:
            if start >= behind:
                places += 1
            if end > behind:  # `max` is a call, which takes as long as all the rest
                behind = end
    return places


def mark_report(report: Report, query: Query) -> tuple[Marked, ...]:
    """The blocks of the report, in their order, with their marks."""
    normal = report.normal
    found = find_in(normal, query)
    return tuple(
        Marked(block.text, marks(normal.folded(number, block.text), found[number]) if number in found else ())
        for number, block in enumerate(report.blocks)
    )


def _found(terms: Iterable[Literal | Keyword | Pattern], normal: Normal) -> list[Found]:
    """What is found in the whole of a text, counted from its beginning, in no order. A word may be found as
    a literal as well."""
    whole = normal.whole
    found: list[Found] = []
    literals: set[tuple[str, str]] = set()
    words: set[str] = set()
    for term in terms:
        check()
        match term:
            case Pattern():
                found += _patterns(term, normal)
            case Literal():
                literals.add((term.text, term.text))
            case Keyword() if any(occurs(whole, one) for one in term.texts):
                literals.update((one, term.text) for one in term.texts)
            case Keyword():
                literals.update((phrase, phrase) for phrase in term.phrases)
                words.update(term.words)
            case _:
                assert_never(term)
    for word in words:
        check()
        size = len(word)
        at_words = normal.places_of(word)
        found += [(at, at + size, word) for at in at_words]
        if not at_words and not has_word(word):  # a guess of segmentation, and elsewhere it guessed otherwise
            literals.update((one, one) for one in pieces(word, whole.__contains__) if len(one) > 1)
    for literal, what in literals:
        check()
        size = len(literal)
        if literal in whole:
            found += [(at, at + size, what) for at in occurrences(whole, literal)]
    return found


def _patterns(pattern: Pattern, normal: Normal) -> Iterator[Found]:
    for begin, block in zip(normal.begins, normal.blocks, strict=False):
        check()
        for start, end in pattern_spans(block, pattern.pieces, pattern.gaps):
            yield begin + start, begin + end, pattern.typed
