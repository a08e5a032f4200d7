"""The sketches of a segment (`ranking.sketches`), and what looks up which documents share enough of them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from indexer.ranking.sketches import LEAST_LIKENESS, NOTHING, SKETCH_NUMBERS, Sketches, least_shared
from indexer.whoosh_store.segment.arrays import Array, Arrays
from indexer.whoosh_store.segment.postings import firsts_of_runs

Numbers = npt.NDArray[np.int64]
Documents = npt.NDArray[np.uint32]

COMMON_DOCUMENTS = 1000
"""A number that more documents have comes from boilerplate and says nothing about them."""
FEW_DOCUMENTS = 32
"""Which documents share a number that so many have is worked out with a commit, pair by pair: of 109,397 news
four in five are then known to have no reprint, for a thousandth of the time that indexing takes."""


def lookup_of(rows: Sketches) -> Iterator[tuple[str, Array]]:
    """The arrays that `Sketched` reads: the sketches, all their numbers in order, the document of each, and
    of which documents it is certain that none here shares enough numbers with them to be a reprint."""
    flat = rows.ravel()
    order = np.argsort(flat, kind="stable")
    order = order[: np.count_nonzero(flat != NOTHING)]
    numbers, documents = flat[order], (order // SKETCH_NUMBERS).astype(np.uint32)
    yield "sketches", flat
    yield "sketches.numbers", numbers
    yield "sketches.docs", documents
    yield "sketches.alone", _most_shared(numbers, documents, len(rows)) < _least(rows)


def _most_shared(numbers: Sketches, documents: Documents, count: int) -> Numbers:
    """How many numbers any other may share at most with each of so many documents: those that it does share
    with one, and all that too many have to be looked at in pairs."""
    having = np.diff(firsts_of_runs(numbers), append=numbers.size)
    having = having.repeat(having)
    many = (having > FEW_DOCUMENTS) & (having <= COMMON_DOCUMENTS)
    few = (having > 1) & (having <= FEW_DOCUMENTS)
    pairs = _pairs(numbers[few], documents[few])
    begins = firsts_of_runs(pairs)
    shared = np.diff(begins, append=pairs.size)
    most = np.zeros(count, np.int64)
    for one in (pairs[begins] >> 32, pairs[begins] & 0xFFFFFFFF):
        np.maximum.at(most, one, shared)
    return most + np.bincount(documents[many], minlength=count)


def _pairs(numbers: Sketches, documents: Documents) -> Numbers:
    """Two documents for each number that both have, sorted: as `one << 32 | other`, where one is the less.
    The documents of a number stand side by side and rise."""
    wide = documents.astype(np.int64)
    found = [np.empty(0, np.int64)]
    for apart in range(1, FEW_DOCUMENTS):
        same = np.flatnonzero(numbers[apart:] == numbers[:-apart])
        found.append(wide[same] << 32 | wide[same + apart])
    return np.sort(np.concatenate(found))


class Sketched:
    """The sketches of a segment."""

    def __init__(self, arrays: Arrays) -> None:
        self.rows: Sketches = arrays["sketches"].reshape(-1, SKETCH_NUMBERS)
        self._numbers: Sketches = arrays["sketches.numbers"]
        self._documents: Documents = arrays["sketches.docs"]
        self.alone = arrays["sketches.alone"].data
        """Whether a document has no reprint here, nor its text another: known without looking."""

    def alike(self, asked: Sketches, own: Numbers) -> Iterator[tuple[int, int]]:
        """Which documents, deleted or not, are likely to be reprints of which of the texts whose sketches
        are `asked` for: pairs of a row and a document. `own` is the document of each row, -1 if it is in
        another segment: it is no reprint of itself."""
        of, documents = self._sharing(asked)
        others = documents != own[of]
        if others.any():
            of, documents = of[others], documents[others]
            likely = _resemblances(asked[of], self.rows[documents]) >= LEAST_LIKENESS
            yield from zip(of[likely].tolist(), documents[likely].tolist(), strict=True)

    def _sharing(self, asked: Sketches) -> tuple[Numbers, Numbers]:
        """Which rows share enough numbers with which documents, themselves included."""
        order = asked.argsort(axis=None)  # rising numbers are found close to one another: in half the time
        numbers = asked.ravel()[order]
        first = self._numbers.searchsorted(numbers)
        counts = self._numbers.searchsorted(numbers, side="right") - first
        counts[(counts > COMMON_DOCUMENTS) | (numbers == np.uint32(NOTHING))] = 0
        ends = counts.cumsum()
        places = np.arange(ends[-1]) + (first + counts - ends).repeat(counts)
        of = (order // SKETCH_NUMBERS << 32).repeat(counts)
        pairs = of | self._documents.take(places)
        pairs.sort()  # `np.unique` takes three times as long
        begins = firsts_of_runs(pairs)
        shared = np.concatenate((begins[1:], [pairs.size])) - begins
        pairs = pairs[begins]
        pairs = pairs[shared >= _least(asked).take(pairs >> 32)]
        return pairs >> 32, pairs & 0xFFFFFFFF


def _least(rows: Sketches) -> Numbers:
    """How many numbers of each sketch another must share."""
    least: Numbers = _LEAST.take((rows != np.uint32(NOTHING)).sum(axis=1))
    return least


_LEAST = least_shared(np.arange(SKETCH_NUMBERS + 1))
"""For each number of numbers that a sketch has."""


def _resemblances(some: Sketches, others: Sketches) -> npt.NDArray[np.float64]:
    """Row by row, how much two texts resemble each other by their sketches: of the least numbers of both
    together the share that both have. That is right on the average, and off by an eighth as a rule."""
    together = np.sort(np.concatenate([some, others], axis=1), axis=1)
    real = together != np.uint32(NOTHING)
    again = np.zeros_like(real)
    again[:, 1:] = real[:, 1:] & (together[:, 1:] == together[:, :-1])
    rank = np.cumsum(real & ~again, axis=1)
    both = np.count_nonzero(again & (rank <= SKETCH_NUMBERS), axis=1)
    shares: npt.NDArray[np.float64] = both / np.clip(rank[:, -1], 1, SKETCH_NUMBERS)
    return shares
