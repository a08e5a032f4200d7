"""A query -> the documents of one segment that match it: sets of documents, combined as its nodes say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indexer.deadline import check
from indexer.query import All, AnyOf, Dated, Field, InField, Keyword, Literal, Near, Node, Not, Pattern, Term
from indexer.query.nodes import holds
from indexer.ranking.bm25 import TITLE
from indexer.whoosh_store.searcher.lookup import Lookup
from indexer.whoosh_store.searcher.sets import NONE, intersection
from indexer.whoosh_store.searcher.snapshot import Leaf
from indexer.whoosh_store.segment.postings import Docs


@dataclass(frozen=True, slots=True)
class Found:
    """The documents that match a part of a query: all of them, and those that do so literally. Where it is
    known that all do, both are one array and nothing is worked out twice."""

    all: Docs
    literal: Docs


class LeafQuery:
    """A query asked of one leaf. `terms` is what each of its terms finds by itself."""

    def __init__(self, leaf: Leaf, terms: Sequence[Term]) -> None:
        self._leaf = leaf
        self._lookup = Lookup(leaf.columns)
        self.terms = {term: self._living(self._term(term)) for term in terms}

    def find(self, node: Node) -> Found:
        """What matches a node, which may have no other terms than those given."""
        check()
        if isinstance(node, All):
            return _combined(intersection, [self.find(part) for part in node.parts])
        if isinstance(node, AnyOf):
            return _combined(self._lookup.union, [self.find(part) for part in node.parts])
        if isinstance(node, Not):
            return _literally(self._leaf.others(self.find(node.part).literal))
        if isinstance(node, Near):
            return _literally(self._near(node))
        return self.terms[node]

    def holding(self, text: str) -> Docs:
        """The documents that hold a normal form literally, deleted ones as well."""
        check()
        return self._lookup.with_literal(text)

    def _near(self, node: Near) -> Docs:
        """A sentence or block holds a part only if the report does; what it must not hold tells nothing."""
        wanted = [self.find(part).literal for part in node.parts if not _has_not(part)]
        candidates = intersection(wanted) if wanted else self._leaf.others(NONE)
        return self._lookup.filtered(candidates, lambda blocks: any(holds(block, node) for block in blocks))

    def _term(self, term: Term) -> Found:
        check()
        if isinstance(term, Keyword):
            return self._keyword(term)
        if isinstance(term, InField):
            return self._in_field(term)
        if isinstance(term, Dated):
            return _literally(self._leaf.columns.dated(term.after, term.before))
        return _literally(self._exactly(term))

    def _exactly(self, term: Literal | Pattern) -> Docs:
        if isinstance(term, Literal):
            return self._lookup.with_literal(term.text)
        return self._lookup.with_pattern(term)

    def _keyword(self, term: Keyword) -> Found:
        literal = self._lookup.union([self._lookup.with_literal(text) for text in term.texts])
        if term.words == (term.text,):
            return _literally(literal)
        return Found(self._lookup.union([literal, self._by_words(term)]), literal)

    def _by_words(self, term: Keyword) -> Docs:
        """The documents that have all words and phrases of a keyword."""
        phrases = [self._lookup.with_literal(phrase) for phrase in term.phrases]
        return intersection([*phrases, self._lookup.with_words(term.words)] if term.words else phrases)

    def _in_field(self, one: InField) -> Found:
        term = one.term
        if one.field is not Field.TITLE:
            assert not isinstance(term, Keyword)  # see InField
            return _literally(self._lookup.in_values(one.field, term))
        if not isinstance(term, Keyword):
            return _literally(self._titled(term))
        literal = self._lookup.union([self._titled(Literal(text, text)) for text in term.texts])
        phrases = [self._titled(Literal(phrase, phrase)) for phrase in term.phrases]
        words = [self._lookup.with_words(term.words, TITLE)] if term.words else []
        return Found(self._lookup.union([literal, intersection([*phrases, *words])]), literal)

    def _titled(self, term: Literal | Pattern) -> Docs:
        return self._lookup.titled(self._exactly(term), term)

    def _living(self, found: Found) -> Found:
        return _combined(lambda parts: self._leaf.living(parts[0]), [found])


def _literally(documents: Docs) -> Found:
    return Found(documents, documents)


def _combined(combine: Callable[[Sequence[Docs]], Docs], parts: Sequence[Found]) -> Found:
    documents = combine([part.all for part in parts])
    if all(part.literal is part.all for part in parts):
        return _literally(documents)
    return Found(documents, combine([part.literal for part in parts]))


def _has_not(node: Node) -> bool:
    if isinstance(node, All | AnyOf | Near):
        return any(_has_not(part) for part in node.parts)
    return isinstance(node, Not)
