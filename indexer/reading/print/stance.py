"""How the lines in a picture stand: which of them run down, and by how much the page is to be turned.

A page of vertical lines is one that is set so, or one that lies on its side: set so, its characters are
recognised both as they lie when the line is laid to the left, and when they are put side by side. Of a page
that lies, only one of these is, whichever its side.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean, median

import numpy as np

from indexer.reading.print.sight import SeenLine, recognised, side_by_side
from indexer.reading.print.upright import Picture

_SAMPLE_LINES = 6  # that are recognised to know which side of a page is up
_UPRIGHT_LINES = 3  # that are cut into their characters to know whether they stand
_MIN_SEEN_SHARE = 0.35  # of a line that stands; of one that lies or is on its head a sixth is seen
_MIN_LINES = 3  # that tell it
_MIN_CHARACTERS = 2  # of a line that runs down: a single narrow one stands by itself
_ONE_WIDTH_RATIO = 1.5  # by which a last column of one character may be wider than the others
_ENOUGH_SHARE = (
    0.5  # of the characters for which there is room: fewer are recognised of what stands on its head
)


def tells(seen: Sequence[SeenLine]) -> bool:
    """Whether there are lines enough to tell how the page stands."""
    return len(seen) >= _MIN_LINES


def are_tall(seen: Sequence[SeenLine]) -> bool:
    """Whether most of the lines stand upright."""
    return tells(seen) and 2 * sum(line.is_tall for line in seen) > len(seen)


def run_down(tile: Picture, seen: Sequence[SeenLine], place: str) -> bool:
    """Whether the page is set from top to bottom, by a few lines of a tile of it."""
    if not are_tall(seen):
        return False
    sample = _sample(tile, [line for line in seen if line.is_tall])
    tall = [line for line in recognised(sample, place, down=True) if line.is_tall]
    longest = sorted(tall, key=lambda line: -line.height)[:_UPRIGHT_LINES]
    if not longest:
        return False
    upright = [side_by_side(sample, line) for line in longest]
    return min(mean(map(_share_seen, longest)), mean(map(_share_seen, upright))) >= _MIN_SEEN_SHARE


def _share_seen(line: SeenLine) -> float:
    """How much of a vertical line is recognised, and how surely."""
    return line.score * len(line.glyphs) * line.width / line.height


def parted(seen: Sequence[SeenLine]) -> tuple[list[SeenLine], list[SeenLine]]:
    """The lines that run across, and those that run down. Among columns a single character is the end of
    one."""
    down = [line for line in seen if line.is_tall and len(line.glyphs) >= _MIN_CHARACTERS]
    if 2 * len(down) > len(seen):
        limit = _ONE_WIDTH_RATIO * median(line.width for line in down)
        down += [line for line in seen if len(line.glyphs) == 1 and line.width <= limit]
    held = set(map(id, down))
    return [line for line in seen if id(line) not in held], down


def quarters(tile: Picture, seen: Sequence[SeenLine], place: str) -> int:
    """By how many quarters to the left a page is to be turned, by a tile of it."""
    tall = are_tall(seen)
    count = sum(len(line.glyphs) for line in seen)
    if not seen or (not tall and count >= _ENOUGH_SHARE * sum(line.room for line in seen)):
        return 0
    sample = _sample(tile, [line for line in seen if line.is_tall == tall])
    ways = (0, 1, 3) if tall else (0, 2)
    return max(ways, key=lambda turns: _sureness(np.rot90(sample, turns), place))


def _sample(tile: Picture, lines: Sequence[SeenLine]) -> Picture:
    """The part of a tile that holds the longest of these lines, and a few beside it."""
    longest = max(lines, key=lambda line: float(np.ptp(line.corners, axis=0).max()))
    middle = longest.corners.mean(axis=0)
    near = sorted(lines, key=lambda line: float(np.abs(line.corners.mean(axis=0) - middle).sum()))
    corners = np.concatenate([line.corners for line in near[:_SAMPLE_LINES]])
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    white = round(median(float(np.ptp(line.corners, axis=0).min()) for line in near))
    low, start = max(0, round(top) - white), max(0, round(left) - white)
    return tile[low : round(bottom) + white, start : round(right) + white]


def _sureness(picture: Picture, place: str) -> float:
    """How much is recognised in a picture, and how surely."""
    return sum(line.score**2 * len(line.glyphs) for line in recognised(picture, place) if not line.is_tall)
