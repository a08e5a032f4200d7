"""Column measures: which lines were wrapped, and at what width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise
from statistics import median_low

from indexer.reading.layout.lines import (
    CLOSERS,
    WIDTH_CAP,
    Line,
    ends_sentence,
    is_page_line,
    token_width,
    width,
)

INDENT = 4
"""Width of the two characters by which Chinese print indents a paragraph; often lost in the text file."""
OVER = 8
"""How much wider than its column a line may be, for marks that hang over the edge and words kept whole."""
_SLACK = 2  # squeezed or hanging marks move a line's end by one character
_NARROWEST = 18  # verse and lists are narrower than any newspaper column of nine characters
_WRAPPED = 0.8  # share of the lines that are not sentence ends and are full, in a column
_FEW = 3  # full lines a text must show before it counts as wrapped at all
_SURE = 4  # lines of a segment whose own measure is to be trusted
_MARKS = "，。、；：！？,;:!?.…"  # that may hang over the edge of a column, as closing marks may


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


def fills(line: Line, following: Line, measure: int, indent: int = 0) -> bool:
    """Whether `line` fills its column to the edge, from an indent whose spaces were lost: `is_full` without
    any slack, and no wider than closing marks that hang over the edge can make it."""
    wide = line.width + indent
    return core_width(line) + indent <= measure + _SLACK and wide + token_width(following.text) > measure


def core_width(line: Line) -> int:
    """The width of a line without the marks that may hang over its column's edge."""
    return line.width - width(line.text[len(line.text.rstrip(CLOSERS + _MARKS)) :])


def segments(lines: Sequence[Line]) -> list[Segment]:
    """The lines cut into segments, each with its measure and those of its neighbours."""
    found = _with_neighbours([replace(s, measure=_measure(lines[s.start : s.stop])) for s in _cut(lines)])
    if sum(_wrapped(lines, s) for s in found) < _FEW:
        return [replace(s, measure=0, before=0, after=0) for s in found]
    return _with_neighbours([_as_neighbours(lines[s.start : s.stop], s) for s in found])


def _as_neighbours(own: Sequence[Line], s: Segment) -> Segment:
    """A segment of a few lines tells its measure badly, or not at all: it has that of the columns above or
    below if it fills them to the edge."""
    if len(own) < 2 or (s.measure and len(own) > _SURE):
        return s
    for measure in (s.after, s.before):
        rest = all(fills(a, b, measure) for a, b in pairwise(own[1:]))
        if measure and rest and (fills(own[0], own[1], measure) or fills(own[0], own[1], measure, INDENT)):
            return replace(s, measure=measure)
    return s


def _wrapped(lines: Sequence[Line], s: Segment) -> int:
    """How many of the segment's lines bear witness to a column: all but the last of each paragraph."""
    if s.measure:
        return s.stop - s.start - 1
    near = any(abs(lines[s.start].width - m) <= _SLACK for m in (s.before, s.after))
    return int(near and s.stop - s.start == 2)


def _cut(lines: Sequence[Line]) -> list[Segment]:
    found: list[Segment] = []
    start = base = 0
    usual = median_low([line.indent for line in lines]) if lines else 0
    for i, line in enumerate(lines):
        if i and (line.after_blank or line.indent > min(base, usual) or _at_page(lines[i - 1], line)):
            found.append(Segment(start, i))
            start, base = i, line.indent
        base = line.indent if i == start else min(base, line.indent)
    return [*found, Segment(start, len(lines))] if lines else []


def _at_page(above: Line, below: Line) -> bool:
    return is_page_line(above.text) or is_page_line(below.text)


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
    for above, (line, following) in zip(lines, pairwise(lines[1:]), strict=False):
        slack = _SLACK + (INDENT if ends_sentence(above.text) else 0)  # it may open a paragraph
        if is_full(line, following, measure, slack):
            full += not ends_sentence(line.text)
            verse += ends_sentence(line.text)
        elif ends_sentence(line.text) and line.width <= measure + OVER:
            ends += 1
        else:
            short += 1
    opens = is_full(lines[0], lines[1], measure, INDENT + _SLACK) or len(lines) > 3
    wrapped = full >= _WRAPPED * (full + short) and full >= ends + verse
    return _exact(lines, measure) if wrapped and opens else 0


