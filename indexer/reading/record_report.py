"""One record, whose values are sorted by the field of a report that they belong to -> the report."""

from __future__ import annotations

import re
from typing import Any

from indexer.errors import Unreadable
from indexer.reading.decoding import storable
from indexer.report import Block, Kind, Report

MAX_ID_CHARACTERS = 500
_BETWEEN_AUTHORS = re.compile(r"\s*[,，;；、]\s*")

Fields = dict[str, list[Any]]


def report_of(held: Fields, date: str, place: str) -> Report:
    """The report. Raises `Unreadable` where a value is none that its field may hold, or nothing is there."""
    blocks = [Block(Kind.TITLE, line_of(held, "title", place))]
    blocks += [Block(Kind.PARAGRAPH, text) for text in _texts(held, "paragraphs", place)]
    blocks = [block for block in blocks if block.text.strip()]
    if not blocks:
        raise Unreadable(place, "既无标题也无段落。")
    return Report(
        id=_id(held, place),
        blocks=tuple(blocks),
        date=date,
        source=line_of(held, "source", place),
        authors=_authors(held, place),
        number=line_of(held, "number", place),
        page=line_of(held, "page", place),
        place=place,
    )


def _id(held: Fields, place: str) -> str:
    text = line_of(held, "id", place)
    if len(text) > MAX_ID_CHARACTERS:
        raise Unreadable(place, f"编号长 {len(text)} 个字符，最多 {MAX_ID_CHARACTERS} 个。")
    return text


def _authors(held: Fields, place: str) -> tuple[str, ...]:
    split = [_BETWEEN_AUTHORS.split(one) if isinstance(one, str) else one for one in held.get("authors", ())]
    return tuple(name for name in _texts({"authors": split}, "authors", place) if name.strip())


def line_of(held: Fields, field: str, place: str) -> str:
    """The first value of the field that says something; numbers may be an id or a date."""
    value = next((one for one in held.get(field, ()) if one or (one == 0 and one is not False)), "")
    if field in ("id", "date") and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise Unreadable(place, f"字段 {field} 应为字符串。")
    return storable(value)


def _texts(held: Fields, field: str, place: str) -> list[str]:
    """All values of the field, each once: lists of texts, or texts of some lines."""
    texts: list[str] = []
    values = held.get(field, [])
    for value in (one for number, one in enumerate(values) if one and one not in values[:number]):
        lines_of = [line.strip() for line in value.splitlines()] if isinstance(value, str) else value
        if not isinstance(lines_of, list) or not all(isinstance(text, str) for text in lines_of):
            raise Unreadable(place, f"字段 {field} 应为字符串，或字符串的列表。")
        texts += map(storable, lines_of)
    return texts
