"""The pages of an OFD file, and what is drawn on each."""

from __future__ import annotations

import math
import posixpath
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from lxml.etree import _Element

from indexer.reading.ofd.drawing import PAGE, Placed, objects, printed
from indexer.reading.ofd.matrix import numbers, placed
from indexer.reading.office.packages import Package
from indexer.reading.print.runs import PrintedPage

_MAIN = "OFD.xml"
_UNSEEN = {"Watermark", "Link"}
"""Annotations that are no text of the page."""
_KEPT_PARTS = 16


@dataclass(frozen=True, slots=True)
class Page:
    """`part` is what is drawn on a page; `templates` are what lies behind, by their names; `notes` are its
    annotations, `box` its edges in millimetres unless it says so itself. By their names `graphics` are those
    that are drawn more than once, `pictures` the parts that hold them."""

    part: str
    templates: Mapping[str, str]
    notes: tuple[str, ...]
    graphics: Mapping[str, _Element]
    pictures: Mapping[str, str]
    box: str


class OfdFile:
    """An open file. Raises `Unreadable` and `BROKEN` of `office.packages`."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._root = lru_cache(_KEPT_PARTS)(package.root)
        """Templates stand behind many pages."""

    def pages(self) -> list[Page]:
        """The pages of all documents in the file, in their order."""
        roots = [(one.text or "").strip() for one in self._root(_MAIN).iter("{*}DocRoot")]
        return [page for root in roots for page in self._pages(self._part(root, ""))]

    def root(self, page: Page) -> _Element:
        """What is drawn on a page itself."""
        return self._package.root(page.part)

    def picture(self, page: Page, root: _Element) -> bytes | None:
        """The file of the picture that fills most of a page, empty where it is missing; None where no picture
        does. Raises `Unreadable`."""
        largest = max(root.iter("{*}ImageObject"), key=_area, default=None)
        if largest is None or 2 * _area(largest) < math.prod(_box(page, root)[2:4]):
            return None
        part = page.pictures.get(largest.get("ResourceID", ""))
        return self._package.whole(part) if part else b""

    def printed(self, page: Page, root: _Element, number: int) -> PrintedPage:
        """What is printed on a page: with what lies behind it, and its annotations."""
        box = _box(page, root)
        pages = [*printed(self._objects(page, root), box), *printed(self._objects_noted(page), box)]
        first = pages[0] if pages else PrintedPage((), 0, 0)
        return replace(first, asides=tuple(pages[1:]), number=number)

    def _pages(self, document: str) -> Iterator[Page]:
        root = self._root(document)
        templates = {one.get("ID", ""): self._beside(one, document) for one in root.iter("{*}TemplatePage")}
        box = next((one.text or "" for one in root.iterfind("{*}CommonData/{*}PageArea/{*}PhysicalBox")), "")
        notes = self._notes(root, document)
        graphics, pictures = self._resources(root, document)
        for one in root.iterfind("{*}Pages/{*}Page"):
            own = tuple(notes.get(one.get("ID", ""), ()))
            yield Page(self._beside(one, document), templates, own, graphics, pictures, box)

    def _notes(self, root: _Element, document: str) -> Mapping[str, list[str]]:
        """The parts that hold the annotations of each page, by the name of the page."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for listed in self._named(root, document, "{*}Annotations"):
            for page in self._root(listed).iterfind("{*}Page"):
                found[page.get("PageID", "")] += self._named(page, listed, "{*}FileLoc")
        return found

    def _resources(self, root: _Element, document: str) -> tuple[dict[str, _Element], dict[str, str]]:
        """The graphics that are drawn more than once, and the parts that hold pictures, by their names."""
        graphics: dict[str, _Element] = {}
        pictures: dict[str, str] = {}
        for part in self._named(root, document, "{*}CommonData/{*}PublicRes", "{*}CommonData/{*}DocumentRes"):
            held = self._root(part)
            graphics |= {one.get("ID", ""): one for one in held.iter("{*}CompositeGraphicUnit")}
            folder = posixpath.join(posixpath.dirname(part), held.get("BaseLoc", ""), "a picture")
            for one in held.iter("{*}MultiMedia"):
                pictures |= {one.get("ID", ""): file for file in self._named(one, folder, "{*}MediaFile")}
        return graphics, pictures

    def _named(self, node: _Element, beside: str, *tags: str) -> list[str]:
        """The parts that nodes of these tags name by their text, where there are such parts."""
        told = ((one.text or "").strip() for tag in tags for one in node.iterfind(tag))
        return [part for name in told if self._package.has(part := self._part(name, beside))]

    def _beside(self, node: _Element, document: str) -> str:
        return self._part(node.get("BaseLoc", ""), document)

    def _part(self, name: str, beside: str) -> str:
        """The name of a part that another one names: from its own folder on, or from the top, or, as some
        programs have it, from a folder above."""
        bare, folders = name.lstrip("/"), beside.strip("/").split("/")[:-1]
        above = (posixpath.join(*folders[:n], bare) for n in range(len(folders), -1, -1))
        names = [posixpath.normpath(one) for one in (*([bare] if name.startswith("/") else []), *above)]
        return next(filter(self._package.has, names), names[0])

    def _objects(self, page: Page, root: _Element) -> Iterator[Placed]:
        behind = [one.get("TemplateID", "") for one in root.iterfind("{*}Template")]
        for part in (page.templates[one] for one in behind if one in page.templates):
            yield from objects(self._root(part).iterfind("{*}Content"), PAGE, page.graphics)
        yield from objects(root.iterfind("{*}Content"), PAGE, page.graphics)

    def _objects_noted(self, page: Page) -> Iterator[Placed]:
        for part in page.notes:
            for note in self._root(part).iterfind("{*}Annot"):
                if note.get("Type") not in _UNSEEN and note.get("Visible") != "false":
                    for shown in note.iterfind("{*}Appearance"):
                        yield from objects(shown, placed(shown, PAGE), page.graphics)


def _box(page: Page, root: _Element) -> list[float]:
    """The edges of a page, if they are known."""
    return numbers(next((one.text or "" for one in root.iterfind("{*}Area/{*}PhysicalBox")), page.box))


def _area(node: _Element) -> float:
    _, _, width, height, *_ = [*numbers(node.get("Boundary", "")), 0.0, 0.0, 0.0, 0.0]
    return width * height
