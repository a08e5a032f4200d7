"""One query asked of one snapshot: what matches, how many, and one page of it in order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property

from indexer.query import Query, enough, relaxation
from indexer.store import Class, Facet, Manner, Match, Matches, Order, TermCount
from indexer.whoosh_store.evaluate import Found
from indexer.whoosh_store.facets import facet_of
from indexer.whoosh_store.matching import LITERAL, RELAXED, WORDS, Asked, Matching, total
from indexer.whoosh_store.ordering import Ranked, first
from indexer.whoosh_store.ranking import Scorer
from indexer.whoosh_store.refining import Refiner
from indexer.whoosh_store.snapshot import Snapshot
from indexer.whoosh_store.weights import Weights, weigh

STRICT: tuple[Class, ...] = ("literal", "words")
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
    def _relaxed(self) -> list[Matching]:
        if self._relaxation is None:
            return [strict.of(["relaxed"]) for strict in self._strict]  # none of them
        loose = [asked.loose(self._relaxation) for asked in self._asked.values()]
        least = enough(max((one.most for one in loose), default=0), self._relaxation.whole)
        return [one.relaxed(least, strict.documents) for one, strict in zip(loose, self._strict, strict=True)]

    def page(
        self, limit: int, offset: int, order: Order, facets: Collection[Facet], classes: Collection[Class]
    ) -> Matches:
        """What `Store.search` promises."""
        literal, by_words = total(self._strict, LITERAL), total(self._strict, WORDS)
        totals: dict[Class, int | None] = {"literal": literal, "words": by_words, "relaxed": None}
        strict, end = literal + by_words, offset + limit
        room = 0 if classes or 0 < strict < offset else end - max(offset, strict)
        if room > 0 or "relaxed" in classes:
            totals["relaxed"] = total(self._relaxed, RELAXED)
        wanted = self._of(classes or (STRICT if strict else LOOSE))
        apart = self._of(LOOSE) if room > 0 and strict else []
        return Matches(
            total=sum(filter(None, (totals[one] for one in classes or STRICT))),
            totals=totals,
            hits=self._first(wanted, order, slice(offset, end)),
            apart=self._first(apart, order, slice(0, room)),
            terms=tuple(_count([one.term(t) for one in self._asked.values()]) for t in self._query.terms),
            facets={facet: facet_of(facet, wanted) for facet in facets},
        )

    def _of(self, classes: Collection[Class]) -> list[Matching]:
        strict = [one.of(classes) for one in self._strict]
        if "relaxed" not in classes:
            return strict
        return [one.and_(other) for one, other in zip(strict, self._relaxed, strict=True)]

    def _first(self, wanted: Sequence[Matching], order: Order, page: slice) -> tuple[Match, ...]:
        if page.start >= page.stop or not wanted:
            return ()
        scorer = Scorer(self._snapshot, self._weights)
        totals = scorer.scores(wanted)
        # The words of one literal stand together wherever it does.
        together = len(self._query.wanted) == 1 and not any(one.classes.any() for one in wanted)
        words = () if together else self._weights.whole
        refiner = Refiner(self._query, {word: scorer.idf[word] for word in words})
        return tuple(map(self._match, first(wanted, totals, refiner, order, page)))

    def _match(self, one: Ranked) -> Match:
        lacks: tuple[str, ...] = ()
        if one.match == "relaxed" and self._relaxation:
            lacks = self._asked[one.leaf].lacks(self._relaxation, one.document)
        return Match(one.leaf.columns.report(one.document), one.score, one.match, lacks)


def _count(found: Sequence[Found]) -> TermCount:
    whole, literal = sum(one.all.size for one in found), sum(one.literal.size for one in found)
    matched: Manner = "literal" if literal else "words" if whole else "none"
    return TermCount(matched, whole)
