"""A file of PowerPoint since 2007, .pptx -> its slides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml.etree import _Element

from indexer.reading.layout.blocks import row_texts
from indexer.reading.office.packages import Package, Relation, name_of, told
from indexer.reading.office.slides.shapes import Shape, Slide

_TITLES = {"title", "ctrTitle"}
_RUNNING = {"sldNum", "dt", "ftr", "hdr", "sldImg"}
"""Placeholders of what stands on every slide, and of the picture of a slide above its notes."""
_MAX_DEPTH = 32
"""Of groups within each other."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """How the places in a group become those on the slide."""

    scale: tuple[float, float] = (1.0, 1.0)
    shift: tuple[float, float] = (0.0, 0.0)

    def at(self, x: float, y: float) -> tuple[float, float]:
        return x * self.scale[0] + self.shift[0], y * self.scale[1] + self.shift[1]


@dataclass(frozen=True, slots=True)
class _Part:
    """What a slide refers to, and the places that its layout gives to placeholders, by their names."""

    package: Package
    relations: Mapping[str, Relation]
    places: Mapping[str, tuple[float, float, float]]


def slides(package: Package) -> list[str]:
    """The parts that are the slides, in their order. Raises `BROKEN` of `package`."""
    relations = package.relations(package.main)
    listed = package.root(package.main).iterfind("{*}sldIdLst/{*}sldId")
    names = [next((str(v) for k, v in one.items() if str(k).endswith("}id")), "") for one in listed]
    return [relations[name].target for name in names if name in relations]


def slide(package: Package, name: str) -> Slide:
    """What is on a slide, and its notes. Raises `Unreadable`, and `BROKEN` of `package`."""
    relations = package.relations(name)
    part = _Part(package, relations, _places(package, relations))
    shapes = tuple(
        one for one in _shapes(package.root(name).iterfind("{*}cSld/{*}spTree"), part) if one.texts
    )
    return Slide(shapes, tuple(_notes(package, relations)))


def _places(package: Package, relations: Mapping[str, Relation]) -> dict[str, tuple[float, float, float]]:
    """Where the layout of a slide has its placeholders: left, top and bottom of each, by its number and by
    its type."""
    found: dict[str, tuple[float, float, float]] = {}
    for one in relations.values():
        if one.kind == "slideLayout" and package.has(one.target):
            for node in package.root(one.target).iter("{*}sp"):
                place, holder = _place(node, _Frame()), next(node.iter("{*}ph"), None)
                if place and holder is not None:
                    found |= dict.fromkeys(_names(holder), place)
    return found


def _names(holder: _Element) -> list[str]:
    return [f"{key} {holder.get(key)}" for key in ("idx", "type") if holder.get(key)]


def _shapes(
    nodes: Iterator[_Element], part: _Part, frame: _Frame = _Frame(), depth: int = 0
) -> Iterator[Shape]:
    for node in nodes if depth < _MAX_DEPTH else ():
        name = name_of(node)
        if name in ("spTree", "grpSp"):
            yield from _shapes(node.iterchildren(), part, _within(node, frame), depth + 1)
        elif name == "AlternateContent":
            yield from _shapes(_choice(node), part, frame, depth + 1)
        elif name in ("sp", "cxnSp"):
            yield from _text_shape(node, part, frame)
        elif name == "graphicFrame":
            left, top, bottom = _place(node, frame) or (0.0, 0.0, 0.0)
            yield Shape(tuple(_drawn(node, part)), left=left, top=top, bottom=bottom)


def _choice(node: _Element) -> Iterator[_Element]:
    """One of the forms in which the same thing is given for programs of different age."""
    held = [one for one in node if any(True for _ in one.iter("{*}t", "{*}relIds", "{*}chart"))]
    return iter(held[0] if held else [])


def _text_shape(node: _Element, part: _Part, frame: _Frame) -> Iterator[Shape]:
    holder = next(node.iterfind("{*}nvSpPr/{*}nvPr/{*}ph"), None)
    kind = "" if holder is None else holder.get("type", "")
    if kind in _RUNNING:
        return
    from_layout = (
        part.places[name] for name in ([] if holder is None else _names(holder)) if name in part.places
    )
    left, top, bottom = _place(node, frame) or next(from_layout, (0.0, 0.0, 0.0))
    texts = tuple(text for body in node.iterfind("{*}txBody") for text in paragraphs(body))
    yield Shape(texts, kind in _TITLES, left, top, bottom)


def paragraphs(body: _Element) -> Iterator[str]:
    """The paragraphs below a node that say something; a line break within one stays one."""
    for paragraph in body.iter("{*}p"):
        if text := "".join(_pieces(paragraph)).strip():
            yield text


def _pieces(node: _Element) -> Iterator[str]:
    for one in node:
        name = name_of(one)
        if name == "t":
            yield one.text or ""
        elif name == "br":
            yield "\n"
        elif name == "tab":
            yield "\t"
        elif name == "AlternateContent":
            yield from _pieces(one[0] if len(one) else one)
        elif not (name == "fld" and one.get("type") == "slidenum"):
            yield from _pieces(one)


def _drawn(node: _Element, part: _Part) -> Iterator[str]:
    """A table row by row; the texts of a chart or of a diagram, which are parts of their own."""
    for row in node.iter("{*}tr"):
        cells = [cell for cell in row.iterchildren("{*}tc") if not _goes_on(cell)]
        yield from row_texts([_lines(cell) for cell in cells])
    for one in node.iter("{*}chart", "{*}relIds"):
        named = told(one, "id" if name_of(one) == "chart" else "dm")
        relation = part.relations.get(named)
        if relation and part.package.has(relation.target):
            yield from _texts_of(part.package.root(relation.target))


def _texts_of(root: _Element) -> Iterator[str]:
    """The titles of a chart and the names of what it shows, each once; the paragraphs of a diagram."""
    yield from paragraphs(root)
    names = [(one.text or "").strip() for cache in root.iter("{*}strCache") for one in cache.iter("{*}v")]
    if held := "\u3000".join(filter(None, dict.fromkeys(names))):
        yield held


def _lines(cell: _Element) -> list[str]:
    return [line for text in paragraphs(cell) for line in text.splitlines()]


def _goes_on(cell: _Element) -> bool:
    """Whether a cell is merged with the one before it or above it."""
    return any(cell.get(name) in ("1", "true") for name in ("hMerge", "vMerge"))


def _notes(package: Package, relations: Mapping[str, Relation]) -> Iterator[str]:
    for one in relations.values():
        if one.kind == "notesSlide" and package.has(one.target):
            part = _Part(package, {}, {})
            for shape in _shapes(package.root(one.target).iterfind("{*}cSld/{*}spTree"), part):
                yield from shape.texts
        elif one.kind == "comments" and package.has(one.target):
            for comment in package.root(one.target).iter("{*}cm"):
                yield from ((text.text or "").strip() for text in comment.iterchildren("{*}text"))
                yield from (text for body in comment.iterchildren("{*}txBody") for text in paragraphs(body))


def _place(node: _Element, frame: _Frame) -> tuple[float, float, float] | None:
    """Left, top and bottom of a shape that says where it stands itself."""
    at = next(node.iterfind("{*}spPr/{*}xfrm"), None)
    at = next(node.iterfind("{*}xfrm"), None) if at is None else at
    if at is None:
        return None
    (x, y), (_, height) = _pair(at, "off"), _pair(at, "ext")
    left, top = frame.at(x, y)
    return left, top, frame.at(x, y + height)[1]


def _within(group: _Element, frame: _Frame) -> _Frame:
    at = next(group.iterfind("{*}grpSpPr/{*}xfrm"), None)
    if at is None:
        return frame
    (x, y), size, (own_x, own_y), own = (_pair(at, name) for name in ("off", "ext", "chOff", "chExt"))
    scale = (size[0] / own[0] if own[0] else 1.0, size[1] / own[1] if own[1] else 1.0)
    left, top = frame.at(x - own_x * scale[0], y - own_y * scale[1])
    return _Frame((scale[0] * frame.scale[0], scale[1] * frame.scale[1]), (left, top))


def _pair(at: _Element, name: str) -> tuple[float, float]:
    node = next(at.iterchildren(f"{{*}}{name}"), None)
    if node is None:
        return 0.0, 0.0
    first, second = ("cx", "cy") if "xt" in name else ("x", "y")
    return _number(node.get(first, "")), _number(node.get(second, ""))


def _number(text: str) -> float:
    return float(text) if text.lstrip("-").isdecimal() and len(text) < 16 else 0.0
