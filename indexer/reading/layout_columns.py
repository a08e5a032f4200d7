"""Column measures: which lines were wrapped, and at what width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median_low

from indexer.reading.layout_lines import WIDTH_CAP, Line, ends_sentence, token_width

INDENT = 4
"""Width of the two characters by which Chinese print indents a paragraph; often lost in the text file."""
OVER = 8
"""How much wider than its column a line may be, for marks that hang over the edge and words kept whole."""
_SLACK = 2  # squeezed or hanging marks move a line's end by one character
_NARROWEST = 18  # verse and lists are narrower than any newspaper column of nine characters
_WRAPPED = 0.8  # share of the lines that are not sentence ends and are full, in a column
_FEW = 3  # full lines a text must show before it counts as wrapped at all


@dataclass(frozen=True, slots=True)
class Segment:
    """Lines `start` to `stop` that stand together: no blank line and no new indent among them."""

    start: int
    stop: int
    measure: int = 0
    """The column's width, read off these lines; 0 where they show none."""
    before: int = 0
    """The measure here or else of the nearest column above."""
    after: int = 0
    """The measure here or else of the nearest column below."""


def is_full(line: Line, following: Line, measure: int, slack: int = 0) -> bool:
    """Whether `line` was broken because the column was full: the next piece would not have fitted."""
    return line.width <= measure + OVER and line.width + token_width(following.text) > measure - slack


def segments(lines: Sequence[Line]) -> list[Segment]:
    """The lines cut into segments, each with its measure and those of its neighbours."""
    found = _with_neighbours([replace(s, measure=_measure(lines[s.start : s.stop])) for s in _cut(lines)])
    if sum(_wrapped(lines, s) for s in found) < _FEW:
        return [replace(s, measure=0, before=0, after=0) for s in found]
    return found


def _wrapped(lines: Sequence[Line], s: Segment) -> int:
    """How many of the segment's lines bear witness to a column: all but the last of each paragraph."""
    if s.measure:
        return s.stop - s.start - 1
    near = any(abs(lines[s.start].width - m) <= _SLACK for m in (s.before, s.after))
    return int(near and s.stop - s.start == 2)


def _cut(lines: Sequence[Line]) -> list[Segment]:
    found: list[Segment] = []
    start = base = 0
    for i, line in enumerate(lines):
        if i and (line.after_blank or line.indent > base):
            found.append(Segment(start, i))
            start, base = i, line.indent
        base = line.indent if i == start else min(base, line.indent)
    return [*found, Segment(start, len(lines))] if lines else []


def _measure(lines: Sequence[Line]) -> int:
    """The width at which `lines` were wrapped, 0 if they were not.

    The first line may be indented and the last is short, so the measure is the median of those between; and
    nearly every line that does not end a sentence must be full. Paragraphs on a line each fail that.
    """
    if len(lines) < 3:
        return 0
    measure = median_low([line.width for line in lines[1:-1]])
    if not _NARROWEST <= measure < WIDTH_CAP:
        return 0
    full = verse = short = ends = 0
    for line, following in pairwise(lines[1:]):
        if is_full(line, following, measure, _SLACK):
            full += not ends_sentence(line.text)
            verse += ends_sentence(line.text)
        elif ends_sentence(line.text) and line.width <= measure + OVER:
            ends += 1
        else:
            short += 1
    opens = is_full(lines[0], lines[1], measure, INDENT + _SLACK) or len(lines) > 3
    wrapped = full >= _WRAPPED * (full + short) and full >= ends + verse
    return measure if wrapped and opens else 0


def _with_neighbours(found: list[Segment]) -> list[Segment]:
    above = below = 0
    for i, s in enumerate(found):
        above = s.measure or above
        found[i] = replace(s, before=above)
    for i in range(len(found) - 1, -1, -1):
        below = found[i].measure or below
        found[i] = replace(found[i], after=below)
    return found
