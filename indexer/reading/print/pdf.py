"""A PDF file -> one document: its printed lines, column by column; scanned pages through OCR."""

from __future__ import annotations

import math
import os
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from io import BufferedReader
from mmap import ACCESS_READ, mmap
from pathlib import Path

import pypdfium2 as pdfium
from pypdfium2 import raw

from indexer.errors import GivenUp, Noted, NotRead, Skipped, Unreadable
from indexer.reading import blame
from indexer.reading.budget import Exhausted
from indexer.reading.print import image
from indexer.reading.print.blocks import blocks
from indexer.reading.print.cmaps import with_whole_maps
from indexer.reading.print.doubles import printed_once
from indexer.reading.print.drawing import rules
from indexer.reading.print.glyphs import glyphs, share_without_meaning, shows_its_own_fonts, text_of, turned
from indexer.reading.print.legible import is_legible
from indexer.reading.print.runs import Glyph, PrintedPage
from indexer.reading.print.told import told
from indexer.reading.print.upright import Picture
from indexer.reading.print.vertical import parted
from indexer.reading.source import Document, Source, Working

_PAGE_SECONDS = 2.0
"""Of the processor's time, that reading a page may take: a newspaper's takes one."""
_EMPTY_PAGES = 1000
"""After so many it is said how far reading is."""
_MIN_TEXT_CHARACTERS = 8  # visible ones; a scanned page may have its number as text
_MIN_OUTLINE_PATHS = 50  # letters may have been turned into curves, and an empty form has fewer
_POINTS_PER_INCH = 72
_NO_MEANING = "字体没有说明它的字是什么，读出来的是乱码"
_NO_FONT = f"{_NO_MEANING}，字体又不在文件里，无从识别。请用原来的程序另存为嵌入字体的 PDF。"
_MAX_PIXELS = 40_000_000  # of a scanned page: twice a newspaper's
_REASONS = {
    raw.FPDF_ERR_PASSWORD: "文件加了密码。请先取消密码再收录。",
    raw.FPDF_ERR_SECURITY: "文件的加密方式不受支持。请先取消加密再收录。",
}


def read(source: Source) -> Iterator[Document | Skipped | Noted | GivenUp | Working]:
    """The document in a PDF file; and why some of its pages are not read: a `Skipped` where no OCR is
    installed, a `GivenUp` where there was no time, else a `Noted`.

    What the file says of its title, author and date is left aside: nearly always it is what the program
    that made it put there. Raises `Unreadable` and OSError, and `Skipped` where every page is a scanned one.
    """
    pages: list[PrintedPage] = []
    left: dict[int, NotRead] = {}
    try:
        with source.open() as file, pdfium.PdfDocument(_again(file)) as document:
            yield from _pages(document, source.place, pages, left)
    except pdfium.PdfiumError as error:
        raise Unreadable(source.place, _reason(error)) from error
    try:
        laid = yield from blocks(pages)
    except Exhausted:  # what is left now is meant for this
        laid = yield from blocks(pages)
    if not laid.blocks:
        raise next(iter(left.values()), Unreadable(source.place, "文件中没有文字，也没有可以识别的图片。"))
    yield Document(laid.blocks)
    yield from told(left, laid.plain, source.place)


def _pages(
    document: pdfium.PdfDocument, place: str, pages: list[PrintedPage], left: dict[int, NotRead]
) -> Iterator[Working]:
    """Read the pages that hold anything; of those that are `left` out, why, by their numbers. What follows
    after the file's time is up is left out by the first page of it."""
    count = len(document)
    number, empty = 0, False
    try:
        for number in range(1, count + 1):
            empty = empty and _is_empty(document, number - 1)
            if not empty:
                with closing(document[number - 1]) as page:
                    empty = raw.FPDFPage_CountObjects(page) == 0
                    if not empty:
                        yield Working(number - 1, count, _PAGE_SECONDS)
                        yield from _take(page, number, place, pages, left)
            elif number % _EMPTY_PAGES == 0:
                yield Working(number, count)
    except Exhausted as error:
        left[number] = GivenUp(f"{place}：第 {number} 页起，共 {count} 页", str(error))


def _is_empty(document: pdfium.PdfDocument, index: int) -> bool:
    """Whether a page that follows an empty one is empty, too. The bare library is asked: there may be a
    million of them. One that is not is loaded once more, which takes as long as to read it."""
    page = raw.FPDF_LoadPage(document, index)
    empty = bool(page) and raw.FPDFPage_CountObjects(page) == 0
    raw.FPDF_ClosePage(page)
    return empty


