"""What is known about a report from its text and its file's name alone. Pure.

Nothing is invented: what neither says beyond doubt stays empty.
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer.reading.metadata import origin, publication
from indexer.reading.metadata.byline import authors
from indexer.reading.metadata.edges import Edges, Line
from indexer.reading.metadata.edition import Dateline, Edition, dateline, edition, edition_of_name
from indexer.reading.metadata.names import OWN
from indexer.reading.metadata.publication import number
from indexer.reading.source import Facts
from indexer.report import Block


def guess(blocks: Sequence[Block], stem: str) -> Facts:
    """The facts of a report but its title, which the layout knows. `stem` is its file's name without the
    ending. Takes any text."""
    edges, name = Edges.of(blocks), Line.of(stem)
    printed, named = edition(edges.lines + edges.endings), edition_of_name(name)
    lines = [one for line in (*edges.beginnings, *edges.endings) if (one := dateline(line))]
    return Facts(
        date=_date(blocks, edges, printed, named, lines, name),
        source=_source(edges, printed, named, lines),
        authors=authors(blocks),
        number=number(edges.first, name),
        page=printed.page or named.page,
    )


def _date(
    blocks: Sequence[Block],
    edges: Edges,
    printed: Edition,
    named: Edition,
    datelines: Sequence[Dateline],
    name: Line,
) -> str:
    return (
        publication.labelled(edges.lines)
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
        origin.labelled(edges)
        or sender
        or printed.paper
        or origin.named(edges)
        or origin.own((*edges.lines, *edges.endings))
    )
    return printed.paper or named.paper or told if told in OWN else told
