"""Originals as differences from the normal forms (`text.differences`), document by document, and the kinds of
the blocks.

    blocks.kinds      uint8    of each block its kind and, if it folds evenly, `EVEN`
    blocks.starts     where each document's begin
    originals.gaps    uint8    how many characters the normal form has from the difference before to this one
    originals.codes   which piece stands there; 0 is none, with a gap of 255: more follow
    originals.starts  where each document's begin
    pieces            the pieces, and `pieces.lengths`: instead of how many characters of the normal form
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from indexer.report import Kind
from indexer.text.differences import Difference, restored
from indexer.text.normal import Normal
from indexer.whoosh_store.segment.arrays import Array, Arrays, Strings, arrays_of

KINDS = tuple(Kind)
EVEN, TITLE = 0x80, KINDS.index(Kind.TITLE)
LONGEST_GAP = 255
Piece = tuple[bytes, int]
"""A piece of the original, and instead of how many characters of the normal form it stands."""
NO_PIECE: Piece = (b"", 0)


class Originals:
    """Those of a segment."""

    def __init__(self, arrays: Arrays) -> None:
        self._kinds, self._blocks = arrays["blocks.kinds"].data, arrays["blocks.starts"].data
        self._gaps, self._codes = arrays["originals.gaps"].data, arrays["originals.codes"].data
        self._starts = arrays["originals.starts"].data
        self._texts, self._lengths = Strings(arrays, "pieces"), arrays["pieces.lengths"].data
        self._pieces: list[tuple[str, int]] = []

    def kinds(self, document: int) -> list[Kind]:
        return [KINDS[one & ~EVEN] for one in self._flags(document)]

    def is_even(self, document: int) -> list[bool]:
        """Of each block whether it folds evenly."""
        return [one >= EVEN for one in self._flags(document)]

    def is_title(self, document: int) -> list[bool]:
        """Of each block whether it is a title."""
        return [one & ~EVEN == TITLE for one in self._flags(document)]

    def text(self, document: int, block: int, normal: Normal) -> str:
        """The original of one block of a document, which has this normal form."""
        begin, end = normal.begins[block], normal.begins[block + 1]
        its = []
        for at, length, piece in self._differences(document):
            if at >= end:
                break
            if at >= begin:
                its.append(Difference(at - begin, length, piece))
        return restored(normal.blocks[block], its) if its else normal.blocks[block]

    def texts(self, document: int, normals: Sequence[str]) -> list[str]:
        """The original of each block of a document, whose blocks have these normal forms."""
        waiting = deque(self._differences(document))
        if not waiting:
            return list(normals)
        texts, begin = [], 0
        for normal in normals:
            behind = begin + len(normal)
            its = []
            while waiting and waiting[0].at <= behind:
                at, length, piece = waiting.popleft()
                its.append(Difference(at - begin, length, piece))
            texts.append(restored(normal, its) if its else normal)
            begin = behind + 1
        return texts

    def _flags(self, document: int) -> memoryview:
        return self._kinds[self._blocks[document] : self._blocks[document + 1]]

    def _differences(self, document: int) -> Iterator[Difference]:
        """Those of a document, counted from its beginning."""
        start, end = self._starts[document], self._starts[document + 1]
        if start == end:
            return
        at, pieces = 0, self._table()
        for gap, code in zip(self._gaps[start:end], self._codes[start:end], strict=True):
            at += gap
            if code:
                piece, length = pieces[code]
                yield Difference(at, length, piece)
                at += length

    def _table(self) -> list[tuple[str, int]]:
        if not self._pieces:
            self._pieces = [(one.decode(), n) for one, n in zip(self._texts, self._lengths, strict=True)]
        return self._pieces


def pieces_of(arrays: Arrays) -> list[Piece]:
    """The pieces of a segment, by their codes."""
    return list(zip(Strings(arrays, "pieces"), arrays["pieces.lengths"].tolist(), strict=True))


def arrays_of_originals(found: Iterable[tuple[int, Difference]], documents: int) -> dict[str, Array]:
    """The arrays of the differences of so many documents, each with the number of its document and counted
    from where that begins. Those of one place must be in their order."""
    numbers: dict[tuple[str, int], int] = {("", 0): 0}
    rows = [(n, at, size, numbers.setdefault((text, size), len(numbers))) for n, (at, size, text) in found]
    of, at, sizes, codes = np.array(rows, np.int64).reshape(-1, 4).T
    order = np.lexsort((at, of))
    of, at, sizes, codes = of[order], at[order], sizes[order], codes[order]
    behind = np.r_[0, (at + sizes)[:-1]] if at.size else at
    behind[1:][of[1:] != of[:-1]] = 0
    gaps = at - behind
    ends = np.cumsum(gaps // LONGEST_GAP + 1)
    all_gaps = np.full(int(ends[-1]) if ends.size else 0, LONGEST_GAP, np.uint8)
    all_codes = np.zeros(all_gaps.size, code_type(len(numbers)))
    all_gaps[ends - 1], all_codes[ends - 1] = gaps % LONGEST_GAP, codes
    return {
        "originals.gaps": all_gaps,
        "originals.codes": all_codes,
        "originals.starts": np.r_[0, ends][np.searchsorted(of, np.arange(documents + 1))].astype(np.uint64),
        **arrays_of_pieces([(piece.encode(), length) for piece, length in numbers]),
    }


def arrays_of_pieces(pieces: Iterable[Piece]) -> dict[str, Array]:
    held = list(pieces)
    texts = {f"pieces.{name}": array for name, array in arrays_of(text for text, _ in held).items()}
    return {**texts, "pieces.lengths": np.array([length for _, length in held], np.uint32)}


def code_type(pieces: int) -> npt.DTypeLike:
    """What holds the number of any of so many pieces."""
    return np.min_scalar_type(max(0, pieces - 1))