def _take(
    page: pdfium.PdfPage, number: int, place: str, pages: list[PrintedPage], left: dict[int, NotRead]
) -> Iterator[Working]:
    """One page. Whatever is the matter with it, the others are read."""
    try:
        pages.append(replace((yield from _page(page, place)), number=number))
    except NotRead as error:
        left[number] = error
    except MemoryError:
        raise
    except Exception as error:  # the library of pictures has errors of many kinds
        damaged = f"读取时出错（{type(error).__name__}：{error}）。请另存后重试。"
        left[number] = blame.told(place, error, damaged)


def _again(file: BufferedReader) -> Path | bytes:
    """The name by which the system opens an open file again: the library takes a path, which may lead
    elsewhere by now, and tells no OSError from a damaged file. All of it, where there is no such name, or its
    fonts had to be mended."""
    if os.fstat(file.fileno()).st_size:
        with mmap(file.fileno(), 0, access=ACCESS_READ) as held:
            if mended := with_whole_maps(held):
                return mended
    named = (Path(folder, str(file.fileno())) for folder in ("/proc/self/fd", "/dev/fd"))
    return next((name for name in named if name.exists()), None) or file.read()


def _reason(error: pdfium.PdfiumError) -> str:
    known = _REASONS.get(error.err_code or 0)
    return known or f"不是完整的 PDF（{error}）。请重新取得该文件。"


def _page(page: pdfium.PdfPage, place: str) -> Generator[Working, None, PrintedPage]:
    with closing(text_of(page)) as text:
        turned = glyphs(text)
        seen = [one.text for own in turned.values() for one in own if not one.text.isspace()]
        if len(seen) < _MIN_TEXT_CHARACTERS and _has_picture(page):
            return (yield from image.page(_picture(page), place))
        if not is_legible(seen, lambda: share_without_meaning(text)):
            return (yield from _by_sight(page, share_without_meaning(text), place))
    by_number = sorted(turned, key=lambda angle: -len(turned[angle]))
    upright = [_upright(printed_once(turned[angle]), angle, page) for angle in by_number]
    if by_number and by_number[0] == 0:
        upright[0] = replace(upright[0], rules=rules(page))
    pages = [piece for one in upright for piece in parted(one)]
    return replace(pages[0], asides=tuple(pages[1:])) if pages else PrintedPage((), 0, 0)


def _by_sight(page: pdfium.PdfPage, unknown: float, place: str) -> Generator[Working, None, PrintedPage]:
    """The page as it is seen, where its fonts do not tell its characters, or this share of them. Raises
    `Unreadable` where it cannot be told by sight either, and `Skipped` without the extra."""
    if unknown and not shows_its_own_fonts(page):
        raise Unreadable(place, _NO_FONT)
    try:
        found = yield from image.page(_picture(page), place)
    except Skipped as error:
        raise Skipped(place, f"{_NO_MEANING}。{error.reason}") from error
    if not is_legible((one.text for one in found.glyphs), lambda: 0.0) or not found.glyphs:
        raise Unreadable(place, f"{_NO_MEANING}，文字识别也没有认出。请打印成图片后再收录。")
    return found


def _upright(glyphs: Sequence[Glyph], angle: int, page: pdfium.PdfPage) -> PrintedPage:
    """The page of one direction of text, without what stands beyond its edges and is not printed."""
    left, bottom, right, top = page.get_bbox()
    corners = [turned(x, y, angle) for x in (left, right) for y in (bottom, top)]
    (first, upper), (last, lower) = map(min, zip(*corners, strict=True)), map(max, zip(*corners, strict=True))
    seen = tuple(
        g for g in glyphs if g.left < last and g.right > first and g.top < lower and g.bottom > upper
    )
    return PrintedPage(seen, upper, lower, left=first, right=last)


def _has_picture(page: pdfium.PdfPage) -> bool:
    kinds = [one.type for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH])]
    return raw.FPDF_PAGEOBJ_IMAGE in kinds or len(kinds) >= _MIN_OUTLINE_PATHS


def _picture(page: pdfium.PdfPage) -> Picture:
    width, height = page.get_size()
    scale = min(image.RESOLUTION_DPI / _POINTS_PER_INCH, math.sqrt(_MAX_PIXELS / max(1.0, width * height)))
    with closing(page.render(scale=scale, rev_byteorder=True)) as bitmap:
        picture: Picture = bitmap.to_numpy().copy()  # the bitmap's memory goes with it
        return picture
