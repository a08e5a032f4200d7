"""Slides -> a document: the title of a slide is a heading, what stands on it paragraphs, its notes too."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.errors import GivenUp, Noted, Skipped, Unreadable
from indexer.reading.blame import ours, told
from indexer.reading.budget import Exhausted
from indexer.reading.office import packages
from indexer.reading.office.odf import CONTENT, FLAT, Flat
from indexer.reading.office.slides import odp, ppt, pptx
from indexer.reading.office.slides.shapes import Slide, blocks
from indexer.reading.source import MAX_BYTES, Document, Source
from indexer.report import Block

_MAX_CHARACTERS = MAX_BYTES
_HEAD_BYTES = 2048


class _Slides:
    """What was read of one file so far, and why not more."""

    def __init__(self, place: str) -> None:
        self._place = place
        self.blocks: list[Block] = []
        self.left: list[Unreadable | Noted | Skipped] = []
        self._number = self._characters = 0

    def read(self, slides: Iterator[Slide | Unreadable]) -> None:
        try:
            for self._number, slide in enumerate(slides, start=1):
                self._take(slide)
        except Unreadable as error:
            self.left.append(error)
        except Exhausted as error:
            self.left.append(GivenUp(f"{self._place}：第 {self._number + 1} 张起", str(error)))
        except MemoryError:
            raise
        except Exception as error:  # of zipfile, zlib, lxml and olefile, which have no common root
            self.left.append(told(self._place, error, packages.damaged(error)))

    def _take(self, slide: Slide | Unreadable) -> None:
        place = f"{self._place}：第 {self._number} 张"
        if isinstance(slide, Unreadable):
            self.left.append(Noted(place, slide.reason))
            return
        found = list(blocks(slide, self._number))
        self._characters += sum(len(one.text) for one in found)
        if self._characters > _MAX_CHARACTERS:
            raise Unreadable(f"{place}起", f"文字超过 {MAX_BYTES >> 20} MiB，其余未读。请拆开后再收录。")
        self.blocks += found


def read(source: Source) -> Iterator[Document | Noted | Unreadable | Skipped]:
    """The document in a file of slides; and after it why some of it was not read. Raises `Unreadable` and
    OSError."""
    with source.open() as file:
        head = file.read(_HEAD_BYTES)
    slides = _Slides(source.place)
    if head.startswith(packages.OLE):
        slides.read(ppt.slides(source.content(), source.place))
    elif head.startswith(packages.ZIP):
        with packages.opened(source) as parts:
            slides.read(_packed(parts, source.place))
    elif FLAT in head:
        slides.read(odp.slides(Flat(source), source.place))
    else:
        raise Unreadable(source.place, packages.damaged("不是演示文稿"))
    if slides.blocks:
        yield Document(tuple(slides.blocks))
    elif not slides.left:
        raise Unreadable(source.place, "演示文稿中没有文字。如果都是图片，请另存为 PDF 后收录。")
    yield from slides.left


def _packed(parts: packages.Package, place: str) -> Iterator[Slide | Unreadable]:
    if parts.has(CONTENT):
        yield from odp.slides(parts, place)
        return
    for name in pptx.slides(parts):
        try:
            yield pptx.slide(parts, name)
        except packages.BROKEN as error:
            if ours(place, error):
                raise
            yield Unreadable(place, packages.damaged(error))
