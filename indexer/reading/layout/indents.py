"""Whether the paragraphs of a text open with an indent, also where its spaces were lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from indexer.reading.layout.columns import (
    INDENT_WIDTH,
    OVERHANG_WIDTH,
    LineGroup,
    core_width,
    fills,
    is_full,
)
from indexer.reading.layout.lines import TextLine


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
