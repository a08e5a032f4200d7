"""Sketches: a few numbers of each document show which others may be reprints of it.

A sketch is the least of the document's shingles, taken as numbers (Broder's bottom-k sketch): documents that
share most of their shingles share most of their sketches. So a lookup of sixteen numbers leaves the few
documents whose texts are worth comparing.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from indexer.ranking.resemblance import SHINGLE, CodePoints, is_letter, shingles
from indexer.whoosh_store.segment.arrays import Array, Arrays

SKETCH_NUMBERS = 16
_NOTHING = 0xFFFFFFFF
"""Fills the sketch of a text that has fewer shingles."""
SORTED_SHINGLES = 4 * SKETCH_NUMBERS
"""Of a long text about so many shingles are sorted: those below a limit that so many are likely to pass."""
CHARACTERS_AT_ONCE = 32_000
"""So much text at once stays near the processor: half the time that a whole run at once takes."""
COMMON_DOCUMENTS = 1000
"""A number that more documents have comes from boilerplate and says nothing about them."""
SHARED_NUMBERS = 4
LEAST_LIKENESS = 0.3
"""How many numbers two sketches must share, and how much alike they must look, for the texts to be compared:
of two reprints that are just so by `REPRINT` one pair in a hundred falls short of it."""

Sketches = npt.NDArray[np.uint32]


def sketches(points: CodePoints, lengths: npt.NDArray[np.int64]) -> Sketches:
    """The sketch of each of the texts that stand behind one another: a row of rising numbers."""
    ends = np.cumsum(lengths)
    borders = np.flatnonzero(np.diff(ends // CHARACTERS_AT_ONCE)) + 1
    some = np.split(points, ends[borders - 1]), np.split(lengths, borders)
    return np.concatenate([_sketches(*one) for one in zip(*some, strict=True)])


def _sketches(points: CodePoints, lengths: npt.NDArray[np.int64]) -> Sketches:
    rows = np.full((lengths.size, SKETCH_NUMBERS), _NOTHING, np.uint32)
    kept = is_letter(points)
    documents = np.repeat(np.arange(lengths.size), lengths)[kept]
    hashes = shingles(points[kept])
    whole = documents[: hashes.size] == documents[SHINGLE - 1 :]  # none reaches from one text into the next
    documents, hashes = documents[: hashes.size][whole], hashes[whole] >> np.uint64(32)
    many = np.bincount(documents, minlength=lengths.size)
    low = hashes < (2.0**32 * np.minimum(1.0, SORTED_SHINGLES / np.maximum(1, many)))[documents]
    keys = np.unique((documents[low].astype(np.uint64) << np.uint64(32)) | hashes[low])
    documents = (keys >> np.uint64(32)).astype(np.int64)
    rank = np.arange(keys.size) - np.searchsorted(documents, documents)
    least = rank < SKETCH_NUMBERS
    rows[documents[least], rank[least]] = keys[least].astype(np.uint32)
    return rows


def lookup_of(rows: Sketches) -> Iterator[tuple[str, Array]]:
    """The arrays that `Sketched` reads: the sketches, all their numbers in order, the document of each, and
    which sketches have too few numbers that others have as well for their document to have a reprint here."""
    flat = rows.ravel()
    order = np.argsort(flat, kind="stable")
    order = order[: np.count_nonzero(flat != _NOTHING)]
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
        counts[(counts > COMMON_DOCUMENTS) | (numbers == np.uint32(_NOTHING))] = 0
        ends = counts.cumsum()
        places = np.arange(ends[-1]) + (first + counts - ends).repeat(counts)
        of = (order // SKETCH_NUMBERS << 32).repeat(counts)
        pairs, shared = np.unique(of | self._documents[places], return_counts=True)
        pairs = pairs[shared >= _least(asked)[pairs >> 32]]
        return pairs >> 32, pairs & 0xFFFFFFFF


def _least(rows: Sketches) -> npt.NDArray[np.int64]:
    """How many numbers of each sketch another must share."""
    least: npt.NDArray[np.int64] = np.minimum(SHARED_NUMBERS, np.count_nonzero(rows != _NOTHING, axis=1))
    return least


def _resemblances(some: Sketches, others: Sketches) -> npt.NDArray[np.float64]:
    """Row by row, how much two texts resemble each other by their sketches: of the least numbers of both
    together the share that both have. That is right on the average, and off by an eighth as a rule."""
    together = np.sort(np.concatenate([some, others], axis=1), axis=1)
    real = together != np.uint32(_NOTHING)
    again = np.zeros_like(real)
    again[:, 1:] = real[:, 1:] & (together[:, 1:] == together[:, :-1])
    rank = np.cumsum(real & ~again, axis=1)
    both = np.count_nonzero(again & (rank <= SKETCH_NUMBERS), axis=1)
    shares: npt.NDArray[np.float64] = both / np.clip(rank[:, -1], 1, SKETCH_NUMBERS)
    return shares
