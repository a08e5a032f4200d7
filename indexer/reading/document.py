"""A document as its format has it -> the report that is indexed; and what its text and its file's name tell.

Nothing is invented: what neither tells beyond doubt stays empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from indexer.errors import Unreadable
from indexer.reading.metadata import publication
from indexer.reading.metadata.byline import authors
from indexer.reading.metadata.edges import EdgeLine, Edges
from indexer.reading.metadata.edition import Dateline, Edition, dateline, edition, edition_of_name
from indexer.reading.metadata.names import OWN
from indexer.reading.metadata.office import issuer
from indexer.reading.metadata.publication import number
from indexer.reading.source import Document, Facts, Source
from indexer.report import Block, Kind, Report
from indexer.text.fold import fold


def report_of(source: Source, document: Document) -> Report:
    """The report: its blocks, and what is known about it. What was told by a file beside it wins over what
    the format states, and that over what can be read off the text and the file's name. Raises `Unreadable`
    if it is empty."""
    if not document.blocks:
        raise Unreadable(source.place, "文件中没有文字。请核对内容，或重新取得。")
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
    renamed[at] = replace(blocks[at], kind=Kind.TITLE)
    return tuple(renamed)


def _beside(block: Block, is_above: bool) -> Block:
    if block.kind is not Kind.TITLE:
        return block
    return replace(block, kind=Kind.KICKER if is_above else Kind.HEADING)


def _letters(text: str) -> str:
    return "".join(fold(text).split())


# — what the text and the file's name tell —


def guess(blocks: Sequence[Block], stem: str) -> Facts:
    """What the text of a report and its file's name tell about it: all but the title, which the layout knows.
    `stem` is the name without the ending. Takes any text."""
    edges, name = Edges.of(blocks), EdgeLine.of(stem)
    printed, named = edition(edges.lines + edges.endings), edition_of_name(name)
    lines = [one for line in (*edges.beginnings, *edges.endings) if (one := dateline(line))]
    numbered = number(edges, name)
    return Facts(
        date=_date(blocks, edges, printed, named, lines, name),
        source=_source(edges, printed, named, lines) or issuer(edges, numbered),
        authors=authors(blocks),
        number=numbered,
        page=printed.page or named.page,
    )


def _date(
    blocks: Sequence[Block],
    edges: Edges,
    printed: Edition,
    named: Edition,
    datelines: Sequence[Dateline],
    name: EdgeLine,
) -> str:
    return (
        publication.labelled_day(edges.lines)
        or printed.date
        or publication.alone(edges)
        or named.date
        or publication.sent(
            edges, [one.sent for one in datelines if one.sent], name, (block.text for block in blocks)
        )
    )


def _source(edges: Edges, printed: Edition, named: Edition, datelines: Sequence[Dateline]) -> str:
    """Who sent it comes before who printed it; 本报 is the paper's name where that is known."""
    sender = next((one.medium for one in datelines), "")
    told = (
        publication.labelled_source(edges)
        or sender
        or printed.paper
        or publication.named(edges)
        or publication.own((*edges.lines, *edges.endings))
    )
    return printed.paper or named.paper or told if told in OWN else told
