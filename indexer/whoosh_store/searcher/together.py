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
MANY_PARTS = 4
"""Where no more than such a share of stretches may still match, and so many parts are left to look for, it
pays to cut out the others."""


def together(texts: Texts, documents: Docs, near: Near) -> Kept:
    """Which of the documents have a sentence or block that holds what `near` asks for."""
    return holding(texts, documents, partial(_ends, near))


def _ends(near: Near, text: Units) -> Places:
    """The ends of the sentences or blocks that hold what is asked for."""
    in_sentences = near.scope is Scope.SENTENCE
    among = _sentences(near.parts, text) if in_sentences else Stretches.blocks(text)
    return among.ends[_all(near.parts, among)]


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
    sentences = _sentences(parts, apart.text)
    return apart.having(sentences.ends[_all(parts, sentences)])


def _sentences(parts: Sequence[Node], text: Units) -> Stretches:
    """The sentences of a text in which the parts are looked for."""
    is_plain = _is_plain(All(tuple(parts)))
    return Stretches.between_marks(text) if is_plain else Stretches.blocks(text).sentences()


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
    for number, part in enumerate(parts):
        check()
        if len(parts) - number >= MANY_PARTS and np.count_nonzero(left) < FEW * left.size:
            among, numbers = among.only(left), numbers[left]
            left = np.ones(numbers.size, np.bool_)
        left &= _held(part, among)
    held[numbers[left]] = True
    return held
