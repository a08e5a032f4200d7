"""What each gap between two printed lines means: the paragraph goes on, or it ends; and the reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from itertools import pairwise

from indexer.reading.layout_columns import INDENT, OVER, Segment, is_full, segments
from indexer.reading.layout_lines import WIDTH_CAP, Line, ends_sentence, is_mid_sentence, width

_HEADING = 60  # no heading is wider than thirty characters
_HEADLINE = 100  # a headline printed on several lines may be
_AUTHOR = 8  # a last line below a headline that is no wider may be a name
_LEAD = 32  # no column of the body is wider; a lead paragraph set across several is
_PROSE = 50  # a text narrower than that may be a heading or an item of a list
_CLAUSE = re.compile("[，。；,;!?！？]")
_OPENER = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|第[一二三四五六七八九十百\d]{1,4}[章节条部]"
    r"|\d{1,3}[.、．)）](?!\d)|[●■◆▲△◎○□★☆※•·①-⑳*-] ?)"
)
_NEVER_LAST = "、的和与及在是把将对或以并而被从向由"  # no sentence or heading ends in one of these
_CREDIT = re.compile(r"[（(].{1,60}[）)]$|.{0,20}(?:记者|通讯员|作者|编辑|摄影|来源|责编)[ ：:丨|].{0,60}$")
_LABEL = re.compile("[^：:]{1,8}[：:]")
_NOT_HEADLINE = re.compile(r"[。；，、：:;,]$|\d{4}年\d{1,2}月\d{1,2}日$")


class Gap(Enum):
    """Why two lines are one paragraph, or are not."""

    WRAPPED = "the column was full"
    HEADLINE = "lines of one headline"
    CUT = "the column ended in mid-sentence"
    NOT_INDENTED = "the column ended with a sentence, and the next begins without an indent"
    CUT_FLOWED = "text that is not wrapped was cut in mid-sentence"
    INDENT = "an indent opens a paragraph"
    SHORT = "the next word would have fitted"
    OWN_LINE = "every paragraph stands on its own line"
    ENDED = "a blank line after a finished paragraph"

    @property
    def joins(self) -> bool:
        return self in _JOINS


_JOINS = {Gap.WRAPPED, Gap.HEADLINE, Gap.CUT, Gap.NOT_INDENTED, Gap.CUT_FLOWED}


def is_short(text: str) -> bool:
    """Whether `text` could be a heading: short, and not ended like a sentence or a clause."""
    return (
        width(text) <= _HEADING
        and not ends_sentence(text)
        and not text.endswith(("，", "、", "；", "：", ",", ";", ":"))
    )


def gaps(lines: Sequence[Line]) -> list[Gap]:
    """The meaning of the gap below each line but the last."""
    return _Reader(lines).gaps()


class _Reader:
    """One text, being read: its lines, its segments, and what was learnt of its print."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.segments = segments(lines)
        self.cut = any(
            above.after_blank and below.after_blank and _is_cut(above.text, False)
            for above, below in pairwise(lines)
        )
        self.printed = self.cut or any(s.measure for s in self.segments)
        self.indented = self._is_indented()
        self.head = next((i for i, s in enumerate(self.segments) if self._is_body(s)), len(self.segments))

    def gaps(self) -> list[Gap]:
        found: list[Gap] = []
        for i in range(len(self.segments)):
            found += self._within(i)
            if i + 1 < len(self.segments):
                joined = i > 0 and found[self.segments[i].start - 1].joins
                found.append(self._between(i, joined))
        return found

    def _is_body(self, s: Segment) -> bool:
        own = self.lines[s.start : s.stop]
        several = len(own) > 1 and not _is_headline(own)
        return bool(s.measure) or several or own[-1].text.endswith("。") or own[0].width > _HEADLINE

    def _is_indented(self) -> bool:
        """Whether paragraphs open with an indent, by the columns whose first line tells."""
        columns = [s for s in self.segments if s.measure]
        return sum(self._opens(s) for s in columns) * 2 > len(columns)

    def _opens(self, s: Segment) -> bool:
        """Whether the first line is printed, or was before its spaces were lost, with an indent."""
        first = self.lines[s.start]
        if not s.measure:
            return s.stop - s.start > 1 and not self._goes_on(s)
        full = is_full(first, self.lines[s.start + 1], s.measure)
        return first.indent >= INDENT or not full or first.width < self._widest(s) - INDENT + 2

    def _goes_on(self, s: Segment) -> bool:
        """Whether the first line begins at the very edge of its column. Before a long word a line is short
        with an indent and without, and then it neither opens nor goes on for certain."""
        first = self.lines[s.start]
        if s.measure:
            full = is_full(first, self.lines[s.start + 1], s.measure)
            return full and first.width > self._widest(s) - INDENT
        return any(m - 2 <= first.width <= m + OVER for m in (s.before, s.after))

    def _widest(self, s: Segment) -> int:
        return max(_bare_width(line) for line in self.lines[s.start + 1 : s.stop])

    # -- the gaps inside a segment, where no blank line stands

    def _within(self, i: int) -> list[Gap]:
        s = self.segments[i]
        own = self.lines[s.start : s.stop]
        if s.measure:
            return self._column(own, s.measure)
        # In a text without columns only the headline itself, above all paragraphs, is set on several lines.
        may_be = self.printed or (i < self.head < len(self.segments) and own[-1].width > _AUTHOR)
        if may_be and _is_headline(own):
            return [Gap.HEADLINE] * (len(own) - 1)
        if not self.printed or len(own) > 3:
            return [Gap.OWN_LINE] * (len(own) - 1)
        return [self._few(own, k, s.before or s.after) for k in range(len(own) - 1)]

    def _column(self, own: Sequence[Line], measure: int) -> list[Gap]:
        found: list[Gap] = []
        for k in range(len(own) - 1):
            # A paragraph that is under way does not end where no sentence does, however short the line.
            goes_on = k > 0 and found[-1].joins and is_mid_sentence(own[k].text)
            found.append(Gap.WRAPPED if goes_on else self._wrapped(own, k, measure))
        return found

    def _wrapped(self, own: Sequence[Line], k: int, measure: int) -> Gap:
        slack = 2 + (INDENT if k == 0 else 0)
        return Gap.WRAPPED if is_full(own[k], own[k + 1], measure, slack) else Gap.SHORT

    def _few(self, own: Sequence[Line], k: int, measure: int) -> Gap:
        """Two or three lines show no measure of their own: they have their neighbours', or a wider one."""
        wider = max(measure + OVER, _LEAD)
        if own[k].width > wider and is_mid_sentence(own[k].text):
            return Gap.WRAPPED
        return self._wrapped(own, k, measure) if measure else Gap.OWN_LINE

    # -- the gap between two segments

    def _between(self, i: int, joined: bool) -> Gap:
        a, b = self.segments[i], self.segments[i + 1]
        last, first = self.lines[a.stop - 1], self.lines[b.start]
        if not first.after_blank and first.indent > 1:
            return Gap.INDENT
        if i + 1 <= self.head or _OPENER.match(first.text) or _CREDIT.match(first.text):
            return Gap.ENDED
        if a.before and last.width <= a.before + OVER:
            return self._column_foot(a, b, not joined and self._is_alone(a))
        return self._flowed(last, first)

    def _column_foot(self, a: Segment, b: Segment, may_be_heading: bool) -> Gap:
        """A paragraph goes on in the next column where this one's last line is full and no sentence ends
        there, or, where paragraphs are indented, the next column's first line is not."""
        last, first = self.lines[a.stop - 1], self.lines[b.start]
        if may_be_heading and _CREDIT.match(last.text):
            return Gap.ENDED
        if not is_full(last, first, a.before, INDENT if may_be_heading else 2):
            return Gap.ENDED
        goes_on = self.indented and self._goes_on(b) and not (may_be_heading and b.stop - b.start == 1)
        if goes_on and not ends_sentence(last.text):
            return Gap.CUT
        if is_mid_sentence(last.text):
            opens = self.indented and self._opens(b)
            clear = not may_be_heading or (_CLAUSE.search(last.text) and not opens)
            return Gap.CUT if clear and not self._could_be_heading(b) else Gap.ENDED
        return Gap.NOT_INDENTED if goes_on and not may_be_heading and self._sure(a, b) else Gap.ENDED

    def _sure(self, a: Segment, b: Segment) -> bool:
        """Whether the column's foot is full, and the next one's first line even without a hanging mark."""
        last, first = self.lines[a.stop - 1], self.lines[b.start]
        return b.measure > 0 and _bare_width(first) >= self._widest(b) - 2 and is_full(last, first, a.before)

    def _is_alone(self, s: Segment) -> bool:
        own = self.lines[s.start : s.stop]
        return len(own) == 1 or (
            not any(_CLAUSE.search(line.text) for line in own) and self._could_be_heading(s)
        )

    def _could_be_heading(self, s: Segment) -> bool:
        own = self.lines[s.start : s.stop]
        if len(own) > 1:
            return not s.measure and _is_headline(own)
        return is_short(own[0].text) and not _CLAUSE.search(own[0].text)

    def _flowed(self, last: Line, first: Line) -> Gap:
        """Where nothing is wrapped only the sentence tells, so both sides must be prose beyond doubt."""
        if not (ends_sentence(first.text) or _is_cut(first.text, self.cut)) or is_short(first.text):
            return Gap.ENDED
        return Gap.CUT_FLOWED if _is_cut(last.text, self.cut) else Gap.ENDED


