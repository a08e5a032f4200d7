"""A picture of a printed page -> its characters; .png, .jpg and .tif, of one page or several -> a document.

Memory grows with the picture, so a large one is read in tiles. A page that lies on its side or on its head is
turned: the lines of the one stand upright, and of the other hardly anything is recognised. Vertical text is
laid across; what is less of the page, that or the horizontal text, is an aside.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from statistics import median
from typing import IO, TYPE_CHECKING

import numpy as np

from indexer.errors import NotRead, Unreadable
from indexer.reading.print import stance
from indexer.reading.print.blocks import blocks
from indexer.reading.print.runs import Glyph, PrintedPage
from indexer.reading.print.sight import MAX_DOTS, SeenLine, recognised, require
from indexer.reading.print.told import told
from indexer.reading.print.upright import Picture
from indexer.reading.print.vertical import divided
from indexer.reading.source import Document, Source, Working

# — reading a picture —

RESOLUTION_DPI = 200
"""At which print is read: a character of a newspaper is then 25 dots high."""
_MARGIN_DOTS = 96  # around a tile, so that no character at its edge is cut
_TILE_DOTS = MAX_DOTS - 2 * _MARGIN_DOTS  # an A4 page is two tiles, so that reading one takes seconds
_SHIFT_SHARE = 0.1  # of a tile, by which its edge is moved to where the picture is white
_TILE_SECONDS = 20.0
"""Of the processor's time, that reading a tile may take; it takes two."""
_SAME_SIZE_SHARE = 0.17  # of the usual size of a page, by which lines are seen higher or lower


@dataclass(frozen=True, slots=True)
class _Span:
    """From where to where a tile's own characters stand, in one direction."""

    start: int
    stop: int

    def slice(self) -> slice:
        return slice(max(0, self.start - _MARGIN_DOTS), self.stop + _MARGIN_DOTS)


def page(picture: Picture, place: str) -> Generator[Working, None, PrintedPage]:
    """The page in the picture. Raises `Skipped` without the extra, and `Unreadable`."""
    found = _Found()
    first = True
    for rows, columns in _tiles(picture):
        yield Working(seconds=_TILE_SECONDS)
        tile = picture[rows.slice(), columns.slice()]
        seen = recognised(tile, place)
        if first and stance.run_down(tile, seen, place):
            return (yield from _as_it_lies(picture, place, down=True))
        if first and (turns := stance.quarters(tile, seen, place)):
            return (yield from _as_it_lies(np.rot90(picture, turns), place))
        first = first and not stance.tells(seen)
        found.add(seen, rows, columns)
    return found.page(picture)


def _as_it_lies(picture: Picture, place: str, down: bool = False) -> Generator[Working, None, PrintedPage]:
    """The page in a picture that is the right way up."""
    found = _Found()
    for rows, columns in _tiles(picture):
        yield Working(seconds=_TILE_SECONDS)
        found.add(recognised(picture[rows.slice(), columns.slice()], place, down), rows, columns)
    return found.page(picture)


@dataclass(frozen=True, slots=True)
class _Found:
    """The characters that were recognised so far, by the direction in which their lines run."""

    across: list[Glyph] = field(default_factory=list)
    down: list[Glyph] = field(default_factory=list)

    def add(self, seen: Sequence[SeenLine], rows: _Span, columns: _Span) -> None:
        """Takes the lines of a tile."""
        across, down = stance.parted([line for line in seen if line.is_sure])
        self.across.extend(_own(across, rows, columns))
        self.down.extend(_own(down, rows, columns))

    def page(self, picture: Picture) -> PrintedPage:
        whole = PrintedPage((), 0, picture.shape[0], right=picture.shape[1])
        pages = [_even(one) for one in divided(whole, self.across, self.down)] or [whole]
        return replace(pages[0], asides=tuple(pages[1:]))


def _even(page: PrintedPage) -> PrintedPage:
    """The page with lines of one size. They are seen a little higher or lower, by the characters that they
    hold: what is nearly of the usual size is of that."""
    usual = median(one.size for one in page.glyphs)
    even = [_of_size(usual, one) if _is_nearly(usual, one.size) else one for one in page.glyphs]
    return replace(page, glyphs=tuple(even))


def _is_nearly(usual: float, size: float) -> bool:
    return abs(size - usual) < _SAME_SIZE_SHARE * usual


def _of_size(size: float, one: Glyph) -> Glyph:
    middle = (one.top + one.bottom) / 2
    return one._replace(top=middle - size / 2, bottom=middle + size / 2)


