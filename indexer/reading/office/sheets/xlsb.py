"""A binary workbook of Excel since 2007, .xlsb -> its sheets: parts that are records ([MS-XLSB]).

python-calamine, which reads such files too, knows no number formats: 12.5% comes as 0.125.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import chain
from typing import IO, NamedTuple
from zipfile import BadZipFile

from xlrd import error_text_from_code

from indexer.reading.office.packages import Package, Relation
from indexer.reading.office.sheets.rows import Cell, Ranges, Row, Sheet
from indexer.reading.office.sheets.shown import GENERAL, day, shown, shown_text
from indexer.reading.office.sheets.xlsx import Manner, boxes, code_of, held_at, part_of

_ROW, _RK, _ERROR, _BOOL, _REAL, _TEXT, _SHARED = 0, 2, 3, 4, 5, 6, 7
_OF_FORMULA = {8: _TEXT, 9: _REAL, 10: _BOOL, 11: _ERROR}
"""What the outcome of a formula is like."""
_CELLS = {_RK, _ERROR, _BOOL, _REAL, _TEXT, _SHARED, *_OF_FORMULA}
_SHARED_TEXT, _FORMAT, _STYLE, _STYLES_BEGIN, _STYLES_END = 19, 44, 47, 617, 618
_BOOK, _SHEET, _MERGED, _COMMENT, _COMMENT_TEXT = 153, 156, 176, 635, 637
_MAX_RECORD_BYTES = 16 << 20
"""A cell holds 32,767 characters at most."""


class _Record(NamedTuple):
    kind: int
    data: bytes


def sheets(package: Package) -> Iterator[Sheet]:
    """The sheets in their order. Raises `Unreadable`, and `BROKEN` of `package`, also when rows are asked
    for."""
    book = package.main
    relations = package.relations(book)
    held = list(_records_of(package, book, _BOOK, _SHEET))
    manner = Manner(
        texts=_shared(package, tuple(relations.values())),
        formats=_formats(package, tuple(relations.values())),
        is_1904=any(one.kind == _BOOK and one.data[:1] and one.data[0] & 1 for one in held),
    )
    for one in held:
        if one.kind == _SHEET:
            name, end = _text(one.data, 8)
            relation = relations.get(name)
            if relation and relation.kind == "worksheet" and package.has(relation.target):
                yield _sheet(package, relation.target, one.data, end, manner)


def _sheet(package: Package, part: str, told: bytes, at: int, manner: Manner) -> Sheet:
    beside = tuple(package.relations(part).values())
    return Sheet(
        name=_text(told, at)[0],
        rows=chain(_rows(package, part, beside, manner), boxes(package, beside)),
        is_hidden=struct.unpack_from("<I", told)[0] != 0,
    )


def _rows(package: Package, part: str, beside: Sequence[Relation], manner: Manner) -> Iterator[Row]:
    ranges, notes = Ranges(_merged(package, part)), _notes(package, beside)
    for number, cells in _cells(package, part, manner):
        if cells or number in notes:
            yield Row(number, ranges.shown(number - 1, cells), tuple(notes.pop(number, ())))
    for number in sorted(notes):
        yield Row(number, {}, tuple(notes[number]))


def _merged(package: Package, part: str) -> Iterator[tuple[int, int, int, int]]:
    """The ranges that are merged, which stand behind all cells, and are needed before."""
    with suppress(EOFError, BadZipFile, struct.error, zlib.error):  # the cells before the damage are well
        for one in _records_of(package, part, _MERGED):
            top, bottom, left, right = struct.unpack_from("<4I", one.data)
            yield top, bottom, left, right


def _cells(package: Package, part: str, manner: Manner) -> Iterator[tuple[int, dict[int, Cell]]]:
    """The cells of each row that show anything, with its number, counted from 1."""
    number, cells = 0, dict[int, Cell]()
    for one in _records_of(package, part, _ROW, *_CELLS):
        if one.kind == _ROW:
            if number:
                yield number, cells
            number, cells = struct.unpack_from("<I", one.data)[0] + 1, {}
        else:
            column, style = struct.unpack_from("<II", one.data)
            code = held_at(manner.formats, style & 0xFFFFFF) or GENERAL
            cell = _cell(_OF_FORMULA.get(one.kind, one.kind), one.data, code, manner)
            if cell.text.strip():
                cells[column] = cell
    if number:
        yield number, cells


def _cell(kind: int, data: bytes, code: str, manner: Manner) -> Cell:
    if kind == _TEXT:
        return Cell(shown_text(_text(data, 8)[0], code))
    if kind == _SHARED:
        return Cell(shown_text(held_at(manner.texts, struct.unpack_from("<I", data, 8)[0]), code))
    if kind == _BOOL:
        return Cell("TRUE" if data[8:9] == b"\x01" else "FALSE")
    if kind == _ERROR:
        return Cell(error_text_from_code.get(data[8] if len(data) > 8 else 0, ""))
    number = _short(data) if kind == _RK else struct.unpack_from("<d", data, 8)[0]
    try:
        return Cell(shown(number, code, manner.is_1904), day(number, code, manner.is_1904))
    except (ValueError, OverflowError):
        return Cell(str(number))


def _short(data: bytes) -> float:
    """A number in four bytes: whole, or the upper half of one, and perhaps a hundredth of it."""
    (held,) = struct.unpack_from("<i", data, 8)
    if held & 2:
        number = float(held >> 2)
    else:
        (number,) = struct.unpack("<d", struct.pack("<ii", 0, held & ~3))
    return number / 100 if held & 1 else number


def _text(data: bytes, at: int) -> tuple[str, int]:
    """The text there, and where it ends."""
    (length,) = struct.unpack_from("<I", data, at)
    end = at + 4 + 2 * (0 if length == 0xFFFFFFFF else length)
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


def _shared(package: Package, relations: Sequence[Relation]) -> list[str]:
    part = part_of(package, relations, "sharedStrings")
    return [_text(one.data, 1)[0] for one in _records_of(package, part, _SHARED_TEXT)] if part else []


def _formats(package: Package, relations: Sequence[Relation]) -> list[str]:
    """The number format of every style that a cell may have."""
    if not (part := part_of(package, relations, "styles")):
        return []
    own: dict[str, str] = {}
    numbers: list[str] = []
    are_of_cells = False
    for one in _records_of(package, part, _FORMAT, _STYLE, _STYLES_BEGIN, _STYLES_END):
        if one.kind == _FORMAT:
            own[str(struct.unpack_from("<H", one.data)[0])] = _text(one.data, 2)[0]
        elif one.kind == _STYLE:
            numbers += [str(struct.unpack_from("<H", one.data, 2)[0])] if are_of_cells else []
        else:
            are_of_cells = one.kind == _STYLES_BEGIN
    return [code_of(number, own) for number in numbers]


def _notes(package: Package, relations: Sequence[Relation]) -> dict[int, list[str]]:
    """The comments on the cells of each row, by its number."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for relation in relations:
        if relation.kind == "comments" and package.has(relation.target):
            row = 0
            for one in _records_of(package, relation.target, _COMMENT, _COMMENT_TEXT):
                if one.kind == _COMMENT:
                    row = struct.unpack_from("<I", one.data, 4)[0] + 1
                elif text := _text(one.data, 1)[0].strip():
                    found[row].append(text)
    return found


def _records_of(package: Package, part: str, *kinds: int) -> Iterator[_Record]:
    """The records of these kinds in a part. Raises `BROKEN` of `package`."""
    wanted = frozenset(kinds)
    with package.open(part) as file, io.BufferedReader(file) as held:  # type: ignore[type-var]  # it can be read into
        while head := held.read(1):
            kind = head[0] & 0x7F | (_byte(held) & 0x7F) << 7 if head[0] & 0x80 else head[0]
            size = _size(held)
            data = held.read(size)
            if len(data) < size:
                raise EOFError("a record is cut")
            if kind in wanted:
                yield _Record(kind, data)


def _size(file: IO[bytes]) -> int:
    size = 0
    for shift in (0, 7, 14, 21):
        byte = _byte(file)
        size |= (byte & 0x7F) << shift
        if not byte & 0x80:
            break
    if size > _MAX_RECORD_BYTES:
        raise BadZipFile("a record is too long")
    return size


def _byte(file: IO[bytes]) -> int:
    if not (one := file.read(1)):
        raise EOFError("a record is cut")
    return one[0]
