"""An OpenDocument presentation, .odp -> its slides."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element

from indexer.reading.layout.blocks import row_texts
from indexer.reading.office.odf import CONTENT, Parts, check, text_of
from indexer.reading.office.packages import name_of, told
from indexer.reading.office.slides.shapes import Shape, Slide

_RUNNING = {"page-number", "date-time", "footer", "header", "page"}
_LENGTH = re.compile(r"(-?\d{1,6}(?:\.\d{1,9})?)(cm|mm|in|pt|pc)?")
_MILLIMETRES = {"cm": 10.0, "mm": 1.0, "in": 25.4, "pt": 25.4 / 72, "pc": 25.4 / 6, None: 1.0}


def slides(package: Parts, place: str) -> Iterator[Slide]:
    """The slides in their order. Raises `Unreadable`, and `BROKEN` of `package`."""
    check(package, place)
    for page in package.nodes(CONTENT, "{*}page"):
        shapes = tuple(one for one in _shapes(page.iterchildren()) if one.texts)
        notes = [one for node in page.iterchildren("{*}notes") for one in _shapes(node.iterchildren())]
        comments = [one for node in page.iterchildren("{*}annotation") for one in _paragraphs(node)]
        yield Slide(shapes, (*(text for one in notes for text in one.texts), *comments))


def _shapes(nodes: Iterator[_Element]) -> Iterator[Shape]:
    for node in nodes:
        kind = told(node, "class")
        if (
            name_of(node) in ("notes", "annotation")
            or kind in _RUNNING
            or told(node, "placeholder") == "true"
        ):
            continue
        if name_of(node) in ("g", "a"):
            yield from _shapes(node.iterchildren())
            continue
        top = _length(told(node, "y"))
        yield Shape(
            tuple(_paragraphs(node)),
            kind == "title",
            _length(told(node, "x")),
            top,
            top + _length(told(node, "height")),
        )


def _paragraphs(node: _Element) -> Iterator[str]:
    """The paragraphs in a shape; a table row by row."""
    for one in node:
        name = name_of(one)
        if name in ("p", "h"):
            if text := text_of(one):
                yield text
        elif name == "table-row":
            cells = one.iterchildren("{*}table-cell")
            yield from row_texts(
                [[line for text in _paragraphs(cell) for line in text.splitlines()] for cell in cells]
            )
        elif name not in ("annotation", "notes"):
            yield from _paragraphs(one)


def _length(text: str) -> float:
    match = _LENGTH.fullmatch(text)
    return float(match[1]) * _MILLIMETRES[match[2]] if match else 0.0
