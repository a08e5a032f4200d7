"""Sheets -> what is indexed of them.

A sheet is a part of one report: its name is a heading, each row a paragraph. But a sheet whose columns are
named like the fields of records (标题, 日期, 来源, 正文) holds a report in every row, as a CSV file does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from indexer.errors import Noted, Unreadable
from indexer.reading.document import report_of
from indexer.reading.layout.blocks import row_texts
from indexer.reading.metadata.titles import may_be_title
from indexer.reading.office.sheets.rows import Row, Sheet
from indexer.reading.record_fields import field_of
from indexer.reading.records import Records, until_hopeless
from indexer.reading.source import MAX_BYTES, Document, Source
from indexer.report import At, Block, Kind, Report

MAX_BLOCKS = 100_000
MAX_CHARACTERS = 16_000_000
"""Of one report: what follows in a longer table is the next one, for all of a report is kept in memory."""
MAX_RATIO = 200
"""So many characters for each byte of a file, where they are more than `MAX_BYTES`, are no table's: cells may
share one long text a million times."""
_ROWS_ABOVE_NAMES = 3
"""Rows of one cell, the title of a table among them, that may stand above the names of its columns."""
_MAX_TITLE_CHARACTERS = 80
_NAMED_BY_PROGRAM = re.compile(r"(?:Sheet|工作表|Table)\s?\d*", re.I)
_Found = Report | Document | Unreadable


@dataclass(slots=True)
class _Part:
    """What is read of one sheet; `title` says whether its first paragraph is one."""

    name: str
    blocks: list[Block] = field(default_factory=list)
    has_title: bool = False


class Tables:
    """What was read of the sheets of one file so far."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._records = Records(source)
        self._parts: list[_Part] = []
        self._hidden: list[str] = []
        self._blocks = self._characters = self._count = self._total = 0
        self._most = max(MAX_BYTES, MAX_RATIO * source.size())
        self.place = source.place
        """Where reading is: the file, and a row of a sheet in it."""

    def reports(self, sheets: Iterable[Sheet]) -> Iterator[_Found]:
        """The reports in the rows of records, and those of tables that are too long for one; all other rows
        are kept for the document. Raises `Unreadable` for a row that is far too long."""
        for sheet in sheets:
            if sheet.is_hidden:
                self._hidden += [sheet.name] if any(True for _ in sheet.rows) else []
            else:
                yield from until_hopeless(self._sheet(sheet), self._source.place)

    def document(self) -> Document | None:
        """The rows that are no records and in no report yet; None where there are none."""
        blocks = self._taken()
        return Document(blocks) if blocks else None

    def notes(self) -> Iterator[Noted]:
        """What is to be told of the file as a whole."""
        yield from self._records.notes()
        if self._hidden:
            names = "、".join(self._hidden)
            reason = f"没有收录隐藏的工作表：{names}。要收录的，请在 WPS 或 Excel 中取消隐藏，另存后再收录。"
            yield Noted(self._source.place, reason)

    def _sheet(self, sheet: Sheet) -> Iterator[Report | Unreadable]:
        part = self._begun(sheet.name)
        rows = self._followed(sheet)
        above = 0
        for row in rows:
            if above <= _ROWS_ABOVE_NAMES and self._are_names(row):
                yield from self._of_named(row, rows)
                return
            if self._is_full():
                yield self._as_report()
                part = self._begun(sheet.name)
            self._take(part, row)
            above += 1 if len(row.cells) <= 1 else _ROWS_ABOVE_NAMES + 1

    def _begun(self, name: str) -> _Part:
        self._parts.append(_Part(name))
        return self._parts[-1]

    def _is_full(self) -> bool:
        return self._blocks >= MAX_BLOCKS or self._characters >= MAX_CHARACTERS

    def _as_report(self) -> Report:
        """What was read since there was one, as a report of its own."""
        self._count += 1
        found = report_of(self._source, Document(self._taken()))
        self._parts, self._blocks, self._characters = [], 0, 0
        return replace(found, id=f"{found.id}-{self._count}")

    def _followed(self, sheet: Sheet) -> Iterator[Row]:
        for row in sheet.rows:
            self.place = f"{self._source.place}：{sheet.name} 第 {row.number} 行"
            self._total += sum(len(cell.text) for cell in row.cells.values())
            if self._total > self._most:
                raise Unreadable(
                    self.place, f"文字超过文件大小的 {MAX_RATIO} 倍，不像表格，其余未读。请核对来源。"
                )
            yield row

    def _taken(self) -> tuple[Block, ...]:
        parts = [part for part in self._parts if part.blocks]
        blocks: list[Block] = []
        for part in parts:
            if len(parts) > 1 or not _NAMED_BY_PROGRAM.fullmatch(part.name):
                blocks.append(Block(Kind.HEADING, part.name, At(level=1)))
            blocks += [_titled(part, part is parts[0]), *part.blocks[1:]]
        return tuple(blocks)

    def _take(self, part: _Part, row: Row) -> None:
        texts = row_texts([cell.text.splitlines() for _, cell in sorted(row.cells.items())])
        if not part.blocks and texts:
            part.has_title = len(row.cells) == len(texts) == 1 and _may_be_title(texts[0])
        texts += [line for note in row.notes for line in note.splitlines() if line.strip()]
        self._characters += sum(map(len, texts))
        if self._characters > MAX_BYTES:
            reason = f"这一行超过 {MAX_BYTES >> 20} MiB，不像表格，其余未读。请核对内容。"
            raise Unreadable(self.place, reason)
        self._blocks += len(texts)
        part.blocks += [Block(Kind.PARAGRAPH, text, At(row=row.number)) for text in texts]

    def _are_names(self, row: Row) -> bool:
        """Whether a row names the columns of records: one is the title or the text, and half of them, or
        another one, are known too. 序号, 内容, 责任单位, 完成时限 are the columns of a table."""
        names = [_name(cell.text) for cell in row.cells.values()]
        fields = [field for name in names if (field := field_of(name, self._source.columns))]
        if not {"title", "paragraphs"} & set(fields) or len(names) > len(set(names)):
            return False
        said = any(name == one for name in names for one, _ in self._source.columns)
        return said or len(set(fields)) > 1 or 2 * len(fields) >= len(names)

    def _of_named(self, head: Row, rows: Iterable[Row]) -> Iterator[Report | Unreadable]:
        names = {at: _name(cell.text) for at, cell in head.cells.items()}
        dates = {at for at, name in names.items() if field_of(name, self._source.columns) == "date"}
        for row in rows:
            record = {
                names.get(at, f"第 {at + 1} 列"): (at in dates and cell.day) or cell.text
                for at, cell in row.cells.items()
            }
            if row.notes:
                record["批注"] = "\n".join(row.notes)
            try:
                yield _standing(self._records.report(record), row.number)
            except Unreadable as error:
                yield Unreadable(self.place, error.reason)


def _titled(part: _Part, is_first: bool) -> Block:
    """The first row of a sheet, which may be the title of its table."""
    first = part.blocks[0]
    if not part.has_title:
        return first
    if is_first:
        return replace(first, kind=Kind.TITLE)
    return replace(first, kind=Kind.HEADING, at=first.at._replace(level=2))


def _standing(report: Report, row: int) -> Report:
    return replace(report, blocks=tuple(replace(one, at=At(row=row)) for one in report.blocks))


def _name(text: str) -> str:
    return " ".join(text.split())


def _may_be_title(text: str) -> bool:
    return len(text) <= _MAX_TITLE_CHARACTERS and may_be_title(text)
