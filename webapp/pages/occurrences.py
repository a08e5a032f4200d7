"""Where in a report its marks are: numbered in its blocks, listed with what stands around them, and as ticks
along its length. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from indexer import Kind, Marked

LENGTH = 1000
"""Of the strip that the ticks are on, whatever the length of the report."""

_BETWEEN = 4
"""Ticks nearer to each other would be one blot: they are one tick."""
_LEFT, _RIGHT = 10, 14
"""Characters that are shown before and behind a mark in the list."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A block on a report's page. `number` is that of its paragraph, which the title has none of; `first` is
    the number of its first mark: marks are counted from 1 through the whole report."""

    kind: Kind
    text: Marked
    number: int | None
    first: int


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A mark with what stands around it; the title is paragraph None."""

    number: int
    paragraph: int | None
    before: str
    text: str
    after: str


@dataclass(frozen=True, slots=True)
class Tick:
    """Marks close together: the first of them, and where it is."""

    at: int
    mark: int


def numbered(kinds: Sequence[Kind], texts: Sequence[Marked]) -> list[Shown]:
    """Blocks with their paragraphs and their marks numbered."""
    paragraphs = iter(range(1, len(kinds) + 1))
    firsts = accumulate((len(text.marks) for text in texts), initial=1)
    return [
        Shown(kind, text, None if kind is Kind.TITLE else next(paragraphs), first)
        for kind, text, first in zip(kinds, texts, firsts, strict=False)
    ]


def occurrences(blocks: Sequence[Shown]) -> Iterator[Occurrence]:
    """Every mark, in the order of the text."""
    for block in blocks:
        text = block.text.text
        for number, (start, end) in enumerate(block.text.marks, block.first):
            before = ("…" if start > _LEFT else "") + text[max(0, start - _LEFT) : start]
            after = text[end : end + _RIGHT] + ("…" if end + _RIGHT < len(text) else "")
            yield Occurrence(number, block.number, before, text[start:end], after)


def ticks(blocks: Sequence[Shown]) -> Iterator[Tick]:
    """The marks by their share of the report's characters, from 0 to `LENGTH`."""
    lengths = [len(block.text.text) for block in blocks]
    last = -_BETWEEN
    for block, begins in zip(blocks, accumulate(lengths, initial=0), strict=False):
        for number, (start, _) in enumerate(block.text.marks, block.first):
            at = LENGTH * (begins + start) // sum(lengths)
            if at - last >= _BETWEEN:
                last = at
                yield Tick(at, number)
