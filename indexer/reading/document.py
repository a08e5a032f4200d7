"""A document as its format has it -> the report that is indexed."""

from __future__ import annotations

from pathlib import PurePosixPath

from indexer.errors import Unreadable
from indexer.reading.metadata.guess import guess
from indexer.reading.source import Document, Source
from indexer.report import Block, Kind, Report
from indexer.text.fold import fold


def report_of(source: Source, document: Document) -> Report:
    """The report: its blocks, and what is known about it. What was told by a file beside it wins over what
    the format states, and that over what can be read off the text and the file's name. Raises `Unreadable`
    if it is empty."""
    if not document.blocks:
        raise Unreadable(source.place, "文件中没有文字。")
    guessed = guess(document.blocks, PurePosixPath(source.place).stem)
    facts = source.facts.over(document.facts).over(guessed)
    return Report(
        id=source.report_id,
        blocks=titled(document.blocks, facts.title),
        date=facts.date,
        source=facts.source,
        authors=facts.authors,
        number=facts.number,
        page=facts.page,
        place=source.place,
    )


def titled(blocks: tuple[Block, ...], title: str) -> tuple[Block, ...]:
    """The blocks with the title that was told, if one was. The first block that says the same becomes the
    title; where none does, the title is put before them. What the layout took for the title is then a
    kicker above it or a heading below it."""
    if not (wanted := _letters(title)):
        return blocks
    at = next((i for i, block in enumerate(blocks) if _letters(block.text) == wanted), -1)
    renamed = [_beside(block, i < at) for i, block in enumerate(blocks)]
    if at < 0:
        return (Block(Kind.TITLE, title.strip()), *renamed)
    renamed[at] = Block(Kind.TITLE, blocks[at].text)
    return tuple(renamed)


def _beside(block: Block, is_above: bool) -> Block:
    if block.kind is not Kind.TITLE:
        return block
    return Block(Kind.KICKER if is_above else Kind.HEADING, block.text)


def _letters(text: str) -> str:
    return "".join(fold(text).split())
