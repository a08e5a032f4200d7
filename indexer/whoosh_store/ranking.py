"""Matching documents -> scores, and the first of them in order.

The score of a document is BM25 over the query's words in the whole report, and again in its title, and
0.3 x BM25 over the pairs of its literals, with k1 = 1.2, b = 0.75 and Lucene's idf,
ln(1 + (N - n + 0.5) / (n + 0.5)), which is never negative. N, n and the mean length count living
documents only, so a score does not depend on when segments were merged.
(Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log1p

import numpy as np
import numpy.typing as npt

from indexer.query import Term
from indexer.store import Order
from indexer.text.words import words
from indexer.whoosh_store.evaluate import contained, pairs_of
from indexer.whoosh_store.postings import Docs, Postings
from indexer.whoosh_store.schema import BODY, GRAMS, TITLE
from indexer.whoosh_store.snapshot import K1, Leaf, Snapshot

WEIGHTS = {TITLE: 1.0, BODY: 1.0, GRAMS: 0.3}

_MUCH_LONGER = 16

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A document on the page."""

    leaf: Leaf
    document: int
    literal: bool
    score: float


@dataclass(frozen=True, slots=True)
class Matching:
    """What matches in one leaf, and which of it does so literally."""

    leaf: Leaf
    documents: Docs
    literal: npt.NDArray[np.bool_]


def scores(snapshot: Snapshot, terms: Sequence[Term], matching: Sequence[Matching]) -> list[Scores]:
    """The scores of the matching documents, leaf by leaf in their order."""
    totals = [np.zeros(found.documents.size) for found in matching]
    for field, text in _scoring_terms(terms):
        lists = [_lists(leaf, field, text) for leaf in snapshot.leaves]
        count = sum(_living(leaf, held) for leaf, held in zip(snapshot.leaves, lists, strict=True))
        if not count:
            continue
        weight = WEIGHTS[field] * (K1 + 1) * log1p((snapshot.count - count + 0.5) / (count + 0.5))
        for total, found, held, norms in zip(totals, matching, lists, snapshot.norms(field), strict=True):
            if held and found.documents.size:
                _add(total, found.documents, held, weight, norms)
    return totals


def _scoring_terms(terms: Sequence[Term]) -> Iterator[tuple[str, str]]:
    texts = [term.text for term in terms]
    for word in dict.fromkeys(word for text in texts for word in words(text)):
        yield BODY, word
        yield TITLE, word
    for pair in dict.fromkeys(pair for text in texts for pair in pairs_of(text)):
        yield GRAMS, pair


_List = tuple[Postings, int]


def _lists(leaf: Leaf, field: str, text: str) -> _List | None:
    """Where a term's postings are in a leaf."""
    columns = leaf.columns
    if field == GRAMS:
        number = columns.with_pair(text)
        return None if number is None else (columns.grams, number)
    number = columns.terms[field].find(text.encode())
    return None if number is None else (columns.words[field], number)


def _living(leaf: Leaf, held: _List | None) -> int:
    if held is None:
        return 0
    postings, number = held
    if leaf.live is None:
        return postings.count(number, number + 1)
    return int(np.count_nonzero(leaf.live[postings.documents(number)]))


def _add(total: Scores, matching: Docs, held: _List, weight: float, norms: Scores) -> None:
    """Add one term's share of BM25 to the documents that match.

    The few are looked up among the many: matching documents in a list much longer than they are, or else
    the list's share spread over all documents.
    """
    postings, number = held
    documents = postings.documents(number)
    if documents.size > _MUCH_LONGER * matching.size:
        has, places = contained(matching, documents)
        frequencies = postings.frequencies(number, places[has])
        total[has] += weight * frequencies / (frequencies + norms[matching[has]])
    else:
        frequencies = postings.frequencies(number, slice(None))
        shares = np.zeros(norms.size)
        shares[documents] = weight * frequencies / (frequencies + norms[documents])
        total += shares[matching]


def first(
    matching: Sequence[Matching], totals: Sequence[Scores], order: Order, offset: int, limit: int
) -> list[Ranked]:
    """The documents from number `offset` on, at most `limit`. Of each leaf no more are sorted than could
    be among them."""
    best: list[tuple[tuple[float, float, int, bytes], Ranked]] = []
    for found, total in zip(matching, totals, strict=True):
        dates = found.leaf.columns.dates[found.documents]
        # Rounded, or the order of additions could tell equal scores apart.
        keys = _keys(found.literal, np.round(total, 9), dates, order)
        for n in _foremost(keys, offset + limit).tolist():
            document = int(found.documents[n])
            report_id = found.leaf.columns.ids[document]
            key = (-float(keys[0][n]), -float(keys[1][n]), -int(dates[n]), report_id)
            best.append((key, Ranked(found.leaf, document, bool(found.literal[n]), float(total[n]))))
    best.sort(key=lambda pair: pair[0])
    return [ranked for _, ranked in best[offset : offset + limit]]


def _keys(
    literal: npt.NDArray[np.bool_], total: Scores, dates: npt.NDArray[np.int32], order: Order
) -> tuple[Scores, Scores]:
    """Two numbers for each document, the greater the earlier; what they leave open the date decides."""
    if order is Order.RELEVANCE:
        return literal.astype(np.float64), total
    if order is Order.NEWEST:
        return dates.astype(np.float64), np.zeros(dates.size)
    return np.where(dates, -dates.astype(np.float64), -np.inf), np.zeros(dates.size)


def _foremost(keys: tuple[Scores, Scores], wanted: int) -> npt.NDArray[np.intp]:
    """Which documents can be among the first, ties at the border included."""
    size = keys[0].size
    if wanted >= size:
        return np.arange(size)
    if not wanted:
        return np.empty(0, np.intp)
    border = np.partition(keys[0], size - wanted)[size - wanted]
    above, level = np.flatnonzero(keys[0] > border), np.flatnonzero(keys[0] == border)
    left = wanted - above.size
    if left < level.size:
        second = keys[1][level]
        level = level[second >= np.partition(second, level.size - left)[level.size - left]]
    return np.concatenate((above, level))
