"""What a report scores: BM25 as `ranking.weights` has it, worked out by the cluster for each document.

The engine's own score would do with lengths that are rounded to a byte, and with frequencies that differ from
machine to machine with what is swept. So a script adds it up from how often each term stands in the document,
its exact lengths, and weights that were worked out from the counts of the whole commit: the same score on
every machine, for every page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from indexer.opensearch_store.mapping import (
    PAIRS,
    PAIRS_LENGTH,
    TITLE_LENGTH,
    TITLE_WORDS,
    WORDS,
    WORDS_LENGTH,
)
from indexer.opensearch_store.queries import term
from indexer.opensearch_store.session import Session
from indexer.ranking.evidence import Evidence
from indexer.ranking.order import Look
from indexer.ranking.weights import BODY, GRAMS, K1, SHARES, SHORTEST, TITLE, B, Weights, idf

Json = dict[str, Any]

_SCRIPT = """
double total = 0;
for (Map one : params.fields) {
  String field = one.field;
  List texts = one.texts;
  List shares = one.shares;
  double norm = params.least + one.factor * Math.max(doc[one.length].value, one.shortest);
  for (int n = 0; n < texts.size(); ++n) {
    double often = termFreq(field, (String) texts.get(n));
    if (often > 0) { total += (double) shares.get(n) * often / (often + norm); }
  }
}
return total;
"""

_FIELDS = {BODY: (WORDS, WORDS_LENGTH), TITLE: (TITLE_WORDS, TITLE_LENGTH), GRAMS: (PAIRS, PAIRS_LENGTH)}


class _Term(NamedTuple):
    """A word or pair, in a field of `ranking.weights`."""

    field: str
    text: str
    weight: float


def counted_for(weights: Weights) -> list[Json]:
    """What is counted to score by these weights. Counted with other things at once it spares a question."""
    return list(map(_counting, _terms(weights)))


def _terms(weights: Weights) -> Iterator[_Term]:
    for word, weight in weights.words.items():
        yield _Term(BODY, word, weight)
        yield _Term(TITLE, word, weight)
    for pair, weight in weights.pairs.items():
        yield _Term(GRAMS, pair, weight)


def _counting(one: _Term) -> Json:
    return term(_FIELDS[one.field][0], one.text)


class Scoring:
    """The scores for the weights of one query in one commit."""

    def __init__(self, session: Session, weights: Weights) -> None:
        self._session = session
        self._terms = list(_terms(weights))

    @cached_property
    def _counts(self) -> list[int]:
        return self._session.count(list(map(_counting, self._terms)))

    @cached_property
    def worth(self) -> list[tuple[_Term, float]]:
        """What each term is worth: its weight, its idf and the share of its field."""
        reports = self._session.commit.reports
        both = zip(self._terms, self._counts, strict=True)
        return [(one, SHARES[one.field] * one.weight * idf(count, reports)) for one, count in both]

    def evidence(self, look: Look) -> Evidence:
        """What to look for in the texts of the reports that come first."""
        worth: dict[str, dict[str, float]] = {BODY: {}, GRAMS: {}}
        for one, value in self.worth:
            if one.field != TITLE:
                worth[one.field][one.text] = value
        return Evidence(worth[BODY], worth[GRAMS], look)

    def scored(self, query: Json) -> Json:
        """What a query finds, with its scores."""
        params = {"least": K1 * (1 - B), "fields": list(self._fields())}
        script = {"source": _SCRIPT, "lang": "painless", "params": params}
        return {"script_score": {"query": query, "script": script}}

    def _fields(self) -> list[Json]:
        """Of terms that stand somewhere: to look one up in a document takes as long as all else of it."""
        by_field: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
        for (one, value), count in zip(self.worth, self._counts, strict=True):
            if count:
                by_field[one.field].append((one.text, value * (K1 + 1)))
        return [self._field(field, found) for field, found in by_field.items()]

    def _field(self, field: str, found: Sequence[tuple[str, float]]) -> Json:
        name, length = _FIELDS[field]
        commit = self._session.commit
        mean = commit.sums[length] / max(1, commit.reports) or 1.0
        return {
            "field": name,
            "length": length,
            "shortest": SHORTEST[field],
            "factor": K1 * B / mean,
            "texts": [text for text, _ in found],
            "shares": [share for _, share in found],
        }
