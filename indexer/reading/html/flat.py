"""A page that is too deep or too large for a tree -> its text, in time in proportion to its length. Pure."""

from __future__ import annotations

import re
from html import unescape

from indexer.reading.html.text import BLOCK, BREAK, folded, tidy

_UNSEEN = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style|template)\b[^<>]*>.*?(?:</\1\s*>|\Z)", re.S | re.I)
_TAG = re.compile(r"<[/!?]?([A-Za-z][A-Za-z0-9]*)?[^<>]*>")
_CELLS = ("td", "th")
_BETWEEN_CELLS = "\u3000"


def flat(page: str) -> str:
    """All text between the tags, what is hidden too. A line ends where a block begins or ends, and cells of
    a row stand in one line, so that a figure stands beside what it counts."""
    return tidy(unescape(_TAG.sub(_gap, folded(_UNSEEN.sub("", page)))))


def _gap(tag: re.Match[str]) -> str:
    name = (tag[1] or "").lower()
    if name in _CELLS:
        return _BETWEEN_CELLS if tag[0].startswith("</") else ""
    return BREAK if name == "br" or BLOCK.fullmatch(name) else ""
