"""Which documents hold several literals in one sentence or block, looked for in many texts at once.

Stored texts are numbers, and numpy compares a million of them in a fraction of a millisecond: where literals
begin, and where sentences or blocks end, are arrays of places, and a look-up tells which lie together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from indexer.deadline import check
from indexer.text.normal import Units, units
from indexer.whoosh_store.segment.postings import Docs
from indexer.whoosh_store.segment.texts import Texts

UNITS_AT_ONCE = 1 << 20
"""About so many UTF-16 units are looked at in one go: what is made of them stays in the processor's cache."""

Places = npt.NDArray[np.intp]


def together(texts: Texts, documents: Docs, literals: Sequence[str], ends: str) -> npt.NDArray[np.bool_]:
    """Which of the documents hold all literals with none of `ends` between them. Every text must end with one
    of `ends`, and no literal may hold one."""
    found = np.zeros(documents.size, np.bool_)
    for first, last in _groups(texts, documents):
        check()
        some = documents[first:last]
        text, behind = _gathered(texts, some)
        borders = _places_of_any(text, ends)
        both = np.ones(borders.size, np.bool_)
        for literal in literals:
            held = np.zeros(borders.size, np.bool_)
            held[borders.searchsorted(_places(text, literal))] = True
            both &= held
        found[first + behind.searchsorted(borders[both], side="right")] = True
    return found


def _groups(texts: Texts, documents: Docs) -> Iterator[tuple[int, int]]:
    """The documents in groups: from which of them to which."""
    sizes = texts.starts[documents + 1] - texts.starts[documents]
    group = np.cumsum(sizes) // np.uint64(UNITS_AT_ONCE)
    borders = [0, *(np.flatnonzero(np.diff(group)) + 1).tolist(), documents.size]
    return pairwise(borders) if documents.size else iter(())


def _gathered(texts: Texts, documents: Docs) -> tuple[Units, Places]:
    """The texts of some documents behind one another, and where each ends. Those that lie behind one another
    are copied as one."""
    starts, ends = texts.starts[documents], texts.starts[documents + 1]
    apart = np.flatnonzero(starts[1:] != ends[:-1])
    runs = zip(starts[np.r_[0, apart + 1]].tolist(), ends[np.r_[apart, -1]].tolist(), strict=True)
    return np.concatenate([texts.units[a:b] for a, b in runs]), np.cumsum(ends - starts).astype(np.intp)


def _places_of_any(text: Units, characters: str) -> Places:
    first, *rest = units(characters).tolist()
    is_one = text == first
    for unit in rest:
        is_one |= text == unit
    return np.flatnonzero(is_one)


def _places(text: Units, literal: str) -> Places:
    """Where the literal begins."""
    first, *rest = units(literal).tolist()
    places = np.flatnonzero(text == first)
    for offset, unit in enumerate(rest, start=1):
        places = places[text[places + offset] == unit]
    return places
