"""Columns: which lines were wrapped, at what width (their measure), and whether paragraphs have indents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate, pairwise
from statistics import median_low

from indexer.reading.layout.lines import (
    CLOSERS,
    MAX_WIDTH,
    TextLine,
    ends_sentence,
    is_entry,
    is_page_line,
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
_MIN_FULL_LINES = 3  # that a text must show before it counts as wrapped at all
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
    or below if they fill them to the edge."""
    if len(own) < 2 or (s.measure and len(own) > _SURE_LINES):
        return s.measure
    for measure in (s.after, s.before):
        rest = all(fills(a, b, measure) for a, b in pairwise(own[1:]))
        if (
            measure
            and rest
            and (fills(own[0], own[1], measure) or fills(own[0], own[1], measure, INDENT_WIDTH))
        ):
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
    start = base = 0
    usual = median_low([line.indent for line in lines]) if lines else 0
    for i, line in enumerate(lines):
        if not i or line.after_blank or line.indent > min(base, usual) or _at_page(lines[i - 1], line):
            found.append(i)
            start = i
        base = line.indent if i == start else min(base, line.indent)
    return found


def _at_page(above: TextLine, below: TextLine) -> bool:
    """Whether a line of the page stands beside the gap, or one of a table of contents."""
    return any(is_page_line(one.text) or is_entry(one.text) for one in (above, below))


def _measure(lines: Sequence[TextLine]) -> int:
    """The width at which `lines`, three or more, were wrapped, 0 if they were not.

    The first line may be indented and the last is short, so the measure is the median of those between; and
    nearly every line that does not end a sentence must be full. Paragraphs on a line each fail that.
    """
    measure = median_low([line.width for line in lines[1:-1]])
    if not _MIN_MEASURE_WIDTH <= measure < MAX_WIDTH:
        return 0
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
    wrapped = full >= _FULL_SHARE * (full + short) and full >= ends + verse
    return _exact(lines, measure) if wrapped and opens else 0


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


# — indents —


class Margin(Enum):
    """Where the first line of a group begins. A full line that is short by an indent had one."""

    INDENTED = "a paragraph opens"
    FLUSH = "a paragraph goes on"
    UNCLEAR = "before a long word a line is short with an indent and without"


@dataclass(frozen=True, slots=True)
class Indents:
    """Whether the paragraphs of a text open with an indent, and whether its spaces are still there."""

    printed: bool
    kept: bool

    @classmethod
    def of(cls, lines: Sequence[TextLine], groups: Sequence[LineGroup], solid: bool) -> Indents:
        """`solid` says that paragraphs which no blank line parts had indents. Otherwise by the columns whose
        first line tells: those that a paragraph goes on in are flush in any print, so a third is enough, for
        without indents there are next to none."""
        columns = [s for s in groups if s.measure]
        kept = sum(lines[s.start].indent >= INDENT_WIDTH for s in columns)
        lost = sum(_lost(lines, s) is Margin.INDENTED for s in columns)
        return cls(solid or 3 * max(kept, lost) > len(columns), 3 * kept > len(columns))

    def margin(self, lines: Sequence[TextLine], s: LineGroup) -> Margin:
        """Where the first line of a group begins."""
        first = lines[s.start]
        if not self.printed:
            return Margin.UNCLEAR
        if first.indent >= INDENT_WIDTH:
            return Margin.INDENTED
        if self.kept and s.stop - s.start > 1 and not first.indent:
            return Margin.FLUSH
        return _lost(lines, s)


def _lost(lines: Sequence[TextLine], s: LineGroup) -> Margin:
    """Where the first line begins if the spaces of the indents are lost."""
    own = lines[s.start : s.stop]
    if own[0].indent >= INDENT_WIDTH:
        return Margin.INDENTED
    if own[0].indent > own[-1].indent:
        return Margin.UNCLEAR
    if len(own) == 1:
        near = any(m - 2 <= own[0].width <= m + OVERHANG_WIDTH for m in (s.before, s.after))
        return Margin.FLUSH if near else Margin.UNCLEAR
    return _by_measure(own, s.measure) if s.measure and len(own) > 2 else _by_neighbours(own, s)


def _by_measure(own: Sequence[TextLine], measure: int) -> Margin:
    """To the edge by the book if that can be, else with the slack that real print has."""
    first, second = own[0], own[1]
    flush, indented = fills(first, second, measure), fills(first, second, measure, INDENT_WIDTH)
    if flush != indented:
        return Margin.FLUSH if flush else Margin.INDENTED
    widest = max(core_width(line) for line in own[1:])
    if is_full(first, second, measure) and first.width > widest - INDENT_WIDTH:
        return Margin.FLUSH
    return Margin.UNCLEAR if flush else Margin.INDENTED


def _by_neighbours(own: Sequence[TextLine], s: LineGroup) -> Margin:
    """Two lines do not tell their measure: what is so by the columns above and by those below, is so."""
    verdicts = set()
    for measure in {s.before, s.after} - {0}:
        flush, indented = fills(own[0], own[1], measure), fills(own[0], own[1], measure, INDENT_WIDTH)
        if flush != indented:
            verdicts.add(Margin.FLUSH if flush else Margin.INDENTED)
    return verdicts.pop() if len(verdicts) == 1 else Margin.UNCLEAR
