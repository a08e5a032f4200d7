"""A part of a report: some paragraphs of it, or as many around one as there is room for. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, zip_longest
from typing import NamedTuple

from indexer.errors import AskedWrongly
from indexer.message import Message, says
from indexer.report import Report
from indexer.search.parameters import number

MAX_AROUND = 100
"""Whoever wants more on either side names the first and the last."""
RANGE = "^[0-9]{1,9}(-([0-9]{1,9})?)?$"
"""How a range of paragraphs is written: 12, 3-9, 12- (to the end)."""


class Range(NamedTuple):
    """Paragraphs, counted from 1; the last is included."""

    first: int
    last: int


def range_asked(given: Mapping[str, str], count: int) -> Range | None:
    """Which of so many paragraphs an address asks for: those of `paragraphs` and so many `around` them, of
    those that there are. None where it asks for all. Raises `AskedWrongly`."""
    around, text = number(given, "around", 0, MAX_AROUND), given.get("paragraphs", "")
    if not text:
        return None
    first, dash, last = text.partition("-")
    if not re.fullmatch(RANGE, text) or (last and int(last) < int(first)):
        raise AskedWrongly(Message("参数 paragraphs={given} 无效：请写成 12、3-9 或 12-。", given=text[:40]))
    end = int(last or count) if dash else int(first)
    return within(int(first), end, around, count)


def within(first: int, last: int, around: int, count: int) -> Range:
    """The range and so many around it, of those that there are. Raises `AskedWrongly` where the first is not
    there."""
    if not 1 <= first <= count:
        raise AskedWrongly(Message("没有第 {number} 段：这篇报告共 {count} 段。", number=first, count=count))
    return Range(max(1, first - around), min(count, last + around))


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, or a part of one."""

    paragraph: int = field(metadata=says("第几段，从 1 数起。"))
    start: int = field(metadata=says("从该段第几个字起，从 0 数起。"))
    text: str = field(metadata=says("原文。"))


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Pieces that follow one another. What could not be shown any more begins at `rest`."""

    pieces: tuple[Piece, ...]
    rest: Piece | None


def excerpt(report: Report, wanted: Range, middle: int, start: int, most: int) -> Excerpt:
    """As much of these paragraphs as `most` characters hold: first that in the `middle` from `start` on, then
    its neighbours, the nearer first and whole. One that is too long by itself is cut, and only then is there
    a rest of it; whatever is left out before it can be asked for by its number."""
    texts = [block.text for block in report.paragraphs]
    first = texts[middle - 1][start : start + most]
    shown, room = {middle: Piece(middle, start, first)}, most - len(first)
    if start + len(first) < len(texts[middle - 1]):
        return Excerpt(tuple(shown.values()), Piece(middle, start + len(first), ""))
    for one in _outwards(wanted, middle):
        text = texts[one - 1]
        if len(text) > room:
            break
        shown[one], room = Piece(one, 0, text), room - len(text)
    behind = max(shown) + 1
    rest = Piece(behind, 0, "") if behind <= len(texts) else None
    return Excerpt(tuple(shown[one] for one in sorted(shown)), rest)


def _outwards(wanted: Range, middle: int) -> Iterator[int]:
    """The others of the range, what follows the middle before what comes before it."""
    behind, before = range(middle + 1, wanted.last + 1), range(middle - 1, wanted.first - 1, -1)
    return (one for one in chain.from_iterable(zip_longest(behind, before)) if one is not None)
