"""What every format of spreadsheets is read as: sheets of rows of cells, as they are shown. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Cell(NamedTuple):
    """What a cell shows; `day` is the day in ISO form, where it holds one in whatever form."""

    text: str
    day: str = ""


class Row(NamedTuple):
    """The cells of a row that show anything, from left to right, by the number of their column, counted from
    0; its own `number` is counted from 1. `notes` are the comments on its cells, or what lies over the whole
    sheet in boxes: that row is the number 0."""

    number: int
    cells: Mapping[int, Cell]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` are read as they are asked for."""

    name: str
    rows: Iterable[Row]
    is_hidden: bool = False


class Ranges:
    """Which cells are covered by the one that they are merged with: told by the first and last row and column
    of every range, counted from 0. Of ranges that overlap, which no program makes, the first counts."""

    def __init__(self, found: Iterable[tuple[int, int, int, int]]) -> None:
        self._coming = sorted(found, reverse=True)
        self._open: list[tuple[int, int, int, int]] = []
        """Left, right, top and bottom of each, from left to right."""
        self._first_end = 0

    def shown(self, row: int, cells: Mapping[int, Cell]) -> Mapping[int, Cell]:
        """The cells of a row that nothing covers. Ask for the rows in their order."""
        if self._open and self._first_end < row:
            self._open = [one for one in self._open if one[3] >= row]
            self._first_end = min((one[3] for one in self._open), default=0)
        while self._coming and self._coming[-1][0] <= row:
            top, bottom, left, right = self._coming.pop()
            if bottom >= row:
                self._begin((left, right, top, bottom))
        if not self._open:
            return cells
        return {at: cell for at, cell in cells.items() if not self._covers(row, at)}

    def _begin(self, one: tuple[int, int, int, int]) -> None:
        at = bisect_left(self._open, one)
        beside = self._open[max(0, at - 1) : at + 1]
        if not any(left <= one[1] and one[0] <= right for left, right, _, _ in beside):
            self._first_end = min(self._first_end, one[3]) if self._open else one[3]
            self._open.insert(at, one)

    def _covers(self, row: int, column: int) -> bool:
        at = bisect_left(self._open, (column + 1,)) - 1
        if at < 0:
            return False
        left, right, top, _ = self._open[at]
        return column <= right and (row, column) != (top, left)
