"""Filters and facets over the columns of dates and sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from indexer.query import Filters
from indexer.store import Facet
from indexer.whoosh_store.evaluate import Found, contained
from indexer.whoosh_store.postings import Docs
from indexer.whoosh_store.ranking import Matching
from indexer.whoosh_store.schema import day
from indexer.whoosh_store.snapshot import Leaf


def admitted(leaf: Leaf, found: Found, filters: Filters) -> Matching:
    """What was found and passes the filters."""
    documents = found.all
    if filters.source:
        documents = documents[_of_source(leaf, documents, filters.source)]
    if filters.after or filters.before:
        documents = documents[_within(leaf.columns.dates[documents], filters)]
    return Matching(leaf, documents, contained(documents, found.literal)[0])


def _of_source(leaf: Leaf, documents: Docs, source: str) -> npt.NDArray[np.bool_]:
    wanted = source.encode()
    numbers = [number for number, one in enumerate(leaf.columns.sources) if one == wanted]
    return np.equal(leaf.columns.source_of[documents], numbers[0] if numbers else -1)


def _within(dates: npt.NDArray[np.int32], filters: Filters) -> npt.NDArray[np.bool_]:
    """`Filters.admit` for many: a date cut short stands for its whole span, and spans must overlap."""
    known = dates > 0
    if filters.after:
        known &= _last(dates) >= day(filters.after)
    if filters.before:
        known &= dates <= _last(np.array([day(filters.before)], np.int32))
    return known


def _last(dates: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """The last day that a date may mean: 20240300 -> 20240399, 20240000 -> 20249999."""
    return dates + np.where(dates % 10000 == 0, 9999, np.where(dates % 100 == 0, 99, 0)).astype(np.int32)


def facet_of(facet: Facet, matching: Sequence[Matching]) -> tuple[tuple[str, int], ...]:
    """How many of the matching documents have each value; see `Matches.facets` for the order."""
    if facet == "month":
        return tuple(sorted(_months(matching).items()))
    sources = _sources(matching)
    return tuple(sorted(sources.items(), key=lambda pair: (-pair[1], pair[0])))


def _months(matching: Sequence[Matching]) -> Counter[str]:
    months: Counter[str] = Counter()
    for found in matching:
        values, counts = np.unique(found.leaf.columns.dates[found.documents] // 100, return_counts=True)
        for value, count in zip(values.tolist(), counts.tolist(), strict=True):
            if value % 100:
                months[f"{value // 100:04}-{value % 100:02}"] += count
    return months


def _sources(matching: Sequence[Matching]) -> Counter[str]:
    sources: Counter[str] = Counter()
    for found in matching:
        counts = np.bincount(found.leaf.columns.source_of[found.documents])
        for number in np.flatnonzero(counts).tolist():
            if source := found.leaf.columns.sources[number].decode():
                sources[source] += int(counts[number])
    return sources
