"""Headers, footers and page numbers: which runs at the edges of the pages are no part of the report. Pure.

What is left out must say so twice: it stands at the very edge, apart from the text, and it is a bare page
number or repeats, digits aside, at the same height on other pages. On a single page only the number at
the very foot is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from indexer.reading.print.runs import Run, em, rows_across

_BAND_SHARE = 0.15  # of the page's height, at its top and at its bottom
_MAX_ROWS = 2  # printed lines at either edge that may be a header or footer
_MIN_WHITE_EMS = 0.9  # between a header or footer and the text
_SAME_HEIGHT_EMS = 1.0  # by which the height may differ from page to page
_MIN_PAGES_SHARE = 0.4  # on which a header repeats: left and right pages may have their own
_NUMBER = re.compile(r"[—–\-－一·•.\s第]*\d{1,4}[—–\-－一·•.\s页/／共第\d]{0,20}")  # OCR takes — for 一
_DIGITS = re.compile(r"[\d\s]+")


@dataclass(frozen=True)
class PageRuns:
    """The runs of a page and its edges."""

    runs: tuple[Run, ...]
    top: float
    bottom: float

    @cached_property
    def em(self) -> float:
        return em(self.runs)

    @cached_property
    def lowest(self) -> float:
        """Where the last line ends."""
        return max(run.bottom for run in self.runs)


def without_margins(pages: Sequence[PageRuns]) -> list[list[Run]]:
    """The runs of every page that belong to the report."""
    edges = [_edges(page) for page in pages]
    seen = Counter(key for page, rows in zip(pages, edges, strict=True) for key in _keys(page, rows))
    least = max(2, round(_MIN_PAGES_SHARE * len(pages)))
    return [
        _kept(page, [row for row in rows if _repeats(page, row, seen, least) or _is_foot(page, row)])
        for page, rows in zip(pages, edges, strict=True)
    ]


def _edges(page: PageRuns) -> list[list[Run]]:
    """The lines at the page's top and bottom that stand apart from the text."""
    rows = rows_across(page.runs)
    band, white = _BAND_SHARE * (page.bottom - page.top), _MIN_WHITE_EMS * page.em
    found: list[list[Run]] = []
    for order, edge in ((rows, page.top), (rows[::-1], page.bottom)):
        for i in range(min(_MAX_ROWS, len(order) - 1), 0, -1):
            gap = max(_top(order[i]) - _bottom(order[i - 1]), _top(order[i - 1]) - _bottom(order[i]))
            if gap >= white and abs(order[i - 1][0].middle - edge) <= band:
                found += order[:i]
                break
    return found


def _keys(page: PageRuns, rows: Sequence[Sequence[Run]]) -> set[tuple[str, int]]:
    """What is counted: a line's text without digits, and the heights that it may be said to stand at."""
    return {(_text(row), height) for row in rows for height in _heights(page, row)}


def _heights(page: PageRuns, row: Sequence[Run]) -> tuple[int, int]:
    """The height in ems, rounded in two ways, so that what is nearly equal is equal in one of them."""
    height = (row[0].middle - page.top) / max(1.0, _SAME_HEIGHT_EMS * page.em)
    return 2 * round(height), 2 * int(height) + 1


def _text(row: Sequence[Run]) -> str:
    return _DIGITS.sub("", "".join(run.text for run in row))


def _repeats(page: PageRuns, row: Sequence[Run], seen: Counter[tuple[str, int]], least: int) -> bool:
    return any(seen[_text(row), height] >= least for height in _heights(page, row))


def _is_foot(page: PageRuns, row: Sequence[Run]) -> bool:
    """Whether this is the very last line of a page, and nothing but its number."""
    return _bottom(row) == page.lowest and _NUMBER.fullmatch("".join(run.text for run in row)) is not None


def _kept(page: PageRuns, left_out: Sequence[Sequence[Run]]) -> list[Run]:
    gone = {id(run) for row in left_out for run in row}
    if not gone:
        return list(page.runs)
    return [run for run in page.runs if id(run) not in gone]


def _top(row: Sequence[Run]) -> float:
    return min(run.top for run in row)


def _bottom(row: Sequence[Run]) -> float:
    return max(run.bottom for run in row)
