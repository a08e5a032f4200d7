"""One commit as it is searched: its segments, which of their documents live, and what BM25 must know."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from indexer.ranking.weights import K1, SHORTEST, B
from indexer.store import Entry
from indexer.whoosh_store.searcher.sets import all_but, indices, union
from indexer.whoosh_store.segment.columns import Columns
from indexer.whoosh_store.segment.manifest import Segment
from indexer.whoosh_store.segment.postings import Docs, Postings


class Leaf:
    """One segment of a commit, as it is searched."""

    def __init__(self, columns: Columns, segment: Segment) -> None:
        self.columns, self.segment = columns, segment
        self.count = segment.count

    @cached_property
    def live(self) -> npt.NDArray[np.bool_] | None:
        """Which documents live; None if all do."""
        deleted = self.segment.deleted
        return all_but(deleted, self.columns.documents) if deleted.size else None

    @cached_property
    def all(self) -> Docs:
        """The documents that live."""
        return self.living(np.arange(self.columns.documents, dtype=np.uint32))

    def lives(self, document: int) -> bool:
        return self.live is None or bool(self.live[document])

    def living(self, documents: Docs) -> Docs:
        return documents if self.live is None else documents[self.live.take(documents)]

    def count_listed(self, postings: Postings, number: int | None) -> int:
        """How many living documents a list of this leaf has; None is the list that is not there."""
        if number is None:
            return 0
        if self.live is None:
            return postings.count(number, number + 1)
        return self.living(postings.documents(number)).size

    def others(self, documents: Docs) -> Docs:
        """The living documents that are not among these."""
        others = np.ones(self.columns.documents, np.bool_) if self.live is None else self.live.copy()
        others[indices(documents)] = False
        return np.flatnonzero(others).astype(np.uint32)

    def entries(self, places: Collection[str], fingerprints: Collection[bytes]) -> Iterator[Entry]:
        """What is known, without their text, of the living documents that were read from one of the places
        or below it, and of those with one of the fingerprints."""
        found = [self.columns.at_places(places)] if places else []
        alike = [one for text in fingerprints for one in self.columns.with_fingerprint(text)]
        documents = union([*found, np.unique(np.array(alike, np.uint32))], self.columns.documents)
        return self.columns.entries(self.living(documents))

    @cached_property
    def characters(self) -> int:
        """How much text the living documents have."""
        characters = self.columns.characters
        return int((characters if self.live is None else characters[self.live]).sum(dtype=np.int64))

    def length(self, field: str) -> int:
        """How many terms the living documents have in a field, all together."""
        lengths = self.columns.lengths(field)
        return int((lengths if self.live is None else lengths[self.live]).sum(dtype=np.int64))


Place = tuple[Leaf, int]
"""A document, and the leaf that it is in."""


class Leaves:
    """All segments of one commit. They never change; a new commit makes new ones."""

    def __init__(self, leaves: Sequence[Leaf], generation: int) -> None:
        self.each = tuple(leaves)
        self.generation = generation
        self.count = sum(leaf.count for leaf in leaves)
        self._norms: dict[str, npt.NDArray[np.float64]] = {}

    def norms(self, field: str, leaf: Leaf, documents: Docs) -> npt.NDArray[np.float64]:
        """For each of a leaf's documents BM25's K1 * (1 - B + B * length / mean length)."""
        # Kept in a dictionary: a cached method would refer to itself, and files would stay open until a
        # collection of garbage.
        if field not in self._norms:
            self._norms[field] = self._norms_of(field)
        return self._norms[field].take(leaf.columns.lengths(field).take(documents))

    def _norms_of(self, field: str) -> npt.NDArray[np.float64]:
        """The same for each length."""
        longest = max((int(leaf.columns.lengths(field).max(initial=0)) for leaf in self.each), default=0)
        mean = sum(leaf.length(field) for leaf in self.each) / max(1, self.count) or 1.0
        lengths = np.maximum(np.arange(longest + 1), SHORTEST[field])
        return K1 * (1 - B + B * lengths / mean)

    def verify(self) -> None:
        """Read every array of every segment. Raises `DamagedArrays` and OSError."""
        for leaf in self.each:
            leaf.columns.arrays.verify()

    def find(self, report_id: str) -> Place | None:
        """Where a report lives; None if it does not."""
        for leaf in self.each:
            document = leaf.columns.find(report_id.encode())
            if document is not None and leaf.lives(document):
                return leaf, document
        return None
