"""A report and what was found in it -> the passages to show. Pure.

What is found in one sentence makes a *window*, along with what follows closely. Windows are chosen one
after the other, each for what it adds to those before. A chosen one is widened to whole sentences or,
where these are long, to clauses or words, until it holds about `PASSAGE_CHARACTERS` characters (cutting.py).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter, itemgetter
from typing import NamedTuple

from indexer.deadline import check
from indexer.search.answer import Passage
from indexer.search.cutting import PASSAGE_CHARACTERS, Cutter
from indexer.search.marks import Found, InBlock, InBlocks
from indexer.text.normal import Normal
from indexer.text.sentences import ends

What = int
"""A set of things that may be found, a bit for each: see `_Weights`."""


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
    normal: Normal, original: Callable[[int], str], found: InBlocks, most: int
) -> tuple[Passage, ...]:
    """At most `most` passages, in reading order; each holds a mark. `normal` is the report's text as it is
    searched, `original` gives a block as it was written, and `found` is what was found in each block.

    The title is no passage: it is shown with its own marks.
    """
    paragraphs = _Paragraphs(normal, original, found)
    passages: list[Passage] = []
    shown: What = 0
    while len(passages) < most and (window := paragraphs.best(shown)):
        passage, what = paragraphs.cut(window)
        passages.append(passage)
        shown |= what
    return tuple(sorted(passages, key=attrgetter("paragraph", "start")))


class _Weights(dict[What, int]):
    """What counts for how much, worked out once for each set that is met."""

    def __init__(self, found: InBlocks) -> None:
        super().__init__()
        self._bits: dict[str, What] = {}
        self._alike: defaultdict[int, What] = defaultdict(int)
        for one in {what for its in found.values() for _, _, what in its}:
            self._bits[one] = bit = 1 << len(self._bits)
            # Single characters, most of them function words, decide only where nothing else does.
            self._alike[10 + min(len(one), 4) if len(one) > 1 else 1] |= bit

    def __missing__(self, what: What) -> int:
        self[what] = weight = sum([each * (what & alike).bit_count() for each, alike in self._alike.items()])
        return weight

    def what(self, found: Iterable[Found]) -> What:
        """All that is found there."""
        what = 0
        for _, _, one in found:
            what |= self._bits[one]
        return what


class _Alike(NamedTuple):
    """Paragraphs with the same things in them, by the numbers of their blocks: nothing is shown of any yet,
    or they are one."""

    what: What
    is_shown: bool
    blocks: Sequence[int]


class _Paragraphs:
    """The paragraphs of a report, few of which are ever looked into."""

    def __init__(self, normal: Normal, original: Callable[[int], str], found: InBlocks) -> None:
        self._normal, self._original, self._found = normal, original, found
        self._weights = _Weights(found)
        self._opened: dict[int, _Paragraph] = {}
        self._shown: dict[int, _Paragraph] = {}
        self._untouched: defaultdict[What, list[int]] = defaultdict(list)
        for block, its in found.items():
            if not normal.is_title[block]:
                self._untouched[self._weights.what(its)].append(block)

    def cut(self, window: _Window) -> tuple[Passage, What]:
        """The passage of a window, and what is found in it."""
        paragraph = window.paragraph
        if paragraph.block not in self._shown:
            self._untouched[paragraph.what].remove(paragraph.block)
            self._shown[paragraph.block] = paragraph
        return paragraph.cut(window)

    def best(self, shown: What) -> _Window | None:
        """The window that adds most to what is shown, if possible in one sentence; among equals one in a
        paragraph that nothing is shown of, then that with most in it, then the first.

        No window is worth more than one with all that its paragraph holds would be, in one sentence; and of
        paragraphs alike the first is worth most so. Most need not be looked into.
        """
        weights = self._weights

        def worth(reached: What, own: What, is_shown: bool, block: int) -> tuple[int, ...]:
            new = weights[reached & ~shown], weights[own & ~shown]
            return *new, not is_shown, weights[reached], weights[own], -block

        best: _Window | None = None
        most: tuple[int, ...] = ()
        bounds = [(worth(one.what, one.what, one.is_shown, one.blocks[0]), one) for one in self._alike()]
        for first, alike in sorted(bounds, key=itemgetter(0), reverse=True):
            if first <= most:
                break
            for block in alike.blocks:
                if (bound := (*first[:-1], -block)) <= most:
                    break
                for window in self._open(block).windows():
                    if (its := worth(window.reached, window.own, alike.is_shown, block)) > most:
                        best, most = window, its
                        if most == bound:
                            break
        return best

    def _alike(self) -> Iterator[_Alike]:
        for what, blocks in self._untouched.items():
            if blocks:
                yield _Alike(what, False, blocks)
        for block, paragraph in self._shown.items():
            if paragraph.what:
                yield _Alike(paragraph.what, True, [block])

    def _open(self, block: int) -> _Paragraph:
        if block not in self._opened:
            found = self._found[block]
            self._opened[block] = _Paragraph(block, self._normal, self._original, found, self._weights)
        return self._opened[block]


class _Paragraph:
    """A paragraph from which passages are cut. `what` is all that is found in what is not shown yet."""

    def __init__(
        self,
        block: int,
        normal: Normal,
        original: Callable[[int], str],
        found: InBlock,
        weights: _Weights,
    ) -> None:
        self.block, self._normal = block, normal
        self._original, self._found, self._weights = original, found, weights
        self._parts = [_Part(0, None, found)]
        self._windows: list[_Window] | None = None
        self._cutter: Cutter | None = None
        self.what = weights.what(found)

    def windows(self) -> list[_Window]:
        """Those of what is not shown yet, from left to right."""
        if self._windows is None:
            self._windows = [window for part in self._parts for window in self._windows_of(part)]
        return self._windows

    def cut(self, window: _Window) -> tuple[Passage, What]:
        """The passage of a window, and what is found in it."""
        if self._cutter is None:
            self._cutter = Cutter(self._original(self.block), self._normal, self.block, self._found)
        part, cutter, folded = window.part, self._cutter, self._cutter.folded
        high = cutter.length if part.high is None else part.high
        start, end = cutter.extent(*folded.span(window.start, window.end), part.low, high)
        first, behind = folded.behind(start), folded.behind(end)
        self._show(part, start, end, first, behind)
        shown = self._weights.what(one for one in part.found if first <= one[0] < behind)
        return cutter.passage(self._normal.paragraph(self.block), start, end), shown

    def _show(self, part: _Part, start: int, end: int, first: int, behind: int) -> None:
        """What is left of a part of which a passage is shown, from `start` to `end`; in the normal form from
        `first` on up to `behind`."""
        before = _Part(part.low, start, [one for one in part.found if one[1] <= first])
        after = _Part(end, part.high, [one for one in part.found if one[0] >= behind])
        at = self._parts.index(part)
        self._parts[at : at + 1] = [one for one in (before, after) if one.found]
        self.what = self._weights.what(one for each in self._parts for one in each.found)
        self._windows = None

    def _windows_of(self, part: _Part) -> Iterator[_Window]:
        if len(part.found) == 1:
            start, end, _ = part.found[0]
            yield _Window(self, part, start, end, own := self._weights.what(part.found), own)
            return
        groups = list(_by_sentence(part.found, list(ends(self._normal.blocks[self.block]))))
        tails = [max([end for _, end, _ in group]) for group in groups]
        what = [self._weights.what(group) for group in groups]
        for number, group in enumerate(groups):
            check()
            start, end, reached = group[0][0], tails[number], what[number]
            for tail, other in zip(tails[number + 1 :], what[number + 1 :], strict=True):
                if tail - start > PASSAGE_CHARACTERS:
                    break
                if other & ~reached:
                    end, reached = tail, reached | other
            yield _Window(self, part, start, end, what[number], reached)


def _by_sentence(found: InBlock, ends: Sequence[int]) -> Iterator[InBlock]:
    """Occurrences from left to right, a new group for every sentence and wherever one would grow past the
    width. What overlaps an occurrence stays with it, or a border would run through a mark."""
    group: InBlock = []
    first = tail = border = 0
    for one in found:
        start, end, _ = one
        if start >= tail and (start >= border or end - first > PASSAGE_CHARACTERS):
            if group:
                yield group
            group, first = [], start
            border = ends[bisect_right(ends, start)]
        group.append(one)
        if end > tail:  # `max` is a call, which takes as long as all the rest
            tail = end
    yield group
