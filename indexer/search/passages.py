"""A report and what was found in it -> the passages to show. Pure.

What is found in one sentence makes a *window*, along with what follows closely. Windows are chosen one
after the other, each for what it adds to those before. A chosen one is widened to whole sentences or,
where these are long, to clauses or words, until it holds about `PASSAGE_CHARACTERS` characters (cutting.py).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from operator import attrgetter, itemgetter
from typing import NamedTuple

from indexer.deadline import check
from indexer.search.answer import Passage
from indexer.search.cutting import PASSAGE_CHARACTERS, Cutter
from indexer.search.marks import Found, InBlock
from indexer.text.normal import Normal
from indexer.text.sentences import ends

What = frozenset[str]


class _Part(NamedTuple):
    """Part of a paragraph that is not shown yet: from where to where in the original, and what is found. None
    is its end: the original is not read before something of it is shown."""

    low: int
    high: int | None
    found: InBlock


class _Window(NamedTuple):
    """What a passage has to show, in the normal form: `own` is found in its first sentence."""

    paragraph: _Paragraph
    part: _Part
    start: int
    end: int
    own: What
    reached: What


def cut_passages(
    normal: Normal, original: Callable[[int], str], found: Sequence[InBlock], most: int
) -> tuple[Passage, ...]:
    """At most `most` passages, in reading order; each holds a mark. `normal` is the report's text as it is
    searched, `original` gives a block as it was written, and `found` runs parallel to the blocks.

    The title is no passage: it is shown with its own marks.
    """
    blocks = [block for block, is_title in enumerate(normal.is_title) if not is_title]
    paragraphs = [
        _Paragraph(number, normal, block, original, found[block])
        for number, block in enumerate(blocks, start=1)
        if found[block]
    ]
    weights = _Weights()
    passages: list[Passage] = []
    shown: What = frozenset()
    while len(passages) < most and (window := _best(paragraphs, shown, weights)):
        passage, what = window.paragraph.cut(window)
        passages.append(passage)
        shown |= what
    return tuple(sorted(passages, key=attrgetter("paragraph", "start")))


class _Weights(dict[What, int]):
    """What counts for how much, worked out once for each set that is met."""

    def __missing__(self, what: What) -> int:
        """Single characters, most of them function words, decide only where nothing else does."""
        self[what] = weight = sum(10 + min(len(one), 4) if len(one) > 1 else 1 for one in what)
        return weight


def _best(paragraphs: Iterable[_Paragraph], shown: What, weights: _Weights) -> _Window | None:
    """The window that adds most to what is shown, if possible in one sentence; among equals one in a
    paragraph that nothing is shown of, then that with most in it, then the first.

    No window is worth more than one with all that its paragraph holds would be, in one sentence: most
    paragraphs need not be looked into.
    """

    def worth(paragraph: _Paragraph, reached: What, own: What) -> tuple[int, ...]:
        new = weights[reached - shown], weights[own - shown]
        return *new, not paragraph.is_shown, weights[reached], weights[own], -paragraph.number

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

    def __init__(
        self, number: int, normal: Normal, block: int, original: Callable[[int], str], found: InBlock
    ) -> None:
        self.number, self._normal, self._block = number, normal, block
        self._original, self._found = original, found
        self._parts = [_Part(0, None, found)]
        self.what = _what(found)
        """All that is found in what is not shown yet."""
        self.is_shown = False

    @cached_property
    def windows(self) -> list[_Window]:
        """Those of what is not shown yet, from left to right."""
        return [window for part in self._parts for window in self._windows_of(part)]

    def cut(self, window: _Window) -> tuple[Passage, What]:
        """The passage of a window, and what is found in it."""
        part, folded = window.part, self._cutter.folded
        high = self._cutter.length if part.high is None else part.high
        start, end = self._cutter.extent(*folded.span(window.start, window.end), part.low, high)
        first, behind = folded.behind(start), folded.behind(end)
        rest = [
            _Part(part.low, start, tuple([one for one in part.found if one.end <= first])),
            _Part(end, part.high, tuple([one for one in part.found if one.start >= behind])),
        ]
        self._parts = [each for one in self._parts for each in (rest if one is part else [one]) if each.found]
        self.what = _what(one for part in self._parts for one in part.found)
        self.is_shown = True
        del self.windows  # to be worked out anew
        shown = _what(one for one in part.found if first <= one.start < behind)
        return self._cutter.passage(self.number, start, end), shown

    def _windows_of(self, part: _Part) -> Iterator[_Window]:
        borders = list(ends(self._normal.blocks[self._block])) if len(part.found) > 1 else ()
        groups = list(_by_sentence(part.found, borders))
        tails = [max(one.end for one in group) for group in groups]
        what = [_what(group) for group in groups]
        for number, group in enumerate(groups):
            check()
            start, end, reached = group[0].start, tails[number], what[number]
            for tail, other in zip(tails[number + 1 :], what[number + 1 :], strict=True):
                if tail - start > PASSAGE_CHARACTERS:
                    break
                if not other <= reached:
                    end, reached = tail, reached | other
            yield _Window(self, part, start, end, what[number], reached)

    @cached_property
    def _cutter(self) -> Cutter:
        return Cutter(self._original(self._block), self._normal, self._block, self._found)


def _what(found: Iterable[Found]) -> What:
    return frozenset([one.what for one in found])


def _by_sentence(found: InBlock, ends: Sequence[int]) -> Iterator[list[Found]]:
    """Occurrences from left to right, a new group for every sentence and wherever one would grow past the
    width. What overlaps an occurrence stays with it, or a border would run through a mark."""
    group: list[Found] = []
    tail = 0
    for one in found:
        if group and one.start >= tail:
            first = group[0].start
            if one.end - first > PASSAGE_CHARACTERS or bisect_right(ends, one.start) > bisect_right(
                ends, first
            ):
                yield group
                group = []
        group.append(one)
        tail = max(tail, one.end)
    if group:
        yield group
