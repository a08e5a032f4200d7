"""Tables: lines whose words stand in columns, parted by white strips that run through all of them. Pure.

Columns of prose are parted by such strips as well. They are of like width, wide enough for a sentence, and
filled by most of their lines; where all this is so, there is no table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from statistics import median

from indexer.reading.layout.blocks import row_texts
from indexer.reading.layout.lines import is_entry
from indexer.reading.print.cells import cells
from indexer.reading.print.grid import drawn_tables
from indexer.reading.print.gutters import Gutter, gutters
from indexer.reading.print.runs import MAX_RUNS, Glyph, Rule, Run, rows_across
from indexer.reading.print.strips import Group, Strip, strips_of, through
from indexer.reading.print.touching import LEAST_SIZES, divided

_MIN_STRIP_SIZES = 0.6  # its width, in sizes of the font
_MIN_ONLY_STRIP_SIZES = 0.9  # of one that parts but two columns
_MIN_TOUCHING_LINES = 3  # with several cells, where it is narrower
_MAX_NUMBERING_SIZES = 2.2  # between 第三条 and its text
_NUMBERING = re.compile(
    r"第.{1,6}|[一二三四五六七八九十]{1,3}、?|[（(].{1,3}[）)]|[\dA-Za-z][\d.．]{0,6}[.、．)）]?|[\W①-⑳].?"
)
_SAME_EDGE_SIZES = 0.5  # by which cells of one column may begin elsewhere
_MAX_STEP_SIZES = 3.2  # from one line of a table to the next
_SEVERAL_SHARE = 0.25  # of the lines of a table that have several cells
_NARROW_SIZES = 4.0  # no column of prose is so narrow
_PROSE_SIZES = 7.0  # so wide is a column of prose at least
_PROSE_RATIO = 1.9  # of the widest column of prose to the narrowest
_PROSE_FULL_SHARE = 0.4  # of its lines
_PROSE_LINES = 3
_SPANNING_LINES = 3  # of a table across columns of prose
_SPANNING_SHARE = 0.8  # of the width of a column of prose: a column of such a table is narrower
_FULL_SIZES = 1.6  # how much shorter than the longest a full line may be


def with_tables(found: Sequence[Run], rules: Sequence[Rule]) -> list[Run]:
    """The runs of a page, every line of a table a single one that stands for it."""
    drawn, rest = drawn_tables(found, rules)
    lines = [sorted(row, key=lambda one: one.left) for row in rows_across(rest)]
    rows = divided(lines) if len(rest) <= MAX_RUNS else lines
    least = _MIN_STRIP_SIZES if rows is lines else LEAST_SIZES
    between = cache(lambda: gutters(rest) if len(rest) <= MAX_RUNS else [])  # few pages need it
    gone: set[int] = set()
    held: list[Run] = []
    for start, group in _tables(rows, least, between):
        gone |= {id(run) for row in lines[start : start + len(group.rows)] for run in row}
        texts = [text for row in cells(group.columns) for text in row_texts([[one] for one in row])]
        held += _standing_for(group.rows, texts)
    for table in drawn:
        held += _standing_for(
            [sorted(r, key=lambda one: one.left) for r in rows_across(table.runs)], table.texts
        )
    return [*(run for run in rest if id(run) not in gone), *held]


def _tables(
    rows: Sequence[Sequence[Run]], least: float, between: Callable[[], Sequence[Gutter]]
) -> Iterator[tuple[int, Group]]:
    """The tables, each with the number of its first row."""
    for start, group in _groups(rows, least):
        if not _is_prose(group, between):
            yield start, group
        else:
            yield from ((start + k, table) for k, table in _spanning(group, least))


def _spanning(prose: Group, least: float) -> Iterator[tuple[int, Group]]:
    """The tables that stand across columns of prose."""
    start, limit = 0, _SPANNING_SHARE * min(map(_usual_width, filter(None, prose.columns)))
    while start < len(prose.rows):
        if start and _goes_on(prose.rows[start - 1], prose.rows[start]):
            start += 1
            continue
        table = _without_what_follows(_narrow_from(start, prose, least, limit))
        if len(table.rows) >= _SPANNING_LINES and _has_cells(table) and not _is_prose(table, list):
            yield start, table
        start += max(1, len(table.rows))


def _goes_on(above: Sequence[Run], below: Sequence[Run]) -> bool:
    """Whether all words of a line begin where one of the line above does, as the last lines of columns do."""
    near = _SAME_EDGE_SIZES * below[0].size
    return all(any(abs(run.left - other.left) < near for other in above) for run in below)


def _narrow_from(start: int, prose: Group, least: float, limit: float) -> Group:
    """The lines from one on that have more strips through all of them than the prose has. A word as wide as
    a column of the prose is of prose, above, below or beside the table."""
    strips, stop = strips_of(prose.rows[start], least), start
    while stop < len(prose.rows) and all(run.right - run.left < limit for run in prose.rows[stop]):
        left = through(strips, prose.rows[stop])
        if len(left) <= len(prose.strips):
            break
        strips, stop = left, stop + 1
    return Group(prose.rows[start:stop], strips)


def _standing_for(rows: Sequence[Sequence[Run]], texts: Sequence[str]) -> Iterator[Run]:
    left, right = min(row[0].left for row in rows), max(row[-1].right for row in rows)
    for row in rows:
        own = tuple(texts) if row is rows[0] else ()
        yield Run.of([Glyph("\ufffc", left, row[0].top, right, row[0].bottom, own)])


def _groups(rows: Sequence[Sequence[Run]], least: float) -> Iterator[tuple[int, Group]]:
    """Rows that follow each other, with strips through all of them, so many sizes wide in the first one;
    two or more have several cells. Each group with the number of its first row."""
    start = 0
    while start < len(rows):
        strips = [] if _is_entry(rows[start]) else strips_of(rows[start], least)
        stop, wider = start + 1, None
        while strips and stop < len(rows) and _is_near(rows[stop - 1], rows[stop]):
            left = [] if _is_entry(rows[stop]) else through(strips, rows[stop])
            across = len(rows[stop]) == 1 and len(left) < len(strips)
            if not left or (across and _has_cells(Group(rows[start:stop], strips))):
                break
            if len(left) < len(strips):
                wider = Group(rows[start:stop], strips)
            strips, stop = left, stop + 1
        group = _without_what_follows(Group(rows[start:stop], strips))
        if wider and not _has_cells(group):  # the indents of what follows lay below a strip
            group = _without_what_follows(wider)
        if strips and _has_cells(group):
            yield start, group
            start += len(group.rows)
        else:
            start += 1


def _is_entry(row: Sequence[Run]) -> bool:
    """Whether dots lead to the last word of a line, as in a table of contents."""
    return is_entry("".join(["目", *(run.text for run in row[-2:])]))


def _without_what_follows(group: Group) -> Group:
    """The group without lines at its end that stand in one column and are set as none of its cells is."""
    rows = group.rows
    while len(rows) > 2 and len(columns := set(map(group.column, rows[-1]))) == 1:
        others = [run for row in rows[:-1] for run in row if group.column(run) in columns]
        if _is_set_like(rows[-1][0], others):
            break
        rows = rows[:-1]
    return Group(rows, group.strips)


def _is_set_like(run: Run, others: Sequence[Run]) -> bool:
    """Whether a run begins where any of the others does; where they begin anywhere, it may have its middle or
    its end in common with one."""
    near = _SAME_EDGE_SIZES * run.size
    lefts = [other.left for other in others]
    if any(abs(left - run.left) < near for left in lefts):
        return True
    even = not lefts or max(lefts) - min(lefts) < near
    middle = run.left + run.right
    return not even and any(
        abs(other.right - run.right) < near or abs(other.left + other.right - middle) < near
        for other in others
    )


def _is_near(above: Sequence[Run], below: Sequence[Run]) -> bool:
    return below[0].top - above[0].top <= _MAX_STEP_SIZES * max(above[0].size, below[0].size)


def _has_cells(group: Group) -> bool:
    """Whether enough lines of a group have several cells."""
    several = sum(group.column(row[0]) < group.column(row[-1]) for row in group.rows)
    if several < 2 or several < _SEVERAL_SHARE * len(group.rows):
        return False
    width = group.strips[0].width / group.size
    if len(group.strips) > 1 or width >= _MAX_NUMBERING_SIZES:
        return True
    first = (run.text for row in group.rows for run in row if not group.column(run))
    sure = width >= _MIN_ONLY_STRIP_SIZES or several >= _MIN_TOUCHING_LINES
    return sure and not all(map(_NUMBERING.fullmatch, first))


def _is_prose(group: Group, between: Callable[[], Sequence[Gutter]]) -> bool:
    columns = [column for column in group.columns if column]
    widths = [_usual_width(column) for column in columns]
    full = [
        len(column)
        for column, width in zip(columns, widths, strict=True)
        if width < _NARROW_SIZES * group.size
    ]
    if full and max(full) >= len(group.rows) / 2:
        return False
    if any(_coincide(group, strip, gutter) for strip in group.strips for gutter in between()):
        return True
    if min(widths) < _PROSE_SIZES * group.size or max(widths) > _PROSE_RATIO * min(widths):
        return False
    return all(_is_full(column) for column in columns if len(column) >= _PROSE_LINES)


def _coincide(group: Group, strip: Strip, gutter: Gutter) -> bool:
    beside = gutter.top < group.rows[-1][0].bottom and gutter.bottom > group.rows[0][0].top
    return beside and strip.left < gutter.right and strip.right > gutter.left


def _usual_width(column: Sequence[Sequence[Run]]) -> float:
    return median(row[-1].right - row[0].left for row in column)


def _is_full(column: Sequence[Sequence[Run]]) -> bool:
    edge = max(row[-1].right for row in column)
    full = sum(edge - row[-1].right < _FULL_SIZES * row[-1].size for row in column)
    return full >= _PROSE_FULL_SHARE * len(column)
