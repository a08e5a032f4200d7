"""The lines of a table's columns -> its cells, row by row, where no rules are drawn. Pure.

A line goes on with the cell above it if that is full, unless beside it a cell begins for certain.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import pairwise
from typing import NamedTuple

from indexer.reading.layout.lines import ends_sentence, is_entry, joined, token_width
from indexer.reading.print.runs import Run

_STEP_RATIO = 1.15  # to the smallest step of a table: a greater one begins a row
_MIN_WRAPPED_SIZES = 3.6  # a column that is narrower holds no text of several lines
_SLACK_SIZES = -0.1
_SAME_LINE_SIZES = 0.3  # by which two cells of one line may differ in height
_HAN = re.compile("[\u3400-\u9fff]")


class _Piece(NamedTuple):
    """What of one column stands on one line: a page of figures has twenty thousand, and tuples are made at
    once."""

    text: str
    top: float
    bottom: float
    size: float
    is_full: bool
    """Whether what follows would not have fitted on it."""


Columns = Sequence[Sequence[Sequence[Run]]]
"""Of each column the lines that have anything in it, each with its runs from left to right."""


def cells(columns: Columns) -> list[tuple[str, ...]]:
    """The texts of each row, from left to right; what is empty is left out."""
    pieces = [list(_pieces(column)) for column in columns]
    pairs = [pair for own in pieces for pair in pairwise(own)]
    least = min((below.top - above.top for above, below in pairs), default=0.0)
    begun = sorted(below.top for above, below in pairs if _begins(above, below, least))
    found: list[list[_Piece]] = []
    for own in pieces:
        for k, piece in enumerate(own):
            if k and not _stands_at(piece, begun):
                found[-1].append(piece)
            else:
                found.append([piece])
    return [tuple(map(_text, row)) for row in _rows(found)]


def _pieces(column: Sequence[Sequence[Run]]) -> Iterator[_Piece]:
    left, right = min(runs[0].left for runs in column), max(runs[-1].right for runs in column)
    texts = [runs[0].text if len(runs) == 1 else " ".join(run.text for run in runs) for runs in column]
    for runs, text, following in zip(column, texts, [*texts[1:], ""], strict=True):
        first, room = runs[0], right - left - (runs[-1].right - runs[0].left)
        size, top, bottom = first.size, first.top, first.bottom
        if len(runs) > 1:
            top, bottom = min(run.top for run in runs), max(run.bottom for run in runs)
        wide = right - left >= _MIN_WRAPPED_SIZES * size
        wants = token_width(following) / 2 + _SLACK_SIZES if following and wide else 0.0
        yield _Piece(text, top, bottom, size, room < wants * size)


def _begins(above: _Piece, below: _Piece, least: float) -> bool:
    """Whether a cell begins for certain, whatever stands beside it."""
    if below.top - above.top > _STEP_RATIO * least or not above.is_full or ends_sentence(above.text):
        return True
    return is_entry(above.text) or not (_HAN.search(above.text) and _HAN.search(below.text))


def _stands_at(piece: _Piece, heights: Sequence[float]) -> bool:
    """Whether a piece stands on a line of one of these heights, given from the top."""
    reach = _SAME_LINE_SIZES * piece.size
    at = bisect_left(heights, piece.top - reach)
    return at < len(heights) and heights[at] < piece.top + reach


def _text(cell: Sequence[_Piece]) -> str:
    return reduce(joined, (piece.text for piece in cell))


def _rows(found: Sequence[list[_Piece]]) -> list[list[list[_Piece]]]:
    """Cells that have some height in common are one row, in the order of the columns."""
    rows: list[list[int]] = []
    bottom = 0.0
    for k in sorted(range(len(found)), key=lambda k: found[k][0].top):
        first, last = found[k][0], found[k][-1]
        if rows and first.top < bottom - _SAME_LINE_SIZES * first.size:
            rows[-1].append(k)
            bottom = max(bottom, last.bottom)
        else:
            rows.append([k])
            bottom = last.bottom
    return [[found[k] for k in sorted(row)] for row in rows]
