"""What a snapshot knows of its documents beside their text: filters, order, facets, the report itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from whoosh.reading import IndexReader

from indexer.query import Query
from indexer.report import Report
from indexer.store import Entry, Facet, Order
from indexer.whoosh_store.schema import load


class Rows:
    """Columns by document number. Dates and sources are UTF-8, so bytes sort as their text does."""

    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader
        self._ids, self._dates, self._sources = map(self._column, ("key", "date", "source"))

    def _column(self, name: str) -> Any:
        return self._reader.column_reader(name) if self._reader.doc_count_all() else ()

    def admitted(self, document: int, query: Query) -> bool:
        """True if the document passes the query's filters."""
        return query.filters.admit(self._dates[document].decode(), self._sources[document].decode())

    def ordered(self, scores: Mapping[int, float], literal: AbstractSet[int], order: Order) -> list[int]:
        """The documents of `scores`, first to last. Sorting is stable, so the ties go first."""
        ranked = sorted(scores, key=lambda one: self._ids[one])
        ranked.sort(key=lambda one: self._dates[one], reverse=True)
        if order is Order.OLDEST:
            ranked.sort(key=lambda one: self._dates[one] or b"\xff")
        elif order is Order.RELEVANCE:
            # Rounded, or the order of additions could tell equal scores apart.
            ranked.sort(key=lambda one: (one in literal, round(scores[one], 9)), reverse=True)
        return ranked

    def facet(self, facet: Facet, documents: Iterable[int]) -> tuple[tuple[str, int], ...]:
        """How many of the documents have each value; see `Matches.facets` for the order."""
        if facet == "month":
            months = Counter(self._dates[one][:7].decode() for one in documents)
            return tuple(sorted((month, n) for month, n in months.items() if len(month) == len("2024-03")))
        sources = Counter(self._sources[one].decode() for one in documents)
        del sources[""]
        return tuple(sorted(sources.items(), key=lambda pair: (-pair[1], pair[0])))

    def entries(self) -> list[Entry]:
        """What is known of every report without its text."""
        columns = [self._column(name) for name in ("key", "place", "digest")]
        return [
            Entry(*(column[document].decode() for column in columns))
            for document in self._reader.all_doc_ids()
        ]

    def characters(self) -> int:
        """How much text all reports together have."""
        lengths = self._column("characters")
        return sum(lengths[document] for document in self._reader.all_doc_ids())

    def report(self, document: int) -> Report:
        """The report that the document stores."""
        return load(self._reader.stored_fields(document)["report"])