def _is_cut(text: str, usual: bool) -> bool:
    """Whether prose stops in mid-sentence: a paragraph that has ended a sentence, or has several clauses,
    would have ended its last sentence too; a heading or the item of a list has one clause or two. Once the
    text has such cuts (`usual`), one clause is proof enough."""
    if width(text) < _PROSE or not is_mid_sentence(text) or _OPENER.match(text):
        return False
    if not text[-1].isalnum() and text[-1] not in "，、,“‘（《":
        return usual and text[-1] in "”’》—"
    clauses = len(_CLAUSE.findall(text[:WIDTH_CAP]))
    return (
        "。" in text
        or text[-1] in _NEVER_LAST
        or clauses >= (1 if width(text) > _HEADLINE else 2)
        or (usual and clauses > 0)
    )


def _bare_width(line: Line) -> int:
    """The width of a line without the mark that may hang over its column's edge."""
    return line.width - (0 if line.text[-1].isalnum() else 2)


def _is_headline(own: Sequence[Line]) -> bool:
    """Short lines that stand together and end like no sentence: one heading, set in a narrow box."""
    if not 2 <= len(own) <= 5 or sum(line.width for line in own) > _HEADLINE:
        return False
    if any("。" in line.text or (ends_sentence(line.text) and line.text[-1] not in "！？!?") for line in own):
        return False
    if any(_LABEL.match(line.text) for line in own[1:]):
        return False
    return not any(_NOT_HEADLINE.search(line.text) or _OPENER.match(line.text) for line in own)
