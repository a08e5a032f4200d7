"""The text of a report as it is searched: the normal forms of its blocks, and where their words end. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Self

import numpy as np
import numpy.typing as npt

from indexer.text.fold import Folded
from indexer.text.literal import places
from indexer.text.words import cut, is_inner_word

LEAST_CONTINUED = 2
"""What a text of fewer characters begins is too much to tell."""

END_OF_BLOCK = "\n"
"""Ends every block. No normal form holds a line break, so no literal reaches across."""


Units = npt.NDArray[np.uint16]
"""A normal form in UTF-16: characters beyond the BMP are two units."""


def units(text: str) -> Units:
    return np.frombuffer(text.encode("utf-16-le"), "<u2")


def code_points(text: Iterable[str]) -> npt.NDArray[np.uint32]:
    """The code points of texts behind one another."""
    return np.frombuffer("".join(text).encode("utf-32-le"), "<u4")


@dataclass(frozen=True, eq=False)
class Normal:
    """`whole` are the normal forms behind one another, each ended by `END_OF_BLOCK`. `borders` is as long: 1
    for each character before which a word begins or ends, else 0. Likewise, for each block, `is_even` is 1 if
    all its characters stand where they stood in the original, and `is_title` if it is a title."""

    whole: str
    borders: bytes
    is_even: bytes
    is_title: bytes

    @classmethod
    def of(cls, texts: Iterable[str], is_title: Sequence[bool], borders: bytes | None = None) -> Self:
        """That of the blocks of these texts. To find their borders takes longest: a store may know them."""
        folded = [Folded.of(text) for text in texts]
        whole = "".join(one.text + END_OF_BLOCK for one in folded)
        known = borders_of(whole).tobytes() if borders is None else borders[: len(whole)]
        return cls(whole, known, bytes(one.is_even for one in folded), bytes(is_title))

    @cached_property
    def blocks(self) -> tuple[str, ...]:
        return tuple(self.whole.split(END_OF_BLOCK)[:-1])

    @cached_property
    def begins(self) -> list[int]:
        """Where each block begins; and where another one would."""
        return [*accumulate([len(block) + 1 for block in self.blocks], initial=0)]

    @property
    def title(self) -> int | None:
        """The number of the block that is the title; None where there is none."""
        number = self.is_title.find(1)
        return None if number < 0 else number

    def paragraph(self, block: int) -> int:
        """Which paragraph a block is, counted from 1; 0 for a title, which is none."""
        return 0 if self.is_title[block] else self.is_title.count(0, 0, block + 1)

    def part(self, block: int) -> Self:
        """One block by itself."""
        first, last = self.begins[block], self.begins[block + 1]
        here = slice(block, block + 1)
        return type(self)(
            self.whole[first:last], self.borders[first:last], self.is_even[here], self.is_title[here]
        )

    def folded(self, block: int, original: str) -> Folded:
        """The normal form of a block with its map back, given its original."""
        return Folded(self.blocks[block], None) if self.is_even[block] else Folded.of(original)

    def continued(self, text: str) -> set[str]:
        """The words side by side that a text begins here: those that end with the word that it ends in, and
        those with one word more, of two characters at least (新能源 of 新能源汽车)."""
        found = set()
        for at in places(self.whole, text):
            if self.borders[at]:
                end = self._end(at + len(text))
                behind = self._end(end + 1)
                if self.borders.find(1, at + 1, end) >= 0 and end > at + len(text):
                    found.add(self.whole[at:end])
                if behind > end + 1 and self.whole[end:behind].isalnum():
                    found.add(self.whole[at:behind])
        return found

    def _end(self, at: int) -> int:
        """The next place, or this one, where a word begins or ends."""
        end = self.borders.find(1, at)
        return len(self.whole) if end < 0 else end

    def places_of(self, word: str) -> list[int]:
        """Where this text, which is of letters and digits, is a word: as it was cut, or in a longer one."""
        size, borders, is_inner = len(word), self.borders, is_inner_word(word)
        return [
            at
            for at in places(self.whole, word)
            if borders.find(1, at + 1, at + size) < 0 and (is_inner or (borders[at] and borders[at + size]))
        ]


def borders_of(whole: str) -> npt.NDArray[np.bool_]:
    """See `Normal.borders`."""
    found = cut(whole)
    return ends_of(found.starts, found.sizes, len(whole))


def ends_of(
    starts: npt.NDArray[np.int64], sizes: npt.NDArray[np.int64], characters: int
) -> npt.NDArray[np.bool_]:
    """The borders of words that stand there, in so many characters."""
    borders = np.zeros(characters, np.bool_)
    borders[starts] = borders[starts + sizes] = True
    return borders
