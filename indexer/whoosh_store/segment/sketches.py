"""The sketches of a segment (`ranking.sketches`), and what looks up which documents share enough of them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from indexer.ranking.sketches import LEAST_LIKENESS, NOTHING, SHARED_NUMBERS, SKETCH_NUMBERS, Sketches
from indexer.whoosh_store.segment.arrays import Array, Arrays

COMMON_DOCUMENTS = 1000
"""A number that more documents have comes from boilerplate and says nothing about them."""


def lookup_of(rows: Sketches) -> Iterator[tuple[str, Array]]:
    """The arrays that `Sketched` reads: the sketches, all their numbers in order, the document of each, and
    which sketches have too few numbers that others have as well for their document to have a reprint here."""
    flat = rows.ravel()
    order = np.argsort(flat, kind="stable")
    order = order[: np.count_nonzero(flat != NOTHING)]
    numbers = flat[order]
    yield "sketches", flat
    yield "sketches.numbers", numbers
    yield "sketches.docs", (order // SKETCH_NUMBERS).astype(np.uint32)
    again = numbers[1:] == numbers[:-1]
    shared = np.zeros(flat.size, np.bool_)
    shared[order] = np.r_[again, False][: order.size] | np.r_[False, again][: order.size]
    yield "sketches.alone", np.count_nonzero(shared.reshape(rows.shape), axis=1) < _least(rows)


class Sketched:
    """The sketches of a segment."""

    def __init__(self, arrays: Arrays) -> None:
        self.rows: Sketches = arrays["sketches"].reshape(-1, SKETCH_NUMBERS)
        self._numbers: Sketches = arrays["sketches.numbers"]
        self._documents: npt.NDArray[np.uint32] = arrays["sketches.docs"]
        self.alone = arrays["sketches.alone"].data
        """Whether a document has no reprint here, nor its text another: known without looking."""

    def alike(self, asked: Sketches, own: npt.NDArray[np.int64]) -> Iterator[tuple[int, int]]:
        """Which documents, deleted or not, are likely to be reprints of which of the texts whose sketches
        are `asked` for: pairs of a row and a document. `own` is the document of each row, -1 if it is in
        another segment: it is no reprint of itself."""
        of, documents = self._sharing(asked)
        others = documents != own[of]
        if others.any():
            of, documents = of[others], documents[others]
            likely = _resemblances(asked[of], self.rows[documents]) >= LEAST_LIKENESS
            yield from zip(of[likely].tolist(), documents[likely].tolist(), strict=True)

    def _sharing(self, asked: Sketches) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Which rows share enough numbers with which documents, themselves included."""
        order = asked.argsort(axis=None)  # rising numbers are found close to one another: in half the time
        numbers = asked.ravel()[order]
        first = self._numbers.searchsorted(numbers)
        counts = self._numbers.searchsorted(numbers, side="right") - first
        counts[(counts > COMMON_DOCUMENTS) | (numbers == np.uint32(NOTHING))] = 0
        ends = counts.cumsum()
        places = np.arange(ends[-1]) + (first + counts - ends).repeat(counts)
        of = (order // SKETCH_NUMBERS << 32).repeat(counts)
        pairs, shared = np.unique(of | self._documents[places], return_counts=True)
        pairs = pairs[shared >= _least(asked)[pairs >> 32]]
        return pairs >> 32, pairs & 0xFFFFFFFF


def _least(rows: Sketches) -> npt.NDArray[np.int64]:
    """How many numbers of each sketch another must share."""
    least: npt.NDArray[np.int64] = np.minimum(SHARED_NUMBERS, np.count_nonzero(rows != NOTHING, axis=1))
    return least


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
