"""Sketches: a few numbers of each document show which others may be reprints of it.

A sketch is the least of the document's shingles, taken as numbers (Broder's bottom-k sketch): documents that
share most of their shingles share most of their sketches. So a lookup of sixteen numbers leaves the few
documents whose texts are worth comparing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from indexer.text.resemblance import SHINGLE, Points, is_letter, shingles
from indexer.whoosh_store.arrays import Array, Arrays

SIZE = 16
_NOTHING = 0xFFFFFFFF
"""Fills the sketch of a text that has fewer shingles."""
_TRIED = 4 * SIZE
"""Of a long text about so many shingles are sorted: those below a limit that so many are likely to pass."""
_COMMON = 1000
"""A number that more documents have comes from boilerplate and says nothing about them."""
_SHARED = SIZE // 4
"""Numbers to share with a document for it to be compared. Of texts that are reprints by `REPRINT` half
share nine or more, and one pair in a thousand fewer than four."""

Sketches = npt.NDArray[np.uint32]


def sketches(points: Points, lengths: npt.NDArray[np.int64]) -> Sketches:
    """The sketch of each text, a row of `SIZE` rising numbers, of texts that stand behind one another."""
    rows = np.full((lengths.size, SIZE), _NOTHING, np.uint32)
    kept = is_letter(points)
    documents = np.repeat(np.arange(lengths.size), lengths)[kept]
    hashes = shingles(points[kept])
    whole = documents[: hashes.size] == documents[SHINGLE - 1 :]  # none reaches from one text into the next
    documents, hashes = documents[: hashes.size][whole], hashes[whole] >> np.uint64(32)
    many = np.bincount(documents, minlength=lengths.size)
    low = hashes < (2.0**32 * np.minimum(1.0, _TRIED / np.maximum(1, many)))[documents]
    keys = np.unique((documents[low].astype(np.uint64) << np.uint64(32)) | hashes[low])
    documents = (keys >> np.uint64(32)).astype(np.int64)
    rank = np.arange(keys.size) - np.searchsorted(documents, documents)
    least = rank < SIZE
    rows[documents[least], rank[least]] = keys[least].astype(np.uint32)
    return rows


def lookup_of(rows: Sketches) -> Iterator[tuple[str, Array]]:
    """The arrays that `Sketched` reads: the sketches, all their numbers in order, the document of each."""
    flat = rows.ravel()
    order = np.argsort(flat, kind="stable")
    order = order[: np.count_nonzero(flat != _NOTHING)]
    yield "sketches", flat
    yield "sketches.numbers", flat[order]
    yield "sketches.docs", (order // SIZE).astype(np.uint32)


class Sketched:
    """The sketches of a segment."""

    def __init__(self, arrays: Arrays) -> None:
        self.rows: Sketches = arrays["sketches"].reshape(-1, SIZE)
        self._numbers: Sketches = arrays["sketches.numbers"]
        self._documents: npt.NDArray[np.uint32] = arrays["sketches.docs"]

    def sketch(self, document: int) -> Sketches:
        """The numbers of a document, at most `SIZE`."""
        row = self.rows[document]
        sketch: Sketches = row[row != np.uint32(_NOTHING)]
        return sketch

    def alike(self, sketch: Sketches) -> Sequence[int]:
        """The documents that share many numbers of a sketch, deleted or not."""
        first = self._numbers.searchsorted(sketch)
        after = self._numbers.searchsorted(sketch, side="right")
        rare = [self._documents[a:b] for a, b in zip(first, after, strict=True) if b - a <= _COMMON]
        together = np.concatenate(rare) if rare else self._documents[:0]
        documents, shared = np.unique(together, return_counts=True)
        found: list[int] = documents[shared >= min(_SHARED, max(1, sketch.size // 4))].tolist()
        return found
