"""Cells of a table that nearly touch: where a run is to be divided though its gap is narrow. Pure.

A narrow gap means something where it stands out in its own line, and lies over and under gaps of the lines
beside it. In justified text all gaps of a line are alike, and in a paragraph none lie one below the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median_low

from indexer.reading.print.runs import Glyph, Run

LEAST_SIZES = 0.3
"""The narrowest gap between two cells, in sizes of the font."""
_OUTSTANDING_SIZES = 0.25  # by which it is wider than most gaps of its run
_LIKE_IT = 2  # lines that have a gap there as well
_REACH_LINES = 6  # above and below, among which they are looked for
_MAX_STEP_SIZES = 3.2  # from one line of a table to the next

_Gap = tuple[float, float]


def divided(rows: Sequence[Sequence[Run]]) -> Sequence[Sequence[Run]]:
    """The lines of a page, each with its runs from the left: of runs that hold several cells, the cells. The
    very same lines where none does."""
    narrow = {k: found for k, row in enumerate(rows) if (found := [*_narrow(row)])}
    gaps = {i: _wide(rows[i]) + narrow.get(i, []) for k in narrow for i in _near(rows, k)}
    cuts = {k: [gap for gap in own if _has_like(gap, k, rows, gaps)] for k, own in narrow.items()}
    if not any(cuts.values()):
        return rows
    return [[part for run in row for part in _parts(run, cuts.get(k, []))] for k, row in enumerate(rows)]


def _near(rows: Sequence[Sequence[Run]], k: int) -> range:
    return range(max(0, k - _REACH_LINES), min(len(rows), k + _REACH_LINES + 1))


def _narrow(row: Sequence[Run]) -> Iterator[_Gap]:
    """The gaps inside runs that stand out."""
    for run in row:
        least = LEAST_SIZES * run.size
        between = [other.left - one.right for one, other in pairwise(run.glyphs)]
        if between and max(between) >= least:
            usual = median_low(between) + _OUTSTANDING_SIZES * run.size
            yield from (
                (one.right, other.left)
                for gap, (one, other) in zip(between, pairwise(run.glyphs), strict=True)
                if gap >= least and gap >= usual and not _are_words(one, other)
            )


def _are_words(one: Glyph, other: Glyph) -> bool:
    """Whether a gap is a space between Latin words, or was written as one."""
    return one.text.isspace() or other.text.isspace() or (one.text.isascii() and other.text.isascii())


def _wide(row: Sequence[Run]) -> list[_Gap]:
    return [(one.right, other.left) for one, other in pairwise(row)]


def _has_like(gap: _Gap, k: int, rows: Sequence[Sequence[Run]], gaps: dict[int, list[_Gap]]) -> bool:
    """Whether enough lines above and below have a gap in the same place, up to one that has text there."""
    size, found = rows[k][0].size, 0
    for way in (range(k - 1, k - _REACH_LINES - 1, -1), range(k + 1, k + _REACH_LINES + 1)):
        last = rows[k]
        for i in way:
            if not 0 <= i < len(rows) or abs(rows[i][0].top - last[0].top) > _MAX_STEP_SIZES * size:
                break
            common = max((_common(gap, other) for other in gaps[i]), default=0.0)
            if common < LEAST_SIZES * size and not _is_beside(gap, rows[i]):
                break
            found += common >= LEAST_SIZES * size
            last = rows[i]
    return found >= _LIKE_IT


def _common(gap: _Gap, other: _Gap) -> float:
    return min(gap[1], other[1]) - max(gap[0], other[0])


def _is_beside(gap: _Gap, row: Sequence[Run]) -> bool:
    """Whether a line stands wholly on one side of a gap, as the second lines of cells do."""
    return row[-1].right <= gap[1] or row[0].left >= gap[0]


def _parts(run: Run, cuts: Sequence[_Gap]) -> Iterator[Run]:
    """A run, divided at these gaps."""
    part: list[Glyph] = []
    starts = {right for _, right in cuts}
    for one in run.glyphs:
        if part and one.left in starts:
            yield Run.of(part)
            part = []
        part.append(one)
    yield Run.of(part) if starts else run
