"""The objects of a page -> what is printed on it: characters in their directions, and rules. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from lxml.etree import _Element

from indexer.reading.ofd.matrix import Matrix, placed
from indexer.reading.ofd.paths import rules
from indexer.reading.ofd.text import glyphs, turned
from indexer.reading.office.packages import name_of
from indexer.reading.print.doubles import printed_once
from indexer.reading.print.runs import Glyph, PrintedPage, Rule
from indexer.reading.print.vertical import parted

_POINTS = 72 / 25.4  # in a millimetre
PAGE = Matrix(a=_POINTS, d=_POINTS)
"""From the millimetres of a page to points."""
_MAX_DEPTH = 8
"""Of blocks and graphics within each other."""
_MAX_PATHS = 5000
"""Of one page, that are looked at: a table has four for each of its cells."""

Placed = tuple[_Element, Matrix]
"""A text or a path, and how its places become those of the page."""


def objects(
    nodes: Iterable[_Element], outer: Matrix, graphics: Mapping[str, _Element], depth: int = 0
) -> Iterator[Placed]:
    """The texts and paths in objects, and in those within them; `graphics` are drawn more than once, and have
    names."""
    for node in nodes if depth <= _MAX_DEPTH else ():
        name = name_of(node)
        if node.get("Visible") == "false":
            continue
        if name in ("TextObject", "PathObject"):
            yield node, outer
        elif name in ("Content", "Layer", "PageBlock"):
            yield from objects(node, outer, graphics, depth + 1)
        elif name == "CompositeObject" and (graphic := graphics.get(node.get("ResourceID", ""))) is not None:
            yield from objects(graphic, placed(node, outer), graphics, depth + 1)


def printed(found: Iterable[Placed], box: list[float]) -> list[PrintedPage]:
    """The text of every direction as a page of its own, what is more of it first. `box` holds the edges of
    the page, if they are known, in millimetres."""
    turned_by: defaultdict[int, list[Glyph]] = defaultdict(list)
    drawn: list[Rule] = []
    paths = 0
    for node, outer in found:
        if name_of(node) == "TextObject":
            for angle, glyph in glyphs(node, outer):
                turned_by[angle].append(glyph)
        elif paths < _MAX_PATHS:
            paths += 1
            drawn += rules(node, outer)
    by_number = sorted(turned_by, key=lambda angle: -len(turned_by[angle]))
    pages = [_upright(turned_by[angle], angle, box) for angle in by_number]
    if by_number and by_number[0] == 0:
        pages[0] = replace(pages[0], rules=tuple(drawn))
    return [piece for page in pages for piece in parted(page)]


def _upright(found: list[Glyph], angle: int, box: list[float]) -> PrintedPage:
    """The page of one direction of text, without what stands beyond its edges and is not printed. A page
    whose size is not known ends with its text."""
    seen = printed_once(found)
    if len(box) == 4 and box[2] > 0 and box[3] > 0:
        width, height = box[2] * _POINTS, box[3] * _POINTS
        corners = [turned(x, y, angle) for x in (0.0, width) for y in (0.0, height)]
    else:
        corners = [(one.left, one.top) for one in seen] + [(one.right, one.bottom) for one in seen]
    (left, top), (right, bottom) = map(min, zip(*corners, strict=True)), map(max, zip(*corners, strict=True))
    seen = tuple(g for g in seen if g.left < right and g.right > left and g.top < bottom and g.bottom > top)
    return PrintedPage(seen, top, bottom, left=left, right=right)
