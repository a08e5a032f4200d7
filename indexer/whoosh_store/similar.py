"""Reports about the same thing as one report: those that have the words which tell it from the others.

These are its words of the greatest tf · idf, tf being 1 + ln of how often it has one, twice as much where
its title has it too; a word that lies in a longer one counts only where it stands by itself. The others are
ranked by BM25 over them (`ranking`), as a query of these words would be, each weighed by its tf. A score is
the share of what the report itself would score.
"""

from __future__ import annotations

from collections import Counter
from heapq import nlargest
from itertools import islice
from math import log

import numpy as np

from indexer.store import Match, Order
from indexer.text.resemblance import REPRINT, share
from indexer.text.words import words
from indexer.whoosh_store.matching import WORDS, Matching
from indexer.whoosh_store.ordering import in_order
from indexer.whoosh_store.ranking import Listed, Scorer
from indexer.whoosh_store.reprints import shingles_of
from indexer.whoosh_store.schema import BODY
from indexer.whoosh_store.snapshot import Leaf, Snapshot
from indexer.whoosh_store.weights import Weights

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
