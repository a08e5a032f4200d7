"""A file of Excel until 2003, .xls, or .et of WPS -> its sheets."""

from __future__ import annotations

import io
import struct
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress

import xlrd
from xlrd.book import Book
from xlrd.sheet import Cell as OldCell
from xlrd.sheet import Sheet as OldSheet

from indexer.errors import Unreadable
from indexer.reading.office.packages import LOCKED, damaged
from indexer.reading.office.sheets.rows import Cell, Ranges, Row, Sheet
from indexer.reading.office.sheets.shown import BUILT_IN, GENERAL, day, shown, shown_text

_note_of = OldSheet.handle_note


def _note(sheet: OldSheet, data: bytes, texts: dict[int, object]) -> None:
    """A comment that the library does not understand costs but itself."""
    with suppress(AssertionError, LookupError, ValueError, struct.error):
        _note_of(sheet, data, texts)


OldSheet.handle_note = _note
Book.names_epilogue = lambda book: None
# It works out the names of ranges, which are not asked for, and refuses a file for one that it does not know.


def sheets(data: bytes, place: str) -> Iterator[Sheet]:
    """The sheets in their order. Raises `Unreadable`."""
    try:
        book = xlrd.open_workbook(
            file_contents=data, logfile=io.StringIO(), formatting_info=True, on_demand=True, ragged_rows=True
        )
    except xlrd.XLRDError as error:
        reason = LOCKED if "encrypted" in str(error) else damaged(str(error))
        raise Unreadable(place, reason) from error
    for number in range(book.nsheets):
        sheet = book.sheet_by_index(number)
        yield Sheet(sheet.name, _rows(book, sheet), is_hidden=bool(sheet.visibility))
        book.unload_sheet(number)


def _rows(book: Book, sheet: OldSheet) -> Iterator[Row]:
    ranges = Ranges((top, bottom - 1, left, right - 1) for top, bottom, left, right in sheet.merged_cells)
    notes: defaultdict[int, list[str]] = defaultdict(list)
    for (row, _), note in sorted(sheet.cell_note_map.items()):
        if text := note.text.strip():
            notes[row].append(text)
    for row in range(sheet.nrows):
        cells = {at: cell for at, old in enumerate(sheet.row(row)) if (cell := _cell(book, old)).text.strip()}
        if cells or row in notes:
            yield Row(row + 1, ranges.shown(row, cells), tuple(notes.pop(row, ())))
    for row in sorted(notes):
        yield Row(row + 1, {}, tuple(notes[row]))


def _cell(book: Book, old: OldCell) -> Cell:
    if old.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return Cell("")
    if old.ctype == xlrd.XL_CELL_BOOLEAN:
        return Cell("TRUE" if old.value else "FALSE")
    if old.ctype == xlrd.XL_CELL_ERROR:
        return Cell(xlrd.error_text_from_code.get(old.value, ""))
    code = _code(book, old.xf_index)
    if old.ctype == xlrd.XL_CELL_TEXT:
        return Cell(shown_text(old.value, code))
    is_1904 = bool(book.datemode)
    return Cell(shown(old.value, code, is_1904), day(old.value, code, is_1904))


def _code(book: Book, style: int) -> str:
    """The code by which a cell of this style is shown; the usual one where a damaged file lacks it."""
    if style >= len(book.xf_list):
        return GENERAL
    key = book.xf_list[style].format_key
    own = book.format_map.get(key)
    return BUILT_IN.get(key) or (own.format_str if own else GENERAL)
