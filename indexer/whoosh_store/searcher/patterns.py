"""Which documents hold a wildcard pattern, looked for in many texts at once from its last piece to its first:
from each place where the rest begins, the gap is walked back to where the piece before it ends."""

from __future__ import annotations

from functools import cache, partial

import numpy as np
import numpy.typing as npt

from indexer.deadline import check
from indexer.query import Pattern
from indexer.text.literal import barred
from indexer.text.normal import END_OF_BLOCK, Units, units
from indexer.whoosh_store.searcher.many import Kept, Places, holding, pieces, uncut_before, uncut_behind
from indexer.whoosh_store.segment.postings import Docs
from indexer.whoosh_store.segment.texts import Texts

Gap = tuple[int, int]

_HIGH, _LOW = (0xD800, 0xDC00), (0xDC00, 0xE000)
"""The units that begin a character of two, and those that end one."""


def with_pattern(texts: Texts, documents: Docs, pattern: Pattern) -> Kept:
    """In which of the documents' texts the pattern stands."""
    return holding(texts, documents, partial(beginnings, pattern))


def beginnings(pattern: Pattern, text: Units) -> Places:
    """Where the pattern begins, each place once or more often."""
    *before, last = pattern.pieces
    gaps = [*pattern.gaps]
    if last:
        found = uncut_behind(text, pieces(text, last), last)
    else:
        last = before.pop()
        found = _followed(text, pieces(text, last), units(last).size, gaps.pop())
    for piece in reversed(before):
        found = _led_to(text, found, piece, gaps.pop())
    return uncut_before(text, found, pattern.pieces[0])


def _followed(text: Units, places: Places, size: int, gap: Gap) -> Places:
    """Those behind which, so many units on, a gap may stand that ends the pattern."""
    fewest, _ = gap
    steps, ends = _steps(barred(gap), _HIGH), places + size
    for _ in range(fewest):
        check()
        step = steps[text[ends]]
        places, ends = places[step > 0], (ends + step)[step > 0]
    return places


def _led_to(text: Units, starts: Places, piece: str, gap: Gap) -> Places:
    """Where the piece stands from which the gap leads to one of the starts."""
    fewest, most = gap
    steps, found = _steps(barred(gap), _LOW), []
    for size in range(most + 1):
        check()
        if size:
            step = steps[text[starts - 1]]
            starts = (starts - step)[step > 0]
        if size >= fewest:
            found.append(_ending(text, starts, piece))
    return np.unique(np.concatenate(found)) if len(found) > 1 else found[0]


def _ending(text: Units, ends: Places, piece: str) -> Places:
    """Where the piece stands so that it ends at one of these places."""
    for unit in reversed(units(piece).tolist()):
        ends = ends[text[ends - 1] == unit] - 1
    return ends


@cache
def _steps(barring: str, halves: tuple[int, int]) -> npt.NDArray[np.int8]:
    """For each unit how far a step over its character goes: two where it is one of these halves, none where
    no gap may hold it."""
    steps = np.ones(1 << 16, np.int8)
    steps[slice(*halves)] = 2
    steps[units(barring + END_OF_BLOCK)] = 0
    return steps
