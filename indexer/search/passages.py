"""A report and what was found in it -> the passages to show. Pure.

What is found in one sentence makes a *window*, along with what follows closely. Windows are chosen one
after the other, each for what it adds to those before. A chosen one is widened to whole sentences or,
where these are long, to clauses or words, until it holds about `PASSAGE_CHARACTERS` characters (cutting.py).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from operator import attrgetter, itemgetter
from typing import NamedTuple

from indexer.deadline import check
from indexer.report import NOWHERE
from indexer.search.answer import Passage, Where
from indexer.search.cutting import PASSAGE_CHARACTERS, Cutter
from indexer.search.marks import InBlock, InBlocks
from indexer.search.standing import headings_above
from indexer.search.weights import Bits, Weights, What
from indexer.store import Match
from indexer.text.fold import Folded
from indexer.text.normal import Normal
from indexer.text.sentences import ends


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


_Worth = tuple[int, int, bool, int, int, int]
"""By what windows are compared: see `_Paragraphs.best`."""


class _Group(NamedTuple):
    """What is found close together in one sentence."""

    start: int
    end: int
    what: What


def cut_passages(match: Match, found: InBlocks, most: int, weights: Weights) -> tuple[Passage, ...]:
    """At most `most` passages of a report, in reading order; each holds a mark. `found` is what was found in
    each of its blocks. Reports of one query may share their `weights`.

    The title is no passage: it is shown with its own marks.
    """
    check()
    paragraphs = _Paragraphs(match, found, weights)
    passages: list[Passage] = []
    shown: What = 0
    while len(passages) < most and (window := paragraphs.best(shown)):
        passage, what = paragraphs.cut(window)
        passages.append(passage)
        shown |= what
    return tuple(sorted(passages, key=attrgetter("paragraph", "start")))


class _Paragraphs:
    """The paragraphs of a report, few of which are ever looked into: those that nothing is shown of yet, by
    what is found in them, and those that something is shown of."""

    def __init__(self, match: Match, found: InBlocks, weights: Weights) -> None:
        self._match, self._normal, self._found, self._weights = match, match.normal, found, weights
        self._opened: dict[int, _Paragraph] = {}
        self._shown: list[_Paragraph] = []
        self._new: dict[What, list[int]] = {}
        for block, its in found.items():
            if not self._normal.is_title[block]:
                self._new.setdefault(weights.bits.of(its), []).append(block)

    def cut(self, window: _Window) -> tuple[Passage, What]:
        """The passage of a window, and what is found in it."""
        paragraph = window.paragraph
        if paragraph not in self._shown:
            self._new[paragraph.what].remove(paragraph.block)
            self._shown.append(paragraph)
        return paragraph.cut(window)

    def best(self, shown: What) -> _Window | None:
        """The window that adds most to what is shown, if possible in one sentence; among equals one in a
        paragraph that nothing is shown of, then that with most in it, then the first.

        No window is worth more than one with all that its paragraph holds would be, in one sentence; and of
        paragraphs alike the first is worth most so. Most need not be looked into.
        """
        weights, unshown = self._weights, ~shown

        def worth(reached: What, own: What, is_new: bool, block: int) -> _Worth:
            new = weights[reached & unshown], weights[own & unshown]
            return *new, is_new, weights[reached], weights[own], -block

        best: _Window | None = None
        most: _Worth = (-1, 0, False, 0, 0, 0)
        alike = [(what, True, blocks) for what, blocks in self._new.items() if blocks]
        alike += [(one.what, False, [one.block]) for one in self._shown if one.what]
        bounds = [(worth(what, what, is_new, blocks[0]), blocks) for what, is_new, blocks in alike]
        for first, blocks in sorted(bounds, key=itemgetter(0), reverse=True):
            if first <= most:
                break
            for block in blocks:
                bound = *first[:-1], -block
                if bound <= most:
                    break
                for window in self._open(block).windows():
                    if (its := worth(window.reached, window.own, first[2], block)) > most:
                        best, most = window, its
                        if most == bound:
                            break
        return best

    def _open(self, block: int) -> _Paragraph:
        if block not in self._opened:
            found = self._found[block]
            self._opened[block] = _Paragraph(self._match, self._normal, block, found, self._weights.bits)
        return self._opened[block]


class _Paragraph:
    """A paragraph from which passages are cut. `what` is all that is found in what is not shown yet."""

    def __init__(self, match: Match, normal: Normal, block: int, found: InBlock, bits: Bits) -> None:
        self.block, self.what = block, bits.of(found)
        self._match, self._normal, self._found, self._bits = match, normal, found, bits
        self._parts = [_Part(0, None, found)]
        self._windows: list[_Window] | None = None
        self._cutter: Cutter | None = None

    def windows(self) -> list[_Window]:
        """Those of what is not shown yet, from left to right."""
        if self._windows is None:
            self._windows = [window for part in self._parts for window in self._windows_of(part)]
        return self._windows

    def cut(self, window: _Window) -> tuple[Passage, What]:
        """The passage of a window, and what is found in it."""
        normal, block = self._normal, self.block
        if self._cutter is None:
            self._cutter = Cutter(self._match.original(block), normal, block, self._found)
        part, cutter = window.part, self._cutter
        high = cutter.length if part.high is None else part.high
        start, end = cutter.extent(*cutter.folded.span(window.start, window.end), part.low, high)
        shown = self._show(part, start, end, cutter.folded)
        return _placed(self._match, block, cutter.passage(normal.paragraph(block), start, end)), shown

    def _show(self, part: _Part, start: int, end: int, folded: Folded) -> What:
        """Take what is shown of a part, from `start` to `end` of the original, out of it: what is found
        there. No mark is ever cut."""
        found = part.found
        first = bisect_left(found, (folded.behind(start),))
        behind = bisect_left(found, (folded.behind(end),), first)
        rest = _Part(part.low, start, found[:first]), _Part(end, part.high, found[behind:])
        at = self._parts.index(part)
        self._parts[at : at + 1] = [one for one in rest if one.found]
        self._windows = None
        self.what = 0
        for one in self._parts:
            self.what |= self._bits.of(one.found)
        return self._bits.of(found[first:behind])

    def _windows_of(self, part: _Part) -> Iterator[_Window]:
        if len(part.found) == 1:
            start, end, one = part.found[0]
            yield _Window(self, part, start, end, own := self._bits[one], own)
            return
        groups = self._groups(part.found)
        for number, (start, end, own) in enumerate(groups, start=1):
            check()
            reached = own
            for _, tail, other in groups[number:]:
                if tail - start > PASSAGE_CHARACTERS:
                    break
                if other & ~reached:
                    end, reached = tail, reached | other
            yield _Window(self, part, start, end, own, reached)

    def _groups(self, found: InBlock) -> list[_Group]:
        """Occurrences from left to right, a new group for every sentence and wherever one would grow past the
        width. What overlaps an occurrence stays with it, or a border would run through a mark."""
        groups: list[_Group] = []
        borders = ends(self._normal.blocks[self.block])
        first = tail = border = what = 0
        for start, end, one in found:
            if start >= tail and (start >= border or end - first > PASSAGE_CHARACTERS):
                if what:
                    groups.append(_Group(first, tail, what))
                first, what = start, 0
                while border <= start:
                    border = next(borders)
            what |= self._bits[one]
            if end > tail:  # `max` is a call, which takes as long as all the rest
                tail = end
        groups.append(_Group(first, tail, what))
        return groups


def _placed(match: Match, block: int, passage: Passage) -> Passage:
    """A passage of the block, and where it stands."""
    at, headings = match.at(block), headings_above(match, block)
    if at == NOWHERE and not headings:  # as of most
        return passage
    return replace(passage, at=Where.of(at), headings=headings)
