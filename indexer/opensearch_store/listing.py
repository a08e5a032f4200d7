"""Matches in order: as the searches that bring any piece of the list, or as a walk through all of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any

from indexer.dates import day
from indexer.opensearch_store.documents import ClusterMatch, matches
from indexer.opensearch_store.mapping import READ
from indexer.opensearch_store.queries import all_of, any_of, named, term
from indexer.opensearch_store.scoring import Scoring
from indexer.opensearch_store.session import Session, by_values
from indexer.ranking.closer import Closer
from indexer.store import CLASSES, Class, Facet, Order, Position

Json = dict[str, Any]

SORTS: Mapping[Order, list[Json]] = {
    Order.RELEVANCE: [{"_score": "desc"}, {"day": "desc"}, {"id": "asc"}],
    Order.NEWEST: [{"day": "desc"}, {"id": "asc"}],
    Order.ADDED: [{"indexed": "desc"}, {"day": "desc"}, {"id": "asc"}],
    Order.OLDEST: [{"first_day": {"order": "asc", "missing": "_last"}}, {"id": "asc"}],
}


def behind(order: Order, position: Position) -> Json:
    """What stands behind a position in an order by date; reports of unknown date stand last."""
    number, later_id = day(position.date), {"range": {"id": {"gt": position.id}}}
    if order is Order.NEWEST:
        return any_of([{"range": {"day": {"lt": number}}}, all_of([term("day", number), later_id])])
    undated = term("day", 0)
    if not number:
        return all_of([undated, later_id])
    later = {"range": {"first_day": {"gt": number}}}
    return any_of([undated, later, all_of([term("first_day", number), later_id])])


_Part = tuple[Json, Class | None]
"""A query, and the class of all that it finds. Where there are several its parts are named, and for every hit
the cluster has to ask each of them again."""


class Listing:
    """What matches a query, by its classes, in one order."""

    def __init__(
        self,
        session: Session,
        found: Mapping[Class, Json],
        order: Order,
        scoring: Scoring,
        closer: Closer | None,
        lacking: tuple[str, ...] = (),
    ) -> None:
        """`found` are queries for each class; by relevance a `closer` look is taken; `lacking` are the texts
        of which a relaxed match lacks some."""
        self._session, self._order, self._scoring, self._lacking = session, order, scoring, lacking
        self._found = list(found.values())
        self._closer = closer
        self._parts: list[_Part]
        if closer and closer.by_class:
            self._parts = [(found[one], one) for one in CLASSES if one in found]
        elif len(found) == 1:
            self._parts = [(query, one) for one, query in found.items()]
        else:
            self._parts = [(any_of(named(query, one) for one, query in found.items()), None)]

    def asked(self, page: slice, sizes: Sequence[int]) -> list[Json]:
        """The searches that bring a page, given how many there are of each class but for the last."""
        pieces = self._pieces(page, sizes)
        return [
            self._body(query) | {"from": piece.start, "size": piece.stop - piece.start}
            for (query, _), piece in pieces
        ]

    def _pieces(self, page: slice, sizes: Sequence[int]) -> Iterator[tuple[_Part, slice]]:
        """The parts of which a page needs something, and what of each."""
        first, last = self._looked_at(page)
        of_parts = [*sizes, last] if len(self._parts) > 1 else [last]
        for part, size in zip(self._parts, of_parts, strict=False):
            if first < min(last, size):
                yield part, slice(first, min(last, size))
            first, last = max(0, first - size), last - size

    def faceted(self, bodies: Sequence[Json], whole: Json, facets: Sequence[Facet]) -> list[Json]:
        """The same searches, of which the first also counts the values of facets of the whole, of which the
        list is a part. Only what is listed is scored."""
        if not facets:
            return [*bodies]
        if not bodies:
            return [self._session.faceting(whole, facets)]
        first, counted = bodies[0], {"aggs": by_values(facets)}
        if whole in self._found:  # and so there is no more than what the first lists
            return [first | counted, *bodies[1:]]
        part = first["query"]["script_score"]["query"]
        return [first | self._body(whole) | counted | {"post_filter": part}, *bodies[1:]]

    def page(self, page: slice, sizes: Sequence[int], answers: Sequence[Json]) -> tuple[ClusterMatch, ...]:
        """The page, from the answers to the searches that were `asked`."""
        first, _ = self._looked_at(page)
        both = zip(self._pieces(page, sizes), answers, strict=False)  # facets may have been asked for alone
        listed = chain.from_iterable(
            matches(answer["hits"]["hits"], of, self._lacking) for ((_, of), _), answer in both
        )
        found = listed if first else self._looked(listed)
        return tuple(islice(found, page.start - first, page.stop - first))

    def walk(self) -> Iterator[ClusterMatch]:
        """All of it."""
        walks = ((self._session.walk(self._body(query)), of) for query, of in self._parts)
        return self._looked(chain.from_iterable(matches(hits, of, self._lacking) for hits, of in walks))

    def _looked_at(self, page: slice) -> tuple[int, int]:
        """From which match to which must be known to tell what is on the page."""
        if page.start >= page.stop or not self._closer or page.start >= self._closer.examined:
            return page.start, page.stop
        return 0, max(page.stop, self._closer.examined)

    def _looked(self, found: Iterator[ClusterMatch]) -> Iterator[ClusterMatch]:
        return self._closer.look(found) if self._closer else found

    def _body(self, part: Json) -> Json:
        scored = self._scoring.scored(self._session.counted(part))
        return {"query": scored, "sort": SORTS[self._order], "track_scores": True, **READ}
