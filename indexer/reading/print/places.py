"""Where the lines of a column begin and end, by all columns that are set like it. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from indexer.reading.print.order import Column
from indexer.reading.print.setting import MAX_INDENT_WIDTH

_ROUNDING = 0.25  # of places, in sizes of the font, and of sizes
_NEAR_PLACES = 4  # of a quarter of a size each, by which lines of one place may begin elsewhere
_ENOUGH_LINES = 6  # of one page, that tell where lines end there
_SAME_END_SIZES = 1.2  # by which the ends of two full lines may differ
_MARGIN_SIZES = 2.5  # by which the margins of a page may differ


@dataclass(frozen=True, slots=True)
class Placed:
    """A column of a page, which has this number and these edges."""

    column: Column
    page: int
    left: float = 0.0
    right: float = 0.0

    @property
    def size(self) -> float:
        return self.column.lines[0].size


class Places:
    """The columns of all pages, by where they begin and by the size of their font: what is set smaller or
    larger has another measure. Places are rounded, so that there are not many, however many pages there
    are."""

    def __init__(self, found: Sequence[Placed]) -> None:
        self._reach: dict[float, float] = {}
        """Of columns that are long: where they begin, and how far to the right any of them reaches."""
        self._ends: defaultdict[tuple[int, int], defaultdict[int, list[float]]]
        self._ends = defaultdict(lambda: defaultdict(list))
        for one in found:
            edge = round(one.column.edge, 1)
            if len(one.column.lines) > 2:
                self._reach[edge] = max(one.column.right, self._reach.get(edge, one.column.right))
            key = self._key(one.column.edge, one.size)
            self._ends[key][one.page] += [line.right for line in one.column.lines]
        self._long = sorted(self._reach)
        self._sorted: dict[tuple[int, int, int], list[float]] = {}
        """Of a place, a size and a page, or no page for all of them: the ends of such lines."""

    @staticmethod
    def _key(left: float, size: float) -> tuple[int, int]:
        rounded = max(_ROUNDING, round(size / _ROUNDING) * _ROUNDING)
        return round(left / rounded / _ROUNDING), round(rounded / _ROUNDING)

    def left(self, placed: Placed) -> float:
        """Where the lines of the column begin. One or two may all be indented; then longer columns above or
        below tell."""
        column = placed.column
        if len(column.lines) > 2:
            return column.edge
        room = column.edge - (MAX_INDENT_WIDTH + 1) / 2 * placed.size
        near = self._long[bisect_left(self._long, room) : bisect_right(self._long, column.edge)]
        return next((edge for edge in near if self._reach[edge] > column.edge), column.edge)

    def right(self, placed: Placed, left: float) -> float:
        """Where the lines of the column end, by all lines that stand in the same place: of its page if there
        are enough, else of any page; one in ten may reach over the edge. Infinity where nothing but one line
        says so, for then none is known to be full."""
        limit = placed.column.right
        ends = self._same_place(left, placed)
        count = bisect_right(ends, limit)
        if not count:
            return inf
        right = ends[count - 1 - count // 10]
        alike = count - bisect_left(ends, right - _SAME_END_SIZES * placed.size)
        margin = placed.right - (left - placed.left) - _MARGIN_SIZES * placed.size
        return right if alike > 1 or placed.right <= placed.left or right >= margin else inf

    def _same_place(self, left: float, placed: Placed) -> list[float]:
        """The ends of such lines, the nearest to the left first."""
        place, size = self._key(left, placed.size)
        own = self._near(place, size, placed.page)
        return own if len(own) >= _ENOUGH_LINES else self._near(place, size, None)

    def _near(self, place: int, size: int, page: int | None) -> list[float]:
        key = place, size, -1 if page is None else page
        if key not in self._sorted:
            near = [
                self._ends[at, alike]
                for at in range(place - _NEAR_PLACES, place + _NEAR_PLACES + 1)
                for alike in (size - 1, size, size + 1)
                if (at, alike) in self._ends
            ]
            pages = (one.values() if page is None else [one.get(page, [])] for one in near)
            self._sorted[key] = sorted(end for lists in pages for ends in lists for end in ends)
        return self._sorted[key]
