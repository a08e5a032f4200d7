"""Runs -> columns in the order in which they are read. Pure.

After T. M. Breuel, "High Performance Document Layout Analysis" (2003): a piece of a page is read before
another if it stands above it, or wholly to its left with nothing between the two that spans both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.reading.print.gutters import Gutter, gutters
from indexer.reading.print.runs import MAX_RUNS, Rows, Run, em, rows_across

HEADLINE_RATIO = 1.25
"""How many times as large as the text a headline is, at least."""
_MAX_HEAD_GAP_SIZES = 1.5  # of white below a headline, above what goes with it
_MAX_COLUMN_GAP_SIZES = 4.0  # of white below a line: a greater gap ends its column
_HAIR_SHARE = 0.05  # of the width of the narrower of two columns
_ROUNDING = 1e-6  # by which equal places may differ


@dataclass(frozen=True, slots=True)
class Column:
    """Lines that stand one below the other, with no other text beside them. `left` and `right` are the
    limits of the white around them, which is theirs."""

    lines: tuple[Run, ...]
    left: float
    top: float
    right: float
    bottom: float

    @property
    def edge(self) -> float:
        """Where its lines begin; those that are indented begin further in."""
        return min(line.left for line in self.lines)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with the limits of the white on its left and right."""

    run: Run
    left: float
    right: float
    is_alone: bool
    """Whether no other line stands at its height."""
    is_head: bool


def columns(found: Sequence[Run]) -> list[Column]:
    """The columns of a page, in the order in which they are read."""
    if not found:
        return []
    if len(found) > MAX_RUNS:
        return [undivided(found)]
    between = gutters(found)
    lines = sorted(_joined(found, between), key=lambda line: line.middle)
    rows, ends = Rows(lines), (min(line.left for line in lines), max(line.right for line in lines))
    unit = em(lines)
    return _ordered(_stacked([_limited(line, rows, ends, between, unit) for line in lines]))


def undivided(found: Sequence[Run]) -> Column:
    """All of the page as one column, line by line: of so many scraps no eye would make columns."""
    return Column(
        lines=tuple(Run.of(glyph for run in row for glyph in run.glyphs) for row in rows_across(found)),
        left=min(run.left for run in found),
        top=min(run.top for run in found),
        right=max(run.right for run in found),
        bottom=max(run.bottom for run in found),
    )


def _joined(found: Sequence[Run], between: Sequence[Gutter]) -> list[Run]:
    """Runs of one line that no gutter parts, joined. Of two lines beside a taller run it is on the first."""
    lines: list[Run] = []
    rows = Rows(found)
    done: set[int] = set()
    for run in sorted(found, key=lambda one: one.left):
        if id(run) in done:
            continue
        line = [run]
        for other in sorted(rows.beside(run), key=lambda one: one.left):
            last = line[-1]
            over = not other.shares_line(last) and other.left < last.right
            if (
                id(other) not in done
                and not over
                and not any(gutter.parts(last, other) for gutter in between)
            ):
                line.append(other)
        done.update(map(id, line))
        lines.append(Run.of(glyph for one in line for glyph in one.glyphs))
    return lines


def _limited(
    line: Run, rows: Rows, ends: tuple[float, float], between: Sequence[Gutter], unit: float
) -> _Line:
    """A line has the white up to the next text at its height, and up to a gutter. A headline has no gutters:
    one that is centred seldom reaches over the outer columns that belong to it."""
    is_head = line.size >= HEADLINE_RATIO * unit
    beside = rows.beside(line)
    past = [] if is_head else [gutter for gutter in between if gutter.top < line.middle < gutter.bottom]
    limits: list[Run | Gutter] = [*beside, *past]
    lefts = [one.right for one in limits if one.right <= line.left + _ROUNDING]
    rights = [one.left for one in limits if one.left >= line.right - _ROUNDING]
    left, right = max(lefts, default=ends[0]), min(rights, default=ends[1])
    return _Line(line, min(left, line.left), max(right, line.right), len(beside) == 0, is_head)


