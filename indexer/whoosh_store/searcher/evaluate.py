"""A query -> the documents of one segment that match it: sets of documents, combined as its nodes say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import assert_never

from indexer.deadline import check
from indexer.query import (
    All,
    AnyOf,
    Dated,
    Field,
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
from indexer.ranking.weights import TITLE
from indexer.whoosh_store.searcher.leaves import Leaf
from indexer.whoosh_store.searcher.lookup import Lookup
from indexer.whoosh_store.searcher.sets import NONE, intersection
from indexer.whoosh_store.segment.postings import Docs


@dataclass(frozen=True, slots=True)
class Selection:
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

    def find(self, node: Node) -> Selection:
        """What matches a node, which may have no other terms than those given."""
        check()
        match node:
            case All(()):
                return _literally(self._leaf.others(NONE))
            case All(parts):
                return _combined(intersection, [self.find(part) for part in parts])
            case AnyOf(parts):
                return _combined(self._lookup.union, [self.find(part) for part in parts])
            case Not(part):
                return _literally(self._leaf.others(self.find(part).literal))
            case Near():
                return _literally(self._near(node))
            case Literal() | Keyword() | Pattern() | InField() | Dated():
                return self.terms[node]
            case _:
                assert_never(node)

    def holding(self, text: str) -> Docs:
        """The documents that hold a normal form literally, deleted ones as well."""
        check()
        return self._lookup.with_literal(text)

    def _near(self, node: Near) -> Docs:
        """A sentence or block holds a part only if the report does; what it must not hold tells nothing."""
        wanted = [self.find(part).literal for part in node.parts if not has_not(part)]
        candidates = intersection(wanted) if wanted else self._leaf.others(NONE)
        return self._lookup.with_near(candidates, node)

    def _term(self, term: Term) -> Selection:
        check()
        match term:
            case Keyword():
                return self._keyword(term)
            case InField():
                return self._in_field(term)
            case Dated(after, before):
                return _literally(self._leaf.columns.dated(after, before))
            case Literal() | Pattern():
                return _literally(self._exactly(term))
            case _:
                assert_never(term)

    def _exactly(self, term: Literal | Pattern) -> Docs:
        if isinstance(term, Literal):
            return self._lookup.with_literal(term.text)
        return self._lookup.with_pattern(term)

    def _keyword(self, term: Keyword) -> Selection:
        literal = self._lookup.union([self._lookup.with_literal(text) for text in term.texts])
        if term.words == (term.text,):
            return _literally(literal)
        return Selection(self._lookup.union([literal, self._by_words(term)]), literal)

    def _by_words(self, term: Keyword) -> Docs:
        """The documents that have all words and phrases of a keyword."""
        phrases = [self._lookup.with_literal(phrase) for phrase in term.phrases]
        return intersection([*phrases, self._lookup.with_words(term.words)] if term.words else phrases)

    def _in_field(self, one: InField) -> Selection:
        term = one.term
        if one.field is not Field.TITLE:
            assert not isinstance(term, Keyword)  # see InField
            return _literally(self._lookup.in_values(one.field, term))
        if not isinstance(term, Keyword):
            return _literally(self._lookup.titled(term))
        literal = self._lookup.union([self._lookup.titled(Literal(text, text)) for text in term.texts])
        phrases = [self._lookup.titled(Literal(phrase, phrase)) for phrase in term.phrases]
        words = [self._lookup.with_words(term.words, TITLE)] if term.words else []
        return Selection(self._lookup.union([literal, intersection([*phrases, *words])]), literal)

    def _living(self, found: Selection) -> Selection:
        return _combined(lambda parts: self._leaf.living(parts[0]), [found])


def _literally(documents: Docs) -> Selection:
    return Selection(documents, documents)


def _combined(combine: Callable[[Sequence[Docs]], Docs], parts: Sequence[Selection]) -> Selection:
    documents = combine([part.all for part in parts])
    if all(part.literal is part.all for part in parts):
        return _literally(documents)
    return Selection(documents, combine([part.literal for part in parts]))
