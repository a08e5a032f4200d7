"""A file of Excel since 2007, .xlsx or .xlsm -> its sheets."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from lxml.etree import _Element

from indexer.reading.office.packages import Package, Relation, name_of, told
from indexer.reading.office.sheets.rows import Cell, Ranges, Row, Sheet
from indexer.reading.office.sheets.shown import BUILT_IN, GENERAL, day, shown, shown_text

_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_MERGED = re.compile(rb'mergeCell\s+ref="([A-Z]{1,3}[0-9]{1,7}):([A-Z]{1,3}[0-9]{1,7})"')
_CHUNK_BYTES = 1 << 20
_OVERLAP_BYTES = 64
"""A range that is merged is written in fewer."""
_TEXTS = {"s", "inlineStr", "str", "e"}
"""What kinds of cells hold text: shared, their own, the outcome of a formula, or that it has none."""
_UNSEEN = {"rPh", "phoneticPr"}
"""How characters are read aloud."""
_FALLBACK = "[Threaded comment]"
"""What a comment begins with that stands for one of a newer kind."""


@dataclass(frozen=True, slots=True)
class Manner:
    """What must be known to read the cells of a book: the texts that they share, the formats of their styles,
    and whether days are counted from 1904."""

    texts: Sequence[str]
    formats: Sequence[str]
    is_1904: bool


def sheets(package: Package) -> Iterator[Sheet]:
    """The sheets in their order. Raises `Unreadable`, and `BROKEN` of `package`, also when rows are asked
    for."""
    book = package.main
    root, relations = package.root(book), package.relations(book)
    manner = Manner(
        texts=_shared(package, relations.values()),
        formats=_formats(package, relations.values()),
        is_1904=any(one.get("date1904") in ("1", "true") for one in root.iter("{*}workbookPr")),
    )
    for node in root.iterfind("{*}sheets/{*}sheet"):
        name = told(node, "id")
        relation = relations.get(name)
        if relation and relation.kind == "worksheet" and package.has(relation.target):
            yield _sheet(package, relation.target, node, manner)


def _sheet(package: Package, part: str, node: _Element, manner: Manner) -> Sheet:
    beside = tuple(package.relations(part).values())
    return Sheet(
        name=node.get("name", ""),
        rows=chain(_rows(package, part, beside, manner), boxes(package, beside)),
        is_hidden=node.get("state", "visible") != "visible",
    )


def _rows(package: Package, part: str, beside: Sequence[Relation], manner: Manner) -> Iterator[Row]:
    ranges, notes = Ranges(_merged(package, part)), _notes(package, beside)
    number = 0
    for node in package.nodes(part, "{*}row"):
        named = node.get("r", "")
        number = int(named) if named.isdecimal() else number + 1
        cells = _cells(node, manner)
        if cells or number in notes:
            yield Row(number, ranges.shown(number - 1, cells), tuple(notes.pop(number, ())))
    for number in sorted(notes):
        yield Row(number, {}, tuple(notes[number]))


def _merged(package: Package, part: str) -> Iterator[tuple[int, int, int, int]]:
    """The ranges that are merged. They stand behind all cells, and are needed before: so that not all of it
    need be kept in memory, the file is looked through for them first."""
    with package.open(part) as file:
        rest = b""
        while chunk := file.read(_CHUNK_BYTES):
            held = rest + chunk
            end = 0
            for match in _MERGED.finditer(held):
                top, left = _at(match[1].decode())
                bottom, right = _at(match[2].decode())
                yield top, bottom, left, right
                end = match.end()
            rest = held[max(end, len(held) - _OVERLAP_BYTES) :]


def _at(place: str) -> tuple[int, int]:
    """Row and column of C7, counted from 0; -1 where there is none."""
    match = _PLACE.fullmatch(place)
    if not match:
        return -1, -1
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def _cells(row: _Element, manner: Manner) -> dict[int, Cell]:
    found: dict[int, Cell] = {}
    column = -1
    for node in row:
        at = _at(node.get("r", ""))[1]
        column = at if at >= 0 else column + 1
        if len(node) and (cell := _cell(node, manner)).text.strip():
            found[column] = cell
    return found


def _cell(node: _Element, manner: Manner) -> Cell:
    kind, style = node.get("t", "n"), node.get("s", "0")
    value = next((one.text or "" for one in node if one.tag.endswith("}v")), "")
    code = _of(manner.formats, style) or GENERAL
    if kind in _TEXTS:
        return Cell(shown_text(_text(node, kind, value, manner), code))
    if kind == "b":
        return Cell("TRUE" if value == "1" else "FALSE" if value == "0" else "")
    if kind == "d":
        return Cell(value.replace("T00:00:00", ""), value[:10])
    try:
        number = float(value)
        return Cell(shown(number, code, manner.is_1904), day(number, code, manner.is_1904))
    except (ValueError, OverflowError):
        return Cell(value)


def _text(node: _Element, kind: str, value: str, manner: Manner) -> str:
    if kind == "s":
        return _of(manner.texts, value)
    if kind == "inlineStr":
        return "".join(text_of(one) for one in node if one.tag.endswith("}is"))
    return value


def _of(held: Sequence[str], number: str) -> str:
    return held_at(held, int(number)) if number.isdecimal() else ""


def held_at(held: Sequence[str], number: int) -> str:
    """What has this number, counted from 0; empty where there is none."""
    return held[number] if number < len(held) else ""


def text_of(node: _Element) -> str:
    """The text of a node, in one or several pieces, without how it is read aloud."""
    parts = []
    for one in node:
        name = name_of(one)
        if name == "t":
            parts.append(one.text or "")
        elif name not in _UNSEEN:
            parts.append(text_of(one))
    return "".join(parts)


def _shared(package: Package, relations: Iterable[Relation]) -> list[str]:
    part = part_of(package, relations, "sharedStrings")
    return [text_of(node) for node in package.nodes(part, "{*}si")] if part else []


def part_of(package: Package, relations: Iterable[Relation], kind: str) -> str:
    """The name of the part that is of this kind; empty where there is none."""
    named = (one.target for one in relations if one.kind == kind and package.has(one.target))
    return next(named, "")


def _formats(package: Package, relations: Iterable[Relation]) -> list[str]:
    """The number format of every style that a cell may have."""
    if not (part := part_of(package, relations, "styles")):
        return []
    root = package.root(part)
    own = {
        one.get("numFmtId", ""): one.get("formatCode", "") for one in root.iterfind("{*}numFmts/{*}numFmt")
    }
    return [code_of(one.get("numFmtId", "0"), own) for one in root.iterfind("{*}cellXfs/{*}xf")]


def code_of(number: str, own: Mapping[str, str]) -> str:
    """The number format of this number: one of the book's own, or one that is always there."""
    named = BUILT_IN.get(int(number)) if number.isdecimal() and len(number) < 6 else None
    return own.get(number) or named or GENERAL


def _notes(package: Package, relations: Iterable[Relation]) -> dict[int, list[str]]:
    """The comments on the cells of each row, by its number."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for one in relations:
        if one.kind in ("comments", "threadedComment") and package.has(one.target):
            for node in package.nodes(one.target, "{*}comment", "{*}threadedComment"):
                texts = (text_of(text) or text.text or "" for text in node if text.tag.endswith("}text"))
                text = "".join(texts).strip()
                if text and not text.startswith(_FALLBACK):
                    found[_at(node.get("ref", ""))[0] + 1].append(text)
    return found


def boxes(package: Package, relations: Iterable[Relation]) -> Iterator[Row]:
    """The paragraphs in the boxes that lie over a sheet."""
    if part := part_of(package, relations, "drawing"):
        texts = (text_of(node).strip() for node in package.root(part).iter("{*}p"))
        if found := tuple(filter(None, texts)):
            yield Row(0, {}, found)
