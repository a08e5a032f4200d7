"""An OFD file -> one document: its printed lines, column by column, as those of a PDF."""

from __future__ import annotations

import io
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field, replace

from indexer.errors import GivenUp, Noted, NotRead, Skipped, Unreadable
from indexer.reading import blame
from indexer.reading.budget import Exhausted
from indexer.reading.ofd.document import OfdFile, Page
from indexer.reading.office import packages
from indexer.reading.print import image, sight
from indexer.reading.print.blocks import blocks
from indexer.reading.print.legible import is_legible
from indexer.reading.print.runs import PrintedPage
from indexer.reading.print.told import told
from indexer.reading.source import Document, Source, Working

_PAGE_SECONDS = 2.0
"""Of the processor's time, that reading a page may take."""
_MIN_TEXT_CHARACTERS = 8  # visible ones; a scanned page may have its number as text
_ENCRYPTED = "Encryptions.xml"
_SAVE_AS = "请在 WPS 或 OFD 阅读器中打开，另存为 PDF 后再收录。"
_NO_MEANING = f"字体没有说明它的字是什么，读出来的是乱码。{_SAVE_AS}"
_PICTURE = f"这一页是图片，没有文字。{_SAVE_AS}"


@dataclass(slots=True)
class _Read:
    """What was read of a file, and by the numbers of its pages why others were not."""

    pages: list[PrintedPage] = field(default_factory=list)
    left: dict[int, NotRead] = field(default_factory=dict)


def read(source: Source) -> Iterator[Document | Noted | Skipped | GivenUp | Working]:
    """The document in an OFD file, and why some of its pages are not read. What the file says of its title,
    author and date is left aside, as that of a PDF is. Raises `Unreadable` and OSError, and `Skipped` where
    every page is a picture and the extra is not installed."""
    read = _Read()
    with packages.opened(source) as parts:
        yield from _pages(parts, source.place, read)
    try:
        laid = yield from blocks(read.pages)
    except Exhausted:  # what is left now is meant for this
        laid = yield from blocks(read.pages)
    if not laid.blocks:
        raise _nothing(read, source.place)
    yield Document(laid.blocks)
    yield from told(read.left, laid.plain, source.place)


def _nothing(read: _Read, place: str) -> NotRead:
    return next(iter(read.left.values()), Unreadable(place, "文件中没有文字。请核对内容。"))


def _pages(parts: packages.Package, place: str, read: _Read) -> Iterator[Working]:
    try:
        file = OfdFile(parts)
        pages = file.pages()
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # of zipfile, zlib and lxml, which have no common root
        reason = packages.LOCKED if parts.has(_ENCRYPTED) else packages.damaged(error)
        raise blame.told(place, error, reason) from error
    number = 0
    try:
        for number, page in enumerate(pages, start=1):
            yield Working(number - 1, len(pages), _PAGE_SECONDS)
            yield from _take(file, page, number, place, read)
    except Exhausted as error:
        read.left[number] = GivenUp(f"{place}：第 {number} 页起，共 {len(pages)} 页", str(error))


def _take(file: OfdFile, page: Page, number: int, place: str, read: _Read) -> Iterator[Working]:
    """One page. Whatever is the matter with it, the others are read."""
    try:
        printed = yield from _printed(file, page, number, place)
        read.pages.append(replace(printed, number=number))
    except NotRead as error:
        read.left[number] = error
    except MemoryError:
        raise
    except Exception as error:
        read.left[number] = blame.told(place, error, packages.damaged(error))


def _printed(file: OfdFile, page: Page, number: int, place: str) -> Generator[Working, None, PrintedPage]:
    """What is printed on a page, or written in the picture that fills it. Raises `Unreadable` for what is not
    what is seen, and `Skipped` for a picture where the extra is not installed."""
    root = file.root(page)
    printed = file.printed(page, root, number)
    seen = [one.text for own in (printed, *printed.asides) for one in own.glyphs if not one.text.isspace()]
    if len(seen) < _MIN_TEXT_CHARACTERS and (picture := file.picture(page, root)) is not None:
        found = yield from _by_sight(picture, place)
        return replace(found, asides=(printed, *printed.asides)) if seen else found
    if not is_legible(seen, lambda: 0.0):
        raise Unreadable(place, _NO_MEANING)
    return printed


def _by_sight(picture: bytes, place: str) -> Generator[Working, None, PrintedPage]:
    sight.require(place)
    try:
        first = next(image.pictures(io.BytesIO(picture), place))
    except Unreadable as error:  # of a kind that is not read
        raise Unreadable(place, _PICTURE) from error
    return (yield from image.page(first, place))
