"""What every format of spreadsheets is read as: sheets of rows of cells, as they are shown. Pure."""

from __future__ import annotations

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
    of every range, counted from 0."""

    def __init__(self, found: Iterable[tuple[int, int, int, int]]) -> None:
        self._coming = sorted(found, reverse=True)
        self._open: list[tuple[int, int, int, int]] = []

    def shown(self, row: int, cells: Mapping[int, Cell]) -> Mapping[int, Cell]:
        """The cells of a row that nothing covers. Ask for the rows in their order."""
        while self._coming and self._coming[-1][0] <= row:
            self._open.append(self._coming.pop())
        self._open = [one for one in self._open if one[1] >= row]
        if not self._open:
            return cells
        return {at: cell for at, cell in cells.items() if not self._covers(row, at)}

    def _covers(self, row: int, column: int) -> bool:
        return any(
            left <= column <= right and (row, column) != (top, left) for top, _, left, right in self._open
        )
