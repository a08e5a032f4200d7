"""What to ask instead of a question that found nothing: the same without the keyword that was fatal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indexer.answer import LeftOut
from indexer.query import All, AnyOf, Keyword, Node, Not, Query, leaves
from indexer.store import Store, TermCount

MOST = 8
"""How many keywords are tried at most, those of the fewest reports first."""
MANY = 20
"""Of so many keywords no single one was fatal, and to try them takes long."""


def left_out(store: Store, query: Query, counts: Sequence[TermCount]) -> tuple[LeftOut, ...]:
    """The questions that find something, most reports first, each without one keyword of a question that
    finds nothing; or, where no one keyword was fatal, without all those that stand nowhere.

    `counts` runs parallel to `query.terms`. Filters stay as they are.
    """
    if not isinstance(query.root, All) or len(query.root.parts) > MANY:
        return ()
    reports = dict(zip(query.terms, (one.reports for one in counts), strict=True))
    parts = [part for part in query.root.parts if not isinstance(part, Not)]
    rarest = sorted(parts, key=lambda part: min(reports[term] for term in leaves(part)))[:MOST]
    tried = [one for part in rarest if (one := _without(store, query, [part])).total]
    nowhere = [part for part in parts if not any(reports[term] for term in leaves(part))]
    if not tried and 1 < len(nowhere) < len(parts):
        tried = [one for one in [_without(store, query, nowhere)] if one.total]
    return tuple(sorted(tried, key=lambda one: -one.total))


def _without(store: Store, query: Query, parts: Sequence[Node]) -> LeftOut:
    assert isinstance(query.root, All)
    rest = tuple(part for part in query.root.parts if part not in parts)
    matches = store.search(replace(query, root=All(rest)), limit=0, classes=("literal", "words"))
    return LeftOut(tuple(map(_typed, parts)), " ".join(map(_typed, rest)), matches.total)


def _typed(part: Node) -> str:
    """A part as one would type it: variants are added anew."""
    alone = replace(part, variants=()) if isinstance(part, Keyword) else part
    return f"({part})" if isinstance(part, AnyOf) else str(alone)
