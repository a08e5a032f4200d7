"""An OpenDocument spreadsheet, .ods -> its sheets. Every cell has beside its value the text that it shows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from lxml.etree import _Element

from indexer.reading.office.odf import CONTENT, Parts, check, count, text_of
from indexer.reading.office.packages import name_of, told
from indexer.reading.office.sheets.rows import Cell, Row, Sheet

_MOST_REPEATED = 64
"""Cells side by side that show the same: a file may say in a hundred bytes that there are thousands."""


def sheets(package: Parts, place: str) -> Iterator[Sheet]:
    """The sheets in their order, for which rows must be asked in this order, too. Raises `Unreadable`, and
    `BROKEN` of `package`, also when rows are asked for."""
    check(package, place)
    hidden: set[str] = set()
    for table, rows in groupby(_nodes(package, hidden), lambda node: next(node.iterancestors("{*}table"))):
        yield Sheet(told(table, "name"), _rows(rows), is_hidden=told(table, "style-name") in hidden)


def _nodes(package: Parts, hidden: set[str]) -> Iterator[_Element]:
    """The rows of all sheets, and before those of each the shapes that lie over it. The names of styles that
    hide a sheet, which come first, are put into `hidden`."""
    for node in package.nodes(CONTENT, "{*}style", "{*}table-row", "{*}shapes"):
        if name_of(node) != "style":
            if next(node.iterancestors("{*}table"), None) is not None:
                yield node
        elif any(told(one, "display") == "false" for one in node.iterchildren("{*}table-properties")):
            hidden.add(told(node, "name"))


def _rows(nodes: Iterator[_Element]) -> Iterator[Row]:
    """A row that is repeated shows nothing new the second time."""
    number = 1
    for node in nodes:
        if name_of(node) == "shapes":
            yield Row(0, {}, tuple(_notes(node)))
            continue
        cells: dict[int, Cell] = {}
        notes: list[str] = []
        column = 0
        for cell in node.iterchildren("{*}table-cell", "{*}covered-table-cell"):
            repeated = count(cell, "number-columns-repeated")
            if len(cell) and name_of(cell) == "table-cell":
                found = _cell(cell)
                cells |= {column + i: found for i in range(min(repeated, _MOST_REPEATED)) if found.text}
                notes += _notes(cell)
            column += repeated
        if cells or notes:
            yield Row(number, cells, tuple(notes))
        number += count(node, "number-rows-repeated")


def _cell(node: _Element) -> Cell:
    text = "\n".join(text_of(one) for one in node.iterchildren("{*}p")).strip()
    return Cell(text, told(node, "date-value")[:10])


def _notes(holder: _Element) -> Iterator[str]:
    """What lies over a cell or a sheet: comments, and text in boxes."""
    for one in holder:
        if name_of(one) != "p" and (text := "\n".join(map(text_of, one.iter("{*}p"))).strip()):
            yield text
