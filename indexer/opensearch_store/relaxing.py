"""What matches a query only in part, and how much of it the best of it does.

How much each text of a relaxation tells depends on how many reports hold it, and how much is enough on what
the best report holds: that would be two questions, one after the other. So the first one also has the cluster
count which of the texts stand together: each text scores a power of two, and the sum names the set.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from indexer.opensearch_store.nodes import Asking, admitted
from indexer.opensearch_store.queries import NOTHING, all_of, any_of, but, literal, weighing
from indexer.opensearch_store.session import MOST_VALUES, Session
from indexer.query import Query
from indexer.ranking.order import is_sentence
from indexer.ranking.weights import Relaxation, enough, relaxation, telling

Json = dict[str, Any]

MOST_TEXTS_NAMED = 16
"""Of more texts there are too many sets, and at 24 a score is no exact number any more."""


class Relaxing:
    """The relaxation of one query in one commit."""

    def __init__(self, session: Session, asking: Asking, query: Query) -> None:
        self._session, self._asking, self._query = session, asking, query
        self._asked = relaxation(query.root)
        self._sets: tuple[int, ...] | None = None

    @property
    def counted(self) -> list[Json]:
        """What must be counted: what holds each of the texts."""
        return list(map(literal, self._asked.texts)) if self._asked else []

    @property
    def sets(self) -> list[Json]:
        """The search for which of the texts stand together, if there are not too many."""
        if not self._asked or len(self._asked.texts) > MOST_TEXTS_NAMED:
            return []
        named = any_of(weighing(text, 1 << number) for number, text in enumerate(self.counted))
        by_score = {"terms": {"script": {"source": "_score"}, "size": MOST_VALUES}}
        return [{**self._within(named, self._asked), "aggs": {"sets": by_score}}]

    def learn(self, answers: Iterable[Json]) -> None:
        """What that search has found."""
        for answer in answers:
            # Scores come as texts: where a type is asked for, the engine does without scores, and all are 0.
            self._sets = tuple(int(float(one["key"])) for one in answer["aggregations"]["sets"]["buckets"])

    @cached_property
    def lacking(self) -> tuple[str, ...]:
        """The texts some of which a relaxed match lacks."""
        return (*self._relaxation.texts, *self._relaxation.aside) if self._relaxation else ()

    @cached_property
    def _relaxation(self) -> Relaxation | None:
        return self._asked and self._asked.in_pieces(lambda text: self._session.count([literal(text)])[0] > 0)

    def relaxed(self, strict: Json) -> Json:
        """What holds enough, and is no strict match."""
        if self._relaxation is None:
            return NOTHING
        texts = list(map(literal, self._relaxation.texts))
        tells = [telling(number, self._session.commit.reports) for number in self._session.count(texts)]
        held = any_of(weighing(one, n) for one, n in zip(texts, tells, strict=True))
        most = self._most(self._relaxation, held, tells)
        least = max(1, enough(most, sum(tells), is_sentence=is_sentence(self._query.root)))
        enough_held = {"script_score": {"query": held, "script": {"source": "_score"}, "min_score": least}}
        return but(all_of([self._required(self._relaxation), enough_held]), strict)

    def _most(self, asked: Relaxation, held: Json, tells: Sequence[int]) -> int:
        """The most that any report holds of what the texts tell."""
        if self._sets is not None and asked == self._asked:
            return max((_told(one, tells) for one in self._sets), default=0)
        (found,) = self._session.searches([{**self._within(held, asked), "size": 1, "_source": False}])
        return int(found["hits"]["max_score"] or 0)

    def _within(self, held: Json, asked: Relaxation) -> Json:
        """A search whose scores are those of what is held."""
        counted = self._session.counted(self._required(asked))
        return {"query": {"bool": {"must": [held], "filter": [counted]}}, "size": 0}

    def _required(self, asked: Relaxation) -> Json:
        required = [self._asking.find(node).all for node in asked.required]
        return all_of([admitted(self._query.filters), *required])


def _told(texts: int, tells: Sequence[int]) -> int:
    """What a set of texts tells together, of which the number has a bit for each."""
    return sum(told for number, told in enumerate(tells) if texts >> number & 1)
