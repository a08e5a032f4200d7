"""Pages -> blocks: the printed lines, put together by the code that reads newspaper text. Pure."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from indexer.reading.layout import blocks as layout
from indexer.reading.layout.lines import is_mid_sentence, width
from indexer.reading.print.order import LARGE
from indexer.reading.print.runs import Page
from indexer.reading.print.text import Printed, printed
from indexer.reading.source import Working
from indexer.report import Block, Kind

_HEAD = 12  # printed lines, and blocks, among which the title stands
_MASTHEAD = 12  # half characters: the name of the paper, which may be larger than any title, is shorter
_LETTERHEAD = "文件"  # how the red line above an official document ends: larger than its title, too


def blocks(pages: Sequence[Page]) -> Generator[Working, None, tuple[Block, ...]]:
    """The blocks of all pages, in the order in which they are read."""
    lines = yield from printed(pages)
    found = layout.blocks("\n".join(line.text for line in lines))
    return _titled(healed(found, lines), _headline(lines))


def _headline(lines: Sequence[Printed]) -> str:
    """The largest line at the top; empty where none is larger than the text."""
    seen = [line for line in lines if line.text]
    sizes = sorted(line.size for line in seen for _ in line.text)
    near = [
        line
        for line in seen[:_HEAD]
        if line.size >= LARGE * sizes[len(sizes) // 2]
        and width(line.text) >= _MASTHEAD
        and not line.text.endswith(_LETTERHEAD)
    ]
    return max(near, key=lambda line: line.size).text.strip() if near else ""


def _titled(found: tuple[Block, ...], headline: str) -> tuple[Block, ...]:
    """The blocks with the headline as their title: its size tells it better than words do."""
    at = next((i for i, block in enumerate(found[:_HEAD]) if block.text == headline), None)
    if at is None:
        return found
    titled = [replace(one, kind=Kind.KICKER) if one.kind is Kind.TITLE else one for one in found]
    titled[at] = replace(titled[at], kind=Kind.TITLE)
    return tuple(titled)


# — paragraphs that print shows to go on, though their words alone do not. Pure —


_ALIKE = 0.05  # share of its size by which one line may differ from the next
_INDENTED = 0.1  # share of the lines that open a paragraph, in a text whose paragraphs are indented
_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")


def healed(found: tuple[Block, ...], lines: Sequence[Printed]) -> tuple[Block, ...]:
    """The blocks, which hold these lines and nothing else, with those joined that one paragraph was cut
    into."""
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


def _going_on(lines: Sequence[Printed]) -> Iterator[int]:
    """How many characters stand before every gap that a paragraph runs across."""
    seen = [line for line in lines if line.text]
    indented = sum(not line.is_flush for line in seen) >= _INDENTED * len(seen)
    before = 0
    for above, below in pairwise(seen):
        before += _length(above.text)
        alike = abs(above.size - below.size) < _ALIKE * above.size
        if above.is_full and below.is_flush and alike and (indented or is_mid_sentence(above.text)):
            yield before


def _joined(above: Block, below: Block) -> Block:
    words = _LETTER.match(above.text[-1]) and _LETTER.match(below.text[0])
    return Block(Kind.PARAGRAPH, above.text + (" " if words else "") + below.text)


def _length(text: str) -> int:
    """Without white space, which is all that is lost or added on the way from lines to blocks."""
    return len("".join(text.split()))
