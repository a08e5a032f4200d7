"""Tables whose cells are drawn: which runs stand within which rules, and the texts of the cells. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.reading.layout.blocks import row_texts
from indexer.reading.layout.lines import joined, token_width
from indexer.reading.print.runs import Rule, Run, rows_across

_SAME_POINTS = 3.0  # by which two ends of rules that meet may differ
_PADDING_SIZES = 1.2  # of white beside the text of a cell, on both its sides together
_INDENT_SIZES = 1.5


@dataclass(frozen=True, slots=True)
class Table:
    """The runs of a table, and the texts of its rows."""

    runs: tuple[Run, ...]
    texts: tuple[str, ...]


_Box = tuple[float, float, float, float]
"""A cell: its top, left, bottom and right."""


def drawn_tables(found: Sequence[Run], rules: Sequence[Rule]) -> tuple[list[Table], list[Run]]:
    """The tables that are drawn, and the runs that stand in none. No run reaches across a rule."""
    level = _Lines([(one.middle_height, one.left, one.right) for one in rules if one.is_level])
    upright = _Lines([(one.middle_place, one.top, one.bottom) for one in rules if not one.is_level])
    if not level or not upright:
        return [], list(found)
    boxes: defaultdict[_Box, list[Run]] = defaultdict(list)
    rest: list[Run] = []
    for run in (part for one in found for part in _split(one, upright)):
        box = _box(run, level, upright)
        (boxes[box] if box else rest).append(run)
    tables = []
    for cells in _together(sorted(boxes)):
        if len({left for _, left, _, _ in cells}) > 1:
            runs = tuple(run for box in cells for run in boxes[box])
            tables.append(Table(runs, tuple(_texts(cells, boxes))))
        else:
            rest += [run for box in cells for run in boxes[box]]
    return tables, rest


class _Lines:
    """Rules of one direction, those that continue each other as one: each with its place, start and end."""

    def __init__(self, given: Iterable[tuple[float, float, float]]) -> None:
        self._lines: list[tuple[float, float, float]] = []
        for place, start, end in sorted((round(place), start, end) for place, start, end in given):
            last = self._lines[-1] if self._lines else None
            if last and last[0] == place and start <= last[2] + _SAME_POINTS:
                self._lines[-1] = (place, last[1], max(end, last[2]))
            else:
                self._lines.append((place, start, end))

    def __bool__(self) -> bool:
        return bool(self._lines)

    def before(self, place: float, across: float) -> float | None:
        """The nearest line before a place, of those that pass what stands at `across`."""
        return self._first(across, range(bisect_right(self._lines, (place,)) - 1, -1, -1))

    def after(self, place: float, across: float) -> float | None:
        return self._first(across, range(bisect_left(self._lines, (place,)), len(self._lines)))

    def _first(self, across: float, order: range) -> float | None:
        for k in order:
            at, start, end = self._lines[k]
            if start <= across <= end:
                return at
        return None


def _split(run: Run, upright: _Lines) -> Iterator[Run]:
    """The parts of a run between the rules that it reaches across."""
    inside = run.left + run.size / 2
    cut = upright.after(inside, run.middle)
    if cut is None or cut > run.right - run.size / 2:
        yield run
        return
    for part in (
        [one for one in run.glyphs if (one.left + one.right) / 2 <= cut],
        [one for one in run.glyphs if (one.left + one.right) / 2 > cut],
    ):
        if any(not one.text.isspace() for one in part):
            whole = Run.of(part)
            yield from _split(whole, upright) if whole.left > cut else [whole]


def _box(run: Run, level: _Lines, upright: _Lines) -> _Box | None:
    """The cell in which a run stands."""
    middle = (run.left + run.right) / 2
    top, bottom = level.before(run.middle, middle), level.after(run.middle, middle)
    left, right = upright.before(middle, run.middle), upright.after(middle, run.middle)
    if top is None or bottom is None or left is None or right is None:
        return None
    return top, left, bottom, right


def _together(boxes: Sequence[_Box]) -> Iterator[list[_Box]]:
    """The cells, given from the top, table by table."""
    group: list[_Box] = []
    bottom = 0.0
    for box in boxes:
        if group and box[0] > bottom + _SAME_POINTS:
            yield group
            group = []
        bottom = max(bottom, box[2]) if group else box[2]
        group.append(box)
    if group:
        yield group


def _texts(cells: Sequence[_Box], boxes: dict[_Box, list[Run]]) -> Iterator[str]:
    """The texts of the rows: cells that begin at one height are one."""
    rows: list[list[_Box]] = []
    for box in cells:
        if rows and box[0] - rows[-1][0][0] < _SAME_POINTS:
            rows[-1].append(box)
        else:
            rows.append([box])
    for row in rows:
        yield from row_texts([list(_cell(box, boxes[box])) for box in sorted(row, key=lambda one: one[1])])


def _cell(box: _Box, runs: Sequence[Run]) -> Iterator[str]:
    """The texts in a cell: a line goes on with the one above it, if that is full and is not indented less."""
    rows = [sorted(row, key=lambda one: one.left) for row in rows_across(runs)]
    texts = [" ".join(run.text for run in row) for row in rows]
    text = texts[0]
    for (above, below), following in zip(pairwise(rows), texts[1:], strict=True):
        room = box[3] - box[1] - (above[-1].right - above[0].left)
        full = room < (token_width(following) / 2 + _PADDING_SIZES) * above[0].size
        if full and not _is_indented(below, above, box):
            text = joined(text, following)
        else:
            yield text
            text = following
    yield text


def _is_indented(line: Sequence[Run], above: Sequence[Run], box: _Box) -> bool:
    """Whether a line opens a paragraph; one that is centred does not."""
    centred = abs(line[0].left + line[-1].right - box[1] - box[3]) / 2 < line[0].size / 2
    return not centred and line[0].left - above[0].left > _INDENT_SIZES * line[0].size
