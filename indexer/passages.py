"""A report and what was found in it -> the passages to show. Pure.

Occurrences of a paragraph that lie close together make one *window*. The windows shown are those that
together cover most of what was found; each is widened to whole sentences or, where these are long,
to clauses or words, until it holds about `WIDTH` characters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import numpy.typing as npt

from indexer.answer import Marked, Passage
from indexer.marks import Found, marks
from indexer.report import Kind, Report
from indexer.text.fold import Folded
from indexer.text.words import spans

WIDTH = 120
_SENTENCE = re.compile(r"[。！？；!?;]+[”’」』）)\"]*")
_CLAUSE = re.compile(r"[，、：,:…—]+[”’」』）)\"]*")


@dataclass(frozen=True, slots=True)
class _Window:
    paragraph: int
    found: tuple[Found, ...]

    @property
    def start(self) -> int:
        return self.found[0].start

    @property
    def end(self) -> int:
        return max(one.end for one in self.found)

    @property
    def what(self) -> frozenset[str]:
        return frozenset(one.what for one in self.found)


def cut_passages(report: Report, found: Sequence[tuple[Found, ...]], most: int) -> tuple[Passage, ...]:
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
        passages += _Cutter(*paragraphs[number - 1]).passages(list(chosen))
    return tuple(passages)


def _windows(paragraph: int, found: tuple[Found, ...]) -> list[_Window]:
    """Occurrences from left to right, a new window wherever one would grow past the width."""
    groups: list[list[Found]] = []
    for one in found:
        # What overlaps the last occurrence stays with it, or a border would run through a mark.
        if groups and (one.end - groups[-1][0].start <= WIDTH or one.start < max(x.end for x in groups[-1])):
            groups[-1].append(one)
        else:
            groups.append([one])
    return [_Window(paragraph, tuple(group)) for group in groups]


def _choose(windows: list[_Window], most: int) -> list[_Window]:
    """Greedy cover: each choice adds the most that is not shown yet, then holds the most; then the first."""
    chosen: list[_Window] = []
    shown: frozenset[str] = frozenset()
    left = list(windows)
    while left and len(chosen) < most:
        best = max(left, key=lambda window: (len(window.what - shown), len(window.what)))
        left.remove(best)
        chosen.append(best)
        shown |= best.what
    return sorted(chosen, key=windows.index)


class _Cutter:
    """The places where one paragraph may be cut: never inside a word, a number or a mark."""

    def __init__(self, text: str, found: tuple[Found, ...]) -> None:
        self.text = text
        self.marks = marks(found)
        folded = Folded.of(text)
        whole = [folded.span(word.start, word.end) for word in spans(folded.text)]
        open_ = np.ones(len(text) + 1, dtype=np.bool_)
        for start, end in (*whole, *self.marks):
            open_[start + 1 : end] = False
        self.words = np.flatnonzero(open_)
        ends = [end.end() for end in _SENTENCE.finditer(text)]
        self.sentences = self._allowed(open_, [0, *ends, len(text)])
        self.clauses = self._allowed(
            open_, [0, *ends, *(end.end() for end in _CLAUSE.finditer(text)), len(text)]
        )

    @staticmethod
    def _allowed(open_: npt.NDArray[np.bool_], places: list[int]) -> npt.NDArray[np.intp]:
        sorted_places = np.unique(np.array(places, dtype=np.intp))
        return sorted_places[open_[sorted_places]]

    def passages(self, windows: list[_Window]) -> list[Passage]:
        """The windows, from left to right, as passages that do not overlap."""
        passages: list[Passage] = []
        border = 0
        for window in windows:
            if window.end <= border:  # the passage before has grown over it
                continue
            start = max(border, self._before(window))
            border = self._after(window, start)
            passages.append(self._passage(window.paragraph, start, border))
        return passages

    def _before(self, window: _Window) -> int:
        room = max(0, WIDTH - (window.end - window.start)) // 2
        for places in (self.sentences, self.clauses, self.words):
            near = places[(places >= window.start - room) & (places <= window.start)]
            if near.size:
                return int(near[0])
        return window.start

    def _after(self, window: _Window, start: int) -> int:
        room = max(0, WIDTH - (window.end - start))
        for places in (self.sentences, self.clauses, self.words):
            near = places[(places >= window.end) & (places <= window.end + room)]
            if near.size:
                return int(near[-1])
        return window.end

    def _passage(self, paragraph: int, start: int, end: int) -> Passage:
        text = self.text[start:end]
        led, trailed = len(text) - len(text.lstrip()), len(text.rstrip())
        shown = tuple((a - start - led, b - start - led) for a, b in self.marks if start <= a and b <= end)
        return Passage(
            paragraph=paragraph,
            start=start + led,
            text=Marked(text[led:trailed], shown),
            before=start > 0,
            after=end < len(self.text),
        )
