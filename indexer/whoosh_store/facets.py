"""How many documents have each year, month or source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from indexer.store import Facet
from indexer.whoosh_store.postings import Docs
from indexer.whoosh_store.schema import iso
from indexer.whoosh_store.snapshot import Leaf

_SPANS: dict[Facet, int] = {"year": 10_000, "month": 100}
"""Days are told apart by their numbers (`schema.day`) down to so much."""


def facet_of(facet: Facet, found: Sequence[tuple[Leaf, Docs]]) -> tuple[tuple[str, int], ...]:
    """How many of the documents, leaf by leaf, have each value; see `Matches.facets` for the order."""
    if facet == "source":
        sources = _sources(found)
        return tuple(sorted(sources.items(), key=lambda pair: (-pair[1], pair[0])))
    return tuple(sorted(_spans(found, _SPANS[facet]).items()))


def _spans(found: Sequence[tuple[Leaf, Docs]], span: int) -> Counter[str]:
    """A date that is cut short says nothing of what is shorter."""
    spans: Counter[str] = Counter()
    for leaf, documents in found:
        counts = np.bincount(leaf.columns.dates[documents] // span)
        for number in np.flatnonzero(counts).tolist():
            if number * span % (span * 100):
                spans[iso(number * span)] += int(counts[number])
    return spans


def _sources(found: Sequence[tuple[Leaf, Docs]]) -> Counter[str]:
    sources: Counter[str] = Counter()
    for leaf, documents in found:
        counts = np.bincount(leaf.columns.source_of[documents])
        for number in np.flatnonzero(counts).tolist():
            if source := leaf.columns.sources[number].decode():
                sources[source] += int(counts[number])
    return sources
