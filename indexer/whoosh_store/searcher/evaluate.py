"""A query -> the documents of one segment that match it: sets of documents, combined as its nodes say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import assert_never

import numpy as np

from indexer.deadline import check
from indexer.query import All, AnyOf, Dated, Field, InField, Keyword, Literal, Near, Node, Not, Pattern, Term
from indexer.query.nodes import holds
from indexer.ranking.weights import BODY, TITLE
from indexer.text.literal import has_edge, pairs_of
from indexer.text.normal import END_OF_BLOCK
from indexer.whoosh_store.searcher.leaves import Leaf
from indexer.whoosh_store.searcher.sets import NONE, difference, distinct, intersection, union
from indexer.whoosh_store.segment.columns import Columns
from indexer.whoosh_store.segment.postings import Docs
from indexer.whoosh_store.segment.texts import Needle

# — the documents that hold one thing —
#
# A literal is the intersection of its pairs' lists, the shortest first, checked against the stored normal
# form; one that is a single pair needs no check, and one character is what the pairs that it begins have
# together. Words are the intersection of theirs. Deleted documents are found as well.


class Lookup:
    """What stands where in one segment."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._literals: dict[str, Docs] = {}

    def union(self, sets: Sequence[Docs]) -> Docs:
        return union(sets, self._columns.documents)

    def with_words(self, words: Sequence[str], field: str = BODY) -> Docs:
        """The documents that have every word."""
        terms, postings = self._columns.terms[field], self._columns.words[field]
        numbers = [terms.find(word.encode()) for word in words]
        if None in numbers:
            return NONE
        return intersection([postings.documents(number) for number in numbers if number is not None])

    def with_literal(self, literal: str) -> Docs:
        """The documents that hold a literal."""
        if literal not in self._literals:
            self._literals[literal] = self._with_literal(literal)
        return self._literals[literal]

    def _with_literal(self, literal: str) -> Docs:
        """Where it is a word, those that have the word hold it for certain, so only the others need be looked
        into."""
        candidates = self._with_characters(literal)
        if len(literal) <= 2 and not has_edge(literal):
            return candidates
        whole = self.with_words([literal])
        others = difference(candidates, whole)
        return self.union([whole, self._checked(others, Needle.of(literal))]) if others.size else whole

    def with_pattern(self, pattern: Pattern) -> Docs:
        """The documents in which a pattern stands."""
        candidates = intersection([self._with_characters(piece) for piece in pattern.pieces if piece])
        return self._checked(candidates, Needle.of_pattern(pattern.pieces, pattern.gaps))

    def titled(self, candidates: Docs, term: Literal | Pattern) -> Docs:
        """Which of the documents hold the term in their title."""
        held = self._columns.titles.holding(candidates, _needle(term))
        return candidates[held]

    def in_values(self, field: Field, term: Literal | Pattern) -> Docs:
        """The documents whose source, or the name of one of whose authors, holds the term."""
        columns = self._columns
        values, of = (
            (columns.source_names, columns.source_of)
            if field is Field.SOURCE
            else (columns.author_names, columns.author_of)
        )
        wanted = [
            number for number, names in enumerate(values) if any(holds(one.normal, term) for one in names)
        ]
        return np.flatnonzero(np.isin(of, wanted)).astype(np.uint32)

    def with_block(self, candidates: Docs, text: str, admits: Callable[[str], bool]) -> Docs:
        """Which of the documents have a block that is admitted and has this text in it, which may be empty.
        Only such blocks are looked at."""
        found = (_has_block(whole, text, admits) for whole in self._columns.text.each(candidates))
        return candidates[np.fromiter(found, np.bool_, candidates.size)]

    def _with_characters(self, text: str) -> Docs:
        """The documents that have every pair of the text, or its only character."""
        columns = self._columns
        if len(text) == 1:
            found = columns.grams.documents_of_all(*columns.beginning_with(text))
            return distinct(found, columns.documents)
        lists = [columns.with_pair(pair) for pair in pairs_of(text)]
        if None in lists:
            return NONE
        return intersection([columns.grams.documents(one) for one in lists if one is not None])

    def _checked(self, candidates: Docs, needle: Needle) -> Docs:
        return candidates[self._columns.text.holding(candidates, needle)]


def _has_block(whole: str, text: str, admits: Callable[[str], bool]) -> bool:
    at = whole.find(text)
    while 0 <= at < len(whole):
        end = whole.find(END_OF_BLOCK, at)
        if admits(whole[whole.rfind(END_OF_BLOCK, 0, at) + 1 : end]):
            return True
        at = whole.find(text, end + 1)
    return False


def _needle(term: Literal | Pattern) -> Needle:
    return Needle.of(term.text) if isinstance(term, Literal) else Needle.of_pattern(term.pieces, term.gaps)


# — the documents that match a node —


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
        wanted = [self.find(part).literal for part in node.parts if not _has_not(part)]
        candidates = intersection(wanted) if wanted else self._leaf.others(NONE)
        literals = [part for part in node.parts if isinstance(part, Literal)]
        rarest = min(literals, key=lambda part: self.find(part).literal.size, default=None)
        text = rarest.text if rarest else ""
        return self._lookup.with_block(candidates, text, lambda block: holds(block, node))

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
            return _literally(self._titled(term))
        literal = self._lookup.union([self._titled(Literal(text, text)) for text in term.texts])
        phrases = [self._titled(Literal(phrase, phrase)) for phrase in term.phrases]
        words = [self._lookup.with_words(term.words, TITLE)] if term.words else []
        return Selection(self._lookup.union([literal, intersection([*phrases, *words])]), literal)

    def _titled(self, term: Literal | Pattern) -> Docs:
        return self._lookup.titled(self._exactly(term), term)

    def _living(self, found: Selection) -> Selection:
        return _combined(lambda parts: self._leaf.living(parts[0]), [found])


def _literally(documents: Docs) -> Selection:
    return Selection(documents, documents)


def _combined(combine: Callable[[Sequence[Docs]], Docs], parts: Sequence[Selection]) -> Selection:
    documents = combine([part.all for part in parts])
    if all(part.literal is part.all for part in parts):
        return _literally(documents)
    return Selection(documents, combine([part.literal for part in parts]))


def _has_not(node: Node) -> bool:
    match node:
        case All(parts) | AnyOf(parts) | Near(parts=parts):
            return any(_has_not(part) for part in parts)
        case Not():
            return True
        case Literal() | Keyword() | Pattern() | InField() | Dated():
            return False
        case _:
            assert_never(node)
