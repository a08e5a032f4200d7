"""One query asked of one commit: what matches, how many, and one page of it in order.

In two questions as a rule: how many reports match, and have each word; and the page itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from indexer.dates import iso
from indexer.opensearch_store.documents import ClusterMatch
from indexer.opensearch_store.listing import Listing, behind
from indexer.opensearch_store.mapping import WORDS
from indexer.opensearch_store.nodes import Asking, Selection, admitted
from indexer.opensearch_store.queries import all_of, any_of, but, term
from indexer.opensearch_store.relaxing import Relaxing
from indexer.opensearch_store.scoring import Scoring, counted_for
from indexer.opensearch_store.session import Session, in_order, total
from indexer.query import Query
from indexer.ranking.closer import Closer
from indexer.ranking.evidence import Evidence
from indexer.ranking.order import Look, is_sentence
from indexer.ranking.scripts import Scripts
from indexer.ranking.weights import weigh
from indexer.store import (
    CLASSES,
    STRICT,
    Class,
    Count,
    Facet,
    Manner,
    Matches,
    Order,
    Page,
    TermCount,
    Values,
)

Json = dict[str, Any]

LOOSE: tuple[Class, ...] = ("relaxed",)


class Search:
    """Counts are asked for at once, when the first of them is needed."""

    def __init__(self, session: Session, query: Query) -> None:
        self._session, self._query = session, query
        self._asking = Asking(session.looked_into)
        found, base = self._asking.find(query.root), admitted(query.filters)
        self._strict = Selection(all_of([base, found.all]), all_of([base, found.literal]))
        self._terms = [self._asking.find(term) for term in query.terms]
        self._weights = weigh(query.wanted)
        self._relaxing = Relaxing(session, self._asking, query)

    @cached_property
    def _scoring(self) -> Scoring:
        return Scoring(self._session, self._weights.in_pieces(lambda text: self._stands(term(WORDS, text))))

    @cached_property
    def _closer(self) -> Closer:
        return Closer(
            lambda texts: self._evidence.of(texts),  # made when it is needed, and counts are known
            Scripts(self._query),
            by_class=not self._is_sentence,
        )

    @cached_property
    def _evidence(self) -> Evidence:
        return self._scoring.evidence(Look.of(self._query.root))

    def _stands(self, query: Json) -> bool:
        return self._session.count([query])[0] > 0

    @cached_property
    def _is_sentence(self) -> bool:
        return is_sentence(self._query.root)

    def _ask(self, *further: Json) -> list[int]:
        """Have everything counted that an answer needs, and more."""
        of_terms = [query for one in self._terms for query in (one.all, one.literal)]
        known = [*self.sizes, *of_terms, *counted_for(self._weights), *self._relaxing.counted]
        self._session.count([*known, *further])
        return self._session.count(further)

    @cached_property
    def _sizes(self) -> tuple[int, int]:
        """How many match literally, and by words only."""
        whole, literally = self._session.count([self._strict.all, self._strict.literal])
        return literally, whole - literally

    @cached_property
    def _relaxed(self) -> Json:
        """What matches only in part."""
        return self._relaxing.relaxed(self._strict.all)

    @property
    def sizes(self) -> list[Json]:
        """What must be counted to tell how many match."""
        return [self._strict.all, self._strict.literal]

    def page(self, page: Page) -> Matches:
        """What `Snapshot.search` promises."""
        left = behind(page.order, page.after) if page.after else None
        lifted = {one: self._without(one) for one in page.facets if self._query.filters.of(one)}
        room = self._room(page, self._passed(left, [size for one in lifted.values() for size in one.sizes]))
        classes = page.classes or self._unasked(page.order)
        needs_relaxed = room > 0 or "relaxed" in classes
        wanted, here, there = (
            self._wanted(classes),
            slice(page.offset, page.offset + page.limit),
            slice(0, room),
        )
        listed = self._listing(classes, page.order, left)
        apart = self._listing(LOOSE if room else (), page.order)
        sizes = self._sizes_of(classes)
        found = self._session.together(
            hits=listed.faceted(listed.asked(here, sizes), wanted, page.facets),
            apart=apart.asked(there, ()),
            relaxed=[self._session.counting(self._relaxed)] if needs_relaxed and not room else [],
            left=[self._session.counting(all_of([wanted, left]))] if left else [],
            offers=[self._session.faceting(other.wanted(page), [one]) for one, other in lifted.items()],
        )
        relaxed = sum(map(total, found["apart"] or found["relaxed"]))
        totals = self._totals(relaxed if needs_relaxed else None)
        hits, others = listed.page(here, sizes, found["hits"]), apart.page(there, (), found["apart"])
        self._session.remember((*hits, *others))
        size = sum(totals[one] or 0 for one in classes)
        return Matches(
            total=size if page.classes or sum(self._sizes) else 0,
            totals=totals,
            hits=hits,
            apart=others,
            terms=tuple(self._term_counts()),
            rest=max(0, (sum(map(total, found["left"])) if left else size) - here.stop),
            facets=self._session.facets(found["hits"], wanted, page.facets),
            offers=self._offers(page, lifted, found["offers"]),
        )

    def _passed(self, left: Json | None, further: Sequence[Json]) -> int:
        """How many strict matches stand before what is left of them. What an answer needs, and more, is
        counted on the way."""
        counts = self._ask(*([all_of([self._strict.all, left])] if left else []), *further)
        return sum(self._sizes) - counts[0] if left else 0

    def _room(self, page: Page, passed: int) -> int:
        """How many relaxed matches fit on a page, set apart from the others."""
        start, strict = page.offset + passed, sum(self._sizes)
        if page.classes or self._unasked(page.order) != STRICT or strict < start:
            return 0
        return max(0, start + page.limit - strict)

    def _totals(self, relaxed: int | None) -> dict[Class, int | None]:
        literally, by_words = self._sizes
        return {"literal": literally, "words": by_words, "relaxed": relaxed}

    def _without(self, facet: Facet) -> Search:
        """The same search with nothing chosen of a facet."""
        return Search(self._session, replace(self._query, filters=self._query.filters.without(facet)))

    def _offers(self, page: Page, lifted: dict[Facet, Search], answers: Sequence[Json]) -> Values:
        """What each facet would count, were nothing chosen of it."""
        found = zip(lifted.items(), answers, strict=True)
        return {
            one: self._session.facets([each], other.wanted(page), [one])[one] for (one, other), each in found
        }

    def wanted(self, page: Page) -> Json:
        """What such a page of this search would count."""
        return self._wanted(page.classes or self._unasked(page.order))

    def count(self, facets: Sequence[Facet]) -> Count:
        """What `Snapshot.counts` promises of one query."""
        if not facets:
            return Count(sum(self._sizes), {})
        (answer,) = self._session.searches([self._session.weighing(self._strict.all, facets)])
        found = answer["aggregations"]
        return Count(
            total=sum(self._sizes),
            facets=self._session.facets([answer], self._strict.all, facets),
            characters={one: _characters(one, found[one]) for one in facets},
            first=iso(int(found["first"]["value"] or 0)),
            last=iso(int(found["last"]["value"] or 0)),
        )

    def every(self, order: Order, classes: tuple[Class, ...]) -> Iterator[ClusterMatch]:
        """What `Snapshot.matches` promises. What is wrong with the query is raised at once."""
        self._ask()
        return self._listing(classes or self._unasked(order), order).walk()

    def _term_counts(self) -> Iterator[TermCount]:
        for one in self._terms:
            whole, literally = self._session.count([one.all, one.literal])
            matched: Manner = "literal" if literally else "words" if whole else "none"
            yield TermCount(matched, whole)

    def _listing(self, classes: tuple[Class, ...], order: Order, left: Json | None = None) -> Listing:
        of_class = self._of_class(classes)
        found = {one: all_of([query, left]) if left else query for one, query in of_class.items()}
        closer = self._closer if order is Order.RELEVANCE else None
        return Listing(self._session, found, order, self._scoring, closer, self._relaxing.lacking)

    def _of_class(self, classes: tuple[Class, ...]) -> dict[Class, Json]:
        """A query for each class."""
        found: dict[Class, Json] = {
            "literal": self._strict.literal,
            "words": but(self._strict.all, self._strict.literal),
        }
        if "relaxed" in classes:
            found["relaxed"] = self._relaxed
        return {one: found[one] for one in CLASSES if one in classes}

    def _wanted(self, classes: tuple[Class, ...]) -> Json:
        """What is of any of the classes."""
        if set(STRICT) <= set(classes):
            return any_of([self._strict.all, *([self._relaxed] if "relaxed" in classes else [])])
        return any_of(self._of_class(classes).values())

    def _sizes_of(self, classes: tuple[Class, ...]) -> list[int]:
        """How many are of each of the strict classes."""
        return [size for one, size in zip(STRICT, self._sizes, strict=True) if one in classes]

    def _unasked(self, order: Order) -> tuple[Class, ...]:
        """What pages hold where no class is named."""
        if not sum(self._sizes):
            return LOOSE
        return CLASSES if self._is_sentence and order is Order.RELEVANCE else STRICT


def _characters(facet: Facet, counted: Json) -> tuple[tuple[str, int], ...]:
    """How many characters the reports of each value have, in the order of `store.Values`."""
    values = {one["key"]: int(one["characters"]["value"]) for one in counted["buckets"] if one["key"]}
    return in_order(facet, values)
