"""Reports about the same thing as one report: those that have the words which tell it from the others.

These are its words of the greatest tf · idf, tf being 1 + ln of how often it has one, twice as much where
its title has it too; a word that lies in a longer one counts only where it stands by itself. The others are
ranked by BM25 over them (`ranking`), as a query of these words would be, each weighed by its tf. A score is
the share of what the report itself would score.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from functools import cache
from heapq import nlargest
from itertools import islice
from math import log

import numpy as np

from indexer.deadline import check
from indexer.ranking.bm25 import BODY
from indexer.ranking.resemblance import REPRINT, Hashes, distinct, share
from indexer.ranking.weights import Weights
from indexer.store import Match, Order
from indexer.text.words import words
from indexer.whoosh_store.searcher.matching import WORDS, Matching
from indexer.whoosh_store.searcher.ordering import in_order
from indexer.whoosh_store.searcher.scoring import Listed, Scorer
from indexer.whoosh_store.searcher.snapshot import Leaf, Snapshot
from indexer.whoosh_store.segment.schema import code_points

ALIKE = 0.25
"""The least share. Of 60 random news articles all below 0.2 was about something else, most above 0.25 about
the same; one article in twenty has nothing above it."""
TERMS = 25
"""With 15 or 60 words the nearest articles are the same as good, by their dates and titles."""
_IN_TITLE = 2.0
_EXAMINED = 50
"""So many more than are asked for are looked at: of a bulletin that reads the same every day all may be
reprints of one another."""
_READ = 10_000
"""Characters: what comes behind them takes time and hardly says what a report is about."""


def similar(snapshot: Snapshot, leaf: Leaf, document: int, most: int) -> tuple[Match, ...]:
    """See `Store.similar`."""
    scorer = Scorer(snapshot, Weights(_telling(snapshot, leaf, document), {}, ()))
    living = [Matching(one, one.all, np.full(one.all.size, WORDS, np.int8)) for one in snapshot.leaves]
    totals = scorer.scores(living)
    own = float(totals[snapshot.leaves.index(leaf)][leaf.all.searchsorted(document)])
    if not own:
        return ()
    near = [total >= ALIKE * own for total in totals]
    examined = most + _EXAMINED
    ranked = in_order(
        [one.where(kept) for one, kept in zip(living, near, strict=True)],
        [total[kept] / own for total, kept in zip(totals, near, strict=True)],
        Order.RELEVANCE,
        examined,
    )
    text = shingles_of((leaf, document))
    others = (
        one
        for one in islice(ranked, examined)
        if (one.leaf, one.document) != (leaf, document)
        and share(text, shingles_of((one.leaf, one.document))) < REPRINT
    )
    return tuple(
        Match(one.leaf.columns.report(one.document), one.score, one.match) for one in islice(others, most)
    )


def _telling(snapshot: Snapshot, leaf: Leaf, document: int) -> dict[str, float]:
    """The words that tell a report from others, with the weight of each."""
    columns = leaf.columns
    in_title = set(words(columns.titles.whole(document)))
    weights: dict[str, float] = {}
    worth: dict[str, float] = {}
    for word, often in _alone(words(columns.text.whole(document)[:_READ])).items():
        listed = Listed.of(snapshot, BODY, word)
        if listed.count > 1:  # what no other has tells nothing of others
            weights[word] = (1 + log(often)) * (_IN_TITLE if word in in_title else 1.0)
            worth[word] = weights[word] * listed.idf
    chosen = nlargest(TERMS, worth, key=lambda word: (worth[word], word))
    return {word: weights[word] for word in chosen}


def _alone(found: list[str]) -> Counter[str]:
    """How often each word of two characters at least, and no mere number, stands in no longer one."""
    often = Counter(word for word in found if len(word) > 1 and any(map(str.isalpha, word)))
    alone = Counter(often)
    for word, count in often.items():
        for inner in {word[a:b] for a in range(len(word)) for b in range(a + 2, len(word) + 1)} - {word}:
            if inner in alone:
                alone[inner] -= count
    return +alone


# — reports whose text is nearly the same: found by their sketches, then compared —


_COMPARED = 50
"""Texts compared with one, at the most: of a hundred reprints the list is long enough."""

Document = tuple[Leaf, int]


def reprints(snapshot: Snapshot, ids: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """For each report the ids of its reprints, most alike first; none for an id that is not here."""
    found = {one: at for one in ids if (at := snapshot.find(one)) is not None}
    likely = _likely(snapshot, list(found.values())) if found else {}
    shingles = cache(shingles_of)  # of one text they are asked for again and again
    return tuple(
        _reprints(found[one], likely.get(found[one], []), shingles) if one in found else () for one in ids
    )


def _likely(snapshot: Snapshot, asked: Sequence[Document]) -> dict[Document, list[Document]]:
    """The living documents that are likely to be reprints of each of those asked for."""
    rows = np.stack([leaf.columns.sketched.rows[document] for leaf, document in asked])
    likely: defaultdict[Document, list[Document]] = defaultdict(list)
    for leaf in snapshot.leaves:
        own = np.array([document if one is leaf else -1 for one, document in asked])
        for row, document in leaf.columns.sketched.alike(rows, own):
            if leaf.live is None or leaf.live[document]:
                likely[asked[row]].append((leaf, document))
    return likely


def _reprints(
    report: Document, likely: Sequence[Document], shingles: Callable[[Document], Hashes]
) -> tuple[str, ...]:
    alike = [(share(shingles(report), shingles(other)), _id(other)) for other in likely[:_COMPARED]]
    alike.sort(key=lambda one: (-one[0], one[1]))
    return tuple(name for resemblance, name in alike if resemblance >= REPRINT)


def shingles_of(document: Document) -> Hashes:
    """What `share` compares."""
    check()
    leaf, number = document
    return distinct(code_points([leaf.columns.text.whole(number)]))


def _id(document: Document) -> str:
    leaf, number = document
    return leaf.columns.ids[number].decode()
