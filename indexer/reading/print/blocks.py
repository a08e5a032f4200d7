"""Pages -> blocks: their lines are put together as those of newspaper text, and as print shows. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from indexer.reading.layout import blocks as layout
from indexer.reading.layout.lines import is_mid_sentence, width
from indexer.reading.print.order import HEADLINE_RATIO
from indexer.reading.print.runs import PrintedPage
from indexer.reading.print.text import PrintedLine, printed_lines
from indexer.reading.source import Working
from indexer.report import At, Block, Kind

_HEAD_LINES = 12
"""Printed lines, and blocks, among which the title stands."""
_MIN_TITLE_WIDTH = 12
"""In half characters: the name of the paper, which may be larger than any title, is shorter."""
_LETTERHEAD = "文件"  # how the red line above an official document ends: larger than its title, too


def blocks(pages: Sequence[PrintedPage]) -> Generator[Working, None, tuple[Block, ...]]:
    """The blocks of all pages, in the order in which they are read."""
    lines = yield from printed_lines(pages)
    found = layout.blocks("\n".join(line.text for line in lines))
    return _titled(_placed(healed(found, lines), lines), _headline(lines))


def _placed(found: tuple[Block, ...], lines: Sequence[PrintedLine]) -> tuple[Block, ...]:
    """The blocks, which hold these lines and little else, each with the page of its first line."""
    ends = list(accumulate(_seen(line.text) for line in lines))
    begins = accumulate((_seen(block.text) for block in found), initial=0)
    firsts = [min(bisect_right(ends, begin), len(lines) - 1) for begin in begins]
    return tuple(
        replace(block, at=At(page=lines[first].page)) for block, first in zip(found, firsts, strict=False)
    )


def _seen(text: str) -> int:
    """How many characters of a text are seen: no others are lost on the way from lines to blocks."""
    return sum(map(str.isprintable, "".join(text.split())))


def _headline(lines: Sequence[PrintedLine]) -> str:
    """The largest line at the top; empty where none is larger than the text."""
    seen = [line for line in lines if line.text]
    sizes = sorted(line.size for line in seen for _ in line.text)
    near = [
        line
        for line in seen[:_HEAD_LINES]
        if line.size >= HEADLINE_RATIO * sizes[len(sizes) // 2]
        and width(line.text) >= _MIN_TITLE_WIDTH
        and not line.text.endswith(_LETTERHEAD)
    ]
    return max(near, key=lambda line: line.size).text.strip() if near else ""


def _titled(found: tuple[Block, ...], headline: str) -> tuple[Block, ...]:
    """The blocks with the headline as their title: its size tells it better than words do."""
    at = next((i for i, block in enumerate(found[:_HEAD_LINES]) if block.text == headline), None)
    if at is None:
        return found
    titled = [replace(one, kind=Kind.KICKER) if one.kind is Kind.TITLE else one for one in found]
    titled[at] = replace(titled[at], kind=Kind.TITLE)
    return tuple(titled)


# — paragraphs that go on in the next block —
#
# `layout` reads widths off the characters. On a page they are known: a line of narrow digits and commas may
# be full that counts as short, and in a letter of ten lines no column can be told by counting.

_SAME_SIZE_SHARE = 0.05  # of its size, by which one line may differ from the next
_INDENTED_SHARE = 0.1  # of the lines that open a paragraph, in a text whose paragraphs are indented
_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")


def healed(found: tuple[Block, ...], lines: Sequence[PrintedLine]) -> tuple[Block, ...]:
    """The blocks, which hold these lines and nothing else. Those that one paragraph was cut into are joined:
    print shows that it goes on, though its words alone do not."""
    ends = list(accumulate(_length(block.text) for block in found))
    if not ends or ends[-1] != sum(_length(line.text) for line in lines):
        return found
    inside = set(_going_on(lines))
    whole = [found[0]]
    for end, block in zip(ends, found[1:], strict=False):
        if end in inside:
            whole[-1] = _joined(whole[-1], block)
        else:
            whole.append(block)
    return tuple(whole)


def _going_on(lines: Sequence[PrintedLine]) -> Iterator[int]:
    """How many characters stand before every gap that a paragraph runs across."""
    seen = [line for line in lines if line.text]
    indented = sum(not line.is_flush for line in seen) >= _INDENTED_SHARE * len(seen)
    before = 0
    for above, below in pairwise(seen):
        before += _length(above.text)
        alike = abs(above.size - below.size) < _SAME_SIZE_SHARE * above.size
        if above.is_full and below.is_flush and alike and (indented or is_mid_sentence(above.text)):
            yield before


def _joined(above: Block, below: Block) -> Block:
    words = _LETTER.match(above.text[-1]) and _LETTER.match(below.text[0])
    return replace(above, kind=Kind.PARAGRAPH, text=above.text + (" " if words else "") + below.text)


def _length(text: str) -> int:
    """Without white space, which is all that is lost or added on the way from lines to blocks."""
    return len("".join(text.split()))
