"""Reports whose text is nearly the same: found by their sketches, then compared."""

from __future__ import annotations

from indexer.text.resemblance import REPRINT, resemblance
from indexer.whoosh_store.schema import code_points
from indexer.whoosh_store.snapshot import Leaf, Snapshot

_COMPARED = 50
"""Texts compared with one, at the most: of a hundred reprints the list is long enough."""


def reprints(snapshot: Snapshot, report_id: str) -> tuple[str, ...]:
    """The ids of a report's reprints, most alike first; none for an id that is not here."""
    if (found := snapshot.find(report_id)) is None:
        return ()
    leaf, document = found
    sketch = leaf.columns.sketched.sketch(document)
    others = [
        (other, one)
        for other in snapshot.leaves
        for one in other.columns.sketched.alike(sketch)
        if (other.live is None or other.live[one]) and (other, one) != (leaf, document)
    ]
    if not others:
        return ()
    text = code_points([leaf.columns.text.whole(document)])
    alike = (
        (resemblance(text, code_points([o.columns.text.whole(n)])), _id(o, n)) for o, n in others[:_COMPARED]
    )
    return tuple(name for share, name in sorted(alike, key=lambda one: (-one[0], one[1])) if share >= REPRINT)


def _id(leaf: Leaf, document: int) -> str:
    return leaf.columns.ids[document].decode()
