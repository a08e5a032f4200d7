"""A query -> the documents of one leaf that match it, each with its class: literal, by words, or relaxed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indexer.deadline import check
from indexer.query import Filters, Query, Term
from indexer.ranking.weights import Relaxation
from indexer.store import CLASSES, Class
from indexer.text.literal import occurs
from indexer.whoosh_store.searcher.evaluate import LeafQuery, Selection
from indexer.whoosh_store.searcher.facets import admitted
from indexer.whoosh_store.searcher.leaves import Leaf
from indexer.whoosh_store.searcher.sets import contained, difference, indices, intersection
from indexer.whoosh_store.segment.postings import Docs

LITERAL, WORDS, RELAXED = range(len(CLASSES))


@dataclass(frozen=True, slots=True)
class Matching:
    """What matches in one leaf; `classes` says of each document the number of its class in `CLASSES`."""

    leaf: Leaf
    documents: Docs
    classes: npt.NDArray[np.int8]

    def of(self, classes: Collection[Class]) -> Matching:
        """The documents of these classes."""
        return self.where(np.array([one in classes for one in CLASSES])[self.classes])

    def where(self, kept: npt.NDArray[np.bool_]) -> Matching:
        """Those of the documents that are kept."""
        return Matching(self.leaf, self.documents[kept], self.classes[kept])

    def and_(self, other: Matching) -> Matching:
        """These documents and others of the same leaf."""
        documents = np.concatenate((self.documents, other.documents))
        order = np.argsort(documents, kind="stable")  # two runs that rise, which are merged
        return Matching(self.leaf, documents[order], np.concatenate((self.classes, other.classes))[order])


@dataclass(frozen=True, slots=True)
class Loose:
    """How much of what the texts of a relaxation tell each document of one leaf holds; 0 of those that cannot
    match it."""

    leaf: Leaf
    has: npt.NDArray[np.int32]

    @property
    def most(self) -> int:
        return int(self.has.max(initial=0))

    def relaxed(self, least: int, strict: Docs) -> Matching:
        """The documents that hold enough and are no strict matches."""
        enough = np.flatnonzero(self.has >= max(1, least)).astype(np.uint32)
        documents = difference(enough, strict)
        return Matching(self.leaf, documents, np.full(documents.size, RELAXED, np.int8))


class Asked:
    """A query asked of one leaf, filters included."""

    def __init__(self, leaf: Leaf, query: Query) -> None:
        self._leaf, self._query = leaf, query
        self._asked = LeafQuery(leaf, query.terms)

    def term(self, term: Term) -> Selection:
        """What one term finds by itself, the filters aside."""
        return self._asked.terms[term]

    def strict(self) -> Matching:
        """What matches the query as it stands."""
        found = self._asked.find(self._query.root)
        documents = admitted(self._leaf, found.all, self._query.filters)
        if found.literal is found.all:
            return Matching(self._leaf, documents, np.full(documents.size, LITERAL, np.int8))
        literal = contained(documents, found.literal)[0]
        return Matching(self._leaf, documents, np.where(literal, LITERAL, WORDS).astype(np.int8))

    def having(self, text: str) -> int:
        """How many documents hold a text literally, the filters aside."""
        return self._leaf.living(self._asked.holding(text)).size

    def loose(self, relaxation: Relaxation, telling: Sequence[int]) -> Loose:
        """What holds anything of the query, strict matches included, given how much each text tells."""
        has = np.zeros(self._leaf.columns.documents, np.int32)
        for text, tells in zip(relaxation.texts, telling, strict=True):
            has[indices(self._asked.holding(text))] += tells
        required = [self._asked.find(node).all for node in relaxation.required]
        if required or self._leaf.live is not None or self._query.filters != Filters():
            holding = np.flatnonzero(has).astype(np.uint32)
            admissible = self._leaf.living(intersection([holding, *required]))
            admissible = admitted(self._leaf, admissible, self._query.filters)
            has[difference(holding, admissible)] = 0
        return Loose(self._leaf, has)

    def lacks(self, relaxation: Relaxation, document: int) -> tuple[str, ...]:
        """What a document does not hold of what the relaxation names."""
        whole = self._leaf.columns.text.whole(document)
        check()
        return tuple(text for text in relaxation.named if not occurs(whole, text))


def total(matching: Sequence[Matching], number: int) -> int:
    """How many documents of a class there are in all leaves."""
    return sum(int(np.count_nonzero(one.classes == number)) for one in matching)
