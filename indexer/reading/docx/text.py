"""The XML of a Word document -> its lines: what is seen in the finished text, in its order.

Text that a reviser struck out is not there, text that one put in is; nor are the codes of fields, hidden text
and the pronunciation above a character. A text box comes after the paragraph that it is anchored to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docx.oxml.ns import nsmap
from lxml.etree import _Element

from indexer.reading.layout.blocks import row_texts
from indexer.report import Kind

Styles = Mapping[str, Kind]
"""The kinds that the styles of a document stand for, by the style's id; text styles are not in it."""

_W = f"{{{nsmap['w']}}}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CHOICES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SIGNS = {
    **dict.fromkeys((f"{_W}tab", f"{_W}ptab"), "\t"),
    **dict.fromkeys((f"{_W}br", f"{_W}cr"), "\n"),
    f"{_W}noBreakHyphen": "-",
}
_UNSEEN = {f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "rt", "sectPr")}
_HOLDERS = {f"{_W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")}
_NAMES = (
    (re.compile(r"title|标题", re.I), Kind.TITLE),
    (re.compile(r"subtitle|副标题", re.I), Kind.KICKER),
    (re.compile(r"heading \d|标题 ?\d", re.I), Kind.HEADING),
    (re.compile(r"caption|题注", re.I), Kind.CAPTION),
)
_BODY_TEXT_LEVEL = 9  # the outline level of what is no heading


@dataclass(frozen=True, slots=True)
class WordLine:
    """A paragraph as it was typed, or a row of a table; `kind` is that of its style, if it has one."""

    text: str
    kind: Kind | None = None
    is_row: bool = False


def styles(root: _Element) -> Styles:
    """The styles of titles, headings and captions, below the root of a document's styles."""
    own = {one.get(f"{_W}styleId", ""): one for one in root.iter(f"{_W}style")}
    found: dict[str, Kind | None] = {}
    for name in own:
        _learn_style(name, own, found)
    return {name: kind for name, kind in found.items() if kind}


def lines(holder: _Element, known: Styles) -> Iterator[WordLine]:
    """The lines of a document's body, a cell, a note or a text box; a blank line for an empty paragraph."""
    for node in holder:
        if node.tag == f"{_W}p":
            yield from _paragraph(node, known)
        elif node.tag == f"{_W}tbl":
            for row in _within(node, "tr"):
                yield from _row(row, known)
        elif node.tag == f"{_CHOICES}AlternateContent":
            yield from lines(_choice(node), known)
        elif node.tag in _HOLDERS:
            yield from lines(node, known)


def _learn_style(name: str, own: Mapping[str, _Element], found: dict[str, Kind | None]) -> None:
    """The kind of a style, and of those that it is based on: what says nothing is of the kind of its base."""
    way: dict[str, None] = {}
    kind = None
    while name in own and name not in way:
        if name in found:
            kind = found[name]
            break
        way[name] = None
        kind, is_said = _said(own[name])
        if is_said:
            break
        name = _value(own[name].find(f"{_W}basedOn"))
    found.update(dict.fromkeys(way, kind))


def _said(style: _Element) -> tuple[Kind | None, bool]:
    """The kind that a style has by its name or its level, and whether it has any of its own."""
    called = _value(style.find(f"{_W}name"))
    if kind := next((kind for pattern, kind in _NAMES if pattern.fullmatch(called)), None):
        return kind, True
    level = _value(style.find(f"{_W}pPr/{_W}outlineLvl"))
    return _kind_of_level(level), bool(level)


def _kind_of_level(level: str) -> Kind | None:
    return Kind.HEADING if level.isdecimal() and int(level) < _BODY_TEXT_LEVEL else None


def _value(node: _Element | None) -> str:
    return "" if node is None else node.get(f"{_W}val", "")


def _paragraph(node: _Element, known: Styles) -> Iterator[WordLine]:
    boxes: list[_Element] = []
    text = "".join(_texts(node, boxes))
    level = _value(node.find(f"{_W}pPr/{_W}outlineLvl"))
    kind = _kind_of_level(level) if level else known.get(_value(node.find(f"{_W}pPr/{_W}pStyle")))
    yield WordLine(text, kind if text.strip() else None)
    for box in boxes:
        yield from lines(box, known)


def _texts(node: _Element, boxes: list[_Element]) -> Iterator[str]:
    for child in node:
        tag = child.tag
        if tag in (f"{_W}t", f"{_MATH}t"):
            yield child.text or ""
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag == f"{_W}txbxContent":
            boxes.append(child)
        elif tag == f"{_CHOICES}AlternateContent":
            yield from _texts(_choice(child), boxes)
        elif tag not in _UNSEEN and not _is_hidden(child):
            yield from _texts(child, boxes)


def _is_hidden(run: _Element) -> bool:
    mark = run.find(f"{_W}rPr/{_W}vanish")
    return mark is not None and _value(mark) not in ("0", "false", "off")


def _choice(node: _Element) -> _Element:
    """One of the forms in which the same thing is given for programs of different age."""
    choices = [one for one in node if next(one.iter(f"{_W}t"), None) is not None]
    return choices[0] if choices else node


def _within(holder: _Element, name: str) -> Iterator[_Element]:
    """The rows of a table or the cells of a row, those too that stand in a content control."""
    for node in holder:
        if node.tag == f"{_W}{name}":
            yield node
        elif node.tag in _HOLDERS:
            yield from _within(node, name)


def _row(row: _Element, known: Styles) -> Iterator[WordLine]:
    """A row as one line; its cells' lines where the table only sets text side by side."""
    if row.find(f"{_W}trPr/{_W}del") is not None:
        return
    cells = [list(lines(cell, known)) for cell in _within(row, "tc") if not _goes_on(cell)]
    held = [line for cell in cells for line in cell]
    texts = row_texts([[line.text for line in cell] for cell in cells])
    if len(texts) == 1 and sum(1 for line in held if line.text.strip()) > 1:
        yield WordLine(texts[0], is_row=True)
    else:
        yield from held


def _goes_on(cell: _Element) -> bool:
    """Whether a cell is merged with the one above it."""
    merged = cell.find(f"{_W}tcPr/{_W}vMerge")
    return merged is not None and _value(merged) in ("", "continue")
