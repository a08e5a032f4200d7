"""A query -> what the cluster is asked for: all reports that match a node, and those that do so literally."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, assert_never

from indexer.opensearch_store.intervals import Inexpressible, matching, together
from indexer.opensearch_store.mapping import (
    AUTHOR_UNITS,
    SOURCE_UNITS,
    TITLE_UNITS,
    TITLE_WORDS,
    UNITS,
    WORDS,
)
from indexer.opensearch_store.queries import (
    EVERYTHING,
    all_of,
    any_of,
    but,
    dated,
    literal,
    phrase,
    term,
    terms,
    with_pairs,
)
from indexer.opensearch_store.units import open_ways
from indexer.query import (
    All,
    AnyOf,
    Choice,
    Dated,
    Field,
    Filters,
    InField,
    Keyword,
    Literal,
    Near,
    Node,
    Not,
    Pattern,
    Term,
)
from indexer.query.nodes import has_not

Json = dict[str, Any]

_UNITS = {Field.TITLE: TITLE_UNITS, Field.SOURCE: SOURCE_UNITS, Field.AUTHOR: AUTHOR_UNITS}

LookedInto = Callable[[Json, Node, str], Json]
"""Of what a query finds, what really matches a node: looked for in the texts of a field, one by one."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Queries for what matches a part of a query: all of it, and what does so literally."""

    all: Json
    literal: Json


@dataclass(frozen=True, slots=True)
class Asking:
    """Queries for nodes. What no query can tell for certain is looked into."""

    looked_into: LookedInto

    def find(self, node: Node) -> Selection:
        match node:
            case All(parts):
                found = [self.find(part) for part in parts]
                return Selection(all_of(one.all for one in found), all_of(one.literal for one in found))
            case AnyOf(parts):
                found = [self.find(part) for part in parts]
                return Selection(any_of(one.all for one in found), any_of(one.literal for one in found))
            case Not(part):
                return _literally(but(EVERYTHING, self.find(part).literal))
            case Near():
                return _literally(self._near(node))
            case Literal() | Keyword() | Pattern() | InField() | Dated():
                return self._term(node)
            case _:
                assert_never(node)

    def _term(self, node: Term) -> Selection:
        match node:
            case Dated(after, before):
                return _literally(dated(after, before))
            case InField(field, term):
                return self._of_text(term, _UNITS[field], TITLE_WORDS)
            case Literal() | Keyword() | Pattern():
                return self._of_text(node, UNITS, WORDS)
            case _:
                assert_never(node)

    def _of_text(self, node: Literal | Keyword | Pattern, field: str, of_words: str) -> Selection:
        match node:
            case Literal():
                return _literally(literal(node.text, field))
            case Pattern():
                return _literally(self._pattern(node, field))
            case Keyword():
                stands = any_of(literal(text, field) for text in node.texts)
                if node.words == (node.text,):
                    return _literally(stands)
                words = [term(of_words, word) for word in node.words]
                by_words = all_of([*(literal(one, field) for one in node.phrases), *words])
                return Selection(any_of([stands, by_words]), stands)
            case _:
                assert_never(node)

    def _pattern(self, node: Pattern, field: str) -> Json:
        last = len(node.pieces) - 1
        pieces = [
            _piece(piece, field, left=number > 0, right=number < last)
            for number, piece in enumerate(node.pieces)
            if piece
        ]
        try:
            return all_of([*pieces, {"intervals": {field: matching(node)}}])
        except Inexpressible:
            return self.looked_into(all_of(pieces), node, field)

    def _near(self, node: Near) -> Json:
        """A sentence or block holds a part only if the report does; what it must not hold tells nothing."""
        candidates = [self.find(part).literal for part in node.parts if not has_not(part)]
        try:
            return all_of([*candidates, {"intervals": {UNITS: together(node)}}])
        except Inexpressible:
            return self.looked_into(all_of(candidates), node, UNITS)


def admitted(filters: Filters) -> Json:
    """What passes the filters."""
    return all_of(
        [
            _chosen(filters.source, lambda values: terms("source", values)),
            _chosen(filters.folder, lambda values: any_of(map(_below, values))),
            _chosen(filters.year, lambda values: terms("year", values)),
            dated(filters.after, filters.before) if filters.after or filters.before else EVERYTHING,
        ]
    )


def _chosen(choice: Choice, having: Callable[[Sequence[str]], Json]) -> Json:
    """What a choice admits, given what finds the reports that have one of some values."""
    wanted = having(choice.wanted) if choice.wanted else EVERYTHING
    return but(wanted, having(choice.unwanted)) if choice.unwanted else wanted


def _below(folder: str) -> Json:
    """What lies in a folder, or below it."""
    return any_of([term("folder", folder), {"prefix": {"folder": f"{folder}/"}}])


def _piece(piece: str, field: str, *, left: bool, right: bool) -> Json:
    """What holds a piece of a pattern, which may go on where it is open."""
    stands = any_of(phrase(way, field) for way in open_ways(piece, left=left, right=right))
    return all_of([*with_pairs(piece, field), stands])


def _literally(query: Json) -> Selection:
    return Selection(query, query)
