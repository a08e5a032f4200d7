"""Columns: which lines were wrapped, and at what width (their measure)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import median_low

from indexer.reading.layout.lines import (
    CLOSERS,
    MAX_WIDTH,
    TextLine,
    ends_sentence,
    stands_alone,
    token_width,
    width,
)

INDENT_WIDTH = 4
"""Two characters, by which Chinese print indents a paragraph; often lost in the text file."""
OVERHANG_WIDTH = 8
"""How much wider than its column a line may be, for marks that hang over the edge and words kept whole."""
_SLACK_WIDTH = 2  # squeezed or hanging marks move a line's end by one character
_MIN_MEASURE_WIDTH = 18  # verse and lists are narrower than any newspaper column of nine characters
_FULL_SHARE = 0.8  # of the lines of a column that do not end a sentence: so many are full
_REACHING_SHARE = 0.2  # of the lines, that reach the edge of their column
_LINES_PER_WIDER = 40  # of which one may be wider than its column
_MIN_FULL_LINES = 3  # that a text must show before it counts as wrapped at all
_LONG_LINES = 40  # without a blank one, after which the next page may have another measure
_MANY_LINES = 16  # in which few are squeezed
_SURE_LINES = 4  # the own measure of a group that has more is to be trusted
_MARKS = "，。、；：！？,;:!?.…"  # that may hang over the edge of a column, as closing marks may


@dataclass(frozen=True, slots=True)
class LineGroup:
    """Lines `start` to `stop` that stand together: no blank line and no new indent among them."""

    start: int
    stop: int
    measure: int = 0
    """The column's width, read off these lines; 0 where they show none."""
    before: int = 0
    """The measure here or else of the nearest column above."""
    after: int = 0
    """The measure here or else of the nearest column below."""


def is_full(line: TextLine, following: TextLine, measure: int, slack: int = 0) -> bool:
    """Whether `line` was broken because the column was full: the next piece would not have fitted."""
    return (
        line.width <= measure + OVERHANG_WIDTH and line.width + token_width(following.text) > measure - slack
    )


def fills(line: TextLine, following: TextLine, measure: int, indent: int = 0) -> bool:
    """Whether `line` fills its column to the edge, from an indent whose spaces were lost: `is_full` without
    any slack, and no wider than closing marks that hang over the edge can make it."""
    wide = line.width + indent
    return (
        core_width(line) + indent <= measure + _SLACK_WIDTH and wide + token_width(following.text) > measure
    )


def core_width(line: TextLine) -> int:
    """The width of a line without the marks that may hang over its column's edge."""
    return line.width - width(line.text[len(line.text.rstrip(CLOSERS + _MARKS)) :])


def line_groups(lines: Sequence[TextLine]) -> list[LineGroup]:
    """The lines cut into groups, each with its measure and those of its neighbours."""
    starts = _cut(lines)
    spans = list(pairwise([*starts, len(lines)]))
    measures = [_measure(lines[start:stop]) if stop - start > 2 else 0 for start, stop in spans]
    if not any(measures):
        return [LineGroup(start, stop) for start, stop in spans]
    found = _groups(spans, measures)
    if sum(_wrapped(lines, s) for s in found) < _MIN_FULL_LINES:
        return [LineGroup(start, stop) for start, stop in spans]
    return _groups(spans, [_as_neighbours(lines[s.start : s.stop], s) for s in found])


def _as_neighbours(own: Sequence[TextLine], s: LineGroup) -> int:
    """The measure of a group. A few lines tell it badly, or not at all: they have that of the columns above
    or below if they fill them to the edge; of more lines that tell none, half must."""
    if len(own) < 2 or (s.measure and len(own) > _SURE_LINES):
        return s.measure
    for measure in filter(None, (s.after, s.before)):
        first = fills(own[0], own[1], measure) or fills(own[0], own[1], measure, INDENT_WIDTH)
        filled = [fills(a, b, measure) for a, b in pairwise(own[1:])]
        if len(own) > _SURE_LINES:
            within = all(core_width(line) <= measure + _SLACK_WIDTH for line in own)
            opened = sum(fills(a, b, measure, INDENT_WIDTH) for a, b in pairwise(own[1:]))
            if within and 2 * (sum(filled) + opened) >= len(filled) > 0:
                return measure
        elif first and all(filled):
            return measure
    return s.measure