def _stacked(lines: Sequence[_Line]) -> list[Column]:
    """Lines, given from the top, as columns: each line is the only one below the one before it, which is the
    only one above it."""
    below = [_facing(i, lines) for i in range(len(lines))]
    above: list[list[int]] = [[] for _ in lines]
    for i, found in enumerate(below):
        for k in found:
            above[k].append(i)
    next_of = {i: f[0] for i, f in enumerate(below) if len(f) == 1 and len(above[f[0]]) == 1}
    heads = dict(_heads(lines))
    next_of = {i: k for i, k in next_of.items() if i not in heads and k not in heads.values()}
    next_of |= {i: k for i, k in heads.items() if k is not None}
    starts = set(range(len(lines))) - set(next_of.values())
    return [_column([lines[i] for i in _chain(start, next_of)]) for start in sorted(starts)]


def _column(lines: Sequence[_Line]) -> Column:
    return Column(
        lines=tuple(line.run for line in lines),
        left=min(line.left for line in lines),
        top=min(line.run.top for line in lines),
        right=max(line.right for line in lines),
        bottom=max(line.run.bottom for line in lines),
    )


def _heads(lines: Sequence[_Line]) -> Iterator[tuple[int, int | None]]:
    """Each line of a headline with the next, down to a by-line; the last one with None. They are read before
    the columns below, however short they are."""
    heads = {i for i, line in enumerate(lines) if line.is_head}
    for i in range(len(lines)):
        if i in heads:
            following = _below_head(i, lines)
            heads |= set() if following is None else {following}
            yield i, following


def _below_head(k: int, lines: Sequence[_Line]) -> int | None:
    """The line that goes with headline k: close below it, centred like it, and alone at its height."""
    head = lines[k].run
    for i in _facing(k, lines):
        line = lines[i].run
        close = line.top - head.bottom < _MAX_HEAD_GAP_SIZES * head.size
        aside = abs(line.left + line.right - head.left - head.right) / 2
        if close and aside < line.size and lines[i].is_alone:
            return i
    return None


def _chain(start: int, next_of: dict[int, int]) -> list[int]:
    found = [start]
    while (following := next_of.get(found[-1])) is not None:
        found.append(following)
    return found


def _facing(i: int, lines: Sequence[_Line]) -> list[int]:
    """The lines that would be met first on the way down from line i."""
    line = lines[i]
    met: list[int] = []
    free = line.right - line.left
    for k in range(i + 1, len(lines)):
        one = lines[k]
        if free <= 0 or (not met and one.run.top - line.run.bottom > _MAX_COLUMN_GAP_SIZES * line.run.size):
            break
        if (common := _overlap(line, one)) <= 0 or one.run.shares_line(line.run):
            continue
        above = (lines[m] for m in met if _overlap(lines[m], one) > 0)
        if all(other.run.shares_line(one.run) for other in above):
            met.append(k)
            free -= common
    return met


def _overlap(one: _Line | Column, other: _Line | Column) -> float:
    return min(one.right, other.right) - max(one.left, other.left)


def _ordered(found: Sequence[Column]) -> list[Column]:
    """The columns in a topological order of "is read before"; from left to right where that leaves open."""
    by_place = sorted(found, key=lambda one: (one.left, one.top))
    before = {
        i: [k for k, other in enumerate(by_place) if k != i and _is_before(other, one, by_place)]
        for i, one in enumerate(by_place)
    }
    order: list[int] = []
    seen: set[int] = set()
    for start in range(len(by_place)):
        stack = [(start, False)]
        while stack:
            i, done = stack.pop()
            if done:
                order.append(i)
            elif i not in seen:
                seen.add(i)
                stack.append((i, True))
                stack.extend((k, False) for k in reversed(before[i]) if k not in seen)
    return [by_place[i] for i in order]


def _is_before(one: Column, other: Column, everything: Sequence[Column]) -> bool:
    if _is_in_line(one, other):
        return (one.top, one.bottom) < (other.top, other.bottom)
    if one.left > other.left:
        return False
    upper, lower = sorted((one.top, other.top))
    between = [column for column in everything if upper < column.top < lower]
    return not any(_is_in_line(column, one) and _is_in_line(column, other) for column in between)


def _is_in_line(one: Column, other: Column) -> bool:
    """Whether one of them stands above the other. Columns side by side may have a hair in common, where a
    scan lies askew or a mark hangs over the edge."""
    return _overlap(one, other) > _HAIR_SHARE * min(one.right - one.left, other.right - other.left)


def steps(column: Column) -> list[float]:
    """The distance of each line but the first from the one above it, in sizes of the font."""
    return [(below.top - above.top) / above.size for above, below in pairwise(column.lines)]
