"""Files of records -> reports.

A record is `{"id", "title", "date", "source", "authors", "number", "page", "paragraphs": […]}`; only a title
or paragraphs are required, and other names of these are known (record_fields.py). In JSON Lines each line is
one; in CSV the first row names the columns, which commas, semicolons or tabs part. A line of a text is one
paragraph, and authors are parted by a comma or semicolon. A CSV without a column for titles or texts is a
table: one report, of which each row is a paragraph. What is left out is told.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

from indexer.dates import is_date
from indexer.errors import Noted, Unreadable
from indexer.reading.decoding import Decoded, storable
from indexer.reading.layout.blocks import row_texts
from indexer.reading.metadata.dates import iso_labelled
from indexer.reading.record_fields import FIELDS, by_field, field_of
from indexer.reading.record_lines import Far, lines
from indexer.reading.record_report import Fields, line_of, report_of
from indexer.reading.source import MAX_BYTES, Document, Source, Working
from indexer.report import Block, Kind, Report

MAX_BAD_RECORDS = 1000
"""One after the other: so many are no records, and to tell each of a million would help nobody."""
_MAX_NAMES_TOLD = 20
_IS_TABLE = (
    "首行没有标题或正文的列，整个文件作为一篇，一行一段。一行一篇的，请用 --columns 列名=paragraphs 指明。"
)
_Record = dict[str, Any]
_Found = Report | Document | Unreadable


def read_jsonl(source: Source) -> Iterator[_Found | Noted | Working]:
    """The reports of a JSON Lines file; one whose name ends in `.xz` or `.gz` is unpacked."""
    records = Records(source)
    yield from records.far.telling(until_hopeless(records.of_lines(), source.place))
    yield from records.notes()


def read_csv(source: Source) -> Iterator[_Found | Noted | Working]:
    """The reports of a CSV file, or its table."""
    records = Records(source)
    yield from records.far.telling(until_hopeless(records.of_rows(), source.place))
    yield from records.notes()


def until_hopeless(found: Iterable[_Found], place: str) -> Iterator[_Found]:
    """The records, unless one after the other is none. Raises `Unreadable`."""
    bad = 0
    for one in found:
        yield one
        bad = bad + 1 if isinstance(one, Unreadable) else 0
        if bad >= MAX_BAD_RECORDS:
            raise Unreadable(
                place, f"连续 {MAX_BAD_RECORDS:,} 条记录都无法读取，其余未读。请核对文件的格式。"
            )


class Records:
    """One file of records on its way, and what of it was not read as it stands."""

    def __init__(self, source: Source) -> None:
        self._source, self._place, self.far = source, source.place, Far()
        self._replaced = self._removed = self._undated = 0
        self._no_date = ""
        self._unknown: dict[str, None] = {}

    def of_lines(self) -> Iterator[_Found]:
        for number, line in enumerate(lines(self._source, self._mended, self.far.note), start=1):
            if line.isspace():
                continue
            try:
                yield self.report(_record_of_line(line, self._place))
            except Unreadable as error:
                yield Unreadable(f"{self._place}:{number}", error.reason)

    def of_rows(self) -> Iterator[_Found]:
        csv.field_size_limit(MAX_BYTES)  # a cell holds a whole report; the library's own limit is 128 kB
        found = lines(self._source, self._mended, self.far.note)
        ended = (line for one in found for line in io.StringIO(one, newline=""))  # also by \r alone
        first = next(ended, "")
        mark = max(",;\t", key=first.count)
        rows = csv.reader(chain([first], ended), strict=True, delimiter=mark)
        try:
            head = next(rows, [])
            if {field_of(name, self._source.columns) for name in head} & {"title", "paragraphs"}:
                yield from self._of_named(_names(head, self._place), rows)
            else:
                yield from self._of_table(chain([head], rows))
        except csv.Error as error:
            raise Unreadable(f"{self._place}:{rows.line_num}", f"不是完整的 CSV（{error}）。") from error

    def notes(self) -> Iterator[Noted]:
        """What is to be told of the file as a whole."""
        if told := Decoded("", self._replaced, self._removed).note:
            yield Noted(self._place, told)
        if self._undated:
            reason = f"{self._undated:,} 条的日期不能辨认，例如“{self._no_date}”，收录时没有日期。"
            yield Noted(self._place, f"{reason}请写成 2024-03-05、2024-03 或 2024。")
        if self._unknown:
            names = storable("、".join(name[:40] for name in self._unknown))
            way_out = f"要收录的，请用 --columns 名称=字段 指明，字段可以是 {'、'.join(FIELDS)}。"
            yield Noted(self._place, f"没有收录这些不认识的字段：{names}。{way_out}")

    def _of_named(self, names: list[str], rows: Any) -> Iterator[Report | Unreadable]:
        for cells in rows:
            if not any(cells):
                continue
            try:
                yield self.report(_record_of_row(names, cells, self._place))
            except Unreadable as error:
                yield Unreadable(f"{self._place}:{rows.line_num}", error.reason)

    def _of_table(self, rows: Iterable[list[str]]) -> Iterator[_Found]:
        texts: list[str] = []
        characters = 0
        for number, cells in enumerate(rows, start=1):
            if error := _damage("".join(cells)):
                yield Unreadable(f"{self._place}:{number}", error)
                continue
            found = row_texts([cell.splitlines() for cell in cells])
            characters += sum(map(len, found))
            if characters > MAX_BYTES:
                reason = f"表格超过 {MAX_BYTES >> 20} MiB，单篇报告不会这样大。请拆开后再收录。"
                raise Unreadable(self._place, reason)
            texts += found
        yield Document(tuple(Block(Kind.PARAGRAPH, text) for text in texts), note=_IS_TABLE)

    def _mended(self, decoded: Decoded) -> None:
        self._replaced += decoded.replaced
        self._removed += decoded.removed

    def report(self, record: _Record) -> Report:
        """The report that a record is. Raises `Unreadable`."""
        held, unknown = by_field(record, self._source.columns)
        if unknown and len(self._unknown) < _MAX_NAMES_TOLD:
            self._unknown.update(dict.fromkeys(unknown))
        report = report_of(held, self._date(held), self._place)
        # Without an id of its own a record is known by its content, wherever it stands.
        return report if report.id else replace(report, id=report.digest)

    def _date(self, held: Fields) -> str:
        date = line_of(held, "date", self._place)
        found = date if is_date(date) else iso_labelled(date)
        if date and not found:
            self._undated += 1
            self._no_date = self._no_date or storable(date[:40])
        return found


def _names(head: list[str], place: str) -> list[str]:
    """The names of the columns; one without has its number."""
    names = [name.strip() or f"第 {number} 列" for number, name in enumerate(head, start=1)]
    if len(names) > len(set(names)):
        raise Unreadable(place, "首行有重复的列名。请改成一列一名。")
    return names


def _damage(text: str) -> str:
    """What is to be told of a line of which bytes were no text in the encoding of the file; empty where
    all were."""
    try:
        text.encode()
    except UnicodeEncodeError:
        told = "这一行有不是文本的字节，或编码与其余各行不同。"
        return f"{told}请用 --encoding 指明编码，或另存为 UTF-8 文本。"
    return ""


def _record_of_line(line: str, place: str) -> _Record:
    if damage := _damage(line):
        raise Unreadable(place, damage)
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Unreadable(place, f"这一行不是 JSON（{error}）。") from error
    if not isinstance(record, dict):
        raise Unreadable(place, "这一行应为一个 JSON 对象。")
    return record


def _record_of_row(names: list[str], cells: list[str], place: str) -> _Record:
    if len(cells) < len(names) or any(cells[len(names) :]):
        raise Unreadable(place, "这一行的列数与首行不符。")
    if damage := _damage("".join(cells)):
        raise Unreadable(place, damage)
    return dict(zip(names, cells, strict=False))