def _exact(lines: Sequence[Line], measure: int) -> int:
    """The whole number of characters nearest to `measure` that every line between allows; `measure` itself
    where there is none, for real print squeezes marks and stretches lines."""
    least = max(core_width(line) for line in lines[1:-1])
    beyond = min(a.width + token_width(b.text) for a, b in pairwise(lines[1:]))
    return min(range(least + least % 2, beyond, 2), key=lambda m: abs(m - measure), default=measure)


def _with_neighbours(found: list[Segment]) -> list[Segment]:
    above = below = 0
    for i, s in enumerate(found):
        above = s.measure or above
        found[i] = replace(s, before=above)
    for i in range(len(found) - 1, -1, -1):
        below = found[i].measure or below
        found[i] = replace(found[i], after=below)
    return found


# — whether a run of lines begins at its column's edge or with an indent, though the spaces may be lost —


class Margin(Enum):
    """Where the first line of a segment begins. A full line that is short by an indent had one."""

    INDENTED = "a paragraph opens"
    FLUSH = "a paragraph goes on"
    UNCLEAR = "before a long word a line is short with an indent and without"


@dataclass(frozen=True, slots=True)
class Indents:
    """Whether the paragraphs of a text open with an indent, and whether its spaces are still there."""

    printed: bool
    kept: bool

    @classmethod
    def of(cls, lines: Sequence[Line], segments: Sequence[Segment], solid: bool) -> Indents:
        """`solid` says that paragraphs which no blank line parts had indents. Otherwise by the columns whose
        first line tells: those that a paragraph goes on in are flush in any print, so a third is enough, for
        without indents there are next to none."""
        columns = [s for s in segments if s.measure]
        kept = sum(lines[s.start].indent >= INDENT for s in columns)
        lost = sum(_lost(lines, s) is Margin.INDENTED for s in columns)
        return cls(solid or 3 * max(kept, lost) > len(columns), 3 * kept > len(columns))

    def margin(self, lines: Sequence[Line], s: Segment) -> Margin:
        """Where the first line of a segment begins."""
        first = lines[s.start]
        if not self.printed:
            return Margin.UNCLEAR
        if first.indent >= INDENT:
            return Margin.INDENTED
        if self.kept and s.stop - s.start > 1 and not first.indent:
            return Margin.FLUSH
        return _lost(lines, s)


def _lost(lines: Sequence[Line], s: Segment) -> Margin:
    """Where the first line begins if the spaces of the indents are lost."""
    own = lines[s.start : s.stop]
    if own[0].indent >= INDENT:
        return Margin.INDENTED
    if own[0].indent > own[-1].indent:
        return Margin.UNCLEAR
    if len(own) == 1:
        near = any(m - 2 <= own[0].width <= m + OVER for m in (s.before, s.after))
        return Margin.FLUSH if near else Margin.UNCLEAR
    return _by_measure(own, s.measure) if s.measure and len(own) > 2 else _by_neighbours(own, s)


def _by_measure(own: Sequence[Line], measure: int) -> Margin:
    """To the edge by the book if that can be, else with the slack that real print has."""
    first, second = own[0], own[1]
    flush, indented = fills(first, second, measure), fills(first, second, measure, INDENT)
    if flush != indented:
        return Margin.FLUSH if flush else Margin.INDENTED
    widest = max(core_width(line) for line in own[1:])
    if is_full(first, second, measure) and first.width > widest - INDENT:
        return Margin.FLUSH
    return Margin.UNCLEAR if flush else Margin.INDENTED


def _by_neighbours(own: Sequence[Line], s: Segment) -> Margin:
    """Two lines do not tell their measure: what is so by the columns above and by those below, is so."""
    verdicts = set()
    for measure in {s.before, s.after} - {0}:
        flush, indented = fills(own[0], own[1], measure), fills(own[0], own[1], measure, INDENT)
        if flush != indented:
            verdicts.add(Margin.FLUSH if flush else Margin.INDENTED)
    return verdicts.pop() if len(verdicts) == 1 else Margin.UNCLEAR
