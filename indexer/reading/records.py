"""Files of records -> reports.

A record is `{"id", "title", "date", "source", "authors", "number", "page", "paragraphs": […]}`; only a title
or paragraphs are required. In JSON Lines each line is one; in CSV the first row names the columns, a line of
the paragraphs' cell is one paragraph, and authors are parted by a comma or semicolon.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from indexer.errors import Unreadable
from indexer.reading.decoding import storable
from indexer.reading.record_lines import lines
from indexer.reading.source import MAX_BYTES, Source
from indexer.report import Block, Kind, Report, is_date

MAX_ID_CHARACTERS = 500
MAX_BAD_RECORDS = 1000
"""One after the other: so many are no records, and to tell each of a million would help nobody."""
_FIELDS = ("id", "title", "date", "source", "authors", "number", "page", "paragraphs")
_Record = dict[str, Any]


def read_jsonl(source: Source) -> Iterator[Report | Unreadable]:
    """The reports of a JSON Lines file; one whose name ends in `.xz` or `.gz` is unpacked."""
    return _until_hopeless(_of_lines(source), source.place)


def read_csv(source: Source) -> Iterator[Report | Unreadable]:
    """The reports of a CSV file."""
    return _until_hopeless(_of_rows(source), source.place)


def _until_hopeless(found: Iterable[Report | Unreadable], place: str) -> Iterator[Report | Unreadable]:
    bad = 0
    for one in found:
        yield one
        bad = bad + 1 if isinstance(one, Unreadable) else 0
        if bad >= MAX_BAD_RECORDS:
            raise Unreadable(
                place, f"连续 {MAX_BAD_RECORDS:,} 条记录都无法读取，其余未读。请核对文件的格式。"
            )


def _of_lines(source: Source) -> Iterator[Report | Unreadable]:
    for number, line in enumerate(lines(source), start=1):
        if line.isspace():
            continue
        try:
            yield _report(_record_of_line(line, source.place), source.place)
        except Unreadable as error:
            yield Unreadable(f"{source.place}:{number}", error.reason)


def _of_rows(source: Source) -> Iterator[Report | Unreadable]:
    place = source.place
    csv.field_size_limit(MAX_BYTES)  # a cell holds a whole report; the library's own limit is 128 kB
    ended = (line for one in lines(source) for line in io.StringIO(one, newline=""))  # also by \r alone
    rows = csv.DictReader(ended, strict=True)
    try:
        _check_columns(rows.fieldnames or [""], place)
        for row in rows:
            try:
                yield _report(_record_of_row(row, place), place)
            except Unreadable as error:
                yield Unreadable(f"{place}:{rows.line_num}", error.reason)
    except csv.Error as error:
        raise Unreadable(f"{place}:{rows.line_num}", f"不是完整的 CSV（{error}）。") from error


def _check_columns(names: Iterable[str], place: str) -> None:
    held = list(names)
    if unknown := set(held) - set(_FIELDS):
        told = storable("、".join(sorted(unknown)))[:200]
        raise Unreadable(place, f"首行应为列名，可用 {'、'.join(_FIELDS)}；不认识“{told}”。")
    if len(held) > len(set(held)):
        raise Unreadable(place, "首行有重复的列名。请改成一列一名。")


def _check_intact(text: str, place: str) -> None:
    """Whether all bytes were text in the encoding of the file."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        told = "这一行有不是文本的字节，或编码与其余各行不同。"
        raise Unreadable(place, f"{told}请用 --encoding 指明编码，或另存为 UTF-8 文本。") from error


def _record_of_line(line: str, place: str) -> _Record:
    _check_intact(line, place)
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Unreadable(place, f"这一行不是 JSON（{error}）。") from error
    if not isinstance(record, dict):
        raise Unreadable(place, "这一行应为一个 JSON 对象。")
    return record


def _record_of_row(row: dict[str | Any, Any], place: str) -> _Record:
    if None in row or None in row.values():
        raise Unreadable(place, "这一行的列数与首行不符。")
    _check_intact("".join(row.values()), place)
    return {
        **row,
        "paragraphs": row.get("paragraphs", "").splitlines(),
        "authors": re.split(r"\s*[,，;；、]\s*", row.get("authors", "")),
    }


def _report(record: _Record, place: str) -> Report:
    date = _text(record, "date", place)
    if date and not is_date(date):
        raise Unreadable(place, f"日期“{date[:40]}”无效：请写成 2024-03-05、2024-03 或 2024。")
    blocks = [Block(Kind.TITLE, _text(record, "title", place))]
    blocks += [Block(Kind.PARAGRAPH, text) for text in _texts(record, "paragraphs", place)]
    held = tuple(block for block in blocks if block.text.strip())
    if not held:
        raise Unreadable(place, "既无标题也无段落。")
    report = Report(
        id=_id(record, place),
        blocks=held,
        date=date,
        source=_text(record, "source", place),
        authors=tuple(author for author in _texts(record, "authors", place) if author.strip()),
        number=_text(record, "number", place),
        page=_text(record, "page", place),
        place=place,
    )
    # Without an id of its own a record is known by its content, wherever it stands.
    return report if report.id else replace(report, id=report.digest)


def _id(record: _Record, place: str) -> str:
    number = record.get("id")
    text = str(number) if isinstance(number, int) else _text(record, "id", place)
    if len(text) > MAX_ID_CHARACTERS:
        raise Unreadable(place, f"编号长 {len(text)} 个字符，最多 {MAX_ID_CHARACTERS} 个。")
    return text


def _text(record: _Record, name: str, place: str) -> str:
    value = record.get(name) or ""
    if not isinstance(value, str):
        raise Unreadable(place, f"字段 {name} 应为字符串。")
    return storable(value)


def _texts(record: _Record, name: str, place: str) -> list[str]:
    value = record.get(name) or []
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise Unreadable(place, f"字段 {name} 应为字符串的列表。")
    return [storable(text) for text in value]
