"""`metadata.csv` beside the files -> what it tells about each of them.

The first row names the columns, in any order: 文件 or file, and any of 标题 title, 日期 date, 来源 source,
作者 authors, 文号 number, 版面 page. Each further row is one file of the folder, by its name or by its path
from the folder on. Columns are parted by commas, semicolons or tabs, as spreadsheets write them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from indexer.errors import Unreadable
from indexer.reading.below import open_below
from indexer.reading.decoding import decode
from indexer.reading.metadata.dates import iso_date
from indexer.reading.metadata.names import names
from indexer.reading.source import MAX_BYTES, Facts, place_of

NAME = "metadata.csv"

_COLUMNS = {
    **dict.fromkeys(("file", "filename", "文件", "文件名", "文件名称"), "file"),
    **dict.fromkeys(("title", "标题", "题名"), "title"),
    **dict.fromkeys(("date", "日期", "发布日期"), "date"),
    **dict.fromkeys(("source", "来源", "出处"), "source"),
    **dict.fromkeys(("authors", "author", "作者"), "authors"),
    **dict.fromkeys(("number", "文号", "发文字号"), "number"),
    **dict.fromkeys(("page", "版面", "版次"), "page"),
}
_KNOWN = "文件、标题、日期、来源、作者、文号、版面"

FactsByFile = dict[str, Facts]
_Row = dict[str, str]


def read(path: Path, root: Path | None = None) -> tuple[FactsByFile, tuple[Unreadable, ...]]:
    """What is told about each file, by its path from the folder of `path` on, with "/"; and what of the
    table cannot be used, each with its line. A row with a bad date tells the rest. Below `root` no link is
    followed. Raises nothing."""
    told: FactsByFile = {}
    bad: list[Unreadable] = []
    try:
        for place, row in _rows(path, root or path, bad):
            try:
                name, facts = _entry(row, place, bad)
                if name in told:
                    raise Unreadable(place, f"文件“{name}”前面已有一行，这一行没有采用。请只留一行。")
                told[name] = facts
            except Unreadable as error:
                bad.append(error)
    except Unreadable as error:
        bad.append(error)
    return told, tuple(bad)


def _rows(path: Path, root: Path, bad: list[Unreadable]) -> Iterator[tuple[str, _Row]]:
    """The rows below the first, each with its place, by the names of the columns that are known."""
    place = place_of(path)
    text = _text(path, root, place, bad)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_mark(text), strict=True)
    try:
        columns = _columns(next(lines, []), f"{place}:1", bad)
        for cells in lines:
            if not any(cell.strip() for cell in cells):
                continue
            here = f"{place}:{lines.line_num}"
            if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
                bad.append(Unreadable(here, "这一行的列比首行多，没有采用。内容里有分隔符时请加引号。"))
                continue
            yield here, {column: cell.strip() for column, cell in zip(columns, cells, strict=False) if column}
    except csv.Error as error:
        raise Unreadable(
            f"{place}:{lines.line_num}", f"不是完整的 CSV（{error}），其后各行没有采用。"
        ) from error


def _text(path: Path, root: Path, place: str, bad: list[Unreadable]) -> str:
    try:
        with open(open_below(root, path), "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Unreadable(place, f"无法读取（{error.strerror or error}）。请检查文件及其权限。") from error
    if len(data) > MAX_BYTES:
        raise Unreadable(place, f"文件超过 {MAX_BYTES >> 20} MiB，没有采用。请拆成各文件夹自己的 {NAME}。")
    decoded = decode(data, place)
    bad += [Unreadable(place, decoded.note)] if decoded.note else []
    return decoded.text


def _mark(text: str) -> str:
    """What parts the columns: the mark of which the first row holds most."""
    first = text.split("\n", 1)[0]
    return max(",;\t", key=first.count)


def _columns(cells: list[str], place: str, bad: list[Unreadable]) -> list[str]:
    """The known name of each column, empty where it is not known. Raises `Unreadable` without a file's."""
    heads = [cell.strip().lower() for cell in cells]
    columns = [_COLUMNS.get(head, "") for head in heads]
    if "file" not in columns:
        raise Unreadable(place, f"首行应为列名，其中须有“文件”一列；可用的列：{_KNOWN}。")
    for number, (head, column) in enumerate(zip(heads, columns, strict=True)):
        if head and not column:
            bad.append(Unreadable(place, f"不认识的列“{head[:40]}”，没有采用。可用的列：{_KNOWN}。"))
        if column and column in columns[:number]:
            bad.append(Unreadable(place, f"“{head}”一列出现了两次，只采用前一列。"))
            columns[number] = ""
    return columns


def _entry(row: _Row, place: str, bad: list[Unreadable]) -> tuple[str, Facts]:
    name = row.get("file", "").replace("\\", "/").removeprefix("./")
    if not name:
        raise Unreadable(place, "这一行没有写文件名，没有采用。请在“文件”一列写上文件名。")
    date = iso_date(given := row.get("date", ""))
    if given and not date:
        bad.append(
            Unreadable(place, f"日期“{given[:40]}”无效，没有采用。请写成 2023-03-05 或 2023年3月5日。")
        )
    facts = Facts(
        title=row.get("title", ""),
        date=date,
        source=row.get("source", ""),
        authors=names(row.get("authors", "")),
        number=row.get("number", ""),
        page=row.get("page", ""),
    )
    return name, facts
