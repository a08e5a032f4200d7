"""A file of PowerPoint until 2003, .ppt, or .dps of WPS -> its slides.

The file is a list of records, some of which hold others: [MS-PPT] says which. A directory tells where the
records of each slide are now, for a program that saves quickly only puts the changed ones at the end.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import NamedTuple

import olefile

from indexer.errors import Unreadable
from indexer.reading.layout.blocks import row_texts
from indexer.reading.office.packages import LOCKED, damaged
from indexer.reading.office.slides.shapes import Shape, Slide, rows_of

_DOCUMENT, _SLIDE_ATOM, _LIST, _OF_LIST = 1000, 1007, 4080, 1011
_EDIT, _DIRECTORY = 4085, 6002
_DRAWING, _PAGE, _GROUP, _SHAPE = 1036, 0xF002, 0xF003, 0xF004
_ANCHOR, _ANCHOR_IN_GROUP, _TEXTBOX, _PROPERTIES = 0xF010, 0xF00F, 0xF00D, (0xF00B, 0xF122)
_HEADER, _CHARACTERS, _BYTES, _REFERENCE, _PLACEHOLDER = 3999, 4000, 4008, 3998, 3011
_CONTAINERS = {_DRAWING, _PAGE, 0xF011, _TEXTBOX}
_TITLES = {0, 6}
_RUNNING = {7, 8, 9, 10}
"""Placeholders of days, numbers, feet and heads of slides."""
_ENCRYPTED = 0xF3D1C4DF
_TABLE_PROPERTY = 0x39F
_SLIDES, _NOTES = 0, 2
_FIELD = "*"
"""What stands for the number of a slide, or a day."""
_MAX_DEPTH = 32


class _Record(NamedTuple):
    """`instance` tells records of one kind apart; `start` and `end` are where its content is."""

    kind: int
    instance: int
    start: int
    end: int


class _Listed(NamedTuple):
    """A slide as the document lists it: where it is in the directory, its name, and the texts of its outline,
    each with its kind."""

    reference: int
    name: int
    texts: list[tuple[int, str]]


def slides(data: bytes, place: str) -> Iterator[Slide]:
    """The slides in their order. Raises `Unreadable`, and errors of many kinds on damaged files."""
    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        if ole.exists("EncryptedPackage"):
            raise Unreadable(place, LOCKED)
        if not ole.exists("PowerPoint Document") or not ole.exists("Current User"):
            raise Unreadable(place, damaged("不是演示文稿"))
        user, held = ole.openstream("Current User").read(), ole.openstream("PowerPoint Document").read()
    token, edit = struct.unpack_from("<II", user, 12)
    if token == _ENCRYPTED:
        raise Unreadable(place, LOCKED)
    yield from _File(held, edit).slides()


class _File:
    """The records of a file, the last change of which is told at `edit`."""

    def __init__(self, data: bytes, edit: int) -> None:
        self._data = data
        self._directory: dict[int, int] = {}
        document, done = 0, set[int]()
        while edit and edit not in done:
            done.add(edit)
            record = self._at(edit) if edit < len(data) else None
            if record is None or record.kind != _EDIT:
                edit = _last_edit(data) if not document else 0  # it is told wrongly where it was saved last
                continue
            edit, directory, named = struct.unpack_from("<III", data, record.start + 8)
            document = document or named
            self._directory = self._listed(self._at(directory)) | self._directory
        self._document = self._named(document)

    def slides(self) -> Iterator[Slide]:
        lists = {one.instance: one for one in self._within(self._document) if one.kind == _LIST}
        notes = {one.name: one for one in self._of_list(lists.get(_NOTES))}
        for one in self._of_list(lists.get(_SLIDES)):
            slide = self._named(one.reference)
            told = notes.get(self._notes_of(slide))
            spoken = self._shapes(self._named(told.reference), told) if told else []
            shapes = tuple(self._shapes(slide, one))
            yield Slide(shapes, tuple(text for shape in spoken for text in shape.texts))

    def _named(self, number: int) -> _Record:
        """The record of this number. Raises EOFError where a damaged file has lost it."""
        if number not in self._directory:
            raise EOFError(f"缺少第 {number} 号记录")
        return self._at(self._directory[number])

    def _at(self, offset: int) -> _Record:
        head, kind, length = struct.unpack_from("<HHI", self._data, offset)
        start = offset + 8
        return _Record(kind, head >> 4, start, min(start + length, len(self._data)))

    def _within(self, holder: _Record) -> Iterator[_Record]:
        """The records that one holds itself."""
        at = holder.start
        while at + 8 <= holder.end:
            record = self._at(at)
            yield record
            at = record.end

    def _listed(self, directory: _Record) -> dict[int, int]:
        """Where records are, by their numbers: so many of them from one number on, and so again."""
        found: dict[int, int] = {}
        words = [one for (one,) in struct.iter_unpack("<I", self._content(directory, 4))]
        at = 0
        while at < len(words):
            first, count = words[at] & 0xFFFFF, words[at] >> 20
            found |= dict(enumerate(words[at + 1 : at + 1 + count], start=first))
            at += 1 + count
        return found

    def _content(self, record: _Record, unit: int = 1) -> bytes:
        length = record.end - record.start
        return self._data[record.start : record.end - length % unit]

    def _number(self, record: _Record, at: int = 0) -> int:
        (found,) = struct.unpack_from("<I", self._data, record.start + at)
        return int(found)

    def _of_list(self, listing: _Record | None) -> Iterator[_Listed]:
        one: _Listed | None = None
        kind = 0
        for record in self._within(listing) if listing else ():
            if record.kind == _OF_LIST:
                if one:
                    yield one
                one = _Listed(self._number(record), self._number(record, 12), [])
            elif record.kind == _HEADER:
                kind = self._number(record)
            elif record.kind in (_CHARACTERS, _BYTES) and one:
                one.texts.append((kind, self._text(record)))
        if one:
            yield one

    def _text(self, record: _Record) -> str:
        if record.kind == _BYTES:
            return self._content(record).decode("latin-1")
        return self._content(record, 2).decode("utf-16-le", "replace")

    def _notes_of(self, slide: _Record) -> int:
        atoms = (self._number(one, 16) for one in self._within(slide) if one.kind == _SLIDE_ATOM)
        return next(atoms, 0)

    def _shapes(self, slide: _Record, listed: _Listed) -> Iterator[Shape]:
        for record in self._within(slide):
            if record.kind == _DRAWING:
                yield from self._drawn(record, listed, (0, 0, 0), 0)

    def _drawn(
        self, holder: _Record, listed: _Listed, place: tuple[int, int, int], depth: int
    ) -> Iterator[Shape]:
        """The shapes with text in a group or on a page; a group is one."""
        for record in self._within(holder) if depth < _MAX_DEPTH else ():
            if record.kind == _PAGE:
                for group in self._within(record):  # all of a page is a group
                    yield from self._drawn(group, listed, place, depth + 1)
            elif record.kind == _GROUP:
                first = next(self._within(record), None)
                own = self._place(first, place) if first else place
                rows = rows_of(list(self._drawn(record, listed, own, depth + 1)))
                is_table = first is not None and self._is_table(first)
                yield _together(rows, is_table, own)
            elif record.kind == _SHAPE and (shape := self._shape(record, listed, place)):
                yield shape

    def _shape(self, record: _Record, listed: _Listed, place: tuple[int, int, int]) -> Shape | None:
        text, kind = "", -1
        for one in self._inside(record):
            if one.kind == _PLACEHOLDER and self._data[one.start + 4] in _RUNNING:
                return None
            if one.kind == _HEADER:
                kind = self._number(one)
            elif one.kind in (_CHARACTERS, _BYTES):
                text += self._text(one)
            elif one.kind == _REFERENCE and (number := self._number(one)) < len(listed.texts):
                kind, told = listed.texts[number]
                text += told
        texts = tuple(line.strip() for line in text.split("\r") if line.strip(_FIELD).strip())
        left, top, bottom = self._place(record, place)
        return Shape(texts, kind in _TITLES, left, top, bottom) if texts else None

    def _inside(self, holder: _Record, depth: int = 0) -> Iterator[_Record]:
        for record in self._within(holder):
            yield record
            if record.kind in _CONTAINERS and depth < _MAX_DEPTH:
                yield from self._inside(record, depth + 1)

    def _place(self, shape: _Record, place: tuple[int, int, int]) -> tuple[int, int, int]:
        """Left, top and bottom of a shape on the slide or in its group; else the place that is given."""
        for one in self._within(shape):
            if one.kind == _ANCHOR:
                form = "<hhhh" if one.end - one.start == 8 else "<iiii"
                top, left, _, bottom = struct.unpack_from(form, self._data, one.start)
                return left, top, bottom
            if one.kind == _ANCHOR_IN_GROUP:
                left, top, _, bottom = struct.unpack_from("<iiii", self._data, one.start)
                return left, top, bottom
        return place

    def _is_table(self, shape: _Record) -> bool:
        for one in self._within(shape):
            if one.kind in _PROPERTIES:
                named = (struct.unpack_from("<H", self._data, one.start + 6 * n) for n in range(one.instance))
                if any(name & 0x3FFF == _TABLE_PROPERTY for (name,) in named):
                    return True
        return False


def _last_edit(data: bytes) -> int:
    """Where it seems to have been saved last; 0 where nothing looks like it."""
    return max(0, *(data.rfind(struct.pack("<HHI", 0, _EDIT, size)) for size in (28, 32)))


def _together(rows: list[list[Shape]], is_table: bool, place: tuple[int, int, int]) -> Shape:
    """The shapes of a group as one: of a table, each of whose cells is a shape, the rows."""
    if is_table:
        texts = [text for row in rows for text in row_texts([shape.texts for shape in row])]
    else:
        texts = [text for row in rows for shape in row for text in shape.texts]
    left, top, bottom = place
    return Shape(tuple(texts), left=left, top=top, bottom=bottom)
