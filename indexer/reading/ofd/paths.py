"""Path objects -> the rules that are drawn on a page: they part the cells of its tables. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from lxml.etree import _Element

from indexer.reading.ofd.matrix import Matrix, numbers, placed
from indexer.reading.print.runs import Rule

_MAX_STEPS = 400  # of one path: a grid may be drawn in one go, and so may a map
_THIN_POINTS = 2.5
_MIN_POINTS = 6.0
_STEP = re.compile(r"([A-Za-z])([^A-Za-z]*)")

_Point = tuple[float, float]


def rules(node: _Element, outer: Matrix) -> Iterator[Rule]:
    """The rules of a path object: level or upright lines, and the sides of rectangles, or thin ones."""
    matrix = placed(node, outer)
    told = next((one.text or "" for one in node.iterchildren("{*}AbbreviatedData")), "")
    lines = [[matrix.at(*point) for point in line] for line in _lines(told)]
    points = [point for line in lines for point in line]
    if not points:
        return
    (left, top), (right, bottom) = map(min, zip(*points, strict=True)), map(max, zip(*points, strict=True))
    if min(right - left, bottom - top) <= _THIN_POINTS:
        yield from _long(Rule(left, top, right, bottom))
        return
    for line in lines:
        for (x, y), (next_x, next_y) in pairwise(line):
            if abs(y - next_y) <= _THIN_POINTS or abs(x - next_x) <= _THIN_POINTS:
                yield from _long(Rule(min(x, next_x), min(y, next_y), max(x, next_x), max(y, next_y)))


def _lines(told: str) -> Iterator[list[_Point]]:
    """The corners of each line of a path: "M 0 0 L 5 0 L 5 5 C" is moved to, drawn to and closed. Of a curve
    only its end counts."""
    line: list[_Point] = []
    for step in islice(_STEP.finditer(told), _MAX_STEPS):
        at = numbers(step[2])
        if step[1] in "MS":
            yield line
            line = []
        if step[1] == "C" and line:
            line.append(line[0])
        elif len(at) >= 2:
            line.append((at[-2], at[-1]))
    yield line


def _long(rule: Rule) -> Iterator[Rule]:
    if max(rule.right - rule.left, rule.bottom - rule.top) >= _MIN_POINTS:
        yield rule
