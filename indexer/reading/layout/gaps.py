"""What each gap between two lines means: the paragraph goes on, or it ends; and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

from indexer.reading.layout.columns import (
    INDENT_WIDTH,
    OVERHANG_WIDTH,
    LineGroup,
    fills,
    is_full,
    line_groups,
)
from indexer.reading.layout.flow import CLAUSE, HEADLINE_WIDTH, OPENER, cuts, is_short, is_torn
from indexer.reading.layout.indents import Indents, Margin
from indexer.reading.layout.lines import (
    TextLine,
    ends_sentence,
    is_mid_sentence,
    is_page_number,
    stands_alone,
)
from indexer.reading.layout.within import Gap, are_indented, column, is_within, wrapped

_MAX_NAME_WIDTH = 8  # a last line below a headline that is no wider may be a name
_MAX_HEADING_LINES = 3
_MAX_HEADLINE_LINES = 5
_MAX_BOX_LINES = 8
_MIN_BOX_WIDTH = 8
_MAX_BOX_WIDTH = 16
_MAX_COLUMN_WIDTH = 32  # of the body; a lead paragraph set across several columns is wider
_CREDIT = re.compile(r"[（(].{1,60}[）)]$|.{0,20}(?:记者|通讯员|作者|编辑|摄影|来源|责编)[ ：:丨|].{0,60}$")
_LABEL = re.compile("[^：:]{1,8}[：:]")
_NOT_HEADLINE = re.compile(
    r"[。；，、：:;,]$|\d{4}年\d{1,2}月\d{1,2}日$|[〔［\[（(]\d{4}[〕］\]）)]\s?第?\d{1,5}号$"
)


def gaps(lines: Sequence[TextLine]) -> list[Gap]:
    """The meaning of the gap below each line but the last."""
    return _Reader(lines).gaps()


class _Reader:
    """One text, being read: its lines, its groups, and what was learnt of its print."""

    def __init__(self, lines: Sequence[TextLine]) -> None:
        self.lines = lines
        self.groups = line_groups(lines)
        self.cuts = cuts(lines)
        self.printed = bool(self.cuts) or any(s.measure for s in self.groups)
        self.solid = are_indented((lines[s.start : s.stop], s.measure) for s in self.groups if s.measure)
        self.indents = Indents.of(lines, self.groups, self.solid)

    def gaps(self) -> list[Gap]:
        found: list[Gap] = []
        joined = False
        for i, s in enumerate(self.groups):
            opens = not joined
            if s.stop - s.start > 1:
                found += self._within(i, joined)
                opens = not found[-1].joins
            if i + 1 < len(self.groups):
                found.append(gap := self._between(i, joined, opens))
                joined = gap.joins
        return found

    @cached_property
    def head(self) -> int:
        """How many groups stand above the first paragraph. It is asked where lines may be a headline."""
        return next((i for i in range(len(self.groups)) if self._is_body(i)), len(self.groups))

    def _is_body(self, i: int) -> bool:
        """Whether paragraphs begin with a group, for above them are only headlines and captions."""
        s = self.groups[i]
        own = self.lines[s.start : s.stop]
        several = len(own) > 1 and not _is_headline(own)
        ended = own[-1].text.endswith("。") or s.stop - 1 in self.cuts
        return bool(s.measure) or several or ended or own[0].width > HEADLINE_WIDTH or self._opens_alone(i)

    def _opens_alone(self, i: int) -> bool:
        """Whether one line is the first of a paragraph, cut below it: full, and the next column is flush."""
        if not 0 < i < len(self.groups) - 1 or not self.groups[i + 1].measure:
            return False
        s, following = self.groups[i : i + 2]
        first = self.lines[following.start]
        return (
            not ends_sentence(self.lines[s.start].text)
            and self.indents.margin(self.lines, following) is Margin.FLUSH
            and fills(self.lines[s.start], first, following.measure, self._indent(s))
        )

    # -- the gaps inside a group, where no blank line stands

    def _within(self, i: int, joined: bool) -> list[Gap]:
        s = self.groups[i]
        own = self.lines[s.start : s.stop]
        if s.measure:
            beyond = self.lines[s.stop] if s.stop < len(self.lines) else None
            return column(own, s.measure, self.solid, joined and self.solid, beyond)
        # In a text without columns only the headline itself, above all paragraphs, is set on several lines.
        may_be = self.printed or (i < self.head < len(self.groups) and own[-1].width > _MAX_NAME_WIDTH)
        if may_be and not self._is_paragraph(s) and (_is_headline(own) or _is_box(own)):
            return [Gap.HEADLINE] * (len(own) - 1)
        if not self.printed or len(own) > 3:
            near = s.before or s.after
            if near and is_within(own, near):
                return column(own, near, self.solid)
            return [Gap.OWN_LINE] * (len(own) - 1)
        return [self._few(own, k, s.before or s.after) for k in range(len(own) - 1)]

    def _few(self, own: Sequence[TextLine], k: int, measure: int) -> Gap:
        """Two or three lines show no measure of their own: they have their neighbours', or a wider one."""
        wider = max(measure + OVERHANG_WIDTH, _MAX_COLUMN_WIDTH)
        if own[k].width > wider and not ends_sentence(own[k].text):
            return Gap.WRAPPED
        return wrapped(own[k], own[k + 1], measure, k == 0) if measure else Gap.OWN_LINE

    # -- the gap between two groups

    def _between(self, i: int, joined: bool, opens: bool) -> Gap:
        if not self.printed:
            return Gap.ENDED
        a, b = self.groups[i], self.groups[i + 1]
        last, first = self.lines[a.stop - 1], self.lines[b.start]
        if (not first.after_blank and first.indent > 1) or first.indent >= INDENT_WIDTH:
            return Gap.INDENT
        if _is_page(last.text) or _is_page(first.text):
            return Gap.PAGE
        if i + 1 <= self.head or OPENER.match(first.text) or _CREDIT.match(first.text):
            return Gap.ENDED
        if (a.before or a.after) and last.width <= (a.before or a.after) + OVERHANG_WIDTH:
            return self._column_foot(a, b, not joined and self._is_alone(a), opens and self.solid)
        return Gap.CUT_FLOWED if a.stop - 1 in self.cuts else Gap.ENDED

    def _column_foot(self, a: LineGroup, b: LineGroup, alone: bool, opens: bool) -> Gap:
        """A paragraph goes on in the next column where this one's last line is full and the words say so, or
        no sentence ends there, or, where paragraphs are indented, the next column's first line is not.
        `alone` says that the line above the gap may be a heading, `opens` that it lost an indent."""
        last, first = self.lines[a.stop - 1], self.lines[b.start]
        if not is_full(last, first, a.before or a.after, INDENT_WIDTH if alone or opens else 2):
            return Gap.ENDED
        if is_torn(self._foot(a), first.text):
            return Gap.CUT
        if alone and _CREDIT.match(last.text):
            return Gap.ENDED
        begins = self.indents.margin(self.lines, b)
        if begins is Margin.FLUSH and not (alone and b.stop - b.start == 1):
            if not ends_sentence(last.text):
                return Gap.CUT
            return Gap.NOT_INDENTED if self._sure(a, b, alone) else Gap.ENDED
        if begins is Margin.INDENTED and (alone or self._has_no_sentence(a)):
            return Gap.INDENT
        if not is_mid_sentence(last.text):
            announced = last.text[-1] in "：:—" and first.text[0] in "“‘"
            return Gap.CUT if announced and self._to_edge(a, first, alone) else Gap.ENDED
        clear = not alone or CLAUSE.search(last.text)
        return Gap.CUT if clear and not self._could_be_heading(b) else Gap.ENDED

    def _has_no_sentence(self, s: LineGroup) -> bool:
        """Whether a few lines may be one heading, set as wide as the column."""
        return s.stop - s.start <= _MAX_HEADING_LINES and "。" not in self._foot(s)

    def _foot(self, a: LineGroup) -> str:
        """The words above the gap; one line may hold half of the last one only."""
        return "".join(line.text for line in self.lines[max(a.start, a.stop - 2) : a.stop])

    def _sure(self, a: LineGroup, b: LineGroup, alone: bool) -> bool:
        """Whether a sentence that ends at a column's foot, where its paragraph may end as well, does not:
        the foot is full to the edge, and no indent is as sure as it can be."""
        return b.stop - b.start > 1 and self._to_edge(a, self.lines[b.start], alone)

    def _to_edge(self, a: LineGroup, first: TextLine, alone: bool) -> bool:
        last = self.lines[a.stop - 1]
        return fills(last, first, a.before or a.after, self._indent(a) if alone else 0)

    def _indent(self, s: LineGroup) -> int:
        """The width of the indent that the first line had and its text has not."""
        return INDENT_WIDTH if self.indents.printed and not self.lines[s.start].indent else 0

    def _is_alone(self, s: LineGroup) -> bool:
        own = self.lines[s.start : s.stop]
        clauses = any(CLAUSE.search(line.text) for line in own)
        return not self._is_paragraph(s) and (len(own) == 1 or (not clauses and self._could_be_heading(s)))

    def _is_paragraph(self, s: LineGroup) -> bool:
        """Whether the spaces of an indent prove that a paragraph begins."""
        return self.indents.kept and self.lines[s.start].indent >= INDENT_WIDTH

    def _could_be_heading(self, s: LineGroup) -> bool:
        own = self.lines[s.start : s.stop]
        if len(own) > 1:
            return not s.measure and _is_headline(own)
        return is_short(own[0].text) and not CLAUSE.search(own[0].text)


def _is_page(text: str) -> bool:
    return stands_alone(text) or is_page_number(text)


def _is_headline(own: Sequence[TextLine]) -> bool:
    """Short lines that stand together and end like no sentence: one heading, set in a narrow box."""
    if not 2 <= len(own) <= _MAX_HEADLINE_LINES or sum(line.width for line in own) > HEADLINE_WIDTH:
        return False
    if any("。" in line.text or (ends_sentence(line.text) and line.text[-1] not in "！？!?") for line in own):
        return False
    if any(_LABEL.match(line.text) or OPENER.match(line.text) for line in own[1:]):
        return False
    return not any(_NOT_HEADLINE.search(line.text) for line in own)


def _is_box(own: Sequence[TextLine]) -> bool:
    """Lines of one narrow measure, wrapped without regard to sense: a heading or caption beside the text."""
    measure = max(line.width for line in own)
    if not 2 <= len(own) <= _MAX_BOX_LINES or not _MIN_BOX_WIDTH <= measure <= _MAX_BOX_WIDTH:
        return False
    if any(OPENER.match(line.text) for line in own[1:]) or all(not line.text[-1].isalnum() for line in own):
        return False
    return all(fills(a, b, measure) and not ends_sentence(a.text) for a, b in pairwise(own))
