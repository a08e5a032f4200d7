"""Sets of documents: numbers of one segment, once each and rising."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, reduce

import numpy as np
import numpy.typing as npt

from indexer.whoosh_store.segment.postings import Docs

NONE: Docs = np.empty(0, np.uint32)

MUCH_LONGER_TIMES = 16
SMALL_SET_DOCUMENTS = 100
"""To look up one set in another that is so many times as long, or one so small, costs less than a map."""

Places = npt.NDArray[np.intp]


def all_but(documents: Docs, within: int) -> npt.NDArray[np.bool_]:
    """A map of all documents, of which there are `within`, that is False for these."""
    others = np.ones(within, np.bool_)
    others[indices(documents)] = False
    return others


def indices(documents: Docs) -> Places:
    """The same as numpy's own indices: to set what stands there takes it less than half the time, the change
    included. To get it, `take` does as much."""
    return documents.astype(np.intp)


def distinct(documents: Docs, within: int) -> Docs:
    """Document numbers in any order and number, as a set. `within` is how many documents there are: a map
    of them all is quicker than sorting many."""
    present = np.zeros(within, np.bool_)
    present[indices(documents)] = True
    return np.flatnonzero(present).astype(np.uint32)


def union(sets: Sequence[Docs], within: int) -> Docs:
    held = [one for one in sets if one.size]
    if len(held) < 2:
        return held[0] if held else NONE
    present = np.zeros(within, np.bool_)
    for one in held:
        present[indices(one)] = True
    return np.flatnonzero(present).astype(np.uint32)


def intersection(sets: Sequence[Docs]) -> Docs:
    """What all have, the shortest first, so that every step is as small as it can be."""
    return reduce(_common, sorted(sets, key=len))


def _common(few: Docs, many: Docs) -> Docs:
    return few[_among(few, many)] if few.size else few


def difference(some: Docs, others: Docs) -> Docs:
    """What stands in the first and not in the second."""
    return some[~_among(some, others)] if some.size and others.size else some


def _among(some: Docs, others: Docs) -> npt.NDArray[np.bool_]:
    """Which of the first stand in the second. Where neither is much the smaller, a map of all up to the last
    takes a fourth of the time of looking one up in the other."""
    if (
        some.size < SMALL_SET_DOCUMENTS
        or others.size < SMALL_SET_DOCUMENTS
        or others.size > MUCH_LONGER_TIMES * some.size
    ):
        return contained(some, others)[0]
    present = np.zeros(max(int(some[-1]), int(others[-1])) + 1, np.bool_)
    present[indices(others)] = True
    return present.take(some)


def contained(few: Docs, many: Docs) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.intp]]:
    """Which of the first stand in the second, and where each stands or would stand."""
    if not many.size:
        return np.zeros(few.size, np.bool_), np.zeros(few.size, np.intp)
    places = np.minimum(many.searchsorted(few), many.size - 1)
    return many[places] == few, places


class Meeting:
    """Where one set, of many documents or few, meets others one after the other."""

    def __init__(self, documents: Docs, within: int) -> None:
        self._documents, self._within = documents, within

    def of(self, others: Docs) -> tuple[Places, Places]:
        """Where in this set, and where in the others, stands what both have. The few are looked up among
        the many; where both are many, a look at a map for each takes a fourth of that."""
        if others.size > MUCH_LONGER_TIMES * self._documents.size:
            return _meeting(self._documents, others)
        if others.size < SMALL_SET_DOCUMENTS:
            return _meeting(others, self._documents)[::-1]
        at = self._map.take(others)
        places = np.flatnonzero(at >= 0)
        return at[places], places

    @cached_property
    def _map(self) -> Places:
        """Where each document stands in this set; -1 if it does not."""
        places = np.full(self._within, -1, np.intp)
        places[indices(self._documents)] = np.arange(self._documents.size)
        return places


def _meeting(few: Docs, many: Docs) -> tuple[Places, Places]:
    has, places = contained(few, many)
    at = np.flatnonzero(has)
    return at, places[at]
