"""Reports whose text is nearly the same: found by their sketches, then compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from indexer.text.resemblance import REPRINT, resemblance
from indexer.whoosh_store.schema import code_points
from indexer.whoosh_store.snapshot import Leaf, Snapshot

_COMPARED = 50
"""Texts compared with one, at the most: of a hundred reprints the list is long enough."""

_Document = tuple[Leaf, int]


def reprints(snapshot: Snapshot, ids: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """For each report the ids of its reprints, most alike first; none for an id that is not here."""
    found = {one: at for one in ids if (at := snapshot.find(one)) is not None}
    likely = _likely(snapshot, list(found.values())) if found else {}
    return tuple(_reprints(found[one], likely.get(found[one], [])) if one in found else () for one in ids)


def _likely(snapshot: Snapshot, asked: Sequence[_Document]) -> dict[_Document, list[_Document]]:
    """The living documents that are likely to be reprints of each of those asked for."""
    rows = np.stack([leaf.columns.sketched.rows[document] for leaf, document in asked])
    likely: defaultdict[_Document, list[_Document]] = defaultdict(list)
    for leaf in snapshot.leaves:
        for row, document in leaf.columns.sketched.alike(rows):
            if (leaf, document) != asked[row] and (leaf.live is None or leaf.live[document]):
                likely[asked[row]].append((leaf, document))
    return likely


def _reprints(report: _Document, likely: Sequence[_Document]) -> tuple[str, ...]:
    shares = ((_resemblance(report, other), _id(other)) for other in likely[:_COMPARED])
    return tuple(
        name for share, name in sorted(shares, key=lambda one: (-one[0], one[1])) if share >= REPRINT
    )


def _resemblance(one: _Document, other: _Document) -> float:
    texts = (code_points([leaf.columns.text.whole(document)]) for leaf, document in (one, other))
    return resemblance(*texts)


def _id(document: _Document) -> str:
    leaf, number = document
    return leaf.columns.ids[number].decode()
