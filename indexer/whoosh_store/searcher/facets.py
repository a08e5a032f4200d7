"""How many documents have each year, month or source, and how much text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache
from typing import Any, Literal, assert_never

import numpy as np
import numpy.typing as npt

from indexer.dates import iso
from indexer.query import Choice, Filters
from indexer.store import Facet
from indexer.whoosh_store.searcher.leaves import Leaf
from indexer.whoosh_store.segment.arrays import RisingStrings
from indexer.whoosh_store.segment.columns import MONTHS
from indexer.whoosh_store.segment.keys import BEHIND_SLASH, within
from indexer.whoosh_store.segment.postings import Docs

_Named = Literal["source", "folder"]
Kept = npt.NDArray[np.bool_]
Found = Sequence[tuple[Leaf, Docs]]
Weights = npt.NDArray[Any]
"""What each document counts for."""
Weighed = tuple[Leaf, Docs, Weights]
_NONE = np.zeros(0, np.int32)


def facet_of(facet: Facet, found: Found) -> tuple[tuple[str, int], ...]:
    """How many of the documents, leaf by leaf, have each value; in the order of `store.Values`."""
    return _summed(facet, [(leaf, documents, np.ones(len(documents))) for leaf, documents in found])


def characters_of(facet: Facet, found: Found) -> tuple[tuple[str, int], ...]:
    """How many characters those of the documents have together that have each value; in the same order."""
    return _summed(
        facet, [(leaf, documents, leaf.columns.characters[documents]) for leaf, documents in found]
    )


def span(found: Found) -> tuple[str, str]:
    """The first and the last date of the documents; empty where none is known."""
    dates = np.concatenate([leaf.columns.dates[documents] for leaf, documents in found] or [_NONE])
    known = dates[dates > 0]
    return (iso(int(known.min())), iso(int(known.max()))) if len(known) else ("", "")


def _summed(facet: Facet, weighed: Sequence[Weighed]) -> tuple[tuple[str, int], ...]:
    match facet:
        case "source":
            return tuple(sorted(_named(weighed, "source").items(), key=lambda pair: (-pair[1], pair[0])))
        case "folder":
            return tuple(sorted(_named(weighed, "folder").items()))
        case "year":
            years = _sums((leaf.columns.years[documents], each) for leaf, documents, each in weighed)
            return tuple((f"{year:04}", one) for year, one in sorted(years.items()) if year)
        case "month":
            months = _sums((leaf.columns.months[documents], each) for leaf, documents, each in weighed)
            return tuple((_month(month), one) for month, one in sorted(months.items()) if month % MONTHS)
        case _:
            assert_never(facet)


@cache
def _month(number: int) -> str:
    year, month = divmod(number, MONTHS)
    return f"{year:04}-{month:02}"


def _sums(held: Iterable[tuple[npt.NDArray[Any], Weights]]) -> Counter[int]:
    """What those that have each number weigh together, of the numbers that any has."""
    summed: Counter[int] = Counter()
    for numbers, weights in held:
        having = np.flatnonzero(np.bincount(numbers))
        sums = np.bincount(numbers, weights)[having]
        summed.update(dict(zip(having.tolist(), sums.astype(np.int64).tolist(), strict=True)))
    return summed


def _named(weighed: Sequence[Weighed], facet: _Named) -> Counter[str]:
    named: Counter[str] = Counter()
    for leaf, documents, weights in weighed:
        names, of = _names(leaf, facet)
        for number, one in _sums([(of[documents], weights)]).items():
            if name := names[number].decode():
                named[name] += one
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
