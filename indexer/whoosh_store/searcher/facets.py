"""How many documents have each year, month or source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from indexer.query import Filters
from indexer.store import Facet
from indexer.whoosh_store.searcher.snapshot import Leaf
from indexer.whoosh_store.segment.columns import within
from indexer.whoosh_store.segment.postings import Docs
from indexer.whoosh_store.segment.schema import iso

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


# — filters over the columns of dates and sources —


def admitted(leaf: Leaf, documents: Docs, filters: Filters) -> Docs:
    """Which of the documents pass the filters."""
    if filters.source:
        documents = documents[_of_source(leaf, documents, filters.source)]
    if filters.after or filters.before:
        documents = documents[within(leaf.columns.dates[documents], filters.after, filters.before)]
    return documents


def _of_source(leaf: Leaf, documents: Docs, source: str) -> npt.NDArray[np.bool_]:
    wanted = source.encode()
    numbers = [number for number, one in enumerate(leaf.columns.sources) if one == wanted]
    return np.equal(leaf.columns.source_of[documents], numbers[0] if numbers else -1)
