"""What to ask instead: a question as it was probably meant, and one that found nothing without the keywords
that were fatal to it.

The index is asked twice at most: how many reports hold this and that, and which spellings stand in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.query import All, AnyOf, Keyword, Literal, Node, Not, Query, leaves, parse
from indexer.search.answer import LeftOut
from indexer.search.operators import with_operators
from indexer.search.slips import doubts_of, meant_by, offer
from indexer.store import Snapshot, TermCount

MAX_SINGLY_LEFT_OUT = 8
"""So many keywords are left out one at a time, those of the fewest reports first."""
MAX_PARTS = 20
"""Of more parts no single one was fatal, and to try them takes long."""


@dataclass(frozen=True, slots=True)
class Advice:
    """`did_you_mean` is the question as one would type it; None where nothing better is known. Each of
    `left_out` finds something, most reports first."""

    did_you_mean: str | None
    left_out: tuple[LeftOut, ...]


def advice(
    snapshot: Snapshot, query: Query, counts: Sequence[TermCount], *, meant: bool = True, fewer: bool = True
) -> Advice:
    """What to ask instead of a query: what may be `meant` and, where it finds nothing, `fewer` keywords.
    `counts` runs parallel to `query.terms`. Raises `OutOfTime` and `IndexUnusable`."""
    if (spelt_out := with_operators(query.text)) is not None:
        return Advice(_finding(snapshot, spelt_out, query) if meant else None, ())
    doubts = list(doubts_of(query, counts)) if meant else []
    shorter = list(_shorter(query, counts)) if fewer else []
    texts = list(dict.fromkeys(text for doubt in doubts for text in doubt.counted))
    asked = [*(one for _, one in shorter), *(Query(text, Literal(text, text)) for text in texts)]
    totals = [one.total for one in snapshot.counts(asked)] if asked else []
    found = [replace(one, total=total) for (one, _), total in zip(shorter, totals, strict=False) if total]
    having = dict(zip(texts, totals[len(shorter) :], strict=True))
    return Advice(
        did_you_mean=offer(query.text, meant_by(snapshot, doubts, having)),
        left_out=tuple(sorted(found, key=lambda one: -one.total)),
    )


def _finding(snapshot: Snapshot, better: str, query: Query) -> str | None:
    """The better question, if it finds something."""
    (count,) = snapshot.counts([parse(better, query.filters)])
    return better if count.total else None


# — what there is without the keywords that were fatal —


def _shorter(query: Query, counts: Sequence[TermCount]) -> Iterator[tuple[LeftOut, Query]]:
    """The query without the parts that stand nowhere, for nothing is found with them; or, where all stand
    somewhere, without each of the rarest. Filters stay as they are. What is found is still to be counted."""
    if not isinstance(query.root, All) or len(query.root.parts) > MAX_PARTS:
        return
    reports = dict(zip(query.terms, (one.reports for one in counts), strict=True))
    parts = [part for part in query.root.parts if not isinstance(part, Not)]
    nowhere = [part for part in parts if not any(reports[term] for term in leaves(part))]
    rarest = sorted(parts, key=lambda part: min(reports[term] for term in leaves(part)))
    if len(nowhere) < 2:
        yield from (_without(query, [part]) for part in nowhere or rarest[:MAX_SINGLY_LEFT_OUT])
    elif len(nowhere) < len(parts):
        yield _without(query, nowhere)


def _without(query: Query, parts: Sequence[Node]) -> tuple[LeftOut, Query]:
    assert isinstance(query.root, All)
    rest = tuple(part for part in query.root.parts if part not in parts)
    left_out = LeftOut(tuple(map(_typed, parts)), " ".join(map(_typed, rest)), 0)
    return left_out, replace(query, root=All(rest))


def _typed(part: Node) -> str:
    """A part as one would type it: variants are added anew."""
    alone = replace(part, variants=()) if isinstance(part, Keyword) else part
    return f"({part})" if isinstance(part, AnyOf) else str(alone)
