"""Stored normal forms, and a literal looked for in them. They are UTF-16, one text behind another,
each of them blocks that end with a line's end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, repeat
from typing import Self

import numpy as np
import numpy.typing as npt

from indexer.deadline import check
from indexer.text.literal import has_edge
from indexer.text.normal import END_OF_BLOCK
from indexer.whoosh_store.segment.arrays import Array, Arrays
from indexer.whoosh_store.segment.postings import Docs

# — what is looked for —

_DIGIT, _POINT = rb"[0-9]\x00", rb"\.\x00"
_LETTER = rb"(?:[a-z\xdf-\xf6\xf8-\xff]\x00|[\x00-\xff]\x01|[\x00-\x4f]\x02|[\x00-\xff]\x1e)"
"""`literal.LATIN` in UTF-16, little-endian."""


@dataclass(frozen=True, slots=True)
class Needle:
    """What to look for: the expression that finds a literal, edges and all."""

    pattern: re.Pattern[bytes]

    @classmethod
    @lru_cache(maxsize=256)
    def of(cls, literal: str) -> Self:
        """It begins with the bytes of the literal themselves, for which alone a text is scanned fast."""
        text = re.escape(literal.encode("utf-16-le"))
        return cls(re.compile(text + _edge_before(literal) + _edge_behind(literal), re.DOTALL))

    def standing(self, texts: memoryview, starts: Sequence[int], ends: Sequence[int]) -> list[bool]:
        """In which of the texts it stands that begin and end at these bytes. To have `search` called by `map`
        takes half as long as a loop over `stands`, which is left with what is not plain at once."""
        found = map(self.pattern.search, repeat(texts), starts, ends)
        return [
            one is not None and (not one.start() & 1 or self.stands(texts, start, end))
            for one, start, end in zip(found, starts, ends, strict=True)
        ]

    def stands(self, texts: memoryview, start: int, end: int) -> bool:
        """True if it stands in the text from byte `start` to `end`, the end of a line."""
        found = self.pattern.search(texts, start, end)
        while found is not None and found.start() & 1:  # of two bytes from two characters
            found = self.pattern.search(texts, found.start() + 1, end)
        return found is not None


def _edge_before(literal: str) -> bytes:
    """What must not stand before the literal, said behind it."""
    if not has_edge(literal[0]):
        return b""
    text = re.escape(literal.encode("utf-16-le"))
    if not literal[0].isdigit():
        return b"(?<!%b%b)" % (_LETTER, text)
    return b"(?<!%b%b)(?<!%b%b%b)" % (_DIGIT, text, _DIGIT, _POINT, text)


def _edge_behind(literal: str) -> bytes:
    if not has_edge(literal[-1]):
        return b""
    if not literal[-1].isdigit():
        return b"(?!%b)" % _LETTER
    return b"(?!%b)(?!%b%b)" % (_DIGIT, _POINT, _DIGIT)


# — the texts —

TEXTS_BETWEEN_CHECKS = 64
"""So many texts are looked into between two looks at the deadline."""


class Texts:
    """One text for every document of a segment."""

    def __init__(self, arrays: Arrays, name: str) -> None:
        self.units, self.starts = arrays[name], arrays[f"{name}.starts"]
        self.count = self.starts.size - 1
        self._bytes, self._starts = self.units.data.cast("B"), self.starts.data

    def holding(self, documents: Docs, needle: Needle) -> npt.NDArray[np.bool_]:
        """In which of the documents' texts the needle stands."""
        held = np.empty(documents.size, np.bool_)
        for first in range(0, documents.size, TEXTS_BETWEEN_CHECKS):
            check()
            some = documents[first : first + TEXTS_BETWEEN_CHECKS]
            starts, ends = (self.starts[some] * 2).tolist(), (self.starts[some + 1] * 2).tolist()
            held[first : first + TEXTS_BETWEEN_CHECKS] = needle.standing(self._bytes, starts, ends)
        return held

    def units_of(self, document: int) -> npt.NDArray[np.uint16]:
        """The text of one document as it is stored."""
        return self.units[self.starts[document] : self.starts[document + 1]]

    def whole(self, document: int) -> str:
        """The text of one document."""
        return str(self._bytes[2 * self._starts[document] : 2 * self._starts[document + 1]], "utf-16-le")

    def blocks(self, document: int) -> list[str]:
        """The text of one document, block by block."""
        return self.whole(document).split(END_OF_BLOCK)[:-1]


class Borders:
    """Where the words of each document of a segment begin and end, a bit a character: see `Normal.borders`.
    Each document's begin with a byte."""

    def __init__(self, arrays: Arrays) -> None:
        self._bits, self._starts = arrays["borders"], arrays["borders.starts"].data

    def has(self, document: int, place: int) -> bool:
        """True if a word begins or ends before this character."""
        return bool(self._bits[self._starts[document] + (place >> 3)] << (place & 7) & 128)

    def of(self, document: int, characters: int) -> bytes:
        bits = self._bits[self._starts[document] : self._starts[document + 1]]
        return np.unpackbits(bits, count=characters).tobytes()


def arrays_of_borders(borders: npt.NDArray[np.bool_], lengths: npt.NDArray[np.int64]) -> dict[str, Array]:
    """The two arrays of the borders of texts of these lengths, behind one another."""
    sizes = -(-lengths // 8)
    ends = np.cumsum(sizes)
    bits = np.zeros(8 * int(sizes.sum()), np.bool_)
    moved = 8 * (ends - sizes) - (np.cumsum(lengths) - lengths)
    bits[np.arange(borders.size) + np.repeat(moved, lengths)] = borders
    return {"": np.packbits(bits), ".starts": np.concatenate([[0], ends]).astype(np.uint64)}


def arrays_of_texts(texts: Sequence[str]) -> dict[str, Array]:
    """The two arrays of texts: 2 bytes a character (4 beyond the BMP), and where each begins, in units."""
    encoded = [text.encode("utf-16-le") for text in texts]
    units = np.frombuffer(b"".join(encoded), "<u2")
    starts = np.fromiter(accumulate(map(len, encoded), initial=0), np.uint64, len(encoded) + 1)
    return {"": units, ".starts": starts // np.uint64(2)}
