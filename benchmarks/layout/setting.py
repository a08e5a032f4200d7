"""How a typesetter breaks text into lines: greedily, numbers and Latin words whole, marks over the edge."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import accumulate

CLOSERS = "，。、；：！？,.;:!?”’）)》」』】…—"
OPENERS = "“‘（(《「『【"
INDENT = 4
"""In half characters, as all widths are: the two characters by which Chinese print opens a paragraph."""

_PIECE = re.compile(
    rf"[{re.escape(OPENERS)}]*(?:[A-Za-z0-9０-９]+(?:[.,:][A-Za-z0-9]+)*%?|.)[{re.escape(CLOSERS)}]*"
)


def width(text: str) -> int:
    """A Chinese character or mark takes 2, a Latin letter or digit 1; so does a mark of half width."""
    return sum(1 + (unicodedata.east_asian_width(char) in "WFA") for char in text)


def rows(text: str, measure: int, opening: int = 0) -> list[str]:
    """`text` in lines no wider than `measure`, closing marks aside; the first has `opening` less."""
    return [text[start:end].strip() for start, end in _spans(text, measure, opening)]


def first_row(text: str, measure: int, opening: int = 0) -> int:
    """Where the first line of `text` ends."""
    return next(_spans(text, measure, opening), (0, len(text)))[1]


def _spans(text: str, measure: int, opening: int) -> Iterator[tuple[int, int]]:
    pieces = [found.group() for found in _PIECE.finditer(text)]
    start, used = 0, opening
    for piece, end in zip(pieces, accumulate(map(len, pieces)), strict=True):
        at = end - len(piece)
        if at > start and used + width(piece.rstrip(CLOSERS)) > measure:
            yield start, at
            start, used = at, 0
        used += 0 if at == start and piece == " " else width(piece)
    yield start, len(text)
