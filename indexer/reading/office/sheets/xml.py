"""A spreadsheet as the XML of Excel 2003, which programs that export tables call .xls -> its sheets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import IO

from lxml.etree import _Element

from indexer.reading.office.packages import name_of, nodes, told
from indexer.reading.office.sheets.rows import Cell, Row, Sheet
from indexer.reading.office.sheets.shown import GENERAL, day, shown, shown_text

MARK = b"urn:schemas-microsoft-com:office:spreadsheet"
"""What is in the head of such a file."""
_FIRST = datetime(1899, 12, 30)
_DAY = "yyyy/m/d"
_NAMED = {
    "General Number": GENERAL, "General": GENERAL, "General Date": f"{_DAY} h:mm", "Short Date": _DAY,
    "Medium Date": "d-mmm-yy", "Long Date": 'yyyy"年"m"月"d"日"', "Short Time": "h:mm",
    "Medium Time": "h:mm AM/PM", "Long Time": "h:mm:ss", "Fixed": "0.00", "Standard": "#,##0.00",
    "Currency": "¥#,##0.00", "Percent": "0.00%", "Scientific": "0.00E+00",
}  # fmt: skip


def sheets(file: IO[bytes]) -> Iterator[Sheet]:
    """The sheets in their order, for which rows must be asked in this order, too."""
    codes: dict[str, str] = {}
    for table, rows in groupby(
        _rows_of_all(file, codes), lambda row: next(row.iterancestors("{*}Worksheet"))
    ):
        yield Sheet(told(table, "Name"), _rows(rows, codes))


def _rows_of_all(file: IO[bytes], codes: dict[str, str]) -> Iterator[_Element]:
    """The rows; the number formats of the styles, which come first, are put into `codes`."""
    for node in nodes(file, "{*}Style", "{*}Row"):
        if name_of(node) == "Row":
            yield node
        else:
            for one in node.iterchildren("{*}NumberFormat"):
                code = told(one, "Format")
                codes[told(node, "ID")] = _NAMED.get(code, code)


def _rows(nodes: Iterator[_Element], codes: dict[str, str]) -> Iterator[Row]:
    number = 0
    for node in nodes:
        number = _index(node) or number + 1
        cells: dict[int, Cell] = {}
        notes: list[str] = []
        column = -1
        for cell in node.iterchildren("{*}Cell"):
            column = (_index(cell) or column + 2) - 1
            for one in cell:
                text = "".join(str(piece) for piece in one.itertext())
                if name_of(one) == "Data":
                    cells[column] = _cell(told(one, "Type"), text, codes.get(told(cell, "StyleID"), GENERAL))
                elif name_of(one) == "Comment" and text.strip():
                    notes.append(text.strip())
            column += _count(cell, "MergeAcross")
        if cells or notes:
            yield Row(number, cells, tuple(notes))


def _index(node: _Element) -> int:
    return _count(node, "Index")


def _count(node: _Element, name: str) -> int:
    number = told(node, name)
    return int(number) if number.isdecimal() and len(number) < 8 else 0


def _cell(kind: str, text: str, code: str) -> Cell:
    try:
        if kind == "Number":
            return Cell(shown(float(text), code), day(float(text), code))
        if kind == "DateTime":
            at = datetime.fromisoformat(text)
            days = (at - _FIRST).total_seconds() / 86_400
            return Cell(shown(days, _DAY if code == GENERAL else code), at.date().isoformat())
    except (ValueError, TypeError):
        return Cell(text)
    if kind == "Boolean":
        return Cell("TRUE" if text == "1" else "FALSE")
    return Cell(shown_text(text, code))
