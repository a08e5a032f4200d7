"""Which documents have a sentence or block that holds several things, looked for in many texts at once.

Where these begin, and where sentences or blocks end, are arrays of places: a look-up tells which lie
together.
"""

from __future__ import annotations

from functools import partial, reduce
from typing import assert_never

import numpy as np

from indexer.query import (
    All,
    AnyOf,
    Dated,
    InField,
    Keyword,
    Literal,
    Near,
    Node,
    Not,
    Pattern,
    Scope,
    Term,
)
from indexer.query.nodes import holds, leaves
from indexer.text.literal import barred
from indexer.text.normal import END_OF_BLOCK, Units
from indexer.text.sentences import ENDS
from indexer.whoosh_store.searcher.many import Kept, Places, holding, places, places_of_any
from indexer.whoosh_store.searcher.patterns import Bars, Gap, beginnings
from indexer.whoosh_store.segment.postings import Docs
from indexer.whoosh_store.segment.texts import Texts

_ENDS = {Scope.PARAGRAPH: END_OF_BLOCK, Scope.SENTENCE: END_OF_BLOCK + ENDS}


def together(texts: Texts, documents: Docs, near: Near) -> Kept:
    """Which of the documents have a sentence or block that holds what `near` asks for; see `is_plain`."""
    return holding(texts, documents, partial(_borders, near))


def is_plain(near: Near) -> bool:
    """Whether the stretches between the marks that end sentences tell all of it. A sentence goes on behind
    its mark, over other marks and what closes: so nothing that is looked for may begin with such or hold a
    mark, nor be content with a blank stretch."""
    if near.scope is Scope.PARAGRAPH:
        return not any(map(_has_sentence, near.parts))
    return all(map(_stands_in_stretches, leaves(near))) and not holds(" ", near)


def _has_sentence(node: Node) -> bool:
    match node:
        case Near(scope, parts):
            return scope is Scope.SENTENCE or any(map(_has_sentence, parts))
        case All(parts) | AnyOf(parts):
            return any(map(_has_sentence, parts))
        case Not(part):
            return _has_sentence(part)
        case _:
            return False


def _stands_in_stretches(term: Term) -> bool:
    pieces = (
        (term.text,) if isinstance(term, Literal) else term.pieces if isinstance(term, Pattern) else ("",)
    )
    return all(piece[:1].isalnum() and not any(mark in piece for mark in ENDS) for piece in pieces)


def _borders(near: Near, text: Units) -> Places:
    """The ends of the sentences or blocks that hold what is asked for."""
    borders = places_of_any(text, _ENDS[near.scope])
    bars = barred if near.scope is Scope.PARAGRAPH else _every_mark
    return borders[_held(near, text, borders, bars)]


def _every_mark(_: Gap) -> str:
    return ENDS


def _held(node: Node, text: Units, borders: Places, bars: Bars) -> Kept:
    """Which of the stretches that end there hold a node."""
    match node:
        case Literal():
            return _among(borders, places(text, node.text))
        case Pattern():
            return _among(borders, beginnings(node, text, bars))
        case Not(part):
            return ~_held(part, text, borders, bars)
        case AnyOf(parts):
            return reduce(np.logical_or, [_held(part, text, borders, bars) for part in parts])
        case All(parts) | Near(parts=parts):
            return reduce(np.logical_and, [_held(part, text, borders, bars) for part in parts])
        case Keyword() | InField() | Dated():
            raise TypeError(f"{node} is not looked for within a text")
        case _:
            assert_never(node)


def _among(borders: Places, places: Places) -> Kept:
    held = np.zeros(borders.size, np.bool_)
    held[borders.searchsorted(places)] = True
    return held
