"""How many of the matching documents have each month or source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from indexer.store import Facet
from indexer.whoosh_store.matching import Matching


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
