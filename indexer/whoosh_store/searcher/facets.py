"""How many documents have each year, month or source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import assert_never

import numpy as np
import numpy.typing as npt

from indexer.query import Filters
from indexer.store import Facet
from indexer.whoosh_store.searcher.leaves import Leaf
from indexer.whoosh_store.segment.columns import MONTHS
from indexer.whoosh_store.segment.keys import within
from indexer.whoosh_store.segment.postings import Docs


def facet_of(facet: Facet, found: Sequence[tuple[Leaf, Docs]]) -> tuple[tuple[str, int], ...]:
    """How many of the documents, leaf by leaf, have each value; in the order of `store.Values`."""
    match facet:
        case "source":
            return tuple(sorted(_sources(found).items(), key=lambda pair: (-pair[1], pair[0])))
        case "year":
            years = _counted((leaf.columns.years[documents] for leaf, documents in found))
            return tuple((f"{year:04}", count) for year, count in sorted(years.items()) if year)
        case "month":
            months = _counted((leaf.columns.months[documents] for leaf, documents in found))
            return tuple((_month(one), count) for one, count in sorted(months.items()) if one % MONTHS)
        case _:
            assert_never(facet)


@cache
def _month(number: int) -> str:
    year, month = divmod(number, MONTHS)
    return f"{year:04}-{month:02}"


def _counted(held: Iterable[npt.NDArray[np.int32]]) -> Counter[int]:
    """How often each number occurs."""
    counted: Counter[int] = Counter()
    for one in held:
        counts = np.bincount(one)
        numbers = np.flatnonzero(counts)
        counted.update(dict(zip(numbers.tolist(), counts[numbers].tolist(), strict=True)))
    return counted


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
    number = leaf.columns.sources.find(source.encode())
    return np.equal(leaf.columns.source_of[documents], -1 if number is None else number)
