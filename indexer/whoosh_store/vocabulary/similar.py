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
from indexer.text.words import words
from indexer.whoosh_store.searcher.leaves import Leaf, Leaves
from indexer.whoosh_store.searcher.matching import WORDS, Matching
from indexer.whoosh_store.searcher.ordering import Ranked, in_order
from indexer.whoosh_store.searcher.scoring import Listed, Scorer
from indexer.whoosh_store.segment.schema import code_points

EXAMINED_REPORTS = 50
"""So many more than are asked for are looked at: of a bulletin that reads the same every day all may be
reprints of one another."""

Place = tuple[Leaf, int]
"""A document, and the leaf that it is in."""


def similar(leaves: Leaves, report: Place, most: int) -> Iterator[Ranked]:
    """See `Snapshot.similar`."""
    scorer = Scorer(leaves, Weights(_telling(leaves, report), {}, ()))
    living = [Matching(one, one.all, np.full(one.all.size, WORDS, np.int8)) for one in leaves.each]
    totals = scorer.scores(living)
    leaf, document = report
    own = float(totals[leaves.each.index(leaf)][leaf.all.searchsorted(document)])
    if not own:
        return iter(())
    near = [total >= LEAST_SHARE * own for total in totals]
    examined = most + EXAMINED_REPORTS
    ranked = in_order(
        [one.where(kept) for one, kept in zip(living, near, strict=True)],
        [total[kept] / own for total, kept in zip(totals, near, strict=True)],
        Order.RELEVANCE,
        examined,
    )
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


def reprints(leaves: Leaves, ids: Sequence[str]) -> tuple[Reprints, ...]:
    """See `Snapshot.reprints`: found by their fingerprints or else by their sketches, then compared."""
    found = {one: at for one in ids if (at := leaves.find(one)) is not None}
    likely = _likely(leaves, list(found.values())) if found else {}
    shingles = cache(shingles_of)  # of one text they are asked for again and again
    linked = {one: _reprints(leaves, at, likely.get(at, []), shingles) for one, at in found.items()}
    return tuple(linked.get(one, _NONE) for one in ids)


def _likely(leaves: Leaves, asked: Sequence[Place]) -> dict[Place, list[Place]]:
    """The living documents that are likely to be reprints of each of those asked for."""
    rows = np.stack([leaf.columns.sketched.rows[document] for leaf, document in asked])
    likely: defaultdict[Place, list[Place]] = defaultdict(list)
    for leaf in leaves.each:
        own = np.array([document if one is leaf else -1 for one, document in asked])
        for row, document in leaf.columns.sketched.alike(rows, own):
            if leaf.live is None or leaf.live[document]:
                likely[asked[row]].append((leaf, document))
    return likely


def _reprints(
    leaves: Leaves, report: Place, likely: Sequence[Place], shingles: Callable[[Place], Hashes]
) -> Reprints:
    same = _same_text(leaves, report)
    others = [other for other in likely if other not in same][:MOST_REPRINTS]
    alike = [(share(shingles(report), shingles(other)), _id(other)) for other in others]
    alike.sort(key=lambda one: (-one[0], one[1]))
    ids = (*sorted(map(_id, same)), *(name for resemblance, name in alike if resemblance >= REPRINT))
    return Reprints(ids[:MOST_REPRINTS], min(len(same), MOST_REPRINTS))


def _same_text(leaves: Leaves, report: Place) -> set[Place]:
    """The other living documents with the very same text."""
    leaf, document = report
    mark = leaf.columns.fingerprint(document)
    if mark == _OF_NOTHING:
        return set()
    found = {(leaf, one) for leaf in leaves.each for one in leaf.columns.with_fingerprint(mark)}
    return {(leaf, one) for leaf, one in found if leaf.live is None or leaf.live[one]} - {report}


def shingles_of(report: Place) -> Hashes:
    """What `share` compares."""
    check()
    leaf, document = report
    return distinct(code_points([leaf.columns.text.whole(document)]))


def _id(report: Place) -> str:
    leaf, document = report
    return leaf.columns.ids[document].decode()
