"""Where sentences end in a normal form, and the stretches between punctuation that they are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

ENDS = "。!?;"
"""The marks that end a sentence, as the inside of a regular expression's class. (！？； have the normal
form !?;.) A full stop ends none: it stands in decimals and after abbreviations."""

_MARKS = re.compile(f"[{ENDS}][{ENDS}]*")
"""It does not begin with the repetition: a text is scanned fast only for a single character."""

CLOSING, QUOTE = "')]}》〉】〕", '"'
_BRACKETS = f"[{re.escape(CLOSING)}]*"
_CLOSING = re.compile(_BRACKETS), re.compile(f"{_BRACKETS}(?:{QUOTE}{_BRACKETS})?")
"""What still belongs to the sentence behind its marks: outside double quotes, and inside, where a quote may
close. In a normal form opening and closing quotes are the same; which one it is, only their number tells."""

_BORDERS = frozenset('，。、:;!?"()《》【】 -/·')
"""Punctuation that no word contains, and across which no word is made."""
_BORDER = re.compile(f"[{re.escape(''.join(_BORDERS))}]")


def sentences(text: str) -> Iterator[str]:
    """The sentences of a block, which together are the block.

    A sentence ends with its marks (`ENDS`) and the closing quotes and brackets behind them, or with
    the block.
    """
    return (text[start:end] for start, end in pairwise([0, *ends(text)]))


def ends(text: str) -> Iterator[int]:
    """The offsets, rising, at which the sentences of a block end; none where the block is empty."""
    quotes = counted = end = 0
    for marks in _MARKS.finditer(text):
        quotes += text.count(QUOTE, counted, marks.start())
        counted = marks.start()
        closing = _CLOSING[quotes % 2].match(text, marks.end())
        assert closing is not None  # for it may be empty
        end = closing.end()
        yield end
    if end < len(text):
        yield len(text)


def stretch(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without punctuation that `text[start:end]` stands in.

    The words of the stretch are the words that the whole text has there: segmenting looks no further.
    """
    while start > 0 and text[start - 1] not in _BORDERS:
        start -= 1
    behind = _BORDER.search(text, end)
    return start, behind.start() if behind else len(text)
