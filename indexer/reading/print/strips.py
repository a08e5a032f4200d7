"""The white strips between the words of lines that stand one below the other, and the columns that they part.
Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

from indexer.reading.print.runs import Run
from indexer.reading.print.touching import LEAST_SIZES


@dataclass(frozen=True, slots=True)
class Strip:
    left: float
    right: float

    @property
    def width(self) -> float:
        return self.right - self.left


@dataclass(frozen=True)
class Group:
    """Lines that follow each other, each with its runs from the left, and the strips through all of them."""

    rows: Sequence[Sequence[Run]]
    strips: Sequence[Strip]

    @cached_property
    def size(self) -> float:
        return median(run.size for row in self.rows for run in row)

    @cached_property
    def _middles(self) -> list[float]:
        return [(strip.left + strip.right) / 2 for strip in self.strips]

    def column(self, run: Run) -> int:
        """In which of the columns between the strips a run stands."""
        return bisect_left(self._middles, (run.left + run.right) / 2)

    @cached_property
    def columns(self) -> list[list[list[Run]]]:
        """The lines of each column that have anything in it."""
        found: list[list[list[Run]]] = [[] for _ in range(len(self.strips) + 1)]
        middles = self._middles
        for row in self.rows:
            parts: list[list[Run]] = [[] for _ in found]
            for run in row:
                parts[bisect_left(middles, (run.left + run.right) / 2)].append(run)
            for column, part in zip(found, parts, strict=True):
                if part:
                    column.append(part)
        return found


def strips_of(row: Sequence[Run], least: float) -> list[Strip]:
    gaps = [Strip(one.right, other.left) for one, other in pairwise(row)]
    return [gap for gap in gaps if gap.width >= least * row[0].size]


def through(strips: Sequence[Strip], row: Sequence[Run]) -> list[Strip]:
    """What is left of the strips where they pass a row."""
    lefts, rights = [run.left for run in row], [run.right for run in row]
    found = []
    for strip in strips:
        left, right = strip.left, strip.right
        for run in row[bisect_right(rights, left) : bisect_left(lefts, right)]:
            if run.left - left > right - run.right:
                right = min(right, run.left)
            else:
                left = max(left, run.right)
        if right - left >= LEAST_SIZES * row[0].size:
            found.append(Strip(left, right))
    return found
