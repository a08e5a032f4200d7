"""Matching documents -> scores, by BM25 (`ranking.weights`) on whole posting lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from indexer.deadline import check
from indexer.ranking.evidence import Evidence
from indexer.ranking.order import Look
from indexer.ranking.weights import BODY, GRAMS, K1, SHARES, TITLE, Weights, idf
from indexer.whoosh_store.searcher.leaves import Leaf, Leaves
from indexer.whoosh_store.searcher.matching import Matching
from indexer.whoosh_store.searcher.sets import Meeting
from indexer.whoosh_store.segment.postings import Postings

Scores = npt.NDArray[np.float64]

_List = tuple[Postings, int]


@dataclass(frozen=True, slots=True)
class Listed:
    """Where a term's postings are in each leaf, how many living documents they are, and its idf."""

    lists: tuple[_List | None, ...]
    count: int
    idf: float

    @classmethod
    def of(cls, leaves: Leaves, field: str, text: str) -> Listed:
        check()
        lists = tuple(_list(leaf, field, text) for leaf in leaves.each)
        both = zip(leaves.each, lists, strict=True)
        count = sum(leaf.count_listed(*held) for leaf, held in both if held)
        return cls(lists, count, idf(count, leaves.count))


def has_word(leaves: Leaves, text: str) -> bool:
    """Whether some report has a text as a word."""
    return Listed.of(leaves, BODY, text).count > 0


class Scorer:
    """Scores what matches one query in one commit."""

    def __init__(self, leaves: Leaves, weights: Weights) -> None:
        self._leaves, self._weights = leaves, weights

    def evidence(self, look: Look) -> Evidence:
        """What to look for in the texts of the reports that come first."""
        worth: dict[str, dict[str, float]] = {BODY: {}, GRAMS: {}, TITLE: {}}
        for field, text, weight, listed in self._terms:
            worth[field][text] = SHARES[field] * weight * listed.idf
        return Evidence(worth[BODY], worth[GRAMS], look)

    def scores(self, found: Matching) -> Scores:
        """The scores of the matching documents of one leaf, in their order: term by term its share of BM25 is
        added to the documents that have it."""
        total = np.zeros(found.documents.size)
        if not total.size:
            return total
        number = self._leaves.each.index(found.leaf)
        meeting = Meeting(found.documents, found.leaf.columns.documents)
        norms = {field: self._leaves.norms(field, found.leaf, found.documents) for field in SHARES}
        for field, _, weight, listed in self._terms:
            check()
            if (held := listed.lists[number]) is None:
                continue
            postings, term = held
            at, places = meeting.of(postings.documents(term))
            frequencies = postings.frequencies(term, places)
            share = SHARES[field] * weight * (K1 + 1) * listed.idf
            total[at] += share * frequencies / (frequencies + norms[field][at])
        return total

    @cached_property
    def _terms(self) -> list[tuple[str, str, float, Listed]]:
        return [
            (field, text, weight, Listed.of(self._leaves, field, text))
            for field, text, weight in self._weighed()
        ]

    def _weighed(self) -> Iterator[tuple[str, str, float]]:
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
