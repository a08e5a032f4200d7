"""Stored normal forms: UTF-16, one text behind another, each of them blocks that end with a line's end."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from indexer.deadline import check
from indexer.whoosh_store.searcher.needle import Needle
from indexer.whoosh_store.segment.arrays import Array, Arrays
from indexer.whoosh_store.segment.postings import Docs
from indexer.whoosh_store.segment.schema import END_OF_BLOCK

_BETWEEN = 64
"""So many texts are looked into between two looks at the deadline."""


class Texts:
    """One text for every document of a segment."""

    def __init__(self, arrays: Arrays, name: str) -> None:
        self.units, self.starts = arrays[name], arrays[f"{name}.starts"]
        self._bytes = self.units.data.cast("B")

    def holding(self, documents: Docs, needle: Needle) -> npt.NDArray[np.bool_]:
        """In which of the documents' texts the needle stands."""
        held = np.empty(documents.size, np.bool_)
        for first in range(0, documents.size, _BETWEEN):
            check()
            some = documents[first : first + _BETWEEN]
            starts, ends = (self.starts[some] * 2).tolist(), (self.starts[some + 1] * 2).tolist()
            held[first : first + _BETWEEN] = needle.standing(self._bytes, starts, ends)
        return held

    def whole(self, document: int) -> str:
        """The text of one document."""
        start, end = (self.starts[document : document + 2] * 2).tolist()
        return str(self._bytes[start:end], "utf-16-le")

    def blocks(self, document: int) -> list[str]:
        """The text of one document, block by block."""
        return self.whole(document).split(END_OF_BLOCK)[:-1]


def arrays_of_texts(texts: Sequence[str]) -> dict[str, Array]:
    """The two arrays of texts: 2 bytes a character (4 beyond the BMP), and where each begins, in units."""
    encoded = [text.encode("utf-16-le") for text in texts]
    units = np.frombuffer(b"".join(encoded), "<u2")
    starts = np.fromiter(accumulate(map(len, encoded), initial=0), np.uint64, len(encoded) + 1)
    return {"": units, ".starts": starts // np.uint64(2)}
