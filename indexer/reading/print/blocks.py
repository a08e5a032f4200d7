"""Pages -> blocks: their lines are put together as those of newspaper text, and as print shows. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from indexer.reading.layout.blocks import BETWEEN_CELLS
from indexer.reading.layout.lines import NOISE, width
from indexer.reading.print.healing import length, whole
from indexer.reading.print.order import HEADLINE_RATIO
from indexer.reading.print.plain import plain
from indexer.reading.print.runs import PrintedPage, em, runs
from indexer.reading.print.setting import BLANK, PrintedLine
from indexer.reading.print.text import printed_lines
from indexer.reading.source import Working
from indexer.report import At, Block, Kind

_HEAD_LINES = 12
"""Printed lines, and blocks, among which the title stands."""
_MIN_TITLE_WIDTH = 12
"""In half characters: the name of the paper, which may be larger than any title, is shorter."""
_MAX_CHARACTERS = 5000  # of a form's page: more are a table of figures
_UPPER_SHARE = 1 / 3
"""Of the height of a page: the heading of a form stands in it."""
_LETTERHEAD = "文件"  # how the red line above an official document ends: larger than its title, too


@dataclass(frozen=True, slots=True)
class Laid:
    """The blocks of all pages. `plain` are the numbers of the pages whose layout was not understood, which
    are read line by line, each with what went wrong."""

    blocks: tuple[Block, ...]
    plain: Mapping[int, str] = field(default_factory=dict)


def blocks(pages: Sequence[PrintedPage]) -> Generator[Working, None, Laid]:
    """The blocks of all pages, in the order in which they are read. Whatever is wrong with our reading of
    layouts, the text is there: a page that is not understood, or all where the step over them fails, are
    read line by line."""
    try:
        return (yield from _laid(pages))
    except MemoryError:
        raise
    except Exception as error:
        texts = ((text, page.number) for page in pages for text in plain(page))
        found = tuple(Block(Kind.PARAGRAPH, text, At(page=number)) for text, number in texts)
        return Laid(found, {page.number: f"{type(error).__name__}：{error}" for page in pages})


def _laid(pages: Sequence[PrintedPage]) -> Generator[Working, None, Laid]:
    """What stands apart, which a paragraph may run past, follows the block beside it."""
    printed = yield from printed_lines(pages)
    lines = [replace(line, text=NOISE.sub("", line.text)) for line in printed.lines]
    running = [BLANK if line.is_apart else line for line in lines]
    headline = _headline(running)
    found = tuple(_in_place(_titled(whole(running), headline), lines))
    return Laid(found if headline else _of_form(found, pages), printed.plain)


def _in_place(found: Sequence[Block], lines: Sequence[PrintedLine]) -> Iterator[Block]:
    """The blocks of the running text and what stands apart from it, each with its page."""
    begins = list(accumulate((0 if line.is_apart else length(line.text) for line in lines), initial=0))
    ends = list(accumulate(length(block.text) for block in found))
    after: dict[int, list[Block]] = {}
    for line, begin in zip(lines, begins, strict=False):
        if line.is_apart and line.text.strip():
            own = Block(Kind.PARAGRAPH, line.text.strip(), At(page=line.page))
            after.setdefault(bisect_left(ends, begin) if begin else -1, []).append(own)
    yield from after.get(-1, ())
    for k, (block, end) in enumerate(zip(found, ends, strict=True)):
        first = bisect_right(begins, end - length(block.text)) - 1
        yield replace(block, at=At(page=lines[min(first, len(lines) - 1)].page))
        yield from after.get(k, ())


def _headline(lines: Sequence[PrintedLine]) -> str:
    """The largest line at the top; empty where none is larger than the text."""
    seen = [line for line in lines if line.text]
    sizes = sorted(line.size for line in seen for _ in line.text)
    near = [
        line
        for line in seen[:_HEAD_LINES]
        if line.size >= HEADLINE_RATIO * sizes[len(sizes) // 2] and _may_be_title(line.text)
    ]
    return max(near, key=lambda line: line.size).text.strip() if near else ""


def _may_be_title(text: str) -> bool:
    return width(text) >= _MIN_TITLE_WIDTH and not text.endswith(_LETTERHEAD)


def _titled(found: tuple[Block, ...], headline: str) -> tuple[Block, ...]:
    """The blocks with the headline as their title: its size tells it better than words do."""
    at = next((i for i, block in enumerate(found[:_HEAD_LINES]) if block.text == headline), None)
    if at is None:
        return found
    titled = [replace(one, kind=Kind.KICKER) if one.kind is Kind.TITLE else one for one in found]
    titled[at] = replace(titled[at], kind=Kind.TITLE)
    return tuple(titled)


# — forms —


def _of_form(found: tuple[Block, ...], pages: Sequence[PrintedPage]) -> tuple[Block, ...]:
    """The blocks of an invoice or another form, whose title stands in a row among its fields: it is the row
    of which a cell is the largest text. What stands below all rows is none."""
    heading = "".join(_heading(pages[0]).split()) if pages else ""
    rows = [block.text.split(BETWEEN_CELLS) for block in found[:_HEAD_LINES] if heading]
    at = next((i for i, row in enumerate(rows) if heading in ("".join(cell.split()) for cell in row)), None)
    last = _HEAD_LINES if at is None else -1
    named = [_no_title(one) if one.kind is Kind.TITLE and i > last else one for i, one in enumerate(found)]
    if at is not None:
        named[at] = replace(named[at], kind=Kind.TITLE)
    return tuple(named)


def _no_title(block: Block) -> Block:
    return replace(block, kind=Kind.PARAGRAPH)


def _heading(page: PrintedPage) -> str:
    """The largest text in the upper part of a page; empty where none is larger than the rest."""
    seen = runs(page.glyphs) if len(page.glyphs) <= _MAX_CHARACTERS else []
    least, lowest = HEADLINE_RATIO * em(seen), page.top + _UPPER_SHARE * (page.bottom - page.top)
    large = [run for run in seen if run.size >= least and run.middle < lowest and _may_be_title(run.text)]
    return max(large, key=lambda run: run.size).text if large else ""
