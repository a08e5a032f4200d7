"""Patterns, and what stands together in a sentence or block, as intervals of positions.

(Clarke, Cormack, Burkowski: An Algebra for Structured Text Search, 1995: of intervals within one another only
the shortest is kept.) That loses a match where a pattern has two gaps of any length, for which the shortest
interval of its beginning need not be the one that goes on. So all lengths are tried of every gap but one; and
where that is too much, or intervals cannot say it, there is none, and the texts are looked into.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import product
from math import prod
from typing import Any, assert_never

from indexer.opensearch_store.mapping import MARKS
from indexer.opensearch_store.units import (
    FIRST_OF_BLOCK,
    FIRST_OF_SENTENCE,
    HOLE,
    LAST_OF_BLOCK,
    LAST_OF_SENTENCE,
    Way,
    holds_end,
    marks_with,
    open_ways,
    ways,
)
from indexer.query import All, AnyOf, Dated, InField, Keyword, Literal, Near, Node, Not, Pattern, Scope
from indexer.text.literal import barred

Json = dict[str, Any]

MOST_TRIED = 27
"""So many lengths of the gaps of one pattern are tried."""
MOST_WAYS = 64
"""In so many ways the pieces of a pattern may begin and end."""


class Inexpressible(Exception):
    """Intervals cannot say it, or not shortly."""


def standing(text: str) -> Json:
    """Where a literal stands."""
    return _any(map(_sequence, ways(text)))


def matching(pattern: Pattern) -> Json:
    """Where a pattern stands. Raises `Inexpressible`."""
    bars = {barred(gap) for gap in pattern.gaps}
    if not pattern.pieces[-1] or len(bars) > 1 or any(map(holds_end, pattern.pieces)):
        raise Inexpressible
    found = _any(_whole(pattern, lengths) for lengths in _lengths(pattern.gaps))
    ends = _any(_sequence((mark,)) for mark in bars.pop())
    return _filtered(found, "not_containing", ends)


def _lengths(gaps: Sequence[tuple[int, int]]) -> Iterator[tuple[int | None, ...]]:
    """The lengths of all gaps in every way, None for the last that may be empty: of that one is free."""
    free = max((n for n, (fewest, most) in enumerate(gaps) if fewest == 0 < most), default=None)
    tried = [[None] if n == free else [*range(fewest, most + 1)] for n, (fewest, most) in enumerate(gaps)]
    found = [*product(*tried)] if prod(map(len, tried)) <= MOST_TRIED else None
    if found is None:
        raise Inexpressible
    return iter(found)


def _whole(pattern: Pattern, lengths: Sequence[int | None]) -> Json:
    """The pattern with gaps of these lengths."""
    last = len(pattern.pieces) - 1
    parts: list[list[Way]] = [[()]]
    for number, piece in enumerate(pattern.pieces):
        opened = open_ways(piece, left=number > 0, right=number < last)
        parts[-1] = [one + other for one in parts[-1] for other in opened]
        if len(parts[-1]) > MOST_WAYS:
            raise Inexpressible
        if number < last and (length := lengths[number]) is not None:
            parts[-1] = [one + (HOLE,) * length for one in parts[-1]]
        elif number < last:
            parts.append([()])
    sources = [_any(map(_sequence, some)) for some in parts]
    if len(sources) == 1:
        return sources[0]
    free = lengths.index(None)
    return {"all_of": {"intervals": sources, "ordered": True, "max_gaps": pattern.gaps[free][1]}}


# — within sentences and blocks —


def together(node: Near) -> Json:
    """The sentences or blocks that hold all parts of a node. Raises `Inexpressible`."""
    return _within(node.scope, node)


def _within(scope: Scope, node: Node) -> Json:
    match node:
        case Literal():
            return _containing(_stretches(scope), standing(node.text))
        case Pattern():
            return _containing(_stretches(scope), matching(node))
        case Not(part):
            return _filtered(_stretches(scope), "not_containing", _within(scope, part))
        case AnyOf(parts):
            return _any(_within(scope, part) for part in parts)
        case Near() if node.scope is Scope.SENTENCE and scope is Scope.PARAGRAPH:
            return _containing(_stretches(scope), _within(node.scope, node))
        case All(parts) | Near(parts=parts):  # within a sentence its block is no more than the sentence
            return reduce(_containing, (_within(scope, part) for part in parts))
        case Keyword() | InField() | Dated():
            raise TypeError(f"{node} is not looked for within a text")
        case _:
            assert_never(node)


def _stretches(scope: Scope) -> Json:
    """Every sentence, or every block."""
    sentence = scope is Scope.SENTENCE
    first = marks_with(FIRST_OF_SENTENCE if sentence else FIRST_OF_BLOCK)
    last = marks_with(LAST_OF_SENTENCE if sentence else LAST_OF_BLOCK)
    of_one = [mark for mark in first if mark in last]
    longer = {"all_of": {"intervals": [_marked(first), _marked(last)], "ordered": True}}
    return _any([_marked(of_one), longer])


def _marked(marks: Iterable[str]) -> Json:
    return _any({"match": {"query": mark, "analyzer": "given", "use_field": MARKS}} for mark in marks)


def _sequence(way: Way) -> Json:
    """Exactly these units, one behind the other."""
    return {"match": {"query": "\n".join(way), "analyzer": "given", "max_gaps": 0, "ordered": True}}


def _filtered(source: Json, how: str, by: Json) -> Json:
    return {"all_of": {"intervals": [source], "ordered": True, "filter": {how: by}}}


def _containing(source: Json, held: Json) -> Json:
    return _filtered(source, "containing", held)


def _any(parts: Iterable[Json]) -> Json:
    found = list(parts)
    return found[0] if len(found) == 1 else {"any_of": {"intervals": found}}
