"""Where a block stands: on which page, slide or row of its file, and under which headings. Pure.

A heading holds until the next one of its rank or of a higher one. Its rank is the level that its file gives
it or, where that gives none, what its numbering tells: 第一章 stands above 一、, and that above （一）.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from indexer.report import Block, Kind
from indexer.store import Match
from indexer.text.fold import fold

_NUMERAL = "[0-9一二三四五六七八九十百零〇]{1,5}"
_COUNTED = "年月日时天周岁个亿万千百元种项名人家次条度级强大分点米吨"
"""What follows a number that counts something: 3个, and not 3总则."""
_NUMBERINGS = tuple(
    map(
        re.compile,
        (
            rf"第{_NUMERAL}[编篇部]",
            rf"第{_NUMERAL}章",
            rf"第{_NUMERAL}节",
            rf"第{_NUMERAL}条|[一二三四五六七八九十百]{{1,4}}\s*[、,.]",
            r"\([一二三四五六七八九十百]{1,4}\)",
            rf"[0-9]{{1,3}}(?:[、)]|\.(?![0-9])|(?=[一-鿿])(?![{_COUNTED}]))",
            r"(?:[0-9]{1,3}\.)[0-9]{1,3}(?![0-9.])|\([0-9]{1,3}\)",
            r"(?:[0-9]{1,3}\.){2,}[0-9]{1,3}",
        ),
    )
)
"""How the parts of Chinese reports are numbered, from great to small, in the normal form."""
_LEVELS = 9
"""A file gives a heading one of so many levels; what is only numbered ranks below them all."""
_LEAST = _LEVELS + len(_NUMBERINGS) + 1
_FARTHEST = 1000
"""So many headings are looked back at: a list of a hundred thousand is no outline."""


def rank(level: int, normal: str) -> int:
    """That of a heading of this level and normal form: the less, the higher it stands."""
    if level:
        return min(level, _LEVELS)
    numbered = (n for n, one in enumerate(_NUMBERINGS, _LEVELS + 1) if one.match(normal))
    return next(numbered, _LEAST)


def above(block: int, headings: Sequence[int], rank_of: Callable[[int], int]) -> list[int]:
    """The headings, of these that rise, under which a block stands, from the highest on."""
    before = bisect_left(headings, block)
    is_heading = before < len(headings) and headings[before] == block
    least = rank_of(block) if is_heading else _LEAST + 1
    found: list[int] = []
    for heading in headings[before - min(before, _FARTHEST) : before][::-1]:
        if (its := rank_of(heading)) < least:
            found.append(heading)
            least = its
        if least == 1:
            break
    return found[::-1]


def headings_above(match: Match, block: int) -> tuple[str, ...]:
    """The texts of the headings under which a block of a match stands."""

    def rank_of(heading: int) -> int:
        return rank(match.at(heading).level, match.normal.blocks[heading])

    if not match.headings:
        return ()
    return tuple(match.original(one) for one in above(block, match.headings, rank_of))


def paths(blocks: Sequence[Block]) -> Iterator[tuple[str, ...]]:
    """For each block the texts of the headings under which it stands."""
    headings = [n for n, block in enumerate(blocks) if block.kind is Kind.HEADING]
    ranks = {n: rank(blocks[n].at.level, fold(blocks[n].text)) for n in headings}
    under: tuple[str, ...] = ()
    for number, block in enumerate(blocks):
        if block.kind is not Kind.HEADING:
            yield under
            continue
        own = tuple(blocks[n].text for n in above(number, headings, ranks.__getitem__))
        yield own
        under = (*own, block.text)


# — the outline of a report —

_MAX_ENTRIES = 150
"""More are no outline: then what ranks low is left out."""
_MAX_ENTRY_CHARACTERS = 40
_CLOSED = tuple("。；，！？;,!?")


class Entry(NamedTuple):
    """A line of an outline: the number of its block, and how deep it lies under others."""

    block: int
    depth: int


def outline(blocks: Sequence[Block]) -> tuple[Entry, ...]:
    """The headings of a report and what is numbered like one (一、…) though it is none, in the order of the
    text."""
    ranks = [(number, its) for number, block in enumerate(blocks) if (its := _rank_in_outline(block))]
    entries: list[Entry] = []
    above: list[int] = []
    for number, its in ranks:
        while above and above[-1] >= its:
            above.pop()
        entries.append(Entry(number, len(above)))
        above.append(its)
    deepest = max((one.depth for one in entries), default=0)
    while len(entries) > _MAX_ENTRIES and deepest:
        entries = [one for one in entries if one.depth < deepest]
        deepest -= 1
    return tuple(entries[:_MAX_ENTRIES])


def _rank_in_outline(block: Block) -> int:
    """0 for what does not belong there."""
    if block.kind is Kind.HEADING:
        return rank(block.at.level, fold(block.text))
    if block.kind is not Kind.PARAGRAPH or len(block.text) > _MAX_ENTRY_CHARACTERS:
        return 0
    numbered = rank(0, fold(block.text))
    return numbered if numbered < _LEAST and not block.text.rstrip().endswith(_CLOSED) else 0
