"""The documents of one segment that hold one thing: a word, a literal, a pattern, a value.

A literal is the intersection of its pairs' lists, the shortest first, checked against the stored normal
form; one that is a single pair needs no check, and one character is what the pairs that it begins have
together. A number or a Latin word is what the words that hold it have together. Words are the intersection of
theirs. Deleted documents are found as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np

from indexer.deadline import check
from indexer.query import Field, Literal, Near, Pattern
from indexer.query.nodes import holds
from indexer.ranking.weights import BODY
from indexer.text.literal import has_edge, pairs_of, pattern_occurs
from indexer.text.words import is_whole, wholes
from indexer.whoosh_store.searcher.many import holding, places
from indexer.whoosh_store.searcher.patterns import with_pattern
from indexer.whoosh_store.searcher.sets import NONE, difference, distinct, intersection, union
from indexer.whoosh_store.searcher.together import together
from indexer.whoosh_store.segment.columns import Columns
from indexer.whoosh_store.segment.keys import pairs_between
from indexer.whoosh_store.segment.postings import Docs
from indexer.whoosh_store.segment.texts import Needle

POSTINGS_PER_TEXT = 16
"""To compare so many postings takes as long as to look into one text."""


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
        if is_whole(literal):
            return self._in_words(literal)
        candidates = intersection(
            [self._with_characters(literal), *(self.with_literal(one) for one in wholes(literal))]
        )
        if len(literal) <= 2 and not has_edge(literal):
            return candidates
        whole = self.with_words([literal])
        others = difference(candidates, whole)
        return self.union([whole, self._checked(others, Needle.of(literal))]) if others.size else whole

    def _in_words(self, literal: str) -> Docs:
        """The documents that hold a literal in one of their words, if those that hold it have it there."""
        lines, postings = self._columns.terms[BODY].latin, self._columns.words[BODY]
        words = np.unique(lines.ends.searchsorted(places(lines.text, literal), side="right"))
        return distinct(postings.documents_of(words)[0], self._columns.documents)

    def with_pattern(self, pattern: Pattern) -> Docs:
        """The documents in which a pattern stands. Those that have a word in which it stands hold it for
        certain, so only the others need be looked into."""
        candidates = self._with_pieces(pattern)
        whole = self.union(list(self._words_holding(pattern, candidates.size)))
        others = difference(candidates, whole)
        others = intersection([others, *self._around_gaps(pattern, POSTINGS_PER_TEXT * others.size)])
        return self.union([whole, others[with_pattern(self._columns.text, others, pattern)]])

    def _words_holding(self, pattern: Pattern, most: int) -> Iterator[Docs]:
        """Of the words that the first piece begins and in which the pattern stands, the documents; none where
        more words than `most` begin so."""
        terms, postings = self._columns.terms[BODY], self._columns.words[BODY]
        first, last = terms.beginning_with(pattern.pieces[0].encode())
        for number in range(first, last) if last - first <= most else ():
            check()
            if pattern_occurs(terms[number].decode(), pattern.pieces, pattern.gaps):
                yield postings.documents(number)

    def _around_gaps(self, pattern: Pattern, most: int) -> Iterator[Docs]:
        """Of each gap of a single character, the documents that have some character both behind what stands
        before the gap and before what stands behind it; unless that takes more postings than `most`."""
        columns, pieces = self._columns, pattern.pieces
        beside = zip(pieces, pieces[1:], pattern.gaps, strict=False)
        for before, behind in {(one[-1], other[:1]) for one, other, gap in beside if gap == (1, 1)}:
            check()
            if behind and columns.grams.count(*columns.beginning_with(before)) <= most:
                yield self._around(before, behind)

    def _around(self, before: str, behind: str) -> Docs:
        columns, keys = self._columns, []
        for lists in pairs_between(columns.pairs, *columns.beginning_with(before), behind):
            documents, sizes = columns.grams.documents_of(lists)
            keys.append(np.repeat(np.arange(lists.size) << 32, sizes) + documents)
        both = np.concatenate(keys)
        both.sort(kind="stable")  # two runs that rise, which are merged
        return distinct(both[1:][both[1:] == both[:-1]] & 0xFFFFFFFF, columns.documents)

    def _with_pieces(self, pattern: Pattern) -> Docs:
        """The documents that may hold a pattern: those that have every pair of its pieces."""
        return intersection([self._with_characters(piece) for piece in {*pattern.pieces} if piece])

    def titled(self, term: Literal | Pattern) -> Docs:
        """The documents that hold the term in their title. Titles are short: to look into those of all that
        may have it takes less time than to find out which of them do."""
        titles = self._columns.titles
        if isinstance(term, Pattern):
            candidates = self._with_pieces(term)
            return candidates[with_pattern(titles, candidates, term)]
        candidates = self._with_characters(term.text)
        return candidates[holding(titles, candidates, partial(places, literal=term.text))]

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

    def with_near(self, candidates: Docs, near: Near) -> Docs:
        """Which of the documents have what stands near one another."""
        return candidates[together(self._columns.text, candidates, near)]

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
