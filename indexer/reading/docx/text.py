"""The XML of a Word document -> its lines: what is seen in the finished text, in its order.

Text that a reviser struck out is not there, text that one put in is; nor are the codes of fields, hidden text
and the pronunciation above a character. Automatic numbers stand before their paragraphs. A text box, or text
drawn as a picture, comes after the paragraph that it is anchored to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from docx.oxml.ns import nsmap
from lxml.etree import _Element

from indexer.reading.docx import fields
from indexer.reading.docx.numbering import Numbers
from indexer.reading.docx.styles import PLAIN, Style, Styles, W, ranked, value
from indexer.reading.layout.blocks import row_texts
from indexer.report import Kind

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CHOICES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DRAWING = f"{{{nsmap['a']}}}"
_DRAWN = "{urn:schemas-microsoft-com:vml}textpath"
_RELATION = f"{{{nsmap['r']}}}id"
_TEXTS = (f"{W}t", f"{W}instrText", f"{_MATH}t", f"{_DRAWING}t")
_SIGNS = {
    **dict.fromkeys((f"{W}tab", f"{W}ptab"), "\t"),
    **dict.fromkeys((f"{W}br", f"{W}cr", f"{_DRAWING}br"), "\n"),
    f"{W}noBreakHyphen": "-",
}
_FIELD_SIGNS = {"begin": fields.BEGIN, "separate": fields.SHOWS, "end": fields.END}
_PICTURE = "\ufffc"
"""What some programs write in the place of a picture, in the midst of words."""
_UNSEEN = {f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "rt", "sectPr")}
_HOLDERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")}
_BOXES = (f"{W}txbxContent", f"{_DRAWING}txBody", _DRAWN)


@dataclass(frozen=True, slots=True)
class WordLine:
    """A paragraph as it was typed, or a row of a table; `kind` is that of its style, if it has one; `rank` is
    the level of a heading. What `is_whole` or `is_numbered` is surely no rest of the paragraph above it, and
    the former has no other."""

    text: str
    kind: Kind | None = None
    is_whole: bool = False
    is_numbered: bool = False
    rank: int = 0


def _nothing(relation: str) -> Iterable[WordLine]:
    return ()


@dataclass(frozen=True, slots=True)
class Manner:
    """What must be known to read the text of a document: its styles, its automatic numbers, and the lines of
    a file that it embeds under the name of a relation."""

    styles: Styles = field(default_factory=dict)
    numbers: Numbers = field(default_factory=Numbers)
    embedded: Callable[[str], Iterable[WordLine]] = _nothing


def lines(holder: _Element, manner: Manner) -> Iterator[WordLine]:
    """The lines of a document's body, a cell, a note or a text box; a blank line for an empty paragraph."""
    for node in holder:
        if node.tag in (f"{W}p", f"{_DRAWING}p"):
            yield from _paragraph(node, manner)
        elif node.tag == f"{W}tbl":
            for row in _within(node, "tr"):
                yield from _row(row, manner)
        elif node.tag == f"{W}altChunk":
            yield from manner.embedded(node.get(_RELATION, ""))
        elif node.tag == f"{_CHOICES}AlternateContent":
            yield from lines(_choice(node), manner)
        elif node.tag in _HOLDERS:
            yield from lines(node, manner)


def _paragraph(node: _Element, manner: Manner) -> Iterator[WordLine]:
    boxes: list[_Element] = []
    text = fields.seen("".join(_texts(node, boxes))).replace(_PICTURE, "")
    style_id = value(node.find(f"{W}pPr/{W}pStyle"))
    style = manner.styles.get(style_id, PLAIN)
    number = "" if _is_gone(node, text) else _number(node, style_id, style, manner)
    level = value(node.find(f"{W}pPr/{W}outlineLvl"))
    kind, rank = ranked(level) if level else (style.kind, style.rank)
    whole = number + text
    yield WordLine(whole, kind if whole.strip() else None, is_numbered=bool(number), rank=rank)
    for box in boxes:
        yield from _box(box, manner)


def _number(node: _Element, style_id: str, style: Style, manner: Manner) -> str:
    return manner.numbers.before(node.find(f"{W}pPr/{W}numPr"), style_id, style)


def _is_gone(node: _Element, text: str) -> bool:
    """Whether nothing is left of a paragraph, its mark included: a reviser struck it out, or it is hidden."""
    mark = node.find(f"{W}pPr/{W}rPr")
    if mark is None or text.strip():
        return False
    return _is_hidden(node.find(f"{W}pPr")) or any(
        mark.find(f"{W}{name}") is not None for name in ("del", "moveFrom")
    )


def _box(box: _Element, manner: Manner) -> Iterator[WordLine]:
    if box.tag == _DRAWN:
        yield WordLine(box.get("string", ""), is_whole=True)
    else:
        yield from lines(box, manner)


def _texts(node: _Element, boxes: list[_Element]) -> Iterator[str]:
    for child in node:
        tag = child.tag
        if tag in _TEXTS:
            yield child.text or ""
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag == f"{W}fldChar":
            yield _FIELD_SIGNS.get(child.get(f"{W}fldCharType", ""), "")
        elif tag in _BOXES:
            boxes.append(child)
        elif tag == f"{_CHOICES}AlternateContent":
            yield from _texts(_choice(child), boxes)
        elif tag not in _UNSEEN and not _is_hidden(child):
            yield from _texts(child, boxes)


def _is_hidden(run: _Element | None) -> bool:
    mark = None if run is None else run.find(f"{W}rPr/{W}vanish")
    return mark is not None and value(mark) not in ("0", "false", "off")


def _choice(node: _Element) -> _Element:
    """One of the forms in which the same thing is given for programs of different age."""
    choices = [one for one in node if next(one.iter(*_TEXTS, _DRAWN), None) is not None]
    return choices[0] if choices else node


def _within(holder: _Element, name: str) -> Iterator[_Element]:
    """The rows of a table or the cells of a row, those too that stand in a content control."""
    for node in holder:
        if node.tag == f"{W}{name}":
            yield node
        elif node.tag in _HOLDERS:
            yield from _within(node, name)


def _row(row: _Element, manner: Manner) -> Iterator[WordLine]:
    if row.find(f"{W}trPr/{W}del") is None:
        yield from row_lines([list(lines(cell, manner)) for cell in _within(row, "tc") if not _goes_on(cell)])


def row_lines(cells: Sequence[Sequence[WordLine]]) -> Iterator[WordLine]:
    """A row as one line; its cells' lines where the table only sets text side by side."""
    held = [line for cell in cells for line in cell]
    texts = row_texts([[line.text for line in cell] for cell in cells])
    if len(texts) == 1 and sum(1 for line in held if line.text.strip()) > 1:
        yield WordLine(texts[0], Kind.PARAGRAPH, is_whole=True)
    else:
        yield from held


def _goes_on(cell: _Element) -> bool:
    """Whether a cell is merged with the one above it."""
    merged = cell.find(f"{W}tcPr/{W}vMerge")
    return merged is not None and value(merged) in ("", "continue")
