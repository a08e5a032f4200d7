"""Characters that are drawn twice in one place, which are read once. Pure."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from itertools import product

import numpy as np

from indexer.reading.print.runs import Glyph

_SAME_WIDTH_SHARE = 0.4
_SAME_HEIGHT_SHARE = 0.3
"""How far, of its width and of its height, a character is moved where it is printed twice."""
_NEAR = 16
"""So many characters in one cell, of their own width and height, may differ in place by the two shares."""
_AROUND = tuple(product((-1, 0, 1), repeat=2))
_JOINED = "f—―…⋯"
_CELL_BITS = 20  # of a row and of a column of cells
_Cells = defaultdict[tuple[int, int], deque[Glyph]]
_OFF_USUAL_SIZES = 0.37  # so that no usual size, of 8 or 16 points, is where the size of cells doubles


def printed_once(glyphs: Iterable[Glyph]) -> tuple[Glyph, ...]:
    """The glyphs without those that repeat another in its place: bold faces that a font lacks, and shadows,
    are made by drawing a character twice."""
    own = tuple(glyphs)
    near = _near_their_like(own)
    gone: set[int] = set()
    known: defaultdict[str, _Cells] = defaultdict(lambda: defaultdict(lambda: deque(maxlen=_NEAR)))
    for k in near:
        one = own[k]
        row, column = round(one.top / max(one.size, 1.0)), round(one.left / max(one.right - one.left, 1.0))
        cells = known[one.text]
        around = ((row + down, column + right) for down, right in _AROUND)
        if any(_is_same(one, other) for cell in around if cell in cells for other in cells[cell]):
            gone.add(k)
        else:
            cells[row, column].append(one)
    return tuple(one for k, one in enumerate(own) if k not in gone) if gone else own


def _near_their_like(own: Sequence[Glyph]) -> list[int]:
    """Which visible characters may repeat others, few on most pages. Whatever is as near to its like
    as that stands with it in one cell of at least one of four grids, each half a cell beside the others; the
    cells are as wide and high as characters, or up to twice."""
    seen = [k for k, one in enumerate(own) if not one.text.isspace()]
    if not seen:
        return []
    texts, *edges, _ = zip(*(own[k] for k in seen), strict=True)
    boxes = np.array(edges).T
    numbers = {text: k for k, text in enumerate(set(texts))}
    names = np.array([numbers[text] for text in texts]) << 2 * _CELL_BITS
    sizes = np.exp2(np.ceil(np.log2(np.maximum(boxes[:, 2:] - boxes[:, :2], 1.0)) + _OFF_USUAL_SIZES))
    places = boxes[:, :2] / sizes
    near = np.zeros(len(seen), bool)
    for shift in product((0.0, 0.5), repeat=2):
        column, row = np.floor(places + shift).astype(np.int64).T & ((1 << _CELL_BITS) - 1)
        cells = names | column << _CELL_BITS | row
        order = np.argsort(cells)
        same = np.flatnonzero(cells[order][1:] == cells[order][:-1])
        near[order[same]] = near[order[same + 1]] = True
    return [seen[k] for k in np.flatnonzero(near)]


def _is_same(one: Glyph, other: Glyph) -> bool:
    """Two characters that a font draws in one (ff, a long dash) share one cell, and are not printed twice."""
    ligature = one.text in _JOINED and (one.left, one.top) == (other.left, other.top)
    return (
        not ligature
        and abs(one.left - other.left) < _SAME_WIDTH_SHARE * (one.right - one.left)
        and abs(one.top - other.top) < _SAME_HEIGHT_SHARE * one.size
    )
