"""A PDF file -> one document: its printed lines, column by column; scanned pages through OCR."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from ctypes import c_double
from dataclasses import replace
from io import BufferedReader
from pathlib import Path

import pypdfium2 as pdfium
from pypdfium2 import raw

from indexer.errors import GivenUp, Skipped, Unreadable
from indexer.reading.budget import Exhausted
from indexer.reading.print import image
from indexer.reading.print.blocks import blocks
from indexer.reading.print.runs import Glyph, PrintedPage, is_garbage, printed_once
from indexer.reading.source import Document, Source, Working

_PAGE_SECONDS = 2.0
"""Of the processor's time, that reading a page may take: a newspaper's takes one."""
_EMPTY_PAGES = 1000
"""After so many it is said how far reading is."""
_MIN_TEXT_CHARACTERS = 8  # visible ones; a scanned page may have its number as text
_MIN_OUTLINE_PATHS = 50  # letters may have been turned into curves, and an empty form has fewer
_ASCENT_SHARE = 0.88  # of the size above the baseline, in Chinese fonts
_TURN_DEGREES = 5  # text within them runs in one direction
_POINTS_PER_INCH = 72
_MAX_PIXELS = 40_000_000  # of a scanned page: twice a newspaper's
_REASONS = {
    raw.FPDF_ERR_PASSWORD: "文件加了密码。请先取消密码再收入。",
    raw.FPDF_ERR_SECURITY: "文件的加密方式不受支持。请先取消加密再收入。",
}


def read(source: Source) -> Iterator[Document | Skipped | GivenUp | Working]:
    """The document in a PDF file; a `Skipped` that names its scanned pages where no OCR is installed, and a
    `GivenUp` for the pages that there was no time for.

    What the file says of its title, author and date is left aside: nearly always it is what the program
    that made it put there. Raises `Unreadable` and OSError, and `Skipped` where every page is a scanned one.
    """
    pages: list[PrintedPage] = []
    left: dict[int, Skipped | GivenUp] = {}
    try:
        with source.open() as file, pdfium.PdfDocument(_again(file)) as document:
            yield from _pages(document, source.place, pages, left)
    except pdfium.PdfiumError as error:
        raise Unreadable(source.place, _reason(error)) from error
    try:
        found = yield from blocks(pages)
    except Exhausted:  # what is left now is meant for this
        found = yield from blocks(pages)
    if not found:
        raise next(iter(left.values()), Unreadable(source.place, "文件中没有文字，也没有可以识别的图片。"))
    yield Document(found)
    yield from _told(left, source.place)


def _pages(
    document: pdfium.PdfDocument, place: str, pages: list[PrintedPage], left: dict[int, Skipped | GivenUp]
) -> Iterator[Working]:
    """Read the pages that hold anything; of those that are `left` out, why, by their numbers. What follows
    after the file's time is up is left out by the first page of it."""
    count = len(document)
    number = 0
    try:
        for number in range(1, count + 1):
            if _is_empty(document, number - 1):
                if number % _EMPTY_PAGES == 0:
                    yield Working(number, count)
                continue
            yield Working(number - 1, count, _PAGE_SECONDS)
            with closing(document[number - 1]) as page:
                try:
                    pages.append(replace((yield from _page(page, place)), number=number))
                except Skipped as error:
                    left[number] = error
    except Exhausted as error:
        left[number] = GivenUp(f"{place}：第 {number} 页起，共 {count} 页", str(error))


def _is_empty(document: pdfium.PdfDocument, index: int) -> bool:
    """Whether a page holds nothing at all. The bare library is asked: there may be a million of them."""
    page = raw.FPDF_LoadPage(document, index)
    empty = bool(page) and raw.FPDFPage_CountObjects(page) == 0
    raw.FPDF_ClosePage(page)
    return empty


def _told(left: Mapping[int, Skipped | GivenUp], place: str) -> Iterator[Skipped | GivenUp]:
    skipped = {number: one for number, one in left.items() if isinstance(one, Skipped)}
    if skipped:
        numbers = "、".join(map(str, skipped))
        yield Skipped(f"{place}：第 {numbers} 页", next(iter(skipped.values())).reason)
    yield from (one for one in left.values() if isinstance(one, GivenUp))


def _again(file: BufferedReader) -> Path:
    """The name by which the system opens an open file again: the library takes a path, which may lead
    elsewhere by now, and tells no OSError from a damaged file."""
    return Path(f"/proc/self/fd/{file.fileno()}")


def _reason(error: pdfium.PdfiumError) -> str:
    known = _REASONS.get(error.err_code or 0)
    return known or f"不是完整的 PDF（{error}）。请重新取得该文件。"


