"""A query -> the documents that match it, and their scores, by numpy on whole posting lists.

A literal is the intersection of its grams' postings, checked against the stored normal form; words are
the intersection of theirs. The score of a document is

    BM25 over the query's words in the title x 2  +  in the body  +  0.3 x BM25 over the literals' grams

with k1 = 1.2, b = 0.75 and Lucene's idf, ln(1 + (N - n + 0.5) / (n + 0.5)), which is never negative.
(Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt
from whoosh.reading import IndexReader, TermNotFound

from indexer.query import All, Keyword, Node, Query, Term
from indexer.text.literal import has_edge, occurs
from indexer.text.words import words
from indexer.whoosh_store.schema import BODY, GRAMS, TITLE, grams_of

Ids = npt.NDArray[np.int64]
"""Document numbers, rising."""

WEIGHTS = {TITLE: 2.0, BODY: 1.0, GRAMS: 0.3}
K1, B = 1.2, 0.75


@dataclass(frozen=True, slots=True)
class Found:
    """The documents that match a part of a query: all of them, and those that do so literally."""

    all: Ids
    literal: Ids


class Evaluation:
    """One query on one snapshot. Raises whatever Whoosh raises: the store translates it."""

    def __init__(self, reader: IndexReader, query: Query) -> None:
        self._reader = reader
        self._query = query
        self.terms = {term: self._term(term) for term in query.terms}
        self.found = self._node(query.root)

    def _node(self, node: Node) -> Found:
        if not isinstance(node, All):
            return self.terms[node]
        parts = [self._node(part) for part in node.parts]
        return Found(_intersect([part.all for part in parts]), _intersect([part.literal for part in parts]))

    def _term(self, term: Term) -> Found:
        literal = self._literal(term.text)
        if not isinstance(term, Keyword) or not term.words:
            return Found(literal, literal)
        by_words = _intersect([self._with_word(word) for word in term.words])
        return Found(np.union1d(literal, by_words), literal)

    def _literal(self, literal: str) -> Ids:
        grams = grams_of(literal)
        candidates = _intersect([self._postings(GRAMS, gram)[0] for gram in grams])
        if len(literal) <= 2 and not has_edge(literal):
            return candidates
        stored = self._reader.stored_fields
        held = [occurs(stored(document)["normal"], literal) for document in candidates.tolist()]
        return candidates[np.array(held, dtype=np.bool_)]

    def _with_word(self, word: str) -> Ids:
        return np.union1d(self._postings(TITLE, word)[0], self._postings(BODY, word)[0])

    def scores(self, documents: Ids) -> npt.NDArray[np.float64]:
        """BM25 of these documents, in their order."""
        scores = np.zeros(self._reader.doc_count_all())
        for field, term in self._scoring_terms():
            scores += WEIGHTS[field] * self._bm25(field, term)
        return scores[documents]

    def _scoring_terms(self) -> Iterator[tuple[str, str]]:
        texts = [term.text for term in self._query.terms]
        for word in dict.fromkeys(word for text in texts for word in words(text)):
            yield TITLE, word
            yield BODY, word
        for gram in dict.fromkeys(gram for text in texts for gram in grams_of(text)):
            yield GRAMS, gram

    def _bm25(self, field: str, term: str) -> npt.NDArray[np.float64]:
        reader = self._reader
        scores = np.zeros(reader.doc_count_all())
        documents, frequencies = self._postings(field, term)
        if documents.size:
            count = reader.doc_count()
            idf = np.log1p((count - documents.size + 0.5) / (documents.size + 0.5))
            lengths = np.array([reader.doc_field_length(one, field) for one in documents.tolist()])
            mean = reader.field_length(field) / count
            norm = K1 * (1 - B + B * lengths / mean)
            scores[documents] = idf * frequencies * (K1 + 1) / (frequencies + norm)
        return scores

    def _postings(self, field: str, term: str) -> tuple[Ids, npt.NDArray[np.float64]]:
        """The documents that have the term, and how often."""
        try:
            matcher = self._reader.postings(field, term.encode())
        except TermNotFound:
            return np.empty(0, np.int64), np.empty(0)
        documents: list[int] = []
        frequencies: list[float] = []
        while matcher.is_active():
            documents.append(matcher.id())
            frequencies.append(matcher.weight())
            matcher.next()
        return np.array(documents, np.int64), np.array(frequencies)


def _intersect(lists: list[Ids]) -> Ids:
    """What all have; the shortest first, so that every step is as small as it can be."""
    return reduce(lambda a, b: np.intersect1d(a, b, assume_unique=True), sorted(lists, key=len))
