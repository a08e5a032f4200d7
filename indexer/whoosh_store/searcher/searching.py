"""One query asked of one commit: what matches, how many, and one page of it in order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial
from itertools import islice

import numpy as np

from indexer.query import Query
from indexer.ranking.closer import Closer
from indexer.ranking.order import Look, is_sentence
from indexer.ranking.scripts import Scripts
from indexer.ranking.weights import Relaxation, enough, relaxation, telling, weigh
from indexer.report import At, Known, Report
from indexer.store import (
    CLASSES,
    HELD,
    STRICT,
    Class,
    Count,
    Facet,
    Held,
    Manner,
    Match,
    Matches,
    Order,
    Page,
    TermCount,
)
from indexer.text.normal import Normal
from indexer.whoosh_store.guard import Guard
from indexer.whoosh_store.searcher.evaluate import Selection
from indexer.whoosh_store.searcher.facets import characters_of, facet_of, span
from indexer.whoosh_store.searcher.leaves import Leaves, Place
from indexer.whoosh_store.searcher.matching import LITERAL, RELAXED, WORDS, Asked, Matching, total
from indexer.whoosh_store.searcher.ordering import Ranked, behind, in_order
from indexer.whoosh_store.searcher.scoring import Scorer, has_word
from indexer.whoosh_store.segment.originals import Original

LOOSE: tuple[Class, ...] = ("relaxed",)


class LeafMatch:
    """A `Match`: what is asked of it is read from its segment when it is first asked for."""

    def __init__(self, one: Ranked, guard: Guard, lacks: Callable[[], tuple[str, ...]] = tuple) -> None:
        self.id, self.score, self.match = one.id.decode(), one.score, one.match
        self.place: Place = one.leaf, one.document
        self._columns, self._document = one.leaf.columns, one.document
        self._guard, self._lacks = guard, lacks

    @cached_property
    def lacks(self) -> tuple[str, ...]:
        with self._guard:
            return self._lacks()

    @cached_property
    def known(self) -> Known:
        with self._guard:
            return self._columns.known(self._document)

    @cached_property
    def normal(self) -> Normal:
        with self._guard:
            return self._columns.normal(self._document)

    def original(self, block: int) -> str:
        with self._guard:
            return self._original.text(self.normal.begins[block], self.normal.blocks[block])

    def at(self, block: int) -> At:
        return self._standing[block]

    @cached_property
    def _standing(self) -> list[At]:
        with self._guard:
            return self._columns.standing(self._document)

    @cached_property
    def headings(self) -> list[int]:
        with self._guard:
            return self._columns.headings(self._document)

    @cached_property
    def _original(self) -> Original:
        return self._columns.original(self._document)

    @cached_property
    def report(self) -> Report:
        with self._guard:
            return self._columns.report(self._document)


class Search:
    """Asks every leaf once."""

    def __init__(self, leaves: Leaves, query: Query, guard: Guard) -> None:
        self._leaves, self._query, self._guard = leaves, query, guard
        self._asked = {leaf: Asked(leaf, query) for leaf in leaves.each}
        self._strict = [asked.strict() for asked in self._asked.values()]
        self.shown: dict[str, Place] = {}
        """The matches of the pages that were asked for."""

    @cached_property
    def _scorer(self) -> Scorer:
        weights = weigh(self._query.wanted).in_pieces(partial(has_word, self._leaves))
        return Scorer(self._leaves, weights)

    @cached_property
    def _closer(self) -> Closer:
        evidence = self._scorer.evidence(Look.of(self._query.root))
        return Closer(evidence.of, Scripts(self._query), by_class=not self._is_sentence)

    @cached_property
    def _is_sentence(self) -> bool:
        return is_sentence(self._query.root)

    @cached_property
    def _relaxation(self) -> Relaxation | None:
        asked = relaxation(self._query.root)
        return asked and asked.in_pieces(lambda text: self._having(text) > 0)

    def _having(self, text: str) -> int:
        """How many documents hold a text literally, the filters aside."""
        return sum(asked.having(text) for asked in self._asked.values())

    @cached_property
    def _relaxed(self) -> list[Matching]:
        if self._relaxation is None:
            return [strict.of(["relaxed"]) for strict in self._strict]  # none of them
        every = self._asked.values()
        tells = [telling(self._having(text), self._leaves.count) for text in self._relaxation.texts]
        loose = [asked.loose(self._relaxation, tells) for asked in every]
        most = max((one.most for one in loose), default=0)
        least = enough(most, sum(tells), is_sentence=self._is_sentence)
        return [one.relaxed(least, strict.documents) for one, strict in zip(loose, self._strict, strict=True)]

    def page(self, page: Page) -> Matches:
        """What `Snapshot.search` promises."""
        literal, by_words = total(self._strict, LITERAL), total(self._strict, WORDS)
        totals: dict[Class, int | None] = {"literal": literal, "words": by_words, "relaxed": None}
        strict, classes = literal + by_words, page.classes or self._unasked(page.order)
        wanted = self._of(classes)
        left = [behind(one, page.order, page.after) for one in wanted] if page.after else wanted
        start = page.offset + _size(wanted) - _size(left)
        sets_apart = not page.classes and classes == STRICT and strict >= start
        room = start + page.limit - max(start, strict) if sets_apart else 0
        if room > 0 or "relaxed" in classes:
            totals["relaxed"] = total(self._relaxed, RELAXED)
        apart = self._of(LOOSE) if room > 0 else []
        end = page.offset + page.limit
        return Matches(
            total=sum(totals[one] or 0 for one in classes) if page.classes or strict else 0,
            totals=totals,
            hits=self._first(left, page.order, slice(page.offset, end)),
            apart=self._first(apart, page.order, slice(0, room)),
            terms=tuple(_count([one.term(t) for one in self._asked.values()]) for t in self._query.terms),
            rest=max(0, _size(left) - end),
            facets={facet: _values(facet, wanted) for facet in page.facets},
            offers={one: self._offer(one, page) for one in page.facets if self._query.filters.of(one)},
        )

    def _offer(self, facet: Facet, page: Page) -> tuple[tuple[str, int], ...]:
        """What a facet would count of this page's search, were nothing chosen of it."""
        lifted = replace(self._query, filters=self._query.filters.without(facet))
        search = Search(self._leaves, lifted, self._guard)
        return _values(facet, search._of(page.classes or search._unasked(page.order)))

    def count(self, facets: Collection[Facet]) -> Count:
        """What `Snapshot.counts` promises of one query."""
        found = [(one.leaf, one.documents) for one in self._strict]
        first, last = span(found) if facets else ("", "")
        return Count(
            total=_size(self._strict),
            facets={facet: facet_of(facet, found) for facet in facets},
            characters={facet: characters_of(facet, found) for facet in facets},
            first=first,
            last=last,
        )

    def every(self, order: Order, classes: Collection[Class]) -> Iterator[Match]:
        """What `Snapshot.matches` promises. What is wrong with the query is raised at once."""
        wanted = self._of(classes or self._unasked(order))
        return map(self._match, self._in_order(wanted, order, _size(wanted)))

    def _unasked(self, order: Order) -> tuple[Class, ...]:
        """What pages hold where no class is named."""
        if not _size(self._strict):
            return LOOSE
        return CLASSES if self._is_sentence and order is Order.RELEVANCE else STRICT

    def _of(self, classes: Collection[Class]) -> list[Matching]:
        all_strict = set(classes).issuperset(STRICT)
        strict = self._strict if all_strict else [one.of(classes) for one in self._strict]
        if "relaxed" not in classes:
            return strict
        return [one.and_(other) for one, other in zip(strict, self._relaxed, strict=True)]

    def _first(self, wanted: Sequence[Matching], order: Order, page: slice) -> tuple[Match, ...]:
        if page.start >= page.stop or not wanted:
            return ()
        ranked = self._in_order(wanted, order, page.stop)
        matches = tuple(map(self._match, islice(ranked, page.start, page.stop)))
        self.shown.update((one.id, one.place) for one in matches)
        return matches

    def _in_order(self, wanted: Sequence[Matching], order: Order, most: int) -> Iterator[Ranked]:
        closer = self._closer if order is Order.RELEVANCE else None
        return in_order(wanted, self._scorer.scores, order, most, closer)

    def _match(self, one: Ranked) -> LeafMatch:
        if one.match != "relaxed" or not self._relaxation:
            return LeafMatch(one, self._guard)
        asked = self._asked[one.leaf]
        return LeafMatch(one, self._guard, partial(asked.lacks, self._relaxation, one.document))


def holdings(leaves: Leaves, most: int, guard: Guard) -> Held:
    """What `Snapshot.holdings` promises."""
    every = [Matching(leaf, leaf.all, np.zeros(leaf.all.size, np.int8)) for leaf in leaves.each]
    ranked = in_order(every, lambda found, _: np.zeros(found.documents.size), Order.ADDED, most)
    return Held(
        reports=leaves.count,
        characters=sum(leaf.characters for leaf in leaves.each),
        values={facet: _values(facet, every) for facet in HELD},
        latest=tuple(LeafMatch(one, guard) for one in islice(ranked, most)),
    )


def _values(facet: Facet, matching: Sequence[Matching]) -> tuple[tuple[str, int], ...]:
    return facet_of(facet, [(one.leaf, one.documents) for one in matching])


def _size(matching: Sequence[Matching]) -> int:
    return sum(one.documents.size for one in matching)


def _count(found: Sequence[Selection]) -> TermCount:
    whole, literal = sum(one.all.size for one in found), sum(one.literal.size for one in found)
    matched: Manner = "literal" if literal else "words" if whole else "none"
    return TermCount(matched, whole)
