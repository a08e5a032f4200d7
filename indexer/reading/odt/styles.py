"""The styles of an open document -> the kind of block that each stands for, and how its lists count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml.etree import _Element

from indexer.reading.docx.styles import named
from indexer.report import Kind

STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_FORMAT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}num-list-format"
"""The whole of a number, as LibreOffice writes it beside what the standard has for it."""
OUTLINE = ""
"""The name of the list that counts headings."""
_FORMS = {
    "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "一": "chineseCountingThousand", "壹": "chineseLegalSimplified", "甲": "ideographTraditional",
    "子": "ideographZodiac", "①": "decimalEnclosedCircle", "１": "decimalFullWidth",
    "⑴": "decimalEnclosedParen", "⒈": "decimalEnclosedFullstop",
}  # fmt: skip
"""The names of forms of numbers in `docx.counting`, by the sign that an open document names one with."""
_MAX_LEVELS = 10
_MAX_TEXT_CHARACTERS = 255
"""Of what is written around a number."""
_MAX_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Level:
    """`text` is 第%1%条, with the level itself and those above by their numbers; `gap` stands behind it."""

    form: str
    text: str
    gap: str
    start: int


Levels = Mapping[int, Level]
"""The levels of a list, counted from 1, which have numbers."""


@dataclass(frozen=True, slots=True)
class Styles:
    """By the names of styles: the kinds of paragraphs with their levels as headings, the levels of lists,
    and what is hidden."""

    kinds: Mapping[str, tuple[Kind | None, int]] = field(default_factory=dict)
    lists: Mapping[str, Levels] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()


def styles(roots: Iterable[_Element]) -> Styles:
    """The styles below the roots of a document's parts."""
    own: dict[str, _Element] = {}
    lists: dict[str, Levels] = {}
    hidden = set()
    for root in roots:
        for node in root.iter(f"{STYLE}style"):
            name = node.get(f"{STYLE}name", "")
            if node.get(f"{STYLE}family") == "paragraph":
                own[name] = node
            if (said := node.find(f"{STYLE}text-properties")) is not None:
                hidden |= {name} if said.get(f"{TEXT}display") == "none" else set()
        for node in root.iter(f"{TEXT}list-style", f"{TEXT}outline-style"):
            is_list = node.tag == f"{TEXT}list-style"
            lists[node.get(f"{STYLE}name", "") if is_list else OUTLINE] = _levels(node)
    return Styles({name: _kind(name, own) for name in own}, lists, frozenset(hidden))


def whole(told: str | None, other: int) -> int:
    """A number as it is written, or another where it is none."""
    return int(told) if told and told.isdecimal() and len(told) <= _MAX_DIGITS else other


def _kind(name: str, own: Mapping[str, _Element]) -> tuple[Kind | None, int]:
    """The kind of a style by its name, or that on which it is based, and its level as a heading."""
    way: set[str] = set()
    while name in own and name not in way:
        way.add(name)
        kind, rank = named(own[name].get(f"{STYLE}display-name") or name)
        if kind:
            return kind, rank
        name = own[name].get(f"{STYLE}parent-style-name", "")
    return None, 0


def _levels(holder: _Element) -> Levels:
    found = {}
    for node in holder:
        level = whole(node.get(f"{TEXT}level"), 0)
        if 0 < level <= _MAX_LEVELS and isinstance(node.tag, str) and "bullet" not in node.tag:
            found[level] = _level(node, level)
    return found


def _level(node: _Element, level: int) -> Level:
    sign = node.get(f"{STYLE}num-format", "")[:1]
    shown = min(max(1, whole(node.get(f"{TEXT}display-levels"), 1)), level)
    counted = ".".join(f"%{i}%" for i in range(level - shown + 1, level + 1))
    around = f"{node.get(f'{STYLE}num-prefix', '')}{counted}{node.get(f'{STYLE}num-suffix', '')}"
    label = next(node.iter(f"{STYLE}list-level-label-alignment"), None)
    is_followed = label is not None and label.get(f"{TEXT}label-followed-by") != "nothing"
    return Level(
        form=_FORMS.get(sign, "decimal") if sign else "",
        text=node.get(_FORMAT, around)[:_MAX_TEXT_CHARACTERS],
        gap=" " if is_followed else "",
        start=whole(node.get(f"{TEXT}start-value"), 1),
    )
