"""Pages -> blocks: the printed lines, put together by the code that reads newspaper text. Pure."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace

from indexer.reading import layout
from indexer.reading.layout_lines import width
from indexer.reading.pages.flow import healed
from indexer.reading.pages.glyphs import Page
from indexer.reading.pages.order import LARGE
from indexer.reading.pages.text import Printed, printed
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
