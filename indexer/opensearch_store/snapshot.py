"""One commit of the cluster, as the seam has it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Self

from indexer.opensearch_store.documents import ClusterMatch, reports_of
from indexer.opensearch_store.likeness import reprints, similar
from indexer.opensearch_store.listing import SORTS
from indexer.opensearch_store.mapping import READ
from indexer.opensearch_store.queries import EVERYTHING, any_of, terms
from indexer.opensearch_store.searching import Search
from indexer.opensearch_store.session import Session
from indexer.opensearch_store.vocabulary import complete, spell
from indexer.query import Query
from indexer.report import Report
from indexer.store import (
    HELD,
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

Json = dict[str, Any]


class ClusterSnapshot:
    """A `Snapshot`. Any number of threads ask it at once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.version = session.commit.version

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is to be let go: the cluster keeps nothing for us."""

    def search(self, query: Query, page: Page) -> Matches:
        return Search(self._session, query).page(page)

    def matches(
        self, query: Query, order: Order = Order.RELEVANCE, classes: tuple[Class, ...] = ()
    ) -> Iterator[Match]:
        return Search(self._session, query).every(order, classes)

    def each(self, queries: Sequence[Query], classes: tuple[Class, ...]) -> tuple[Iterator[Match], ...]:
        return tuple(self.matches(query, Order.NEWEST, classes) for query in queries)

    def counts(self, queries: Sequence[Query], facets: tuple[Facet, ...] = ()) -> tuple[Count, ...]:
        found = [Search(self._session, query) for query in queries]
        self._session.count([query for one in found for query in one.sizes])
        return tuple(one.count(facets) for one in found)

    def values(self, facet: Facet) -> tuple[tuple[str, int], ...]:
        answers = self._session.searches([self._session.faceting(EVERYTHING, [facet])])
        return tuple(self._session.facets(answers, EVERYTHING, [facet])[facet])

    def holdings(self, latest: int) -> Held:
        body = {**self._session.sampling(EVERYTHING, latest), "sort": SORTS[Order.ADDED]}
        found = self._session.together(latest=[body], values=[self._session.faceting(EVERYTHING, HELD)])
        commit = self._session.commit
        return Held(
            reports=commit.reports,
            characters=commit.sums["characters"],
            values=self._session.facets(found["values"], EVERYTHING, HELD),
            latest=tuple(reports_of(found["latest"][0])),
        )

    def get(self, ids: Sequence[str]) -> tuple[Report | None, ...]:
        held = {one.id: one.report for one in self._session.documents(ids)}
        return tuple(map(held.get, ids))

    def reprints(self, ids: Sequence[str]) -> tuple[Reprints, ...]:
        return reprints(self._session, ids)

    def similar(self, report_id: str, most: int) -> tuple[Match, ...]:
        return similar(self._session, report_id, most)

    def complete(self, text: str, most: int) -> tuple[Completion, ...]:
        return complete(self._session, text, most)

    def spell(self, asked: Sequence[Spelling]) -> tuple[tuple[Spelt, ...], ...]:
        return spell(self._session, asked)

    def entries(self, places: Collection[str] = (), fingerprints: Collection[str] = ()) -> Iterator[Entry]:
        below = [{"prefix": {"place": f"{place.rstrip('/')}/"}} for place in places]
        found = any_of([*below, terms("place", places), terms("fingerprint", fingerprints)])
        body = {"query": self._session.counted(found), "sort": [{"id": "asc"}], **READ}
        for hit in self._session.walk(body):
            kept = ClusterMatch(hit, "literal").kept
            one = kept.about
            yield Entry(one.id, one.place, kept.digest, kept.fingerprint, one.date, one.source)
