"""A report -> a Whoosh document, and back.

One document a report. Indexed are the words of the title, the words of everything else, and the
grams: every character and every pair of neighbours of the normal form, block by block. Stored are the
report itself and its normal form, against which literals are checked.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from itertools import chain
from typing import Any

from whoosh.columns import NumericColumn, VarBytesColumn
from whoosh.fields import COLUMN, ID, STORED, FieldType, Schema
from whoosh.formats import Existence

from indexer.report import Block, Kind, Report
from indexer.text.fold import fold
from indexer.text.words import words

TITLE, BODY, GRAMS = "title", "body", "grams"

BETWEEN_BLOCKS = "\n"
"""Joins the normal forms of the blocks. None holds a line break, so no literal reaches across."""


class Terms(FieldType):
    """A field whose terms are made here, not by one of Whoosh's analyzers. A term's weight is its
    frequency; Whoosh stores weights beside any format, so the format itself need keep nothing."""

    def __init__(self) -> None:
        self.format = Existence()
        self.indexed = self.scorable = True
        self.stored = self.unique = False

    def index(self, value: Iterable[str], **_: Any) -> Generator[tuple[bytes, int, float, bytes], Any, None]:
        for term, frequency in Counter(value).items():
            yield term.encode(), frequency, float(frequency), b""


SCHEMA = Schema(
    **{TITLE: Terms(), BODY: Terms(), GRAMS: Terms()},
    id=ID(unique=True),
    **{name: COLUMN(VarBytesColumn()) for name in ("key", "place", "digest", "date", "source")},
    characters=COLUMN(NumericColumn("i")),
    normal=STORED(),
    report=STORED(),
)


def document(report: Report) -> dict[str, Any]:
    """The fields of the report's document, as Whoosh's writer takes them."""
    normal = [fold(block.text) for block in report.blocks]
    by_place: dict[str, list[str]] = {TITLE: [], BODY: []}
    for block, text in zip(report.blocks, normal, strict=True):
        by_place[TITLE if block.kind is Kind.TITLE else BODY] += words(text)
    return {
        **by_place,
        GRAMS: list(chain.from_iterable(map(all_grams, normal))),
        "id": report.id,
        "key": report.id.encode(),
        "place": report.place.encode(),
        "digest": report.digest.encode(),
        "date": report.date.encode(),
        "source": report.source.encode(),
        "characters": report.characters,
        "normal": BETWEEN_BLOCKS.join(normal),
        "report": _dump(report),
    }


def all_grams(text: str) -> Iterator[str]:
    """Every character of a normal form and every pair of neighbours."""
    yield from text
    yield from map(str.__add__, text, text[1:])


def grams_of(literal: str) -> list[str]:
    """The grams that a text must have if it holds the literal; one that is a single gram is exact."""
    if len(literal) == 1:
        return [literal]
    return list(dict.fromkeys(map(str.__add__, literal, literal[1:])))


def _dump(report: Report) -> str:
    blocks = [(block.kind, block.text) for block in report.blocks]
    fields = (report.id, blocks, report.date, report.source, report.authors, report.place)
    return json.dumps(fields, ensure_ascii=False)


def load(stored: str) -> Report:
    """The report that `document` stored."""
    report_id, blocks, date, source, authors, place = json.loads(stored)
    return Report(
        id=report_id,
        blocks=tuple(Block(Kind(kind), text) for kind, text in blocks),
        date=date,
        source=source,
        authors=tuple(authors),
        place=place,
    )
