"""The styles of a Word document -> the kind of block that each stands for, and the list that it numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from docx.oxml.ns import nsmap
from lxml.etree import _Element

from indexer.report import Kind

W = f"{{{nsmap['w']}}}"
"""The namespace of Word's own tags."""

_NAMES = (
    (re.compile(r"title|标题", re.I), Kind.TITLE),
    (re.compile(r"subtitle|副标题", re.I), Kind.KICKER),
    (re.compile(r"heading \d|标题 ?\d", re.I), Kind.HEADING),
    (re.compile(r"caption|题注", re.I), Kind.CAPTION),
)
_BODY_TEXT_LEVEL = 9  # the outline level of what is no heading


@dataclass(frozen=True, slots=True)
class Style:
    """`kind` is None for a style of text; `rank` is the level of a heading, 1 to 9, else 0. `list_id` and
    `level`, as they are written, name what numbers its paragraphs, and are empty where nothing does."""

    kind: Kind | None = None
    rank: int = 0
    list_id: str = ""
    level: str = ""


PLAIN = Style()
Styles = Mapping[str, Style]
"""The styles of a document, by their ids."""


def styles(root: _Element) -> Styles:
    """The styles below the root of a document's styles; what one does not say, the style says on which it is
    based."""
    own = {one.get(f"{W}styleId", ""): one for one in root.iter(f"{W}style")}
    found: dict[str, Style] = {}
    for name in own:
        _learn(name, own, found)
    return found


def value(node: _Element | None) -> str:
    """What a tag says in its w:val."""
    return "" if node is None else node.get(f"{W}val", "")


def named(name: str) -> tuple[Kind | None, int]:
    """The kind of what has a style of this name, and its level as a heading."""
    kind = next((kind for pattern, kind in _NAMES if pattern.fullmatch(name)), None)
    return kind, int(name[-1]) if kind is Kind.HEADING else 0


def ranked(level: str) -> tuple[Kind | None, int]:
    """The kind of what has this outline level, which is counted from 0, and its level as a heading."""
    if level.isdecimal() and int(level) < _BODY_TEXT_LEVEL:
        return Kind.HEADING, int(level) + 1
    return None, 0


def _learn(name: str, own: Mapping[str, _Element], found: dict[str, Style]) -> None:
    way: dict[str, None] = {}
    while name in own and name not in found and name not in way:
        way[name] = None
        name = value(own[name].find(f"{W}basedOn"))
    base = found.get(name, PLAIN)
    for one in reversed(way):
        base = found[one] = _style(own[one], base)


def _style(node: _Element, base: Style) -> Style:
    kind, rank, is_said = _said(node)
    return Style(
        kind if is_said else base.kind,
        rank if is_said else base.rank,
        value(node.find(f"{W}pPr/{W}numPr/{W}numId")) or base.list_id,
        value(node.find(f"{W}pPr/{W}numPr/{W}ilvl")) or base.level,
    )


def _said(style: _Element) -> tuple[Kind | None, int, bool]:
    """The kind and rank that a style has by its name or its level, and whether it has any of its own."""
    kind, rank = named(value(style.find(f"{W}name")))
    if kind:
        return kind, rank, True
    level = value(style.find(f"{W}pPr/{W}outlineLvl"))
    return *ranked(level), bool(level)