def _wrapped(lines: Sequence[TextLine], s: LineGroup) -> int:
    """How many of the group's lines bear witness to a column: all but the last of each paragraph."""
    if s.measure:
        return s.stop - s.start - 1
    near = any(abs(lines[s.start].width - m) <= _SLACK_WIDTH for m in (s.before, s.after))
    return int(near and s.stop - s.start == 2)


def _cut(lines: Sequence[TextLine]) -> list[int]:
    """Where the groups begin."""
    found: list[int] = []
    start = base = widest = 0
    apart = False
    usual = median_low([line.indent for line in lines]) if lines else 0
    for i, line in enumerate(lines):
        above, was_apart, apart = lines[i - 1], apart, stands_alone(line.text)
        long = i - start >= _LONG_LINES and 4 * above.width < 3 * widest and ends_sentence(above.text)
        if not i or line.after_blank or line.indent > min(base, usual) or long or apart or was_apart:
            found.append(i)
            start, widest = i, 0
        widest = line.width if line.width > widest else widest
        base = line.indent if i == start else min(base, line.indent)
    return found


def _measure(lines: Sequence[TextLine]) -> int:
    """The width at which `lines`, three or more, were wrapped, 0 if they were not.

    The first line may be indented and the last is short, so it is the median of those between. But where
    paragraphs are short, most lines are the first of theirs, and the median is short by the indent that they
    have lost: then it is the width that many of the others reach.
    """
    measure = median_low([line.width for line in lines[1:-1]])
    widths = sorted(map(core_width, lines[:-1]))
    widest = widths[len(widths) - 1 - len(widths) // _LINES_PER_WIDER]
    reaching = len(widths) - bisect_left(widths, widest - _SLACK_WIDTH)
    off = abs(widest - measure - INDENT_WIDTH)
    likely = off < _SLACK_WIDTH or (off == _SLACK_WIDTH and len(lines) > _MANY_LINES)
    if likely and reaching >= _REACHING_SHARE * len(widths) and _is_measure(lines, widest):
        return _exact(lines, widest)
    return _exact(lines, measure) if _is_measure(lines, measure) else 0


def _is_measure(lines: Sequence[TextLine], measure: int) -> bool:
    """Whether nearly every line that does not end a sentence is full. Paragraphs on a line each fail that."""
    if not _MIN_MEASURE_WIDTH <= measure < MAX_WIDTH:
        return False
    full = verse = short = ends = 0
    for above, (line, following) in zip(lines, pairwise(lines[1:]), strict=False):
        slack = _SLACK_WIDTH + (INDENT_WIDTH if ends_sentence(above.text) else 0)  # it may open a paragraph
        if is_full(line, following, measure, slack):
            full += not ends_sentence(line.text)
            verse += ends_sentence(line.text)
        elif ends_sentence(line.text) and line.width <= measure + OVERHANG_WIDTH:
            ends += 1
        else:
            short += 1
    opens = is_full(lines[0], lines[1], measure, INDENT_WIDTH + _SLACK_WIDTH) or len(lines) > 3
    return opens and full >= _FULL_SHARE * (full + short) and full >= ends + verse


def _exact(lines: Sequence[TextLine], measure: int) -> int:
    """The whole number of characters nearest to `measure` that every line between allows; `measure` itself
    where there is none, for real print squeezes marks and stretches lines."""
    least = max(core_width(line) for line in lines[1:-1])
    beyond = min(a.width + token_width(b.text) for a, b in pairwise(lines[1:]))
    return min(range(least + least % 2, beyond, 2), key=lambda m: abs(m - measure), default=measure)


def _groups(spans: Sequence[tuple[int, int]], measures: Sequence[int]) -> list[LineGroup]:
    """The groups of these lines and measures, each with the measures above and below it."""
    before = accumulate(measures, _newest)
    after = reversed(list(accumulate(reversed(measures), _newest)))
    return [LineGroup(*span, *known) for span, *known in zip(spans, measures, before, after, strict=True)]


def _newest(known: int, measure: int) -> int:
    return measure or known
