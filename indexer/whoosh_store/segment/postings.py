"""Posting lists as flat arrays: term number -> document numbers, rising, and how often.

All lists of a field lie behind one another. Of a document number only the low 16 bits are stored, for
documents are counted in pages of 65,536 and `starts` says where each page of each list begins:

    starts   (terms x pages + 1)   list t, page p is at starts[t * pages + p] : starts[t * pages + p + 1]
    docs     uint16                document number modulo 65,536
    freqs    uint8                 how often; 255 means: look into `over`
    over.at, over.freqs            the places in `freqs` that say 255, rising, and what they stand for
"""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
import numpy.typing as npt

from indexer.whoosh_store.segment.arrays import Array, Arrays

PAGE = 1 << 16
MANY = 255

Docs = npt.NDArray[np.uint32]
"""Document numbers of one segment, rising."""


def pages_of(documents: int) -> int:
    return max(1, -(-documents // PAGE))


class Postings:
    """The posting lists of one field in one segment."""

    def __init__(self, arrays: Arrays, field: str, documents: int) -> None:
        self.pages = pages_of(documents)
        self.starts, self.docs, self.freqs = (
            arrays[f"{field}.{name}"] for name in ("starts", "docs", "freqs")
        )
        self.over_at, self.over_freqs = arrays[f"{field}.over.at"], arrays[f"{field}.over.freqs"]
        self._borders, self._over = self.starts.data, self.over_at.data  # had faster one by one

    def count(self, first: int, last: int) -> int:
        """How many postings the lists from `first` up to `last` have."""
        return self._borders[last * self.pages] - self._borders[first * self.pages]

    def documents(self, term: int) -> Docs:
        """The documents of one list."""
        pages = self.pages
        borders = self.starts[term * pages : (term + 1) * pages + 1].tolist()
        first = borders[0]
        documents = self.docs[first : borders[-1]].astype(np.uint32)
        for page in range(1, pages):
            documents[borders[page] - first : borders[page + 1] - first] += np.uint32(page * PAGE)
        return documents

    def documents_of_all(self, first: int, last: int) -> Docs:
        """The documents of all lists from `first` up to `last`, list by list."""
        starts = self.starts[first * self.pages : last * self.pages + 1]
        documents = self.docs[int(starts[0]) : int(starts[-1])].astype(np.uint32)
        if self.pages > 1:
            page = np.tile(np.arange(self.pages, dtype=np.uint32) * PAGE, last - first)
            documents += np.repeat(page, gaps(starts))
        return documents

    def documents_of(self, terms: npt.NDArray[np.intp]) -> tuple[Docs, npt.NDArray[np.intp]]:
        """The documents of these lists, list by list, and how many each has."""
        pages = np.arange(self.pages)
        cells = (terms[:, None] * self.pages + pages).ravel()
        begins = self.starts[cells].astype(np.intp)
        sizes = self.starts[cells + 1].astype(np.intp) - begins
        moved = begins - (np.cumsum(sizes) - sizes)
        documents = self.docs[np.repeat(moved, sizes) + np.arange(sizes.sum())].astype(np.uint32)
        documents += np.repeat(np.tile(pages * PAGE, terms.size), sizes).astype(np.uint32)
        return documents, sizes.reshape(-1, self.pages).sum(axis=1)

    def frequencies(self, term: int, places: slice | npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
        """How often, for those of `documents(term)` that stand at `places`."""
        start, end = self._borders[term * self.pages], self._borders[(term + 1) * self.pages]
        frequencies = self.freqs[start:end][places].astype(np.float64)
        if bisect_left(self._over, start) < bisect_left(self._over, end):
            many = frequencies == MANY
            at = np.arange(start, end)[places][many]
            frequencies[many] = self.over_freqs[self.over_at.searchsorted(at)]
        return frequencies


def invert(keys: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.uint64], dict[str, Array]]:
    """Occurrences -> the terms that occur, rising, and the arrays of their lists (of a single page).

    A key is `term << 16 | document`, one for each occurrence; the array is sorted in place.
    """
    keys.sort()
    firsts = firsts_of_runs(keys)
    frequencies = np.diff(firsts, append=keys.size)
    postings = keys[firsts]
    of_term = postings >> np.uint64(16)
    starts = firsts_of_runs(of_term)
    over = np.flatnonzero(frequencies >= MANY)
    return of_term[starts], {
        "starts": np.append(starts, postings.size).astype(np.uint32),
        "docs": postings.astype(np.uint16),
        "freqs": np.minimum(frequencies, MANY).astype(np.uint8),
        "over.at": over.astype(np.uint64),
        "over.freqs": frequencies[over].astype(np.uint32),
    }


def gaps(starts: Array) -> npt.NDArray[np.int64]:
    """How long each piece is, from where each begins and the last ends."""
    wide = starts.astype(np.int64)
    return wide[1:] - wide[:-1]


def firsts_of_runs(rising: Array) -> npt.NDArray[np.intp]:
    """Where each run of equal values begins."""
    if not rising.size:
        return np.empty(0, np.intp)
    return np.concatenate(([0], np.flatnonzero(rising[1:] != rising[:-1]) + 1))
