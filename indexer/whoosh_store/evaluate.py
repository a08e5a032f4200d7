"""A query -> the documents of one segment that match it, by numpy on whole posting lists.

A literal is the intersection of its pairs' lists, the shortest first, checked against the stored normal
form; one that is a single pair needs no check, and one character is what the pairs that it begins have
together. Words are the intersection of theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt

from indexer.query import All, AnyOf, Keyword, Node, Term, Without
from indexer.text.literal import has_edge
from indexer.whoosh_store.postings import Docs
from indexer.whoosh_store.schema import BODY
from indexer.whoosh_store.snapshot import Leaf


@dataclass(frozen=True, slots=True)
class Found:
    """The documents that match a part of a query: all of them, and those that do so literally."""

    all: Docs
    literal: Docs


_NONE = np.empty(0, np.uint32)


def pairs_of(literal: str) -> list[str]:
    """The pairs that a text must have if it holds the literal."""
    return list(dict.fromkeys(map(str.__add__, literal, literal[1:])))


class LeafQuery:
    """A query asked of one leaf. `terms` is what each of its terms finds by itself."""

    def __init__(self, leaf: Leaf, terms: Sequence[Term]) -> None:
        self._leaf = leaf
        self._columns = leaf.columns
        self.terms = {term: self._term(term) for term in terms}

    def find(self, node: Node) -> Found:
        """What matches a node. With `Without`, what holds the unwanted literally is taken away."""
        if isinstance(node, All):
            return _combined(_intersection, [self.find(part) for part in node.parts])
        if isinstance(node, AnyOf):
            return _combined(self._union, [self.find(part) for part in node.parts])
        if isinstance(node, Without):
            wanted, unwanted = self.find(node.wanted), self.find(node.unwanted).literal
            return Found(difference(wanted.all, unwanted), difference(wanted.literal, unwanted))
        return self.terms[node]

    def _term(self, term: Term) -> Found:
        whole = self._with_words([term.text])
        literal = self._leaf.living(self._literal(term.text, whole))
        if not isinstance(term, Keyword) or not term.words or term.text in term.words:
            return Found(literal, literal)
        return Found(self._union([literal, self._leaf.living(self._with_words(term.words))]), literal)

    def _literal(self, literal: str, whole: Docs) -> Docs:
        """The documents that hold a literal. Where the literal is a word, those that have the `whole` word
        hold it for certain, so only the others need be looked into."""
        columns = self._columns
        if len(literal) == 1:
            candidates = self._distinct(columns.grams.documents_of_all(*columns.beginning_with(literal)))
        else:
            lists = [columns.with_pair(pair) for pair in pairs_of(literal)]
            if None in lists:
                return _NONE
            candidates = _intersection([columns.grams.documents(one) for one in lists if one is not None])
        if len(literal) <= 2 and not has_edge(literal):
            return candidates
        return self._union([whole, self._checked(difference(candidates, whole), literal)])

    def _checked(self, candidates: Docs, literal: str) -> Docs:
        return candidates[self._columns.holding(candidates, literal)]

    def _with_words(self, words: Sequence[str]) -> Docs:
        """The documents that have every word."""
        numbers = [self._columns.terms[BODY].find(word.encode()) for word in words]
        if None in numbers:
            return _NONE
        postings = self._columns.words[BODY]
        return _intersection([postings.documents(number) for number in numbers if number is not None])

    def _union(self, lists: Sequence[Docs]) -> Docs:
        held = [one for one in lists if one.size]
        return self._distinct(np.concatenate(held)) if len(held) > 1 else (held or lists)[0]

    def _distinct(self, documents: Docs) -> Docs:
        """Document numbers once each and rising. A map of all documents is quicker than sorting many."""
        present = np.zeros(self._columns.documents, np.bool_)
        present[documents] = True
        return np.flatnonzero(present).astype(np.uint32)


def _combined(combine: Callable[[Sequence[Docs]], Docs], parts: Sequence[Found]) -> Found:
    return Found(combine([part.all for part in parts]), combine([part.literal for part in parts]))


def _intersection(lists: Sequence[Docs]) -> Docs:
    """What all have, the shortest first, so that every step is as small as it can be."""
    return reduce(_common, sorted(lists, key=len))


def _common(few: Docs, many: Docs) -> Docs:
    return few[contained(few, many)[0]] if few.size else few


def contained(few: Docs, many: Docs) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.intp]]:
    """Which of the first stand in the second, and where each stands or would stand."""
    if not many.size:
        return np.zeros(few.size, np.bool_), np.zeros(few.size, np.intp)
    places = np.minimum(many.searchsorted(few), many.size - 1)
    return many[places] == few, places


def difference(some: Docs, others: Docs) -> Docs:
    """What stands in the first and not in the second."""
    return some[~contained(some, others)[0]] if some.size and others.size else some
