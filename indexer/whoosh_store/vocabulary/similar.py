"""Reports about the same thing as one report, by the words that tell it from the others
(`ranking.similarity`); and reports whose text is nearly the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import islice

import numpy as np

from indexer.deadline import check
from indexer.ranking.resemblance import MOST_REPRINTS, REPRINT, Hashes, distinct, share
from indexer.ranking.similarity import LEAST_SHARE, READ_CHARACTERS, telling, weights_of
from indexer.ranking.weights import BODY, Weights
from indexer.store import Order, Reprints
from indexer.text.fold import fingerprint
from indexer.text.normal import code_points
from indexer.text.words import words
from indexer.whoosh_store.searcher.leaves import Leaf, Leaves, Place
from indexer.whoosh_store.searcher.matching import WORDS, Matching
from indexer.whoosh_store.searcher.ordering import Ranked, in_order
from indexer.whoosh_store.searcher.scoring import Listed, Scorer

EXAMINED_REPORTS = 50
"""So many more than are asked for are looked at: of a bulletin that reads the same every day all may be
reprints of one another."""


def similar(leaves: Leaves, report: Place, most: int) -> Iterator[Ranked]:
    """See `Snapshot.similar`."""
    scorer = Scorer(leaves, Weights(_telling(leaves, report), {}))
    living = [Matching(one, one.all, np.full(one.all.size, WORDS, np.int8)) for one in leaves.each]
    leaf, document = report
    itself = living[leaves.each.index(leaf)].where(leaf.all == document)
    own = float(scorer.scores(itself, 1)[0])
    if not own:
        return iter(())
    near = [one.where(scorer.scores(one, leaves.count) >= LEAST_SHARE * own) for one in living]
    examined = most + EXAMINED_REPORTS
    ranked = in_order(near, lambda *found: scorer.scores(*found) / own, Order.RELEVANCE, examined)
    text, same = shingles_of(report), leaf.columns.fingerprint(document)
    others = (
        one
        for one in islice(ranked, examined)
        if one.leaf.columns.fingerprint(one.document) != same
        and share(text, shingles_of((one.leaf, one.document))) < REPRINT
    )
    return islice(others, most)


def _telling(leaves: Leaves, report: Place) -> dict[str, float]:
    """The words that tell a report from others, with the weight of each."""
    leaf, document = report
    body = words(leaf.columns.text.whole(document)[:READ_CHARACTERS])
    weights = weights_of(body, frozenset(words(leaf.columns.titles.whole(document))))
    listed = {word: Listed.of(leaves, BODY, word) for word in weights}
    # What no other has tells nothing of others.
    return telling(weights, {word: one.idf for word, one in listed.items() if one.count > 1})


# — reprints —

_NONE = Reprints((), 0)
_OF_NOTHING = fingerprint([])
"""Reports without a text are no reprints of one another."""


def reprints(leaves: Leaves, reports: Sequence[Place | None]) -> tuple[Reprints, ...]:
    """See `Snapshot.reprints`: found by their fingerprints or else by their sketches, then compared. None is
    a report that is not there."""
    same: defaultdict[Place, set[Place]] = defaultdict(set)
    likely: defaultdict[Place, list[Place]] = defaultdict(list)
    for leaf in leaves.each:
        # Of most documents it is known that their own segment holds no reprint of them.
        asked = [
            one for one in reports if one and not (one[0] is leaf and leaf.columns.sketched.alone[one[1]])
        ]
        for one, document in _same_text(leaf, asked):
            same[one].add((leaf, document))
        for one, document in _likely(leaf, asked):
            if len(likely[one]) < MOST_REPRINTS and (leaf, document) not in same.get(one, ()):
                likely[one].append((leaf, document))
    shingles = cache(shingles_of)  # of one text they are asked for again and again
    return tuple(
        _reprints(one, same[one], likely[one], shingles) if one and (one in same or one in likely) else _NONE
        for one in reports
    )


def _same_text(leaf: Leaf, asked: Sequence[Place]) -> Iterator[tuple[Place, int]]:
    """The other living documents of a leaf that have the very text of one that is asked for."""
    for one in asked:
        mark = one[0].columns.fingerprint(one[1])
        if mark != _OF_NOTHING:
            found = leaf.columns.with_fingerprint(mark)
            yield from (
                (one, document) for document in found if leaf.lives(document) and (leaf, document) != one
            )


def _likely(leaf: Leaf, asked: Sequence[Place]) -> Iterator[tuple[Place, int]]:
    """The other living documents of a leaf that are likely to be reprints of one that is asked for."""
    if not asked:
        return
    rows = np.stack([one.columns.sketched.rows[document] for one, document in asked])
    own = np.array([document if one is leaf else -1 for one, document in asked])
    for row, document in leaf.columns.sketched.alike(rows, own):
        if leaf.lives(document):
            yield asked[row], document


def _reprints(
    report: Place, same: set[Place], likely: Sequence[Place], shingles: Callable[[Place], Hashes]
) -> Reprints:
    alike = [(share(shingles(report), shingles(other)), _id(other)) for other in likely]
    alike.sort(key=lambda one: (-one[0], one[1]))
    ids = (*sorted(map(_id, same)), *(name for resemblance, name in alike if resemblance >= REPRINT))
    return Reprints(ids[:MOST_REPRINTS], min(len(same), MOST_REPRINTS))


def shingles_of(report: Place) -> Hashes:
    """What `share` compares."""
    check()
    leaf, document = report
    return distinct(code_points([leaf.columns.text.whole(document)]))


def _id(report: Place) -> str:
    leaf, document = report
    return leaf.columns.ids[document].decode()
