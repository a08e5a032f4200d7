"""A report and what was found in it -> the passages to show. Pure.

What is found in one sentence makes a *window*, along with what follows closely. Windows are chosen one
after the other, each for what it adds to those before. A chosen one is widened to whole sentences or,
where these are long, to clauses or words, until it holds about `WIDTH` characters.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from operator import itemgetter
from typing import NamedTuple

from indexer.answer import Marked, Passage
from indexer.budget import check
from indexer.marks import Found, InBlock, merged
from indexer.report import Kind, Report
from indexer.text.fold import Folded, fold
from indexer.text.literal import LATIN
from indexer.text.sentences import ENDS, ends, stretch
from indexer.text.words import spans

WIDTH = 120

_CLOSING = '[”’」』）)"》】]*'
_SENTENCE = re.compile(f"[{ENDS}！？；]+{_CLOSING}")
_CLAUSE = re.compile(
    rf"(?:[{ENDS}！？；、…]|[，,:：—](?!\d)|(?<!\d)[，,:：—]|\.(?=\s))+{_CLOSING}"  # not in 1,260 and 10:30
)
_WHOLE = re.compile(rf"[{LATIN}0-9]+(?:[._'][{LATIN}0-9]+)*(?:[%‰#]|\++)?")
"""In a normal form: a number, with its decimals and per cent sign, or a Latin word."""

What = frozenset[str]


class _Part(NamedTuple):
    """Part of a paragraph that is not shown yet: from where to where in the original, and what is found."""

    low: int
    high: int
    found: InBlock


class _Window(NamedTuple):
    """What a passage has to show, in the normal form: `own` is found in its first sentence."""

    paragraph: _Paragraph
    part: _Part
    start: int
    end: int
    own: What
    reached: What


def cut_passages(report: Report, found: Sequence[InBlock], most: int) -> tuple[Passage, ...]:
    """At most `most` passages, in reading order; each holds a mark. `found` runs parallel to the blocks.

    The title is no passage: it is shown with its own marks.
    """
    both = zip(report.blocks, found, strict=True)
    texts = [(block.text, one) for block, one in both if block.kind is not Kind.TITLE]
    paragraphs = [_Paragraph(number, *one) for number, one in enumerate(texts, start=1) if one[1]]
    passages: list[Passage] = []
    shown: What = frozenset()
    while len(passages) < most and (window := _best(paragraphs, shown)):
        passage, what = window.paragraph.cut(window)
        passages.append(passage)
        shown |= what
    return tuple(sorted(passages, key=lambda passage: (passage.paragraph, passage.start)))


def _best(paragraphs: Iterable[_Paragraph], shown: What) -> _Window | None:
    """The window that adds most to what is shown, if possible in one sentence; among equals one in a
    paragraph that nothing is shown of, then that with most in it, then the first.

    No window is worth more than one with all that its paragraph holds would be, in one sentence: most
    paragraphs need not be looked into.
    """

    @cache
    def weight(what: What) -> int:
        """Single characters, most of them function words, decide only where nothing else does."""
        return sum(10 + min(len(one), 4) if len(one) > 1 else 1 for one in what)

    def worth(paragraph: _Paragraph, reached: What, own: What) -> tuple[int, ...]:
        new = weight(reached - shown), weight(own - shown)
        return *new, not paragraph.is_shown, weight(reached), weight(own), -paragraph.number

    best: _Window | None = None
    most: tuple[int, ...] = ()
    bounds = [(worth(one, one.what, one.what), one) for one in paragraphs if one.what]
    for bound, paragraph in sorted(bounds, key=itemgetter(0), reverse=True):
        if bound <= most:
            break
        for window in paragraph.windows:
            if (its := worth(paragraph, window.reached, window.own)) > most:
                best, most = window, its
    return best


class _Paragraph:
    """A paragraph from which passages are cut."""

    def __init__(self, number: int, text: str, found: InBlock) -> None:
        self.number, self._text, self._found = number, text, found
        self._parts = [_Part(0, len(text), found)]
        self.is_shown = False

    @cached_property
    def what(self) -> What:
        """All that is found in what is not shown yet."""
        return frozenset(one.what for part in self._parts for one in part.found)

    @cached_property
    def windows(self) -> list[_Window]:
        """Those of what is not shown yet, from left to right."""
        return [window for part in self._parts for window in self._windows_of(part)]

    def cut(self, window: _Window) -> tuple[Passage, What]:
        """The passage of a window, and what is found in it."""
        part, folded = window.part, self._cutter.folded
        start, end = self._cutter.extent(*folded.span(window.start, window.end), part.low, part.high)
        first, behind = folded.starts.searchsorted([start, end]).tolist()
        rest = [
            _Part(part.low, start, tuple(one for one in part.found if one.end <= first)),
            _Part(end, part.high, tuple(one for one in part.found if one.start >= behind)),
        ]
        self._parts = [each for one in self._parts for each in (rest if one is part else [one])]
        self.is_shown = True
        del self.what, self.windows  # to be worked out anew
        what = frozenset(one.what for one in part.found if first <= one.start < behind)
        return self._cutter.passage(self.number, start, end), what

    def _windows_of(self, part: _Part) -> Iterator[_Window]:
        borders = list(ends(fold(self._text))) if len(part.found) > 1 else ()
        groups = list(_by_sentence(part.found, borders))
        tails = [max(one.end for one in group) for group in groups]
        what = [frozenset(one.what for one in group) for group in groups]
        for number, group in enumerate(groups):
            check()
            start, end, reached = group[0].start, tails[number], what[number]
            for tail, other in zip(tails[number + 1 :], what[number + 1 :], strict=True):
                if tail - start > WIDTH:
                    break
                if not other <= reached:
                    end, reached = tail, reached | other
            yield _Window(self, part, start, end, what[number], reached)

    @cached_property
    def _cutter(self) -> _Cutter:
        return _Cutter(self._text, self._found)


def _by_sentence(found: InBlock, ends: Sequence[int]) -> Iterator[list[Found]]:
    """Occurrences from left to right, a new group for every sentence and wherever one would grow past the
    width. What overlaps an occurrence stays with it, or a border would run through a mark."""
    group: list[Found] = []
    tail = 0
    for one in found:
        if group and one.start >= tail:
            first = group[0].start
            if one.end - first > WIDTH or bisect_right(ends, one.start) > bisect_right(ends, first):
                yield group
                group = []
        group.append(one)
        tail = max(tail, one.end)
    if group:
        yield group


class _Cutter:
    """Where a paragraph may be cut: in no mark, number or Latin word and, but beside a mark, in no word.

    All places are those of the original.
    """

    def __init__(self, text: str, found: InBlock) -> None:
        self._text = text
        self.folded = Folded.of(text)
        self._marks = merged(self.folded.span(one.start, one.end) for one in found)
        whole = (self.folded.span(*one.span()) for one in _WHOLE.finditer(self.folded.text))
        # What is longer than a passage nobody reads: data, a broken file.
        self._solid = merged(sorted(self._marks + [(a, b) for a, b in whole if b - a <= WIDTH]))
        self._starts = [start for start, _ in self._solid]
        self._sentences = self._ends(_SENTENCE)

    def extent(self, first: int, last: int, low: int, high: int) -> tuple[int, int]:
        """From where to where to show what stands from `first` to `last`; not beyond `low` and `high`."""
        first, last = self._solid_at(first)[0], self._solid_at(last)[1]
        start = max(low, self._sentences[bisect_right(self._sentences, first) - 1])
        end = min(high, self._sentences[bisect_left(self._sentences, last)])
        if end - start <= WIDTH:
            first, last = start, end
        start = self._before(first, first - (WIDTH - (last - first)) // 2, low)
        end = self._after(last, start + WIDTH, high)
        return self._before(first, end - WIDTH, low), end

    def _before(self, first: int, earliest: int, low: int) -> int:
        """The farthest good place before `first`, but not before `earliest`."""
        if earliest <= low:
            return low
        for places in (self._sentences, self._clauses):
            if places[near := bisect_left(places, min(earliest, first))] <= first:
                return places[near]
        return next(self._between_words(range(earliest, first)), first)

    def _after(self, last: int, latest: int, high: int) -> int:
        """The farthest good place behind `last`, but not behind `latest`."""
        if latest >= high:
            return high
        for places in (self._sentences, self._clauses):
            if places[near := bisect_right(places, max(latest, last)) - 1] >= last:
                return places[near]
        return next(self._between_words(range(latest, last, -1)), last)

    @cached_property
    def _clauses(self) -> list[int]:
        return self._ends(_CLAUSE)

    def _ends(self, pattern: re.Pattern[str]) -> list[int]:
        """The ends of the paragraph and of what the pattern finds."""
        places = [0, *(found.end() for found in pattern.finditer(self._text)), len(self._text)]
        return [place for place in places if self._solid_at(place) == (place, place)]

    def _solid_at(self, place: int) -> tuple[int, int]:
        """The mark, number or Latin word that the place lies inside of; the place itself if in none."""
        near = bisect_left(self._starts, place) - 1
        return self._solid[near] if near >= 0 and place < self._solid[near][1] else (place, place)

    def _between_words(self, places: range) -> Iterator[int]:
        """Those that lie in no mark and in no word of the first one's stretch, up to one behind it."""
        if not places:
            return
        at = int(self.folded.starts.searchsorted(places[0]))
        start, end = stretch(self.folded.text, at, at)
        words = [self.folded.span(start + a, start + b) for _, a, b in spans(self.folded.text[start:end])]
        for place in places:
            if self._solid_at(place) == (place, place) and not any(a < place < b for a, b in words):
                yield place

    def passage(self, paragraph: int, start: int, end: int) -> Passage:
        marks = [(a, b) for a, b in self._marks if start <= a and b <= end]
        # White space at the ends is left out, but for what is marked (a pattern may end in it).
        end = max(marks[-1][1], start + len(self._text[start:end].rstrip()))
        start = min(marks[0][0], end - len(self._text[start:end].lstrip()))
        text = Marked(self._text[start:end], tuple((a - start, b - start) for a, b in marks))
        return Passage(paragraph, start, text, before=start > 0, after=end < len(self._text))
