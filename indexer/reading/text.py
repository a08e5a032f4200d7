"""A text file -> one document; and the facts that an author writes above a text, between two lines of ---.

---
标题: 镇江经开区书写产业强区高分答卷
date: 2023-03-05
authors: [崔宁华, 谈琪]
---
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from indexer.reading.decoding import decode
from indexer.reading.layout.blocks import blocks
from indexer.reading.layout.furniture import without_furniture
from indexer.reading.metadata.dates import iso_date
from indexer.reading.metadata.names import names
from indexer.reading.source import Document, Facts, Source

_FRONT_MATTER_CHARACTERS = 64 * 2**10
"""At most: what is longer is text."""
_MAX_MARKS = 1000
"""That open a list or a mapping: the library takes the square of their number where they are nested."""
_FENCED = re.compile(r"\ufeff?---[ \t]*\r?\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S | re.M)
_KEYS = {
    "title": ("title", "标题"),
    "date": ("date", "日期"),
    "source": ("source", "来源"),
    "authors": ("authors", "author", "作者"),
    "number": ("number", "文号"),
    "page": ("page", "版面"),
}


def read(source: Source) -> Iterator[Document]:
    """The document in a text file. Raises `Unreadable` and OSError."""
    decoded = decode(source.content(), source.place, source.encoding)
    facts, written = split_front_matter(decoded.text)
    text, left_out = without_furniture(written)
    told = f"有 {left_out} 行重复的页眉和页码没有收录。" if left_out else ""
    yield Document(blocks(text), facts, decoded.note + told)


def split_front_matter(text: str) -> tuple[Facts, str]:
    """The facts above a text, and the text below them. Text that has none, or lines between --- that are no
    facts we know, are left as they are: nothing that was written is lost."""
    fenced = _FENCED.match(text, 0, _FRONT_MATTER_CHARACTERS)
    told = _mapping(fenced["yaml"]) if fenced else {}
    known = {name: _value(told, keys) for name, keys in _KEYS.items()}
    if fenced is None or not any(key in told for keys in _KEYS.values() for key in keys):
        return Facts(), text
    facts = Facts(
        title=_line(known["title"]),
        date=iso_date(_line(known["date"])),
        source=_line(known["source"]),
        authors=_names(known["authors"]),
        number=_line(known["number"]),
        page=_line(known["page"]),
    )
    return facts, text[fenced.end() :]


def _mapping(written: str) -> dict[str, Any]:
    """The mapping that is written, its values as the strings that were written: 007 is no number and 否 no
    truth. This loader merges no mappings and builds nothing, so what refers to itself stays small."""
    if sum(map(written.count, "[{-")) > _MAX_MARKS:
        return {}
    try:
        found = yaml.load(written, yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {key.strip().lower(): value for key, value in found.items() if isinstance(key, str)}


def _value(told: dict[str, Any], keys: tuple[str, ...]) -> Any:
    return next((told[key] for key in keys if key in told), "")


def _line(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _names(value: Any) -> tuple[str, ...]:
    given = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(name for one in given if isinstance(one, str) for name in names(one)))
