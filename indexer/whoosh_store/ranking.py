"""Matching documents -> scores, by BM25.

The score of a document is BM25 over the query's words in the whole report, half of BM25 over them in its
title and over its pairs of characters, with k1 = 1.2, b = 0.75 and Lucene's idf,
ln(1 + (N - n + 0.5) / (n + 0.5)), which is never negative. A report of less than 120 words (240 pairs) counts
as having so many, for a note of one line is not as much about its words as its shortness says. N, n and the
mean length count living documents only, so a score does not depend on when segments were merged.
(Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log1p

import numpy as np
import numpy.typing as npt

from indexer.whoosh_store.matching import Matching
from indexer.whoosh_store.postings import Docs, Postings
from indexer.whoosh_store.schema import BODY, GRAMS, TITLE
from indexer.whoosh_store.sets import contained
from indexer.whoosh_store.snapshot import K1, Leaf, Snapshot
from indexer.whoosh_store.weights import Weights

SHARES = {BODY: 1.0, TITLE: 0.5, GRAMS: 0.5}

_MUCH_LONGER = 16

Scores = npt.NDArray[np.float64]

_List = tuple[Postings, int]


class Scorer:
    """Scores what matches one query in one snapshot. `idf` is that of each word in the whole report."""

    def __init__(self, snapshot: Snapshot, weights: Weights) -> None:
        self._snapshot = snapshot
        self._weights = weights
        self.idf: dict[str, float] = {}

    def scores(self, matching: Sequence[Matching]) -> list[Scores]:
        """The scores of the matching documents, leaf by leaf in their order."""
        totals = [np.zeros(found.documents.size) for found in matching]
        leaves = self._snapshot.leaves
        for field, text, weight in self._terms():
            lists = [_list(leaf, field, text) for leaf in leaves]
            count = sum(leaf.count_listed(*held) for leaf, held in zip(leaves, lists, strict=True) if held)
            idf = log1p((self._snapshot.count - count + 0.5) / (count + 0.5))
            if field == BODY:
                self.idf[text] = idf
            share = SHARES[field] * weight * (K1 + 1) * idf
            norms = self._snapshot.norms(field)
            for total, found, held, norm in zip(totals, matching, lists, norms, strict=True):
                if held and found.documents.size:
                    _add(total, found.documents, held, share, norm)
        return totals

    def _terms(self) -> Iterator[tuple[str, str, float]]:
        for word, weight in self._weights.words.items():
            yield BODY, word, weight
            yield TITLE, word, weight
        for pair, weight in self._weights.pairs.items():
            yield GRAMS, pair, weight


def _list(leaf: Leaf, field: str, text: str) -> _List | None:
    """Where a term's postings are in a leaf."""
    columns = leaf.columns
    if field == GRAMS:
        number = columns.with_pair(text)
        return None if number is None else (columns.grams, number)
    number = columns.terms[field].find(text.encode())
    return None if number is None else (columns.words[field], number)


def _add(total: Scores, matching: Docs, held: _List, share: float, norms: Scores) -> None:
    """Add one term's share of BM25 to the documents that match.

    The few are looked up among the many: matching documents in a list much longer than they are, or else
    the list's share spread over all documents.
    """
    postings, number = held
    documents = postings.documents(number)
    if documents.size > _MUCH_LONGER * matching.size:
        has, places = contained(matching, documents)
        frequencies = postings.frequencies(number, places[has])
        total[has] += share * frequencies / (frequencies + norms[matching[has]])
    else:
        frequencies = postings.frequencies(number, slice(None))
        shares = np.zeros(norms.size)
        shares[documents] = share * frequencies / (frequencies + norms[documents])
        total += shares[matching]
