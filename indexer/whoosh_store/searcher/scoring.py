"""Matching documents -> scores, by BM25 (`ranking.weights`) on whole posting lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.deadline import check
from indexer.ranking.evidence import Evidence
from indexer.ranking.order import Look
from indexer.ranking.weights import BODY, GRAMS, K1, SHARES, TITLE, Weights, idf
from indexer.whoosh_store.searcher.leaves import Leaf, Leaves
from indexer.whoosh_store.searcher.matching import Matching
from indexer.whoosh_store.searcher.sets import Meeting
from indexer.whoosh_store.segment.postings import Docs, Postings

Scores = npt.NDArray[np.float64]

_List = tuple[Postings, int]

MANY_DOCUMENTS = 1000
"""Of fewer none are dropped: it would take as long as to go on with them."""
EXACTNESS = 1e-6
"""Far more than sums lose by rounding."""
GROUPS_PER_ONE = 8
"""In so many groups for each of the highest values few of these meet in one."""


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

    def scores(self, found: Matching, foremost: int) -> Scores:
        """The scores of the matching documents of one leaf, in their order. What cannot be among so many of
        the highest may have less than its score: term by term its share of BM25 is added to the documents
        that have it, those of few documents first, until the others are behind whatever the rest adds."""
        if not found.documents.size:
            return np.zeros(0)
        sums = _Sums(self._leaves, found, foremost)
        number = self._leaves.each.index(found.leaf)
        held = [(one.lists[number], field, weight * one.idf) for field, _, weight, one in self._terms]
        listed = [(*one, SHARES[field] * (K1 + 1) * worth, field) for one, field, worth in held if one]
        rest = sum(share for _, _, share, _ in listed)
        for postings, term, share, field in sorted(listed, key=_documents):
            check()
            sums.add(postings, term, share, field)
            rest -= share
            sums.drop(rest)
        return sums.whole()

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


class _Sums:
    """What terms add up to, for the documents that may still be among the foremost."""

    def __init__(self, leaves: Leaves, found: Matching, foremost: int) -> None:
        self._leaves, self._leaf, self._foremost = leaves, found.leaf, foremost
        self._go_on_with(found.documents, np.zeros(found.documents.size))
        self._dropped: list[tuple[npt.NDArray[np.bool_], Scores]] = []
        self._tried = np.inf

    def _go_on_with(self, documents: Docs, sums: Scores) -> None:
        self._documents, self._sums = documents, sums
        self._meeting = Meeting(documents, self._leaf.columns.documents)
        self._norms: dict[str, Scores] = {}

    def _norms_of(self, field: str) -> Scores:
        if field not in self._norms:
            self._norms[field] = self._leaves.norms(field, self._leaf, self._documents)
        return self._norms[field]

    def add(self, postings: Postings, term: int, share: float, field: str) -> None:
        """Add a term's share to the documents that have it."""
        at, places = self._meeting.of(postings.documents(term))
        frequencies = postings.frequencies(term, places)
        self._sums[at] += share * frequencies / (frequencies + self._norms_of(field)[at])

    def drop(self, rest: float) -> None:
        """Go on without those that are behind the foremost though all of the rest be added to them. It is
        tried where it may be worth it: where many are left, and half of the rest is gone since."""
        size = self._sums.size
        if size < MANY_DOCUMENTS or size <= self._foremost or 2 * rest > self._tried:
            return
        if rest >= self._sums.max():
            return
        self._tried = rest
        kept = self._sums >= reached_by(self._sums, self._foremost) - rest - EXACTNESS
        if 2 * np.count_nonzero(kept) < size:
            self._dropped.append((kept, self._sums))
            self._go_on_with(self._documents[kept], self._sums[kept])

    def whole(self) -> Scores:
        """The sums of all documents."""
        sums = self._sums
        for kept, before in reversed(self._dropped):
            before[kept] = sums
            sums = before
        return sums


def reached_by(values: npt.NDArray[Any], many: int) -> Any:
    """A number that at least so many of the values reach, and not many more: of the highest values of groups.
    To find the very number takes ten times as long."""
    groups = GROUPS_PER_ONE * many
    rows = values.size // groups
    highest = values[: rows * groups].reshape(rows, groups).max(axis=0) if rows > 1 else values
    return np.partition(highest, highest.size - many)[highest.size - many]


def _documents(listed: tuple[Postings, int, float, str]) -> int:
    """How many a list has."""
    postings, term, _, _ = listed
    return postings.count(term, term + 1)


def _list(leaf: Leaf, field: str, text: str) -> _List | None:
    """Where a term's postings are in a leaf."""
    columns = leaf.columns
    if field == GRAMS:
        number = columns.with_pair(text)
        return None if number is None else (columns.grams, number)
    number = columns.terms[field].find(text.encode())
    return None if number is None else (columns.words[field], number)
