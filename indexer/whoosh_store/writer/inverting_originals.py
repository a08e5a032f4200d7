"""How the originals of a chunk of reports differ from their normal forms: one look at all of them together.

Blocks that fold evenly, which are most, are as long as their normal forms: their originals, with the normal
forms of the other blocks between them, are compared with all the normal forms character by character.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, chain

import numpy as np
import numpy.typing as npt

from indexer.report import Block, Report
from indexer.text.differences import differences
from indexer.text.fold import Folded, has_other_script
from indexer.text.normal import END_OF_BLOCK, code_points
from indexer.whoosh_store.segment.arrays import Array
from indexer.whoosh_store.segment.originals import Pieces, arrays_of_originals

Numbers = npt.NDArray[np.int64]


def arrays_of_differing(
    reports: Sequence[Report],
    folded: Sequence[Sequence[Folded]],
    points: npt.NDArray[np.uint32],
    lengths: Numbers,
) -> dict[str, Array]:
    """The arrays of all differences, and of each report whether it is not in the script of normal forms, or
    not all of it. `points` are the normal forms, `lengths` says how many of them each report has."""
    blocks = [*zip(chain.from_iterable(one.blocks for one in reports), chain(*folded), strict=True)]
    pieces = Pieces()
    at, sizes, codes = np.concatenate([_even(blocks, points, pieces), _uneven(blocks, pieces)]).T
    ends = np.cumsum(lengths)
    of = np.searchsorted(ends, at, side="right")
    at -= (ends - lengths)[of]
    is_other = np.array([has_other_script(text) for text, _ in pieces], np.bool_)
    other_script = np.zeros(len(reports), np.bool_)
    other_script[of[is_other[codes]]] = True
    return {"other_script": other_script, **arrays_of_originals(of, at, sizes, codes, pieces, len(reports))}


def _even(blocks: Sequence[tuple[Block, Folded]], points: npt.NDArray[np.uint32], pieces: Pieces) -> Numbers:
    """Where blocks that fold evenly differ: rows of the place, how many characters, the code of the piece."""
    originals = code_points((block.text if one.is_even else one.text) + END_OF_BLOCK for block, one in blocks)
    at = np.flatnonzero(originals != points)
    chars, which = np.unique(originals[at], return_inverse=True)
    codes = np.array([pieces[chr(char), 1] for char in chars.tolist()], np.int64)
    return np.stack([at, np.ones_like(at), codes[which]], axis=1)


def _uneven(blocks: Sequence[tuple[Block, Folded]], pieces: Pieces) -> Numbers:
    """The same of the other blocks."""
    begins = accumulate((len(one.text) + 1 for _, one in blocks), initial=0)
    rows = [
        (begin + at, size, pieces[piece, size])
        for begin, (block, one) in zip(begins, blocks, strict=False)
        if not one.is_even
        for at, size, piece in differences(block.text, one)
    ]
    return np.array(rows, np.int64).reshape(-1, 3)