def _page(page: pdfium.PdfPage, place: str) -> Generator[Working, None, PrintedPage]:
    with closing(page.get_textpage()) as text:
        turned = _glyphs(text)
    everything = [one for glyphs in turned.values() for one in glyphs]
    few = sum(not one.text.isspace() for one in everything) < _MIN_TEXT_CHARACTERS
    if is_garbage(everything) or (few and _has_picture(page)):
        return (yield from image.page(_picture(page), place))
    by_number = sorted(turned, key=lambda angle: -len(turned[angle]))
    pages = [_upright(printed_once(turned[angle]), angle, page) for angle in by_number]
    return replace(pages[0], asides=tuple(pages[1:])) if pages else PrintedPage((), 0, 0)


def _upright(glyphs: Sequence[Glyph], angle: int, page: pdfium.PdfPage) -> PrintedPage:
    """The page of one direction of text, without what stands beyond its edges and is not printed."""
    left, bottom, right, top = page.get_bbox()
    corners = [_turned(x, y, angle) for x in (left, right) for y in (bottom, top)]
    (first, upper), (last, lower) = map(min, zip(*corners, strict=True)), map(max, zip(*corners, strict=True))
    seen = tuple(
        g for g in glyphs if g.left < last and g.right > first and g.top < lower and g.bottom > upper
    )
    return PrintedPage(seen, upper, lower)


def _has_picture(page: pdfium.PdfPage) -> bool:
    kinds = [one.type for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH])]
    return raw.FPDF_PAGEOBJ_IMAGE in kinds or len(kinds) >= _MIN_OUTLINE_PATHS


def _picture(page: pdfium.PdfPage) -> image.Picture:
    width, height = page.get_size()
    scale = min(image.RESOLUTION_DPI / _POINTS_PER_INCH, math.sqrt(_MAX_PIXELS / max(1.0, width * height)))
    with closing(page.render(scale=scale, rev_byteorder=True)) as bitmap:
        picture: image.Picture = bitmap.to_numpy().copy()  # the bitmap's memory goes with it
        return picture


def _glyphs(text: pdfium.PdfTextPage) -> dict[int, list[Glyph]]:
    """The characters by the direction in which they run, in degrees; each turned about the page's origin
    so that it stands upright, with y counted downwards."""
    found: defaultdict[int, list[Glyph]] = defaultdict(list)
    for k in range(text.count_chars()):
        if raw.FPDFText_IsGenerated(text, k) == 1:
            continue  # spaces and line breaks that the library guessed
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(text, k, matrix)
        angle = _TURN_DEGREES * round(math.degrees(math.atan2(matrix.b, matrix.a)) / _TURN_DEGREES)
        if glyph := _glyph(text, k, angle, math.hypot(matrix.c, matrix.d)):
            found[angle].append(glyph)
    return found


def _glyph(text: pdfium.PdfTextPage, k: int, angle: int, scale: float) -> Glyph | None:
    x, y = c_double(), c_double()
    raw.FPDFText_GetCharOrigin(text, k, x, y)
    left, bottom, right, top = text.get_charbox(k, loose=True)
    corners = [_turned(x, y, angle) for x in (left, right) for y in (bottom, top)]
    upper, lower = min(y for _, y in corners), max(y for _, y in corners)
    start, baseline = _turned(x.value, y.value, angle)
    size = raw.FPDFText_GetFontSize(text, k) * scale or lower - upper
    char = _character(text, k)
    if not char or size <= 0:
        return None
    end = max(x for x, _ in corners)
    return Glyph(char, start, baseline - _ASCENT_SHARE * size, end, baseline + (1 - _ASCENT_SHARE) * size)


def _character(text: pdfium.PdfTextPage, k: int) -> str:
    """A rare character comes as two surrogates, both in its cell: the first gives it, the second nothing."""
    code = raw.FPDFText_GetUnicode(text, k)
    if raw.FPDFText_IsHyphen(text, k) == 1:
        return "-"
    if 0xDC00 <= code < 0xE000:
        return ""
    if 0xD800 <= code < 0xDC00:
        low = raw.FPDFText_GetUnicode(text, k + 1) if k + 1 < text.count_chars() else 0
        code = 0x10000 + (code - 0xD800 << 10) + (low - 0xDC00) if 0xDC00 <= low < 0xE000 else 0xFFFD
    return chr(code)


def _turned(x: float, y: float, angle: int) -> tuple[float, float]:
    """A point of the page, turned so that text of that direction runs to the right. y counts downwards."""
    sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    return x * cosine + y * sine, x * sine - y * cosine
