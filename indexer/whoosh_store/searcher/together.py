"""Which documents have a sentence or block that holds several things, looked for in many texts at once.

Where these begin, and where sentences or blocks end, are arrays of places: a look-up tells which lie
together.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import assert_never

import numpy as np

from indexer.deadline import check
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
from indexer.text.normal import Units, units
from indexer.text.sentences import ENDS
from indexer.whoosh_store.searcher.many import Kept, Places, holding, places
from indexer.whoosh_store.searcher.patterns import beginnings
from indexer.whoosh_store.searcher.stretches import Stretches
from indexer.whoosh_store.segment.postings import Docs
from indexer.whoosh_store.segment.texts import Texts

FEW = 1 / 4
"""Of stretches that may still match to this share, to cut out the others pays for the parts that are left."""


def together(texts: Texts, documents: Docs, near: Near) -> Kept:
    """Which of the documents have a sentence or block that holds what `near` asks for."""
    return holding(texts, documents, partial(_blocks, near))


def _blocks(near: Near, text: Units) -> Places:
    """The ends of the blocks that hold what is asked for."""
    blocks = Stretches.blocks(text)
    return blocks.ends[_held(near, blocks)]


def _held(node: Node, among: Stretches) -> Kept:
    """Which of the stretches hold a node; as `nodes.holds` says of each."""
    match node:
        case Literal(_, text):
            return among.having(places(among.text, text), units(text).size)
        case Pattern():
            apart = among.apart()
            return apart.having(beginnings(node, apart.text))
        case Not(part):
            return ~_held(part, among)
        case AnyOf(parts):
            return ~_all([Not(part) for part in parts], among)
        case Near(Scope.SENTENCE, parts):
            return _in_one_sentence(parts, among)
        case All(parts) | Near(_, parts):
            return _all(parts, among)
        case Keyword() | InField() | Dated():
            raise TypeError(f"{node} is not looked for within a text")
        case _:
            assert_never(node)


def _in_one_sentence(parts: Sequence[Node], among: Stretches) -> Kept:
    """Which of the stretches have a sentence that holds every part."""
    apart = among.apart()
    sentences = apart.between_marks() if _is_plain(All(tuple(parts))) else apart.sentences()
    return apart.having(sentences.ends[_all(parts, sentences)])


def _is_plain(node: Node) -> bool:
    """Whether what stands between two marks tells all of it. A sentence goes on behind its mark, over what
    closes: so nothing that is looked for may begin with such or hold a mark, nor be content with a blank."""
    return all(map(_is_free_of_marks, leaves(node))) and not holds(" ", node)


def _is_free_of_marks(term: Term) -> bool:
    pieces = (
        (term.text,) if isinstance(term, Literal) else term.pieces if isinstance(term, Pattern) else ("",)
    )
    return all(piece[:1].isalnum() and not any(mark in piece for mark in ENDS) for piece in pieces)


def _all(parts: Sequence[Node], among: Stretches) -> Kept:
    """Which of the stretches hold every part. What one lacks is looked for no further."""
    held = np.zeros(among.ends.size, np.bool_)
    numbers = np.arange(held.size)
    left = ~held
    for part in parts:
        check()
        if np.count_nonzero(left) < FEW * left.size:
            among, numbers = among.only(left), numbers[left]
            left = np.ones(numbers.size, np.bool_)
        left &= _held(part, among)
    held[numbers[left]] = True
    return held
