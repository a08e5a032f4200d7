"""The characters of a page, each with its box; and runs, pieces of a line that no white gap divides. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from statistics import median
from typing import NamedTuple

from indexer.reading.layout.lines import CLOSERS


class Glyph(NamedTuple):
    """One character (rarely several, or a space) and the cell it is set in. Units are of the page's own
    (points or pixels), counted from its upper left corner. `bottom - top` is the size of the font. Where it
    stands for a line of a table, `rows` are the texts of all rows in the first one, and nothing in the
    others. A page may have fifty thousand: a tuple is made in half the time."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    rows: tuple[str, ...] | None = None

    @property
    def size(self) -> float:
        return self.bottom - self.top


class Rule(NamedTuple):
    """A line that is drawn, level or upright."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def is_level(self) -> bool:
        return self.right - self.left > self.bottom - self.top

    @property
    def middle_height(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def middle_place(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """The characters of one page in the order in which they were drawn, all of them upright. `top`, `bottom`,
    `left` and `right` are the page's edges; `number` is which of the file's pages it is, counted from 1; the
    `rules` are drawn on it. `asides` are characters that run in another direction (a stamp, a table set
    sideways, a headline set vertically), turned upright; each is a page of its own."""

    glyphs: tuple[Glyph, ...]
    top: float
    bottom: float
    asides: tuple[PrintedPage, ...] = ()
    left: float = 0.0
    right: float = 0.0
    number: int = 0
    rules: tuple[Rule, ...] = ()


# — runs —


MAX_RUNS = 4000
"""Of one page, each of which is compared with those beside it: a newspaper's has a thousand."""
_GAP_SIZES = 0.6  # of its font: the least white gap that divides a line; a justified line has narrower ones
_WORD_GAP_SIZES = 0.17  # between two Latin words; a space is a quarter
_DIGIT_GAP_SIZES = 0.35  # between two numbers; those of one are set wide on a cover, and in tables
_OVERLAP_SHARE = 0.5  # of the lower one's height, that two pieces of one line have in common
_HALF_EMPTY = frozenset(CLOSERS + "，。、；：！？")
_LATIN = re.compile(r"[\x21-\x7e\u00c0-\u024f]")
_SPACES = re.compile("  +")
_LEFT = attrgetter("left")


