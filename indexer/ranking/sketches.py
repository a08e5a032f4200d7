"""Sketches: a few numbers of each text show which others may be reprints of it. Pure.

A sketch is the least of the text's shingles, taken as numbers (Broder's bottom-k sketch): texts that share
most of their shingles share most of their sketches. So a lookup of sixteen numbers leaves the few texts that
are worth comparing.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from indexer.ranking.resemblance import REPRINT, SHINGLE, CodePoints, again, is_letter, shingles

SKETCH_NUMBERS = 16
NOTHING = 0xFFFFFFFF
"""Fills the sketch of a text that has fewer shingles."""
SORTED_SHINGLES = 4 * SKETCH_NUMBERS
"""Of a long text about so many shingles are sorted: those below a limit that so many are likely to pass."""
CHARACTERS_AT_ONCE = 32_000
"""So much text at once stays near the processor: half the time that a whole run at once takes."""
SHARED_NUMBERS = 4
LEAST_LIKENESS = 0.3
"""How many numbers two sketches must share, and how much alike they must look, for the texts to be compared:
of two reprints that are just so by `REPRINT` one pair in a hundred falls short of it."""

Sketches = npt.NDArray[np.uint32]


def least_shared(numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """How many numbers the sketch of a reprint must share with one of so many. The sketch of a short text is
    all of its shingles: a reprint has `REPRINT` of these, whichever of the two is the longer."""
    least: npt.NDArray[np.int64] = np.ceil(REPRINT * numbers).astype(np.int64).clip(max=SHARED_NUMBERS)
    return least


def sketches(points: CodePoints, lengths: npt.NDArray[np.int64]) -> Sketches:
    """The sketch of each of the texts that stand behind one another: a row of rising numbers."""
    ends = np.cumsum(lengths)
    borders = np.flatnonzero(np.diff(ends // CHARACTERS_AT_ONCE)) + 1
    some = np.split(points, ends[borders - 1]), np.split(lengths, borders)
    return np.concatenate([_sketches(*one) for one in zip(*some, strict=True)])


def _sketches(points: CodePoints, lengths: npt.NDArray[np.int64]) -> Sketches:
    rows = np.full((lengths.size, SKETCH_NUMBERS), NOTHING, np.uint32)
    kept = is_letter(points)
    documents = np.repeat(np.arange(lengths.size), lengths)[kept]
    hashes = shingles(points[kept])
    whole = documents[: hashes.size] == documents[SHINGLE - 1 :]  # none reaches from one text into the next
    documents, hashes = documents[: hashes.size][whole], hashes[whole] >> np.uint64(32)
    many = np.bincount(documents, minlength=lengths.size)
    low = hashes < (2.0**32 * np.minimum(1.0, SORTED_SHINGLES / np.maximum(1, many)))[documents]
    keys = (documents[low].astype(np.uint64) << np.uint64(32)) | hashes[low]
    keys.sort()
    keys = keys[~again(keys)]  # `np.unique` takes twice as long
    documents = (keys >> np.uint64(32)).astype(np.int64)
    rank = np.arange(keys.size) - np.searchsorted(documents, documents)
    least = rank < SKETCH_NUMBERS
    rows[documents[least], rank[least]] = keys[least].astype(np.uint32)
    return rows
