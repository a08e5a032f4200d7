"""Paragraphs and rows as they come -> lines: of the document, of a text box, of a note."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from indexer.reading.docx.fields import seen
from indexer.reading.docx.text import WordLine, row_lines
from indexer.report import Kind

_PLAIN: tuple[Kind | None, int] = (None, 0)
_COUNTS = re.compile(r"[^\W_]")
_HALVES = re.compile("[\ud800-\udfff]+")


@dataclass(slots=True)
class _Table:
    """The cells of the row so far, and the lines of the one that is being written."""

    row: list[list[WordLine]] = field(default_factory=list)
    cell: list[WordLine] = field(default_factory=list)


@dataclass(slots=True)
class Flow:
    """`text` is that of the paragraph so far, `number` its automatic number; `boxes` are the lines of text
    boxes that come behind it."""

    lines: list[WordLine] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    number: list[str] = field(default_factory=list)
    boxes: list[WordLine] = field(default_factory=list)
    tables: list[_Table] = field(default_factory=list)

    def end_paragraph(self, styled: tuple[Kind | None, int] = _PLAIN, depth: int = 0) -> None:
        """The paragraph is whole; `styled` is its kind, with its level as a heading. It stands in so many
        tables."""
        number, text = _number("".join(self.number)), _whole(seen("".join(self.text)))
        into = self._cell(depth)
        line = number + text
        kind, rank = styled if line.strip() else _PLAIN
        into.append(WordLine(line, kind, is_numbered=bool(number), rank=rank))
        into += self.boxes
        self.number, self.text, self.boxes = [], [], []

    def end_cell(self, styled: tuple[Kind | None, int], depth: int) -> None:
        self.end_paragraph(styled, depth)
        table = self.tables[-1]
        table.row.append(table.cell)
        table.cell = []

    def end_row(self, depth: int) -> None:
        """The row is whole: it goes where its table stands."""
        self._cell(depth)
        table = self.tables.pop()
        into = self.tables[-1].cell if self.tables else self.lines
        into += row_lines([*table.row, *([table.cell] if table.cell else [])])

    def end(self) -> list[WordLine]:
        """All lines, those too of rows that have no end."""
        if self.text or self.boxes:
            self.end_paragraph(depth=len(self.tables))
        while self.tables:
            self.end_row(len(self.tables))
        return self.lines

    def _cell(self, depth: int) -> list[WordLine]:
        """Where lines go in so many tables: those deeper are at their end, those that are not there begin."""
        while len(self.tables) > depth:
            self.end_row(len(self.tables))
        while len(self.tables) < depth:
            self.tables.append(_Table())
        return self.tables[-1].cell if self.tables else self.lines


def _number(written: str) -> str:
    """An automatic number with a gap behind it; empty for a dot or an arrow."""
    number = _whole(written).strip()
    if not _COUNTS.search(number):
        return ""
    return number + " " if written[-1:].isspace() else number


def _whole(text: str) -> str:
    """The text with the halves of its rare characters put together."""
    return _HALVES.sub(lambda found: _joined(found[0]), text)


def _joined(halves: str) -> str:
    return halves.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
