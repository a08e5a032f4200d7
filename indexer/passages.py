"""A report and what was found in it -> the passages to show. Pure.

Occurrences of a paragraph that lie close together make one *window*. The windows shown are those that
together cover most of what was found; each is widened to whole sentences or, where these are long,
to clauses or words, until it holds about `WIDTH` characters.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from indexer.answer import Marked, Passage
from indexer.marks import Found, InBlock, merged
from indexer.report import Kind, Report
from indexer.text.fold import Folded
from indexer.text.words import spans

WIDTH = 120
_SENTENCE = re.compile(r"[。！？；!?;]+[”’」』）)\"]*")
_CLAUSE = re.compile(r"(?:[。！？；!?;，、：:…—]|,(?!\d))+[”’」』）)\"]*")  # not within 1,260


@dataclass(frozen=True, slots=True)
class _Window:
    """Occurrences that are shown together; where they begin and end in the normal form."""

    paragraph: int
    start: int
    end: int
    what: frozenset[str]


def cut_passages(report: Report, found: Sequence[InBlock], most: int) -> tuple[Passage, ...]:
    """At most `most` passages, in reading order; each holds a mark. `found` runs parallel to the blocks.

    The title is no passage: it is shown with its own marks.
    """
    paragraphs = [
        (block.text, one)
        for block, one in zip(report.blocks, found, strict=True)
        if block.kind is not Kind.TITLE
    ]
    windows = [
        window for number, (_, one) in enumerate(paragraphs, start=1) for window in _windows(number, one)
    ]
    passages: list[Passage] = []
    for number, chosen in groupby(_choose(windows, most), key=lambda window: window.paragraph):
        passages += _Cutter(*paragraphs[number - 1]).passages(chosen)
    return tuple(passages)


def _windows(paragraph: int, found: InBlock) -> Iterator[_Window]:
    """Occurrences from left to right, a new window wherever one would grow past the width."""
    group: list[Found] = []
    end = 0
    for one in found:
        # What overlaps an occurrence stays with it, or a border would run through a mark.
        if group and one.end - group[0].start > WIDTH and one.start >= end:
            yield _Window(paragraph, group[0].start, end, frozenset(each.what for each in group))
            group = []
        group.append(one)
        end = max(end, one.end)
    if group:
        yield _Window(paragraph, group[0].start, end, frozenset(each.what for each in group))


def _choose(windows: Sequence[_Window], most: int) -> list[_Window]:
    """Greedy cover: each choice adds the most that is not shown yet, then holds the most; then the first."""
    left = list(range(len(windows)))
    chosen: list[int] = []
    shown: frozenset[str] = frozenset()
    while left and len(chosen) < most:
        best = max(left, key=lambda n: (len(windows[n].what - shown), len(windows[n].what)))
        left.remove(best)
        chosen.append(best)
        shown |= windows[best].what
    return [windows[n] for n in sorted(chosen)]


class _Cutter:
    """The places where one paragraph may be cut: never inside a word, a number or a mark."""

    def __init__(self, text: str, found: InBlock) -> None:
        self._text = text
        self._folded = Folded.of(text)
        self._marks = merged(self._folded.span(one.start, one.end) for one in found)
        self._starts = [start for start, _ in self._marks]

    def passages(self, windows: Iterable[_Window]) -> Iterator[Passage]:
        """The windows, from left to right, as passages that do not overlap."""
        border = 0
        for window in windows:
            first, last = self._folded.span(window.start, window.end)
            if last <= border:  # the passage before has grown over it
                continue
            start = max(border, self._before(first, last))
            border = self._after(last, start)
            yield self._passage(window.paragraph, start, border)

    def _before(self, first: int, last: int) -> int:
        earliest = first - max(0, WIDTH - (last - first)) // 2
        for places in self._places:
            if (near := bisect_left(places, earliest)) < len(places) and places[near] <= first:
                return places[near]
        return first

    def _after(self, last: int, start: int) -> int:
        latest = max(last, start + WIDTH)
        for places in self._places:
            if (near := bisect_right(places, latest)) and places[near - 1] >= last:
                return places[near - 1]
        return last

    @property
    def _places(self) -> Iterator[Sequence[int]]:
        """The ends of sentences, of clauses and, only if these will not do, of words."""
        yield self._sentences
        yield self._clauses
        yield self._words

    @cached_property
    def _sentences(self) -> list[int]:
        return self._outside_marks(_SENTENCE)

    @cached_property
    def _clauses(self) -> list[int]:
        return self._outside_marks(_CLAUSE)

    def _outside_marks(self, end: re.Pattern[str]) -> list[int]:
        places = [0, *(found.end() for found in end.finditer(self._text)), len(self._text)]
        return [place for place in places if not self._in_mark(place)]

    def _in_mark(self, place: int) -> bool:
        mark = bisect_left(self._starts, place) - 1
        return mark >= 0 and place < self._marks[mark][1]

    @cached_property
    def _words(self) -> list[int]:
        """Every place that lies inside no word."""
        inside = {
            place
            for word in spans(self._folded.text)
            for start, end in [self._folded.span(word.start, word.end)]
            for place in range(start + 1, end)
        }
        return [n for n in range(len(self._text) + 1) if n not in inside and not self._in_mark(n)]

    def _passage(self, paragraph: int, start: int, end: int) -> Passage:
        text = self._text[start:end]
        led, trailed = len(text) - len(text.lstrip()), len(text.rstrip())
        shown = tuple((a - start - led, b - start - led) for a, b in self._marks if start <= a and b <= end)
        return Passage(
            paragraph=paragraph,
            start=start + led,
            text=Marked(text[led:trailed], shown),
            before=start > 0,
            after=end < len(self._text),
        )
