"""What matches a query only in part, and how much of it the best of it does.

How much each text of a relaxation tells depends on how many reports hold it, and how much is enough on what
the best report holds: that is one question more, asked only where the page has room for such reports.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from indexer.opensearch_store.nodes import Asking, admitted
from indexer.opensearch_store.queries import NOTHING, all_of, any_of, but, literal, weighing
from indexer.opensearch_store.session import Session
from indexer.query import Query
from indexer.ranking.order import is_sentence
from indexer.ranking.weights import Relaxation, enough, relaxation, telling

Json = dict[str, Any]


class Relaxing:
    """The relaxation of one query in one commit."""

    def __init__(self, session: Session, asking: Asking, query: Query) -> None:
        self._session, self._asking, self._query = session, asking, query
        self._asked = relaxation(query.root)

    @property
    def counted(self) -> list[Json]:
        """What must be counted: what holds each of the texts."""
        return list(map(literal, self._asked.texts)) if self._asked else []

    @cached_property
    def lacking(self) -> tuple[str, ...]:
        """The texts some of which a relaxed match lacks."""
        return self._relaxation.named if self._relaxation else ()

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
        most = self._most(self._relaxation, held)
        least = max(1, enough(most, sum(tells), is_sentence=is_sentence(self._query.root)))
        enough_held = {"script_score": {"query": held, "script": {"source": "_score"}, "min_score": least}}
        return but(all_of([self._required(self._relaxation), enough_held]), strict)

    def _most(self, asked: Relaxation, held: Json) -> int:
        """The most that any report holds of what the texts tell: the best is found without looking at all."""
        counted = self._session.counted(self._required(asked))
        best = {"query": {"bool": {"must": [held], "filter": [counted]}}, "size": 1, "_source": False}
        (found,) = self._session.searches([{**best, "track_total_hits": False}])
        return int(found["hits"]["max_score"] or 0)

    def _required(self, asked: Relaxation) -> Json:
        required = [self._asking.find(node).all for node in asked.required]
        return all_of([admitted(self._query.filters), *required])
