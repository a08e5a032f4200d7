"""Reports whose text is nearly the same: found by their sketches, then compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np

from indexer.budget import check
from indexer.text.resemblance import REPRINT, Hashes, distinct, share
from indexer.whoosh_store.schema import code_points
from indexer.whoosh_store.snapshot import Leaf, Snapshot

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
