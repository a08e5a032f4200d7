"""How many documents have each year, month or source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache
from typing import Literal, assert_never

import numpy as np
import numpy.typing as npt

from indexer.query import Choice, Filters
from indexer.store import Facet
from indexer.whoosh_store.searcher.leaves import Leaf
from indexer.whoosh_store.segment.arrays import RisingStrings
from indexer.whoosh_store.segment.columns import MONTHS
from indexer.whoosh_store.segment.keys import BEHIND_SLASH, within
from indexer.whoosh_store.segment.postings import Docs

_Named = Literal["source", "folder"]
Kept = npt.NDArray[np.bool_]


def facet_of(facet: Facet, found: Sequence[tuple[Leaf, Docs]]) -> tuple[tuple[str, int], ...]:
    """How many of the documents, leaf by leaf, have each value; in the order of `store.Values`."""
    match facet:
        case "source":
            return tuple(sorted(_named(found, "source").items(), key=lambda pair: (-pair[1], pair[0])))
        case "folder":
            return tuple(sorted(_named(found, "folder").items()))
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


def _named(found: Sequence[tuple[Leaf, Docs]], facet: _Named) -> Counter[str]:
    named: Counter[str] = Counter()
    for leaf, documents in found:
        names, of = _names(leaf, facet)
        counts = np.bincount(of[documents])
        for number in np.flatnonzero(counts).tolist():
            if name := names[number].decode():
                named[name] += int(counts[number])
    return named


def _names(leaf: Leaf, facet: _Named) -> tuple[RisingStrings, npt.NDArray[np.uint32]]:
    """The names of a leaf, and which of them each document has."""
    columns = leaf.columns
    if facet == "source":
        return columns.sources, columns.source_of
    return columns.folders, columns.folder_of


# — filters over the columns of dates and names —


def admitted(leaf: Leaf, documents: Docs, filters: Filters) -> Docs:
    """Which of the documents pass the filters."""
    if filters.source:
        documents = documents[_chosen(leaf, documents, "source", filters.source)]
    if filters.folder:
        documents = documents[_chosen(leaf, documents, "folder", filters.folder)]
    if filters.year:
        years = leaf.columns.years[documents]
        documents = documents[_admits(filters.year, lambda values: np.isin(years, [int(v) for v in values]))]
    if filters.after or filters.before:
        documents = documents[within(leaf.columns.dates[documents], filters.after, filters.before)]
    return documents


def _admits(choice: Choice, having: Callable[[Collection[str]], npt.NDArray[np.bool_]]) -> Kept:
    """`Choice.admits` for many, given what tells which have one of some values."""
    unwanted = having(choice.unwanted)
    return having(choice.wanted) & ~unwanted if choice.wanted else ~unwanted


def _chosen(leaf: Leaf, documents: Docs, facet: _Named, choice: Choice) -> Kept:
    names, of = _names(leaf, facet)

    def having(values: Collection[str]) -> Kept:
        held = np.zeros(len(names) + 1, np.bool_)
        for value in values:
            if (number := names.find(value.encode())) is not None:
                held[number] = True
            if facet == "folder":
                held[names.place(f"{value}/".encode()) : names.place(f"{value}{BEHIND_SLASH}".encode())] = (
                    True
                )
        return held

    return _admits(choice, having)[of[documents]]
