"""Files of records -> reports.

A record is `{"id", "title", "date", "source", "authors", "paragraphs": […]}`; only a title or paragraphs
are required. In JSON Lines each line is one; in CSV the first row names the columns, a line of the
paragraphs' cell is one paragraph, and authors are parted by a comma or semicolon.
"""

from __future__ import annotations

import csv
import io
import json
import lzma
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from indexer.errors import Unreadable
from indexer.reading.decoding import decode, storable
from indexer.report import Block, Kind, Report, is_date

MAX_ID = 500
_FIELDS = ("id", "title", "date", "source", "authors", "paragraphs")
_Record = dict[str, Any]


def read_jsonl(path: Path) -> Iterator[Report | Unreadable]:
    """The reports of a JSON Lines file, compressed by xz where its name ends in `.xz`."""
    place = storable(str(path))
    opened = lzma.open if path.suffix.lower() == ".xz" else open
    with opened(path, "rb") as lines:
        for number, line in enumerate(_unpacked(lines, place), start=1):
            if not line.strip():
                continue
            try:
                yield _report(_record_of_line(line, place), place)
            except Unreadable as error:
                yield Unreadable(f"{place}:{number}", error.reason)


def read_csv(path: Path) -> Iterator[Report | Unreadable]:
    """The reports of a CSV file."""
    place = storable(str(path))
    csv.field_size_limit(64 * 2**20)  # a cell holds a whole report; the library's own limit is 128 kB
    rows = csv.DictReader(io.StringIO(decode(path.read_bytes(), place), newline=""), strict=True)
    try:
        if unknown := set(rows.fieldnames or [""]) - set(_FIELDS):
            names = "、".join(sorted(unknown))
            raise Unreadable(place, f"首行应为列名，可用 {'、'.join(_FIELDS)}；不认识“{names}”。")
        for row in rows:
            try:
                yield _report(_record_of_row(row, place), place)
            except Unreadable as error:
                yield Unreadable(f"{place}:{rows.line_num}", error.reason)
    except csv.Error as error:
        raise Unreadable(f"{place}:{rows.line_num}", f"不是完整的 CSV（{error}）。") from error


def _unpacked(lines: Iterable[bytes], place: str) -> Iterator[bytes]:
    try:
        yield from lines
    except (lzma.LZMAError, EOFError) as error:
        raise Unreadable(place, f"压缩数据不完整（{error}）。请重新取得该文件。") from error


def _record_of_line(line: bytes, place: str) -> _Record:
    try:
        record = json.loads(_utf8(line) or decode(line, place))
    except (ValueError, RecursionError) as error:
        raise Unreadable(place, f"这一行不是 JSON（{error}）。") from error
    if not isinstance(record, dict):
        raise Unreadable(place, "这一行应为一个 JSON 对象。")
    return record


def _utf8(line: bytes) -> str:
    """The line, if it is UTF-8 as nearly all are; JSON itself refuses the characters of binary files."""
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""


def _record_of_row(row: dict[str | Any, Any], place: str) -> _Record:
    if None in row or None in row.values():
        raise Unreadable(place, "这一行的列数与首行不符。")
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
        place=place,
    )
    # Without an id of its own a record is known by its content, wherever it stands.
    return report if report.id else replace(report, id=report.digest)


def _id(record: _Record, place: str) -> str:
    if isinstance(number := record.get("id"), int):
        return str(number)
    if len(text := _text(record, "id", place)) > MAX_ID:
        raise Unreadable(place, f"编号长 {len(text)} 个字符，最多 {MAX_ID} 个。")
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
