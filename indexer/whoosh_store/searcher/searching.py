"""One query asked of one snapshot: what matches, how many, and one page of it in order."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from itertools import islice

from indexer.query import Query
from indexer.ranking.nearness import Nearness
from indexer.ranking.relaxation import enough, relaxation
from indexer.ranking.weights import Weights, weigh
from indexer.store import STRICT, Class, Facet, Manner, Match, Matches, Order, Position, TermCount
from indexer.whoosh_store.searcher.evaluate import Found
from indexer.whoosh_store.searcher.facets import facet_of
from indexer.whoosh_store.searcher.matching import LITERAL, RELAXED, WORDS, Asked, Matching, total
from indexer.whoosh_store.searcher.ordering import Ranked, behind, in_order
from indexer.whoosh_store.searcher.scoring import Scorer
from indexer.whoosh_store.searcher.snapshot import Snapshot

LOOSE: tuple[Class, ...] = ("relaxed",)


class Search:
    """Asks every leaf once."""

    def __init__(self, snapshot: Snapshot, query: Query) -> None:
        self._snapshot, self._query = snapshot, query
        self._relaxation = relaxation(query.root)
        self._asked = {leaf: Asked(leaf, query) for leaf in snapshot.leaves}
        self._strict = [asked.strict() for asked in self._asked.values()]

    @cached_property
    def _weights(self) -> Weights:
        return weigh(self._query.wanted)

    @cached_property
    def _scorer(self) -> Scorer:
        return Scorer(self._snapshot, self._weights)

    @cached_property
    def _relaxed(self) -> list[Matching]:
        if self._relaxation is None:
            return [strict.of(["relaxed"]) for strict in self._strict]  # none of them
        loose = [asked.loose(self._relaxation) for asked in self._asked.values()]
        least = enough(max((one.most for one in loose), default=0), self._relaxation.whole)
        return [one.relaxed(least, strict.documents) for one, strict in zip(loose, self._strict, strict=True)]

    def page(
        self,
        limit: int,
        offset: int,
        order: Order,
        facets: Collection[Facet],
        classes: Collection[Class],
        after: Position | None,
    ) -> Matches:
        """What `Store.search` promises."""
        literal, by_words = total(self._strict, LITERAL), total(self._strict, WORDS)
        totals: dict[Class, int | None] = {"literal": literal, "words": by_words, "relaxed": None}
        strict, wanted = literal + by_words, self._wanted(classes)
        left = [behind(one, order, after) for one in wanted] if after else wanted
        start = offset + _size(wanted) - _size(left)
        room = 0 if classes or 0 < strict < start else start + limit - max(start, strict)
        if room > 0 or "relaxed" in classes:
            totals["relaxed"] = total(self._relaxed, RELAXED)
        apart = self._of(LOOSE) if room > 0 and strict else []
        return Matches(
            total=sum(filter(None, (totals[one] for one in classes or STRICT))),
            totals=totals,
            hits=self._first(left, order, slice(offset, offset + limit)),
            apart=self._first(apart, order, slice(0, room)),
            terms=tuple(_count([one.term(t) for one in self._asked.values()]) for t in self._query.terms),
            rest=max(0, _size(left) - offset - limit),
            facets={
                facet: facet_of(facet, [(one.leaf, one.documents) for one in wanted]) for facet in facets
            },
        )

    def every(self, order: Order, classes: Collection[Class]) -> Iterator[Match]:
        """What `Store.every` promises. What is wrong with the query is raised at once."""
        return map(self._match, self.ranked(order, classes))

    def ranked(self, order: Order, classes: Collection[Class]) -> Iterator[Ranked]:
        """The documents of these matches."""
        wanted = self._wanted(classes)
        return self._in_order(wanted, order, _size(wanted))

    def _wanted(self, classes: Collection[Class]) -> list[Matching]:
        """What pages hold."""
        return self._of(classes or (STRICT if _size(self._strict) else LOOSE))

    def _of(self, classes: Collection[Class]) -> list[Matching]:
        strict = [one.of(classes) for one in self._strict]
        if "relaxed" not in classes:
            return strict
        return [one.and_(other) for one, other in zip(strict, self._relaxed, strict=True)]

    def _first(self, wanted: Sequence[Matching], order: Order, page: slice) -> tuple[Match, ...]:
        if page.start >= page.stop or not wanted:
            return ()
        return tuple(
            map(self._match, islice(self._in_order(wanted, order, page.stop), page.start, page.stop))
        )

    def _in_order(self, wanted: Sequence[Matching], order: Order, most: int) -> Iterator[Ranked]:
        totals = self._scorer.scores(wanted)
        # The words of one literal stand together wherever it does.
        together = len(self._query.wanted) == 1 and not any(one.classes.any() for one in wanted)
        words = () if together else self._weights.whole
        refiner = Nearness(self._query, {word: self._scorer.idf[word] for word in words})
        return in_order(wanted, totals, order, most, refiner)

    def _match(self, one: Ranked) -> Match:
        lacks: tuple[str, ...] = ()
        if one.match == "relaxed" and self._relaxation:
            lacks = self._asked[one.leaf].lacks(self._relaxation, one.document)
        return Match(one.leaf.columns.report(one.document), one.score, one.match, lacks)


def _size(matching: Sequence[Matching]) -> int:
    return sum(one.documents.size for one in matching)


def _count(found: Sequence[Found]) -> TermCount:
    whole, literal = sum(one.all.size for one in found), sum(one.literal.size for one in found)
    matched: Manner = "literal" if literal else "words" if whole else "none"
    return TermCount(matched, whole)
