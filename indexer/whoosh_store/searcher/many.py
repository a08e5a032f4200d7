"""Many texts as one array, in which a literal or a pattern is looked for at once.

Stored texts are numbers, and numpy compares a million of them in a fraction of a millisecond. A place is an
index into the array. Every text ends with `END_OF_BLOCK`, which no literal holds: so nothing that is looked
for reaches from one text into the next, nor from the first, which has -1 before it, into the last.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.deadline import check
from indexer.text.literal import LATIN, has_edge
from indexer.text.normal import Units, units
from indexer.whoosh_store.segment.postings import Docs
from indexer.whoosh_store.segment.texts import Texts

UNITS_AT_ONCE = 1 << 20
"""About so many UTF-16 units are looked at in one go: what is made of them stays in the processor's cache."""
MOSTLY_WANTED = 2 / 3
"""Of texts that lie behind one another and are wanted to this share, to look at the others as well takes less
time than to copy those that are wanted."""
UNITS_PER_COPY = 300
"""To look at so many units takes as long as to copy another text: short ones are hardly ever copied."""

Places = npt.NDArray[np.intp]
Kept = npt.NDArray[np.bool_]


class Many(NamedTuple):
    """Texts behind one another, of which documents they are, and where each ends."""

    text: Units
    documents: Docs
    ends: Places

    def having(self, places: Places) -> Docs:
        """The documents in whose texts the places lie; as often as any does."""
        return self.documents[self.ends.searchsorted(places, side="right")]


def holding(texts: Texts, documents: Docs, look: Callable[[Units], Places]) -> Kept:
    """In which of the documents' texts a look finds any place."""
    held = np.zeros(texts.count, np.bool_)
    for many in _in_units(texts, documents):
        held[many.having(look(many.text))] = True
    return held[documents]


def _in_units(texts: Texts, documents: Docs) -> Iterator[Many]:
    sizes = texts.starts[documents + 1] - texts.starts[documents]
    group = np.cumsum(sizes) // np.uint64(UNITS_AT_ONCE)
    borders = [0, *(np.flatnonzero(np.diff(group)) + 1).tolist(), documents.size]
    for first, last in pairwise(borders) if documents.size else ():
        check()
        yield _lying(texts, documents[first:last]) or _gathered(texts, documents[first:last])


def _lying(texts: Texts, documents: Docs) -> Many | None:
    """The texts as they lie, if there is little between them; those of documents that are not wanted as
    well."""
    low, high = int(documents[0]), int(documents[-1]) + 1
    starts = texts.starts[low : high + 1]
    first, behind = int(starts[0]), int(starts[-1])
    are_apart = documents.size < MOSTLY_WANTED * (high - low)
    if are_apart and behind - first > UNITS_PER_COPY * documents.size:
        return None
    ends = (starts[1:] - starts[0]).astype(np.intp)
    return Many(texts.units[first:behind], np.arange(low, high, dtype=np.uint32), ends)


def _gathered(texts: Texts, documents: Docs) -> Many:
    """A copy of the texts. Those that lie behind one another are copied as one."""
    starts, ends = texts.starts[documents], texts.starts[documents + 1]
    apart = np.flatnonzero(starts[1:] != ends[:-1])
    runs = zip(starts[np.r_[0, apart + 1]].tolist(), ends[np.r_[apart, -1]].tolist(), strict=True)
    text = np.concatenate([texts.units[a:b] for a, b in runs])
    return Many(text, documents, np.cumsum(ends - starts).astype(np.intp))


# — places of literals —


def places(text: Units, literal: str) -> Places:
    """Where the literal stands, as `literal.occurrences` says."""
    found = pieces(text, literal)
    return uncut_behind(text, uncut_before(text, found, literal), literal)


def pieces(text: Units, piece: str) -> Places:
    """Where the piece stands, whatever is beside it."""
    first, *rest = units(piece).tolist()
    found = np.flatnonzero(text == first)
    for offset, unit in enumerate(rest, start=1):
        found = found[text[found + offset] == unit]
    return found


def places_of_any(text: Units, characters: str) -> Places:
    first, *rest = units(characters).tolist()
    is_one = text == first
    for unit in rest:
        is_one |= text == unit
    return np.flatnonzero(is_one)


def uncut_before(text: Units, places: Places, literal: str) -> Places:
    """Those at which the literal cuts through no Latin word or number by its first character."""
    if not has_edge(literal[0]):
        return places
    before = text[places - 1]
    if literal[0].isdigit():
        cut = _is_digit(before) | ((before == _POINT) & _is_digit(text[places - 2]))
    else:
        cut = _letters()[before]
    kept: Places = places[~cut]
    return kept


def uncut_behind(text: Units, places: Places, literal: str) -> Places:
    """Those at which it cuts through none by its last."""
    if not has_edge(literal[-1]):
        return places
    ends = places + units(literal).size
    behind = text[ends]
    if literal[-1].isdigit():
        cut = _is_digit(behind) | ((behind == _POINT) & _is_digit(text.take(ends + 1, mode="clip")))
    else:
        cut = _letters()[behind]
    kept: Places = places[~cut]
    return kept


_POINT = ord(".")


def _is_digit(characters: Units) -> Kept:
    return characters - np.uint16(ord("0")) < 10


@cache
def _letters() -> Kept:
    """Of every unit whether it is a Latin letter."""
    letter = re.compile(f"[{LATIN}]")
    return np.array([letter.match(chr(unit)) is not None for unit in range(1 << 16)])
