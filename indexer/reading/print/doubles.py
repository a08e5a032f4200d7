"""Characters that are drawn twice in one place, which are read once. Pure."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from itertools import product

from indexer.reading.print.runs import Glyph

_SAME_WIDTH_SHARE = 0.4
_SAME_HEIGHT_SHARE = 0.3
"""How far, of its width and of its height, a character is moved where it is printed twice."""
_NEAR = 16
"""So many characters in one cell, of their own width and height, may differ in place by the two shares."""
_AROUND = tuple(product((-1, 0, 1), repeat=2))
_JOINED = "f—―…⋯"


def printed_once(glyphs: Iterable[Glyph]) -> tuple[Glyph, ...]:
    """The glyphs without those that repeat another in its place: bold faces that a font lacks, and shadows,
    are made by drawing a character twice."""
    kept: list[Glyph] = []
    known: dict[str, defaultdict[tuple[int, int], deque[Glyph]]] = {}
    for one in glyphs:
        row, column = round(one.top / max(one.size, 1.0)), round(one.left / max(one.right - one.left, 1.0))
        near = known.get(one.text)
        if near is None:
            near = known[one.text] = defaultdict(lambda: deque(maxlen=_NEAR))
        elif not one.text.isspace() and any(
            _is_same(one, other)
            for down, right in _AROUND
            if (cell := (row + down, column + right)) in near
            for other in near[cell]
        ):
            continue
        kept.append(one)
        near[row, column].append(one)
    return tuple(kept)


def _is_same(one: Glyph, other: Glyph) -> bool:
    """Two characters that a font draws in one (ff, a long dash) share one cell, and are not printed twice."""
    ligature = one.text in _JOINED and (one.left, one.top) == (other.left, other.top)
    return (
        not ligature
        and abs(one.left - other.left) < _SAME_WIDTH_SHARE * (one.right - one.left)
        and abs(one.top - other.top) < _SAME_HEIGHT_SHARE * one.size
    )