def _tiles(picture: Picture) -> Iterator[tuple[_Span, _Span]]:
    """The rows and the columns of each tile."""
    yield from product(_spans(picture, axis=0), _spans(picture, axis=1))


def _spans(picture: Picture, axis: int) -> Iterator[_Span]:
    """The picture's height or width in equal parts, each parted from the next where it is whitest."""
    length = picture.shape[axis]
    count = math.ceil(length / _TILE_DOTS)
    step, start = length / count, 0
    for i in range(1, count):
        low, high = round((i - _SHIFT_SHARE) * step), round((i + _SHIFT_SHARE) * step)
        strip = picture[low:high] if axis == 0 else picture[:, low:high]
        stop = low + int(strip.mean(axis=(1 - axis, 2)).argmax())
        yield _Span(start, stop)
        start = stop
    yield _Span(start, length)


def _own(seen: Sequence[SeenLine], rows: _Span, columns: _Span) -> Iterator[Glyph]:
    """The characters whose middle lies in the tile itself, not in its margin."""
    down, right = rows.slice(), columns.slice()
    for one in (glyph for line in seen for glyph in line.glyphs):
        moved = Glyph(
            one.text,
            one.left + right.start,
            one.top + down.start,
            one.right + right.start,
            one.bottom + down.start,
        )
        middle = (moved.left + moved.right) / 2, (moved.top + moved.bottom) / 2
        if columns.start <= middle[0] < columns.stop and rows.start <= middle[1] < rows.stop:
            yield moved


if TYPE_CHECKING:
    from PIL.Image import Image

_MAX_PIXELS = 80_000_000  # a newspaper's page at 450 dots per inch; they take 320 MB
_ENOUGH_PIXELS = 30_000_000  # the same page at 300; more only take time
_ORIENTATION = 0x0112  # EXIF's tag for the side of the picture that is up
_UPRIGHT = 1


def read(source: Source) -> Iterator[Document | NotRead | Working]:
    """The document in an image file. Raises `Skipped` without the extra, `Unreadable` and OSError."""
    require(source.place)
    pages = yield from _pages(source)
    laid = yield from blocks(pages)
    if not laid.blocks:
        raise Unreadable(source.place, "图片中没有认出文字。请核对图片是否清楚、方向是否正确。")
    yield Document(laid.blocks)
    yield from told({}, laid.plain, source.place)


def _pages(source: Source) -> Generator[Working, None, list[PrintedPage]]:
    """The pages of the file; only TIFF holds several."""
    pages: list[PrintedPage] = []
    for picture in _pictures(source):
        pages.append((yield from page(picture, source.place)))
    return pages


def _pictures(source: Source) -> Iterator[Picture]:
    with source.open() as file:
        yield from pictures(file, source.place)


def pictures(file: IO[bytes], place: str) -> Iterator[Picture]:
    """Those in an open image file. Raises `Unreadable`; the extra must be there."""
    from PIL import Image, ImageSequence  # it comes with the extra

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # _check is stricter
            image = Image.open(file, formats=["PNG", "JPEG", "TIFF"])
        with image:
            for frame in ImageSequence.Iterator(image):
                _check(frame, place)
                yield _picture(frame)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Unreadable(place, f"不是完整的图片（{error}）。请重新取得该文件。") from error


def _check(frame: Image, place: str) -> None:
    """A few bytes may unfold into any number of pixels: what is too large is not unfolded."""
    if frame.width * frame.height > _MAX_PIXELS:
        size = f"{frame.width}×{frame.height}"
        raise Unreadable(place, f"图片有 {size} 像素，超过 {_MAX_PIXELS // 10**6} 百万。请缩小后再收录。")


def _picture(frame: Image) -> Picture:
    """The frame in red, green and blue, the right way up, and no larger than reading it needs."""
    from PIL import ImageOps

    turned = frame.getexif().get(_ORIENTATION, _UPRIGHT) != _UPRIGHT
    upright = ImageOps.exif_transpose(frame) if turned else frame
    plain = upright if upright.mode in ("L", "RGB") else _on_white(upright)
    if (scale := _scale(frame)) < 1:
        plain = plain.resize((max(1, round(plain.width * scale)), max(1, round(plain.height * scale))))
    return np.asarray(plain.convert("RGB"))


def _on_white(frame: Image) -> Image:
    from PIL import Image

    seen = frame.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("RGB")


def _scale(frame: Image) -> float:
    dots = float(max(frame.info.get("dpi") or (0.0,)))
    fine = RESOLUTION_DPI / dots if dots > RESOLUTION_DPI else 1.0
    return min(fine, math.sqrt(_ENOUGH_PIXELS / (frame.width * frame.height)))
