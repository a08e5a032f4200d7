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

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from indexer.report import Kind
from indexer.text.differences import restored
from indexer.whoosh_store.segment.arrays import Array, Arrays, Strings, arrays_of

KINDS = tuple(Kind)
EVEN, TITLE, HEADING = 0x80, KINDS.index(Kind.TITLE), KINDS.index(Kind.HEADING)
LONGEST_GAP = 255
Numbers = npt.NDArray[np.int64]
Piece = tuple[bytes, int]
"""A piece of the original, and instead of how many characters of the normal form it stands."""
NO_PIECE: Piece = (b"", 0)

_IS_EVEN = bytes(flags >= EVEN for flags in range(256))
_IS_TITLE = bytes(flags & ~EVEN == TITLE for flags in range(256))
_IS_HEADING = bytes(flags & ~EVEN == HEADING for flags in range(256))


@dataclass(frozen=True, slots=True)
class Original:
    """How one document differs from its normal form: by which pieces, and behind which of its characters each
    ends, rising."""

    _pieces: list[tuple[str, int]]
    _ends: list[int]

    def text(self, begin: int, normal: str) -> str:
        """The original of the block that begins there and has this normal form."""
        first = bisect_left(self._ends, begin)
        last = bisect_left(self._ends, begin + len(normal) + 1, first)
        if first == last:
            return normal
        both = zip(self._pieces[first:last], self._ends[first:last], strict=True)
        return restored(normal, [(end - begin - length, length, piece) for (piece, length), end in both])


class Originals:
    """Those of a segment."""

    def __init__(self, arrays: Arrays) -> None:
        self._kinds, self._blocks = arrays["blocks.kinds"].data, arrays["blocks.starts"].data
        self._gaps, self._codes = arrays["originals.gaps"].data, arrays["originals.codes"].data
        self._starts = arrays["originals.starts"].data
        self._texts, self._lengths = Strings(arrays, "pieces"), arrays["pieces.lengths"]
        self._pieces: list[tuple[str, int]] = []

    def kinds(self, document: int) -> list[Kind]:
        return [KINDS[one & ~EVEN] for one in self._flags(document)]

    def headings(self, document: int) -> list[int]:
        flags = self._flags(document).translate(_IS_HEADING)
        return [block for block, is_heading in enumerate(flags) if is_heading] if 1 in flags else []

    def count(self, document: int) -> int:
        """How many blocks a document has."""
        return self._blocks[document + 1] - self._blocks[document]

    def is_even(self, document: int) -> bytes:
        """Of each block whether it folds evenly: see `Normal`."""
        return self._flags(document).translate(_IS_EVEN)

    def is_title(self, document: int) -> bytes:
        """Of each block whether it is a title: see `Normal`."""
        return self._flags(document).translate(_IS_TITLE)

    def of(self, document: int) -> Original:
        here = slice(self._starts[document], self._starts[document + 1])
        table = self._table()
        pieces = [table[code] for code in self._codes[here].tolist()]
        steps = [gap + length for gap, (_, length) in zip(self._gaps[here].tolist(), pieces, strict=True)]
        return Original(pieces, [*accumulate(steps)])

    def texts(self, document: int, normals: Sequence[str]) -> list[str]:
        """The original of each block of a document, whose blocks have these normal forms."""
        original = self.of(document)
        begins = accumulate((len(normal) + 1 for normal in normals), initial=0)
        return [original.text(begin, normal) for begin, normal in zip(begins, normals, strict=False)]

    def _flags(self, document: int) -> bytes:
        return self._kinds[self._blocks[document] : self._blocks[document + 1]].tobytes()

    def _table(self) -> list[tuple[str, int]]:
        if not self._pieces:
            both = zip(self._texts, self._lengths.tolist(), strict=True)
            self._pieces = [(one.decode(), length) for one, length in both]
        return self._pieces


def pieces_of(arrays: Arrays) -> list[Piece]:
    """The pieces of a segment, by their codes."""
    return list(zip(Strings(arrays, "pieces"), arrays["pieces.lengths"].tolist(), strict=True))


class Pieces(dict[tuple[str, int], int]):
    """Pieces, each with instead of how many characters it stands, numbered in the order in which they are
    met: their codes. None comes first."""

    def __init__(self) -> None:
        super().__init__({("", 0): 0})

    def __missing__(self, piece: tuple[str, int]) -> int:
        self[piece] = code = len(self)
        return code


def arrays_of_originals(
    of: Numbers, at: Numbers, sizes: Numbers, codes: Numbers, pieces: Pieces, documents: int
) -> dict[str, Array]:
    """The arrays of the differences of so many documents: of each its document, counted from where that
    begins its place, how many characters of the normal form it stands for, and its piece. Those of one place
    must be in their order."""
    order = np.lexsort((at, of))
    of, at, sizes, codes = of[order], at[order], sizes[order], codes[order]
    behind = np.r_[0, (at + sizes)[:-1]] if at.size else at
    behind[1:][of[1:] != of[:-1]] = 0
    gaps = at - behind
    ends = np.cumsum(gaps // LONGEST_GAP + 1)
    all_gaps = np.full(int(ends[-1]) if ends.size else 0, LONGEST_GAP, np.uint8)
    all_codes = np.zeros(all_gaps.size, code_type(len(pieces)))
    all_gaps[ends - 1], all_codes[ends - 1] = gaps % LONGEST_GAP, codes
    return {
        "originals.gaps": all_gaps,
        "originals.codes": all_codes,
        "originals.starts": np.r_[0, ends][np.searchsorted(of, np.arange(documents + 1))].astype(np.uint64),
        **arrays_of_pieces([(piece.encode(), length) for piece, length in pieces]),
    }


def arrays_of_pieces(pieces: Iterable[Piece]) -> dict[str, Array]:
    held = list(pieces)
    texts = {f"pieces.{name}": array for name, array in arrays_of(text for text, _ in held).items()}
    return {**texts, "pieces.lengths": np.array([length for _, length in held], np.uint32)}


def code_type(pieces: int) -> npt.DTypeLike:
    """What holds the number of any of so many pieces."""
    return np.min_scalar_type(max(0, pieces - 1))
