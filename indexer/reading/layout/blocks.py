"""Newspaper text, wrapped in columns and cut at their feet -> title, headings, paragraphs, in their order.

Three steps: the lines and what each shows by itself (`layout_lines`, `layout_pages`); the columns, their
measures and their indents (`layout_columns`, `layout_margin`); the meaning of every gap between two lines
(`layout_gaps`; inside a column `layout_within`; in text that is not wrapped `layout_flow`; by the words on
both sides `layout_torn`). Then the pieces are joined here and named (`layout_kinds`). Nothing is lost or
moved: without white space and control characters the blocks are the text. So a paragraph that has a line of
the page in its midst (A03 要闻) stays in two, with that line between them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from indexer.reading.layout.gaps import gaps
from indexer.reading.layout.kinds import kinds
from indexer.reading.layout.lines import WIDTH_CAP, Line, lines, width
from indexer.report import Block

_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_LETTER = re.compile(r"[^\W_]")
_WORD_ROOM = 3  # half characters left free at the end of a line that was broken between words


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of `text`, in its order. Takes any string, and time in proportion to its length."""
    printed = lines(text)
    meanings = gaps(printed)
    pieces: list[list[Line]] = [[line] for line in printed[:1]]
    for line, gap in zip(printed[1:], meanings, strict=True):
        if gap.joins:
            pieces[-1].append(line)
        else:
            pieces.append([line])
    texts = [_joined(piece) for piece in pieces]
    wrapped = any(gap.joins for gap in meanings)
    return tuple(Block(kind, t) for kind, t in zip(kinds(texts, wrapped), texts, strict=True))


def _joined(piece: Sequence[Line]) -> str:
    if len(piece) == 1:
        return piece[0].text
    measure = max(line.width for line in piece)
    parts = [piece[0].text]
    for above, below in pairwise(piece):
        parts += [_between(above, below, measure), below.text]
    return "".join(parts)


def _between(above: Line, below: Line, measure: int) -> str:
    """A space where the line break stood for one, else nothing.

    Chinese is wrapped between any two characters, so beside Chinese a break stands for nothing; so it does
    after a hyphen or a slash. In lines of Latin words it stands for the space between two of them. In a
    Chinese column a Latin word or number is divided where the line is full (EXPA/NSION, 20/24): nothing was
    between the halves. A line that leaves room was ended early to keep a word whole: there a space was.
    Digits are never parted, for a number cut in two is found by neither half.
    """
    left, right = above.text[-1], below.text[0]
    if _CHINESE.match(left) or _CHINESE.match(right) or left in "-/‐":
        return ""
    if _is_latin(above.text) and _is_latin(below.text):
        return " "
    if not (_LETTER.match(left) and _LETTER.match(right)) or (left.isdigit() and right.isdigit()):
        return ""
    return " " if above.width <= measure - _WORD_ROOM else ""


def _is_latin(text: str) -> bool:
    """Whether a line is of Latin words: no more than a fifth of its width is Chinese."""
    start = text[: WIDTH_CAP // 2]
    return (width(start) - len(start)) * 5 <= len(start)
