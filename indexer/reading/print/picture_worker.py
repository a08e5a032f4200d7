"""The process that draws a page of a PDF, with marks on it: it reads what is asked and the file, and writes
the picture."""

from __future__ import annotations

import json
import resource
import struct
import sys
import zlib
from collections.abc import Iterator, Sequence
from ctypes import c_int

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
from pypdfium2 import raw

from indexer.reading.print.cmaps import with_whole_maps
from indexer.text.fold import Folded, fold
from indexer.text.literal import occurrences

_WIDTH_PIXELS = 1000
_MAX_PIXELS = 4_000_000
MAX_SECONDS = 10
"""Of the processor's time."""
_MAX_BYTES = 1 << 30
"""Memory of its own; a page takes a hundredth of that."""
_TINT = (255, 228, 138)
"""What white paper becomes under a mark; ink stays ink."""
_PADDING_PIXELS = 1

Picture = npt.NDArray[np.uint8]
"""Rows of pixels of red, green and blue."""
Box = tuple[int, int, int, int]
"""Left, upper, right and lower edge, in pixels."""


def drawn(pdf: bytes, page: int, marks: Sequence[str]) -> Picture:
    """The page, counted from 1, on which these texts are marked wherever they stand. Raises `PdfiumError`,
    IndexError."""
    with pdfium.PdfDocument(with_whole_maps(pdf) or pdf) as document:
        if not 0 < page <= len(document):
            raise IndexError(page)
        one = document[page - 1]
        width, height = one.get_size()
        scale = min(_WIDTH_PIXELS / max(1.0, width), (_MAX_PIXELS / max(1.0, width * height)) ** 0.5)
        held: Picture = one.render(scale=scale, rev_byteorder=True).to_numpy()[:, :, :3].copy()
        for left, upper, right, lower in _boxes(one, marks, held.shape[1], held.shape[0]):
            here = held[upper:lower, left:right].astype(np.uint16)
            held[upper:lower, left:right] = (here * np.array(_TINT, np.uint16) // 255).astype(np.uint8)
    return held


def _boxes(page: pdfium.PdfPage, marks: Sequence[str], width: int, height: int) -> Iterator[Box]:
    """Where the texts stand on a page of that many pixels: a box for each character, and none twice."""
    text = page.get_textpage()
    characters = [chr(raw.FPDFText_GetUnicode(text, at) or 32) for at in range(text.count_chars())]
    whole = Folded.of("".join(characters))
    found = set[int]()
    for literal in filter(None, map(fold, marks)):
        for start in occurrences(whole.text, literal):
            found.update(range(*whole.span(start, start + len(literal))))
    for at in sorted(found):
        if not characters[at].isspace():
            yield _box(page, text.get_charbox(at, loose=True), width, height)


def _box(page: pdfium.PdfPage, box: tuple[float, ...], width: int, height: int) -> Box:
    corners = [_pixel(page, x, y, width, height) for x in box[::2] for y in box[1::2]]
    across, down = zip(*corners, strict=True)
    return (
        max(0, min(across)),
        max(0, min(down) - _PADDING_PIXELS),
        max(0, max(across)),
        max(0, max(down) + _PADDING_PIXELS),
    )


def _pixel(page: pdfium.PdfPage, x: float, y: float, width: int, height: int) -> tuple[int, int]:
    """A point of the page on the picture, however the page is turned and cut."""
    across, down = c_int(), c_int()
    raw.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, across, down)
    return across.value, down.value


def png(held: Picture) -> bytes:
    """The picture as PNG (ISO/IEC 15948): a head, the rows packed, an end."""
    height, width, _ = held.shape
    rows = np.concatenate([np.zeros((height, 1), np.uint8), held.reshape(height, -1)], axis=1)
    parts = {
        b"IHDR": struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0),
        b"IDAT": zlib.compress(rows.tobytes()),
        b"IEND": b"",
    }
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts.items()
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (_MAX_BYTES, _MAX_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    page, marks = json.loads(sys.stdin.buffer.readline())
    sys.stdout.buffer.write(png(drawn(sys.stdin.buffer.read(), page, marks)))


if __name__ == "__main__":
    _main()
