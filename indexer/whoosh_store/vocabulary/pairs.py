"""The pairs of characters of one segment, by their first character."""

from __future__ import annotations

from collections.abc import Iterator
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from indexer.whoosh_store.segment.columns import Columns
from indexer.whoosh_store.vocabulary.words import Points

PAIRS_READ_MEANWHILE = 32
"""So many pairs are read in the time in which one is searched for."""
_POINT_BITS = np.uint64(21)
_ALL_POINTS = 1 << 21
_PAIRS_AT_ONCE = 1 << 16

_Numbers = npt.NDArray[np.int64]


class Pairs:
    """Where those of each first character begin is looked up once: to search the 1.4 million keys of 109,397
    reports for a thousand characters would take 4 ms. Their second characters are kept by themselves, for
    they are looked through again and again: 6 MB."""

    def __init__(self, columns: Columns) -> None:
        self._keys, self._grams = columns.pairs, columns.grams
        self._seconds = self._keys.view("<u4")[::2] & np.uint32(_ALL_POINTS - 1)
        self._borders = np.array([*_borders(self._keys), self._keys.size], np.int64)
        self._firsts = (self._keys[self._borders[:-1]] >> _POINT_BITS).astype(np.int64)

    def between(self, one: Points, other: Points) -> tuple[_Numbers, _Numbers, _Numbers]:
        """The pairs of these that there are: which of the one, which of the other, and how many postings."""
        begin, end = self._lists(one)
        singly = one.size * other.size * PAIRS_READ_MEANWHILE <= (end - begin).sum()
        first, second, lists = self._among(one, other) if singly else self._followed(begin, end, other)
        starts, pages = self._grams.starts, self._grams.pages
        postings = starts[(lists + 1) * pages].astype(np.int64) - starts[lists * pages].astype(np.int64)
        kept = postings > 0  # a merge leaves pairs behind whose documents are gone
        return first[kept], second[kept], postings[kept]

    def _lists(self, points: Points) -> tuple[_Numbers, _Numbers]:
        """For each character, from which to which list the pairs go that it begins."""
        places = self._firsts.searchsorted(points)
        known = np.append(self._firsts, -1)[places] == points
        return self._borders[places], self._borders[places + known]

    def _among(self, one: Points, other: Points) -> tuple[_Numbers, _Numbers, _Numbers]:
        """Each is searched for."""
        firsts, seconds = np.repeat(one, other.size), np.tile(other, one.size)
        keys = (firsts.astype(np.uint64) << _POINT_BITS) | seconds.astype(np.uint64)
        lists = self._keys.searchsorted(keys)
        there = self._known(lists, keys)
        return there // other.size, there % other.size, lists[there]

    def _known(self, lists: _Numbers, keys: npt.NDArray[np.uint64]) -> _Numbers:
        there = np.flatnonzero(lists < self._keys.size)
        known: _Numbers = there[self._keys[lists[there]] == keys[there]]
        return known

    def _followed(self, begin: _Numbers, end: _Numbers, other: Points) -> tuple[_Numbers, _Numbers, _Numbers]:
        """All pairs that the one begin are looked through."""
        borders = zip(begin.tolist(), end.tolist(), strict=True)
        second = np.concatenate([self._seconds[:0], *(self._seconds[start:stop] for start, stop in borders)])
        follows = np.zeros(
            int(other.max(initial=0)) + 2, np.bool_
        )  # a map: quicker than to search a thousand
        follows[other] = True
        kept = np.flatnonzero(follows.take(second, mode="clip"))
        ends = np.cumsum(end - begin)
        first = ends.searchsorted(kept, side="right")
        return first, other.searchsorted(second[kept]), kept + (end - ends)[first]


def _borders(keys: npt.NDArray[np.uint64]) -> Iterator[int]:
    """Where the pairs of each first character begin. Piece by piece: what was needed for all of them at once
    the process would keep."""
    last = -1
    for start in range(0, keys.size, _PAIRS_AT_ONCE):
        firsts = (keys[start : start + _PAIRS_AT_ONCE] >> _POINT_BITS).astype(np.int64)
        yield from (start + np.flatnonzero(np.diff(firsts, prepend=last))).tolist()
        last = int(firsts[-1])


_HELD: WeakKeyDictionary[Columns, Pairs] = WeakKeyDictionary()


def pairs_of(columns: Columns) -> Pairs:
    if (held := _HELD.get(columns)) is None:
        held = _HELD[columns] = Pairs(columns)
    return held
