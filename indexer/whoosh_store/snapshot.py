"""One commit of the index, as the seam has it: every question asked of the same segments."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Self, TypeVar

from indexer.errors import ReportNotFound
from indexer.query import Filters, Literal, Query
from indexer.report import Report
from indexer.store import (
    Class,
    Completion,
    Count,
    Entry,
    Facet,
    Held,
    Match,
    Matches,
    Order,
    Page,
    Reprints,
    Spelling,
    Spelt,
)
from indexer.whoosh_store.guard import Guard
from indexer.whoosh_store.searcher.facets import facet_of
from indexer.whoosh_store.searcher.leaves import Leaves, Place
from indexer.whoosh_store.searcher.searching import LeafMatch, Search, holdings
from indexer.whoosh_store.vocabulary.completing import complete
from indexer.whoosh_store.vocabulary.counts import reports
from indexer.whoosh_store.vocabulary.similar import reprints, similar
from indexer.whoosh_store.vocabulary.spelling import spell

Item = TypeVar("Item")


class WhooshSnapshot:
    """A `Snapshot`. Segments never change, so any number of threads ask it at once."""

    def __init__(self, place: str, leaves: Leaves, version: str) -> None:
        self._leaves, self.version = leaves, version
        self._guard = Guard(place, leaves.verify)
        self._found: dict[str, Place] = {}
        """Where the reports are that pages were asked for: what is asked next is about them."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is to be let go: files are closed with the last that refers to them."""

    def search(self, query: Query, page: Page) -> Matches:
        with self._guard:
            search = self._asked(query)
            matches = search.page(page)
            self._found.update(search.shown)
            return matches

    def matches(
        self, query: Query, order: Order = Order.RELEVANCE, classes: tuple[Class, ...] = ()
    ) -> Iterator[Match]:
        with self._guard:
            return self._guarded(self._asked(query).every(order, classes))

    def each(self, queries: Sequence[Query], classes: tuple[Class, ...]) -> tuple[Iterator[Match], ...]:
        return tuple(self.matches(query, Order.NEWEST, classes) for query in queries)

    def counts(self, queries: Sequence[Query], facets: tuple[Facet, ...] = ()) -> tuple[Count, ...]:
        with self._guard:
            return tuple(self._count(query, facets) for query in queries)

    def _count(self, query: Query, facets: tuple[Facet, ...]) -> Count:
        if isinstance(query.root, Literal) and not facets and query.filters == Filters():
            return Count(reports(self._leaves, query.root.text), {})
        return self._asked(query).count(facets)

    def values(self, facet: Facet) -> tuple[tuple[str, int], ...]:
        with self._guard:
            return facet_of(facet, [(leaf, leaf.all) for leaf in self._leaves.each])

    def holdings(self, latest: int) -> Held:
        with self._guard:
            return holdings(self._leaves, latest, self._guard)

    def get(self, ids: Sequence[str]) -> tuple[Report | None, ...]:
        with self._guard:
            return tuple(self._report(one) for one in ids)

    def _report(self, report_id: str) -> Report | None:
        found = self._place(report_id)
        return found[0].columns.report(found[1]) if found else None

    def _place(self, report_id: str) -> Place | None:
        return self._found.get(report_id) or self._leaves.find(report_id)

    def reprints(self, ids: Sequence[str]) -> tuple[Reprints, ...]:
        with self._guard:
            return reprints(self._leaves, [self._place(one) for one in ids])

    def similar(self, report_id: str, most: int) -> tuple[Match, ...]:
        with self._guard:
            if (found := self._place(report_id)) is None:
                raise ReportNotFound(report_id)
            return tuple(LeafMatch(one, self._guard) for one in similar(self._leaves, found, most))

    def complete(self, text: str, most: int) -> tuple[Completion, ...]:
        with self._guard:
            return complete(self._leaves, text, most)

    def spell(self, asked: Sequence[Spelling]) -> tuple[tuple[Spelt, ...], ...]:
        with self._guard:
            return spell(self._leaves, asked)

    def entries(self, places: Collection[str] = (), fingerprints: Collection[str] = ()) -> Iterator[Entry]:
        prints = [bytes.fromhex(one) for one in fingerprints]
        return self._guarded(one for leaf in self._leaves.each for one in leaf.entries(places, prints))

    def _asked(self, query: Query) -> Search:
        return Search(self._leaves, query, self._guard)

    def _guarded(self, found: Iterator[Item]) -> Iterator[Item]:
        with self._guard:
            yield from found
