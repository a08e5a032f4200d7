"""A picture of a printed page -> its characters; .png, .jpg and .tif, of one page or several -> a document.

Pictures are read by rapidocr, whose wheel carries its models. It is an extra: without it they are skipped.
Nothing goes over the net: the models are named by their files, and the runtime is told to report nothing.
Memory grows with the picture, so a large one is read in tiles. Text that stands on its side or on its head
is not found.
"""

from __future__ import annotations

import math
import os
import warnings
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from indexer.errors import Skipped, Unreadable
from indexer.reading.print.blocks import blocks
from indexer.reading.print.runs import Glyph, PrintedPage
from indexer.reading.source import Document, Source, Working

# — reading a picture —

Picture = npt.NDArray[np.uint8]
"""Height by width by red, green and blue."""

RESOLUTION_DPI = 200
"""At which print is read: a character of a newspaper is then 25 dots high."""
_TILE_DOTS = 1700  # an A4 page is two tiles, so that reading one takes seconds on a busy machine, too
_MARGIN_DOTS = 96  # around a tile, so that no character at its edge is cut
_SHIFT_SHARE = 0.1  # of a tile, by which its edge is moved to where the picture is white
_TILE_SECONDS = 20.0
"""Of the processor's time, that reading a tile may take; it takes five."""
_THREADS_PER_MODEL = 2
_MISSING = "这是扫描件或图片，需要文字识别。请先安装：pip install 'jianbao[ocr]'"


@dataclass(frozen=True, slots=True)
class _Span:
    """From where to where a tile's own characters stand, in one direction."""

    start: int
    stop: int

    def slice(self) -> slice:
        return slice(max(0, self.start - _MARGIN_DOTS), self.stop + _MARGIN_DOTS)


def require(place: str) -> None:
    """Raises `Skipped` where the extra is not installed."""
    try:
        _engine()
    except ImportError as error:
        raise Skipped(place, _MISSING) from error


def page(picture: Picture, place: str) -> Generator[Working, None, PrintedPage]:
    """The page in the picture. Raises `Skipped` without the extra, and `Unreadable`."""
    glyphs: list[Glyph] = []
    for rows in _spans(picture, axis=0):
        for columns in _spans(picture, axis=1):
            yield Working(seconds=_TILE_SECONDS)
            glyphs += _tile(picture, rows, columns, place)
    return PrintedPage(tuple(glyphs), 0, picture.shape[0])


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


def _tile(picture: Picture, rows: _Span, columns: _Span, place: str) -> Iterator[Glyph]:
    """The characters whose middle lies in the tile itself, not in its margin."""
    down, right = rows.slice(), columns.slice()
    for one in _glyphs(picture[down, right], place):
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


def _glyphs(picture: Picture, place: str) -> Iterator[Glyph]:
    require(place)
    blue_first = np.ascontiguousarray(picture[:, :, ::-1])  # as OpenCV has it
    try:
        found = _engine()(blue_first, return_word_box=True, return_single_char_box=True)
    except MemoryError:
        raise
    except Exception as error:  # its own errors, and those of the libraries below it, have no common root
        told = str(error).strip().rpartition("\n")[2]
        raise Unreadable(place, f"文字识别失败（{told}）。请换一幅清楚些的图片。") from error
    if found.boxes is None:
        return
    for box, line in zip(found.boxes, found.word_results, strict=True):
        height = float(np.linalg.norm(box[3] - box[0]))
        for text, _, corners in line:
            xs, ys = [x for x, _ in corners], [y for _, y in corners]
            middle = sum(ys) / len(ys)
            yield Glyph(text, min(xs), middle - height / 2, max(xs), middle + height / 2)


@cache
def _engine() -> Any:
    """The recogniser. Raises ImportError without the extra.

    The runtime that it calculates with sends its maker what it is used for, and keeps an identifier of the
    machine in the home folder, unless it is told before it starts (`Privacy.md` in its wheel).
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    from rapidocr import RapidOCR  # takes a second and a half, and most PDFs need none

    models = Path(str(resources.files("rapidocr"))) / "models"
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.max_side_len": _TILE_DOTS + 2 * _MARGIN_DOTS,
            "Global.use_cls": False,
            "Det.model_path": _model(models, "det"),
            "Det.limit_type": "max",  # by itself it blows up what is flat: a strip of a page to 40 megapixels
            "Det.limit_side_len": _TILE_DOTS + 2 * _MARGIN_DOTS,
            "Rec.model_path": _model(models, "rec"),
            "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS_PER_MODEL,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def _model(folder: Path, task: str) -> str:
    """The file of a model. Named, it is used as it is; the library looks on the net for none."""
    found = next(folder.glob(f"*_{task}_*.onnx"), None)
    if found is None:
        raise ImportError(f"rapidocr carries no model for {task}")
    return str(found)


if TYPE_CHECKING:
    from PIL.Image import Image

_MAX_PIXELS = 80_000_000  # a newspaper's page at 450 dots per inch; they take 320 MB
_ENOUGH_PIXELS = 30_000_000  # the same page at 300; more only take time
_ORIENTATION = 0x0112  # EXIF's tag for the side of the picture that is up
_UPRIGHT = 1


def read(source: Source) -> Iterator[Document | Working]:
    """The document in an image file. Raises `Skipped` without the extra, `Unreadable` and OSError."""
    require(source.place)
    pages = yield from _pages(source)
    found = yield from blocks(pages)
    if not found:
        raise Unreadable(source.place, "图片中没有认出文字。请核对图片是否清楚、方向是否正确。")
    yield Document(found)


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
        raise Unreadable(place, f"图片有 {size} 像素，超过 {_MAX_PIXELS // 10**6} 百万。请缩小后再收入。")


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
