"""Which characters of a page are set from top to bottom, and the page that they are, laid on its side. Pure.

Text runs where its characters are closest: in vertical text a character is nearer to the one below than to
those beside it. A column of a table may be of single characters, too; they stand on the lines of the other
columns, to the dot.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from indexer.reading.print.runs import Glyph, PrintedPage

Array = npt.NDArray[np.float64]

_MIN_CHARACTERS = 3  # that a vertical line has, where others are not vertical
_MAX_CHARACTERS = 5000  # of a page that are drawn one by one: more are a table of figures
_VERTICAL_SHARE = 0.6  # of a page: then it is set vertically, and so are its shorter lines
_MIN_STEP_SIZES = 0.8
_MAX_STEP_SIZES = 1.6
_OFF_SIZES = 0.35  # by which the middles of two characters of a vertical line may differ
_OTHER_SIZE_RATIO = 1.15
_CLOSE_SIZES = 0.3  # between two characters of a horizontal line
_FAR_SIZES = 4.0  # beyond that nothing is beside a character
_SAME_BASELINE_SIZES = 0.08
_MOST_CELLS = 1 << 20  # in one direction from the page's corner
_OF_A_TABLE_SHARE = 0.6  # of the characters that stand on the lines of others


def parted(page: PrintedPage) -> list[PrintedPage]:
    """The horizontal text of a page and its vertical text, what is more of it first."""
    seen = [one for one in page.glyphs if not one.text.isspace()]
    down = {id(one) for one in _set_down(seen)}
    if not down:
        return [page]
    across = tuple(one for one in page.glyphs if id(one) not in down)
    return divided(page, across, [one for one in seen if id(one) in down])


def divided(page: PrintedPage, across: Sequence[Glyph], down: Iterable[Glyph]) -> list[PrintedPage]:
    """The page of the characters that are set across, and that of those set down, what is more first."""
    laid = PrintedPage(
        glyphs=tuple(map(_laid, down)),
        top=-page.right,
        bottom=-page.left,
        left=page.top,
        right=page.bottom,
    )
    pages = (replace(page, glyphs=tuple(across)), laid)
    return sorted((one for one in pages if one.glyphs), key=lambda one: -len(one.glyphs))


def _laid(one: Glyph) -> Glyph:
    """Vertical lines become horizontal ones, and the rightmost becomes the first."""
    return Glyph(one.text, one.top, -one.right, one.bottom, -one.left)


def _set_down(seen: Sequence[Glyph]) -> list[Glyph]:
    """The characters that are set from top to bottom. Nearly all of most pages are drawn beside the one
    before: only the others are looked at."""
    alone = _drawn_alone(seen) if seen else set()
    if not _MIN_CHARACTERS <= len(alone) <= _MAX_CHARACTERS:
        return []
    cells = _Cells(seen)
    below = {k: i for k in alone if (i := cells.below(seen[k])) in alone and i is not None}
    beside = {k: cells.gap_beside(seen[k]) for k in {*below, *below.values()}}
    next_of = {k: i for k, i in below.items() if _gap(seen[k], seen[i]) < min(beside[k], beside[i])}
    chains = [chain for chain in _chains(next_of) if len(chain) >= _MIN_CHARACTERS]
    down = {k for chain in chains if not _is_of_a_table(chain, seen, alone, cells) for k in chain}
    if len(down) >= _VERTICAL_SHARE * len(seen):
        down |= alone
    return [seen[k] for k in sorted(down)]


def _edges(seen: Sequence[Glyph]) -> Array:
    """Their left, top, right and bottom edges, each as an array."""
    _, *edges, _ = zip(*seen, strict=True)
    return np.array(edges, np.float64)


def _drawn_alone(seen: Sequence[Glyph]) -> set[int]:
    """The characters that stand close beside neither the one drawn before nor the one drawn after."""
    left, top, right, bottom = _edges(seen)
    size, gap = (bottom - top)[:-1], left[1:] - right[:-1]
    close = (abs(np.diff(top)) < size / 2) & (-size < gap) & (gap < _CLOSE_SIZES * size)
    beside = np.append(close, False) | np.append(False, close)
    return set(np.flatnonzero(~beside).tolist())


def _gap(one: Glyph, below: Glyph) -> float:
    return below.top - one.top - one.size


def _chains(next_of: dict[int, int]) -> Iterator[list[int]]:
    for start in sorted(set(next_of) - set(next_of.values())):
        chain, seen = [start], {start}
        while (following := next_of.get(chain[-1])) is not None and following not in seen:
            chain.append(following)
            seen.add(following)
        yield chain


def _is_of_a_table(chain: Sequence[int], seen: Sequence[Glyph], alone: set[int], cells: _Cells) -> bool:
    """Whether horizontal text stands on the very lines of most of these characters."""
    on_a_line = sum(
        any(
            k not in alone and abs(seen[k].bottom - seen[i].bottom) < _SAME_BASELINE_SIZES * seen[i].size
            for k in cells.at_height(seen[i])
        )
        for i in chain
    )
    return on_a_line >= _OF_A_TABLE_SHARE * len(chain)


class _Cells:
    """Characters, to be found by where they stand: those about a height, and those about a place."""

    def __init__(self, seen: Sequence[Glyph]) -> None:
        self._seen = seen
        left, top, right, bottom = _edges(seen)
        self._unit = max(1.0, float(np.sort(bottom - top)[len(seen) // 2]))
        middles = np.stack([top + bottom, left + right]) / 2
        rows, columns = np.clip(middles // self._unit, -_MOST_CELLS, _MOST_CELLS).astype(np.int64)
        keys = 4 * _MOST_CELLS * rows + columns
        order = np.argsort(keys, kind="stable")
        self._order, self._keys = order.tolist(), keys[order].tolist()

    def _within(self, one: Glyph, rows: Iterable[int], far: int) -> Iterator[int]:
        """The characters in the rows of cells at these distances, and as far to the left and right."""
        row = min(max(int((one.top + one.bottom) / 2 // self._unit), -_MOST_CELLS), _MOST_CELLS)
        column = min(max(int((one.left + one.right) / 2 // self._unit), -_MOST_CELLS), _MOST_CELLS)
        for i in rows:
            middle = 4 * _MOST_CELLS * (row + i) + column
            start, stop = bisect_left(self._keys, middle - far), bisect_right(self._keys, middle + far)
            yield from self._order[start:stop]

    def at_height(self, one: Glyph) -> Iterator[int]:
        return self._within(one, (-1, 0, 1), _MOST_CELLS)

    def below(self, one: Glyph) -> int | None:
        """The nearest character below that may follow on a vertical line."""
        reach = range(int(_MAX_STEP_SIZES * one.size / self._unit) + 2)
        found = [k for k in self._within(one, reach, 1) if _may_follow(one, self._seen[k])]
        return min(found, key=lambda k: self._seen[k].top, default=None)

    def gap_beside(self, one: Glyph) -> float:
        """The white between a character and the nearest of its size beside it."""
        far = int(_FAR_SIZES * one.size / self._unit) + 1
        beside = (self._seen[k] for k in self._within(one, (-1, 0, 1), far))
        gaps = [
            max(0.0, other.left - one.right, one.left - other.right)
            for other in beside
            if other is not one
            and _is_same_size(one, other)
            and min(one.bottom, other.bottom) - max(one.top, other.top) > one.size / 2
        ]
        return min(gaps, default=_FAR_SIZES * one.size)


def _is_same_size(one: Glyph, other: Glyph) -> bool:
    return max(one.size, other.size) < _OTHER_SIZE_RATIO * min(one.size, other.size)


def _may_follow(one: Glyph, other: Glyph) -> bool:
    step = other.top - one.top
    off = abs(one.left + one.right - other.left - other.right) / 2
    return (
        _MIN_STEP_SIZES * one.size <= step <= _MAX_STEP_SIZES * one.size
        and off < _OFF_SIZES * one.size
        and _is_same_size(one, other)
    )
