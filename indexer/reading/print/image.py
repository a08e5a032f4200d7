"""A picture of a printed page, or several in one file -> one document, through OCR."""

from __future__ import annotations

import math
import warnings
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

import numpy as np

from indexer.errors import Unreadable
from indexer.reading.print import ocr
from indexer.reading.print.blocks import blocks
from indexer.reading.print.runs import Page
from indexer.reading.source import Document, Source, Working

if TYPE_CHECKING:
    from PIL.Image import Image

_MOST_PIXELS = 80_000_000  # a newspaper's page at 450 dots per inch; they take 320 MB
_ENOUGH_PIXELS = 30_000_000  # the same page at 300; more only take time
_ORIENTATION, _UPRIGHT = 0x0112, 1  # how EXIF says which side of the picture is up


def read(source: Source) -> Iterator[Document | Working]:
    """The document in an image file. Raises `Skipped` without the extra, `Unreadable` and OSError."""
    ocr.require(source.place)
    pages = yield from _pages(source)
    found = yield from blocks(pages)
    if not found:
        raise Unreadable(source.place, "图片中没有认出文字。请核对图片是否清楚、方向是否正确。")
    yield Document(found)


def _pages(source: Source) -> Generator[Working, None, list[Page]]:
    """The pages of the file; only TIFF holds several."""
    pages: list[Page] = []
    for picture in _pictures(source):
        pages.append((yield from ocr.page(picture, source.place)))
    return pages


def _pictures(source: Source) -> Iterator[ocr.Picture]:
    from PIL import Image, ImageSequence  # it comes with the extra

    with source.path.open("rb") as file:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # _check is stricter
                image = Image.open(file, formats=["PNG", "JPEG", "TIFF"])
            with image:
                for frame in ImageSequence.Iterator(image):
                    _check(frame, source.place)
                    yield _picture(frame)
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
            raise Unreadable(source.place, f"不是完整的图片（{error}）。请重新取得该文件。") from error


def _check(frame: Image, place: str) -> None:
    """A few bytes may unfold into any number of pixels: what is too large is not unfolded."""
    if frame.width * frame.height > _MOST_PIXELS:
        size = f"{frame.width}×{frame.height}"
        raise Unreadable(place, f"图片有 {size} 像素，超过 {_MOST_PIXELS // 10**6} 百万。请缩小后再收入。")


def _picture(frame: Image) -> ocr.Picture:
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
    fine = ocr.RESOLUTION / dots if dots > ocr.RESOLUTION else 1.0
    return min(fine, math.sqrt(_ENOUGH_PIXELS / (frame.width * frame.height)))
