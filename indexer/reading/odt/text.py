"""The XML of an open document -> its lines: what is seen in the finished text, in its order.

What a reviser struck out stands apart in the file and is not read; nor are remarks, hidden text and the
pronunciation above a character. A text box comes after the paragraph that it is anchored to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from indexer.reading.docx.text import WordLine, row_lines
from indexer.reading.odt.numbering import List, Numbers
from indexer.reading.odt.styles import TEXT, Styles, whole
from indexer.report import Kind

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DESCRIBED = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_UNSEEN = {
    f"{TEXT}tracked-changes", f"{TEXT}ruby-text", f"{TEXT}note-citation", f"{TEXT}sequence-decls",
    f"{TEXT}variable-decls", f"{TEXT}user-field-decls", f"{TEXT}index-title-template", f"{_OFFICE}annotation",
    f"{_OFFICE}forms", f"{_OFFICE}event-listeners", f"{_DESCRIBED}title", f"{_DESCRIBED}desc",
    f"{_TABLE}covered-table-cell", f"{TEXT}script",
}  # fmt: skip
_GROUPS = {f"{_TABLE}{name}" for name in ("table-header-rows", "table-rows", "table-row-group")}
_PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")
_HEADING = _PARAGRAPHS[1]
_SPACE = re.compile("[ \t\r\n]+")
_MAX_SPACES = 1000


@dataclass(slots=True)
class Reading:
    """The reading of one document: its styles, and the notes that were met."""

    styles: Styles
    notes: list[WordLine] = field(default_factory=list)
    endnotes: list[WordLine] = field(default_factory=list)
    _numbers: Numbers = field(init=False)

    def __post_init__(self) -> None:
        self._numbers = Numbers(self.styles)

    def lines(self, holder: _Element) -> Iterator[WordLine]:
        """The lines of a text, a cell, a note or a text box; a blank line for an empty paragraph."""
        for node in holder:
            if node.tag in _PARAGRAPHS:
                yield from self._paragraph(node)
            elif node.tag == f"{TEXT}list":
                yield from self._list(node, None)
            elif node.tag == f"{_TABLE}table":
                for row in _rows(node):
                    cells = row.iterchildren(f"{_TABLE}table-cell")
                    yield from row_lines([list(self.lines(cell)) for cell in cells])
            elif node.tag not in _UNSEEN and node.get(f"{TEXT}display") != "none":
                yield from self.lines(node)

    def _list(self, node: _Element, above: List | None) -> Iterator[WordLine]:
        one = self._numbers.list_of(node, above)
        for item in node.iterchildren(f"{TEXT}list-item", f"{TEXT}list-header"):
            start = item.get(f"{TEXT}start-value")
            is_counted = item.tag == f"{TEXT}list-item"
            for part in item:
                if part.tag == f"{TEXT}list":
                    yield from self._list(part, one)
                elif part.tag in _PARAGRAPHS:
                    number = self._numbers.of_item(one, start) if is_counted else ""
                    is_counted = False
                    yield from self._paragraph(part, number)

    def _paragraph(self, node: _Element, number: str | None = None) -> Iterator[WordLine]:
        """A paragraph; `number` is that of the list it is in, and "" if it has none there."""
        if self._is_hidden(node):
            return
        if number is None:
            number = self._numbers.of_heading(node) if node.tag == _HEADING else ""
        boxes: list[_Element] = []
        text = number + "".join(self._texts(node, boxes))
        kind, rank = self.styles.kinds.get(node.get(f"{TEXT}style-name", ""), (None, 0))
        if node.tag == _HEADING and kind is not Kind.TITLE:
            kind, rank = Kind.HEADING, whole(node.get(f"{TEXT}outline-level"), 1)
        yield WordLine(text, kind if text.strip() else None, is_numbered=bool(number), rank=rank)
        for box in boxes:
            yield from self.lines(box)

    def _texts(self, node: _Element, boxes: list[_Element]) -> Iterator[str]:
        """The text of a tag, and what stands behind each within it."""
        yield _SPACE.sub(" ", node.text or "")
        for child in node:
            yield from self._text(child, boxes)
            yield _SPACE.sub(" ", child.tail or "")

    def _text(self, node: _Element, boxes: list[_Element]) -> Iterator[str]:
        tag = node.tag
        if tag == f"{TEXT}s":
            yield " " * min(whole(node.get(f"{TEXT}c"), 1), _MAX_SPACES)
        elif tag == f"{TEXT}tab":
            yield "\t"
        elif tag == f"{TEXT}line-break":
            yield "\n"
        elif tag == f"{TEXT}note":
            into = self.endnotes if node.get(f"{TEXT}note-class") == "endnote" else self.notes
            into += self.lines(node)
        elif isinstance(tag, str) and tag.startswith(_DRAW) and tag != f"{_DRAW}a":
            boxes.append(node)
        elif isinstance(tag, str) and tag not in _UNSEEN and not self._is_hidden(node):
            yield from self._texts(node, boxes)

    def _is_hidden(self, node: _Element) -> bool:
        return node.get(f"{TEXT}style-name", "") in self.styles.hidden


def _rows(holder: _Element) -> Iterator[_Element]:
    """The rows of a table, those too that are its head, or are grouped."""
    for node in holder:
        if node.tag == f"{_TABLE}table-row":
            yield node
        elif node.tag in _GROUPS:
            yield from _rows(node)
