"""The white strips that part the columns of a page. Pure.

After T. M. Breuel, "Two Geometric Algorithms for Layout Analysis" (DAS 2002): a gutter is a tall empty
rectangle with text on both its sides. Here each rectangle grows, up and down, from a gap between two runs
of one line, and narrows as the lines that it passes ask. What parts the cells of a table is white as well;
a gutter is known from it by its lines, which are long and end at its edge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from indexer.reading.print.runs import Rows, Run, em

_MIN_WIDTH_EMS = 0.7  # a white gap inside a line may be as wide, but not through several lines
_WIDE_EMS = 4.0  # no gutter is wider: such a gap is white at the end of a short line as well
_NARROWED_SHARE = 0.7  # of its width at one line, that a gutter has at any other
_USUAL_SHARE = 0.6  # of the usual white in it, that is white on all its lines
_MIN_LINES = 3  # beside a gutter on either side
_MIN_PROSE_LINES = 5  # on the left alone, where the last column holds hardly any
_COLUMN_EMS = 7.0  # half the lines beside a gutter are longer
_FLUSH_EMS = 1.6  # how far from the gutter a full line may end, with a mark that is not let begin a line
_ROUNDING = 1e-6  # by which equal places may differ
_FULL_SHARE = 0.4  # of the lines beside a gutter that are full
_PROSE_FULL_SHARE = 0.6  # where the last column holds hardly any


@dataclass(frozen=True, slots=True)
class Gutter:
    """A white strip."""

    left: float
    right: float
    top: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    def parts(self, one: Run, other: Run) -> bool:
        """Whether the strip passes between two runs of one line, the first of which stands to the left."""
        low, high = min(one.top, other.top), max(one.bottom, other.bottom)
        beside = self.top < (low + high) / 2 < self.bottom
        return beside and one.right <= self.left + _ROUNDING and self.right <= other.left + _ROUNDING


def gutters(found: Sequence[Run]) -> list[Gutter]:
    """The gutters between the columns that these runs form."""
    unit = em(found)
    downwards = sorted(found, key=lambda one: one.top)
    upwards = sorted(found, key=lambda one: -one.bottom)
    rows = Rows(found)
    pairs = _neighbours(found)
    strips: list[Gutter] = []
    left_out: list[Gutter] = []
    for one, other in pairs:
        gap = other.left - one.right
        if gap < _MIN_WIDTH_EMS * unit or any(strip.parts(one, other) for strip in strips):
            continue
        if any(strip.parts(one, other) and strip.width >= _NARROWED_SHARE * gap for strip in left_out):
            continue
        strip = _grown(one, other, downwards, upwards, unit)
        good = _is_gutter(strip, found, rows, unit) and _is_as_wide_as_its_gaps(strip, pairs, found, unit)
        (strips if good else left_out).append(strip)
    return strips


def _is_as_wide_as_its_gaps(
    strip: Gutter, pairs: Sequence[tuple[Run, Run]], found: Sequence[Run], unit: float
) -> bool:
    """Whether it is not only the gap between two words of a line that stands above columns. Beside a full
    line with nothing at its height it is as wide as it can be."""
    paired = {id(one) for one, _ in pairs}
    full = [
        strip.width
        for one in found
        if 0 <= strip.left + _ROUNDING - one.right < _FLUSH_EMS * unit
        and strip.top < one.middle < strip.bottom
        and id(one) not in paired
    ]
    gaps = sorted([*full, *(other.left - one.right for one, other in pairs if strip.parts(one, other))])
    return strip.width >= _USUAL_SHARE * gaps[len(gaps) // 4]


def _neighbours(found: Sequence[Run]) -> list[tuple[Run, Run]]:
    """Every run with the nearest to its right on the same line, the narrowest gap first: it is the least
    likely to be the end of a short line. Lines of two columns may stand at no common height: then it is the
    nearest a little above or below."""
    pairs = []
    rows = Rows(found)
    for one in found:
        beside = [other for other in rows.beside(one) if other.left >= one.right]
        if beside or (beside := [other for other in rows.around(one) if other.left >= one.right]):
            pairs.append((one, min(beside, key=lambda other: other.left)))
    return sorted(pairs, key=lambda pair: pair[1].left - pair[0].right)


def _grown(one: Run, other: Run, downwards: Sequence[Run], upwards: Sequence[Run], unit: float) -> Gutter:
    """The strip that begins between two runs, as tall as it can be while it is wide enough. It does not go
    on between the words of a line that stands across it, which is narrower."""
    gap = other.left - one.right
    least = max(_MIN_WIDTH_EMS * unit, _NARROWED_SHARE * gap if gap < _WIDE_EMS * unit else 0.0)
    strip = Gutter(one.right, other.left, min(one.top, other.top), max(one.bottom, other.bottom))
    below = [run for run in downwards if run.middle > strip.bottom]
    above = [run for run in upwards if run.middle < strip.top]
    for run in below:
        left, right = _narrowed(strip, run)
        if right - left < least:
            strip = replace(strip, bottom=run.top)
            break
        strip = replace(strip, left=left, right=right, bottom=max(strip.bottom, run.bottom))
    for run in above:
        left, right = _narrowed(strip, run)
        if right - left < least:
            return replace(strip, top=run.bottom)
        strip = replace(strip, left=left, right=right, top=min(strip.top, run.top))
    return strip


def _narrowed(strip: Gutter, run: Run) -> tuple[float, float]:
    """What is left of the strip's width where it passes the run: the wider of both sides."""
    if run.right <= strip.left or run.left >= strip.right:
        return strip.left, strip.right
    if run.left - strip.left > strip.right - run.right:
        return strip.left, run.left
    return run.right, strip.right


def _is_gutter(strip: Gutter, found: Sequence[Run], rows: Rows, unit: float) -> bool:
    beside = [run for run in found if strip.top < run.middle < strip.bottom]
    left = [run for run in beside if run.right <= strip.left + _ROUNDING and not _is_hidden(run, strip, rows)]
    right = [
        run for run in beside if run.left >= strip.right - _ROUNDING and not _is_hidden(run, strip, rows)
    ]
    if len(left) < _MIN_LINES or not right or _width(left) < _COLUMN_EMS * unit:
        return False
    full = sum(strip.left - run.right < _FLUSH_EMS * unit for run in left) / len(left)
    if len(right) >= _MIN_LINES and _width(right) >= _COLUMN_EMS * unit:
        return full >= _FULL_SHARE
    begun = sum(run.left - strip.right < 2 * _FLUSH_EMS * unit for run in right)
    return len(left) >= _MIN_PROSE_LINES and full >= _PROSE_FULL_SHARE and begun == len(right)


def _is_hidden(run: Run, strip: Gutter, rows: Rows) -> bool:
    """Whether another run stands between this one and the strip."""
    low, high = sorted(
        (run.right, strip.left) if run.right <= strip.left + _ROUNDING else (strip.right, run.left)
    )
    return any(low <= one.left and one.right <= high + _ROUNDING for one in rows.beside(run))


def _width(side: Sequence[Run]) -> float:
    return median(run.right - run.left for run in side)
