"""A vertical line in a picture -> its characters, put side by side. Pure.

The characters of a vertical line are set on a pitch: the cuts between them are where the least ink is.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
"""Height by width by red, green and blue."""

_LEAST_PITCH, _GREATEST_PITCH = 0.95, 1.7  # of the width of its ink: less than twice the least, or half fits
_PITCH_STEPS = 40
_SOFT_SHARE = 0.25  # of the width of its ink, over which the ink is spread
_MIN_CELL_SHARE = 0.4  # of the pitch: less at an end is white, not a character
_CORE_SHARE = 0.5  # of the width of the box, in its middle, that is the line's own
_BLANK_SHARE = 0.1  # of the most ink that a column of dots has: white beside the line
_MARGIN_SHARE = 0.06  # of the width of the ink, of white that is left beside it
_SHIFT_SHARE = 0.12  # of the pitch, by which a cut is moved to where less ink is


@dataclass(frozen=True, slots=True)
class Cells:
    """The characters of a vertical line: `row` has them side by side, all as wide as the line; character k
    stood between the heights `cuts[k]` and `cuts[k + 1]`."""

    row: Picture
    cuts: list[int]

    def at(self, share: float) -> tuple[int, int]:
        """The heights of the character that is found after this share of the row."""
        k = min(max(int(share * (len(self.cuts) - 1)), 0), len(self.cuts) - 2)
        return self.cuts[k], self.cuts[k + 1]


def cells(box: Picture) -> Cells:
    """The characters of a line, from a box of it that is higher than wide, with white beside it or a part of
    the next line."""
    grey = box.mean(axis=2)
    ink = np.abs(grey - np.median(grey))  # most of a line is paper, be it white or black
    start, stop = _sides(ink.mean(axis=0))
    margin = round(_MARGIN_SHARE * (stop - start))
    own = slice(max(0, start - margin), stop + margin)
    cuts = _cuts(ink[:, own].mean(axis=1), stop - start)
    height = max(below - above for above, below in pairwise(cuts))
    row = [_high(box[above:below, own], height) for above, below in pairwise(cuts)]
    return Cells(np.concatenate(row, axis=1), cuts)


def _sides(ink: npt.NDArray[np.float64]) -> tuple[int, int]:
    """From where to where the columns of dots are the line's own."""
    low, high = float(ink.min()), float(ink.max())
    white = np.flatnonzero(ink <= low + _BLANK_SHARE * (high - low))
    first, last = round((1 - _CORE_SHARE) / 2 * len(ink)), round((1 + _CORE_SHARE) / 2 * len(ink))
    before, after = white[white < first], white[white >= last]
    return int(before.max(initial=-1)) + 1, int(after.min(initial=len(ink)))


def _cuts(ink: npt.NDArray[np.float64], width: int) -> list[int]:
    height, soft = len(ink), _soft(ink, max(1, round(_SOFT_SHARE * width)))
    combs = (
        np.arange(first, height - 1, pitch)
        for pitch in np.linspace(_LEAST_PITCH * width, min(_GREATEST_PITCH * width, height), _PITCH_STEPS)
        for first in np.arange(0, min(pitch, height - 1), max(1.0, width / _PITCH_STEPS))
    )
    comb = min(combs, key=lambda one: float(soft[one.astype(int)].mean()))
    pitch = float(comb[1] - comb[0]) if len(comb) > 1 else float(height)
    within = [_moved(int(cut), ink, max(1, round(_SHIFT_SHARE * pitch))) for cut in comb]
    least = _MIN_CELL_SHARE * pitch
    return sorted({0, *(cut for cut in within if least <= cut <= height - least), height})


def _soft(ink: npt.NDArray[np.float64], reach: int) -> npt.NDArray[np.float64]:
    """The ink, spread: there is least of it in the middle of a white gap."""
    rising = np.arange(1, reach + 1, dtype=np.float64)
    kernel = np.concatenate([rising, rising[-2::-1]])
    return np.convolve(np.pad(ink, reach - 1, mode="edge"), kernel / kernel.sum(), mode="valid")


def _moved(cut: int, ink: npt.NDArray[np.float64], reach: int) -> int:
    """The nearest height with the least ink."""
    around = range(max(0, cut - reach), min(len(ink), cut + reach + 1))
    return min(around, key=lambda at: (float(ink[at]), abs(at - cut)))


def _high(cell: Picture, height: int) -> Picture:
    """The cell with as much paper above and below that it is so high."""
    above = (height - len(cell)) // 2
    return np.pad(cell, ((above, height - len(cell) - above), (0, 0), (0, 0)), mode="edge")
