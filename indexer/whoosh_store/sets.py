"""Sets of documents: numbers of one segment, once each and rising."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import reduce

import numpy as np
import numpy.typing as npt

from indexer.whoosh_store.postings import Docs

NONE: Docs = np.empty(0, np.uint32)


def all_but(documents: Collection[int], within: int) -> npt.NDArray[np.bool_]:
    """A map of all documents, of which there are `within`, that is False for these."""
    others = np.ones(within, np.bool_)
    others[list(documents)] = False
    return others


def distinct(documents: Docs, within: int) -> Docs:
    """Document numbers in any order and number, as a set. `within` is how many documents there are: a map
    of them all is quicker than sorting many."""
    present = np.zeros(within, np.bool_)
    present[documents] = True
    return np.flatnonzero(present).astype(np.uint32)


def union(sets: Sequence[Docs], within: int) -> Docs:
    held = [one for one in sets if one.size]
    if len(held) < 2:
        return held[0] if held else NONE
    present = np.zeros(within, np.bool_)
    for one in held:
        present[one] = True
    return np.flatnonzero(present).astype(np.uint32)


def intersection(sets: Sequence[Docs]) -> Docs:
    """What all have, the shortest first, so that every step is as small as it can be."""
    return reduce(_common, sorted(sets, key=len))


def _common(few: Docs, many: Docs) -> Docs:
    return few[contained(few, many)[0]] if few.size else few


def difference(some: Docs, others: Docs) -> Docs:
    """What stands in the first and not in the second."""
    return some[~contained(some, others)[0]] if some.size and others.size else some


def contained(few: Docs, many: Docs) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.intp]]:
    """Which of the first stand in the second, and where each stands or would stand."""
    if not many.size:
        return np.zeros(few.size, np.bool_), np.zeros(few.size, np.intp)
    places = np.minimum(many.searchsorted(few), many.size - 1)
    return many[places] == few, places