class Run(NamedTuple):
    """Glyphs on one line, from left to right, that no white gap divides. `right` is without the white half of
    a closing mark."""

    glyphs: tuple[Glyph, ...]
    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def of(cls, glyphs: Iterable[Glyph]) -> Run:
        """The run of these glyphs, at least one of which must be visible."""
        own = sorted(glyphs, key=_LEFT)
        seen = [one for one in own if not one.text.isspace()]
        texts, lefts, tops, rights, bottoms, _ = zip(*seen, strict=True)
        right = max(rights) if _HALF_EMPTY.isdisjoint(texts) else max(map(_edge, seen))
        return cls(tuple(own), lefts[0], _middle(tops), right, _middle(bottoms))

    @property
    def size(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    def shares_line(self, other: Run) -> bool:
        """Whether the two stand at one height. It is asked a hundred thousand times a page."""
        _, _, top, _, bottom = self
        _, _, its_top, _, its_bottom = other
        common = (bottom if bottom < its_bottom else its_bottom) - (top if top > its_top else its_top)
        return common >= _OVERLAP_SHARE * (bottom - top) or common >= _OVERLAP_SHARE * (its_bottom - its_top)

    @property
    def text(self) -> str:
        """The characters, with a space wherever white was left between two words."""
        parts: list[str] = []
        last: Glyph | None = None
        for one in self.glyphs:
            if one.text.isspace():
                parts.append(" ")
                continue
            if last and _is_parted(last, one):
                parts.append(" ")
            parts.append(one.text)
            last = one
        text = "".join(parts).strip()
        return _SPACES.sub(" ", text) if "  " in text else text


def _middle(places: Sequence[float]) -> float:
    """Their median. Nearly all runs stand on one line, to the dot."""
    return places[0] if places.count(places[0]) == len(places) else median(places)


def runs(glyphs: Sequence[Glyph]) -> list[Run]:
    """The runs of a page, in the order in which they were drawn."""
    found = [Run.of(piece) for piece in _drawn(glyphs)]
    return _joined(found) if len(found) <= MAX_RUNS else found


def _drawn(glyphs: Iterable[Glyph]) -> Iterable[list[Glyph]]:
    """Pieces of lines that were drawn in one go, from left to right."""
    piece: list[Glyph] = []
    last: Glyph | None = None
    for one in glyphs:
        if not one.text.isspace():
            if last and not _follows(last, one):
                yield piece
                piece = []
            last = one
        piece.append(one)
    if last:
        yield piece


def _follows(last: Glyph, one: Glyph) -> bool:
    _, above_left, above_top, above_right, above_bottom, _ = last
    _, left, top, _, bottom, _ = one
    size, its_size = above_bottom - above_top, bottom - top
    small, large = (size, its_size) if size < its_size else (its_size, size)
    return (
        left >= above_left
        and -small < left - above_right < _GAP_SIZES * large
        and min(above_bottom, bottom) - max(above_top, top) >= _OVERLAP_SHARE * small
    )


def _joined(pieces: list[Run]) -> list[Run]:
    """Pieces that touch are one run, in whatever order they were drawn."""
    rows = Rows(pieces)
    whole: dict[int, list[Run]] = {}
    for piece in sorted(pieces, key=lambda one: one.left):
        touched = (one for one in rows.beside(piece) if id(one) in whole and _touches(one, piece))
        parts = whole[id(one)] if (one := next(touched, None)) else []
        parts.append(piece)
        whole[id(piece)] = parts
    first = {id(parts): parts for parts in (whole[id(piece)] for piece in pieces)}
    return [Run.of(glyph for part in parts for glyph in part.glyphs) for parts in first.values()]


def _touches(run: Run, piece: Run) -> bool:
    size = max(run.size, piece.size)
    return -size < piece.left - run.right < _GAP_SIZES * size


def _edge(one: Glyph) -> float:
    return one.left + (one.right - one.left) / 2 if one.text in _HALF_EMPTY else one.right


def _is_parted(last: Glyph, one: Glyph) -> bool:
    gap = (one.left - last.right) / max(last.size, one.size)
    if gap <= _WORD_GAP_SIZES or (last.text[-1].isdigit() and one.text[0].isdigit()):
        return gap > _DIGIT_GAP_SIZES
    latin = bool(_LATIN.match(last.text[-1]) and _LATIN.match(one.text[0]))
    return gap > (_WORD_GAP_SIZES if latin else _GAP_SIZES)


class Rows:
    """Runs, to be found by the height at which they stand."""

    def __init__(self, found: Iterable[Run]) -> None:
        self._runs = sorted(found, key=lambda one: one.middle)
        self._middles = [one.middle for one in self._runs]
        self._tallest = max((one.size for one in self._runs), default=0.0)

    def beside(self, run: Run) -> list[Run]:
        """The others on its line."""
        reach = (run.size + self._tallest) / 2
        low = bisect_left(self._middles, run.middle - reach)
        high = bisect_right(self._middles, run.middle + reach)
        return [one for one in self._runs[low:high] if one is not run and one.shares_line(run)]

    def around(self, run: Run) -> list[Run]:
        """Those that stand no more than a line above or below it."""
        low = bisect_left(self._middles, run.middle - run.size)
        return self._runs[low : bisect_right(self._middles, run.middle + run.size)]


def rows_across(found: Iterable[Run]) -> list[list[Run]]:
    """The runs line by line, across all columns."""
    rows: list[list[Run]] = []
    for run in sorted(found, key=lambda one: one.middle):
        if rows and rows[-1][0].shares_line(run):
            rows[-1].append(run)
        else:
            rows.append([run])
    return rows


def em(found: Sequence[Run]) -> float:
    """The size of most of the text; 0 where there is none."""
    sizes: Counter[float] = Counter()
    for run in found:
        sizes[run.bottom - run.top] += len(run.glyphs)
    half = sizes.total() / 2
    for size, count in sorted(sizes.items()):
        half -= count
        if half <= 0:
            return size
    return 0.0
