"""Scanned pages with vertical text: columns are read from right to left, and headlines are blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from indexer.reading.print import image
from indexer.reading.print.upright import cells
from indexer.reading.source import Document, Source
from indexer.text.fold import fold
from tests.support.printing import FONT

_VERTICAL_MARKS = str.maketrans("，。", "\ufe10\ufe12")
COLUMNS = [
    "\u3000\u3000沿江各港自開埠以來，貨",
    "物日增，碼頭不敷應用，商旅",
    "稱苦。",
    "\u3000\u3000今歲本局會同各縣，疏浚",
    "航道，增築倉庫，又設鐵路支",
    "線，",
]
PARAGRAPHS = [
    "沿江各港自開埠以來貨物日增碼頭不敷應用商旅稱苦",
    "今歲本局會同各縣疏浚航道增築倉庫又設鐵路支線",
]
LINES = ["码头上的新泊位建成投产，第一", "艘货轮昨天靠港，船上装的全是", "运往内地的设备。"]


def paper(width: int, height: int) -> Image.Image:
    return Image.new("RGB", (width, height), "white")


def down(picture: Image.Image, columns: Sequence[str], right: int, top: int, size: int) -> Image.Image:
    """The picture with these columns drawn from the right."""
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(FONT, size)
    for k, column in enumerate(columns):
        for row, char in enumerate(column.translate(_VERTICAL_MARKS)):
            place = right - size - 1.7 * size * k, top + size * row
            pen.text(place, char, fill="black", font=font)
    return picture


def across(picture: Image.Image, lines: Sequence[str], left: int, top: int, size: int) -> Image.Image:
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(FONT, size)
    for k, line in enumerate(lines):
        pen.text((left, top + 1.7 * size * k), line, fill="black", font=font)
    return picture


def texts(picture: Image.Image, path: Path) -> list[str]:
    """The blocks that are read, without their marks, which are small."""
    picture.save(path)
    (document,) = (one for one in image.read(Source.of(path)) if isinstance(one, Document))
    return [re.sub(r"\W", "", fold(block.text)) for block in document.blocks]


def test_columns_below_a_headline_that_runs_across(tmp_path: Path) -> None:
    page = across(down(paper(380, 520), COLUMNS, 350, 130, 28), ["港口建設"], 90, 20, 52)
    assert texts(page, tmp_path / "page.png") == [*map(fold, PARAGRAPHS), fold("港口建設")]


def test_two_columns_and_no_more(tmp_path: Path) -> None:
    page = down(paper(160, 460), COLUMNS[1:3], 130, 30, 30)
    assert texts(page, tmp_path / "page.png") == [fold("物日增碼頭不敷應用商旅稱苦")]


def test_a_vertical_headline_between_lines(tmp_path: Path) -> None:
    page = across(across(paper(1000, 400), LINES, 20, 40, 26), LINES, 520, 40, 26)
    read = texts(down(page, ["深水碼頭"], 475, 40, 48), tmp_path / "page.png")
    paragraph = "码头上的新泊位建成投产第一艘货轮昨天靠港船上装的全是运往内地的设备"
    assert read == [fold(paragraph), fold(paragraph), fold("深水碼頭")]


@pytest.mark.parametrize("pitch", [26, 30, 36])
def test_a_vertical_line_is_cut_between_its_characters(pitch: int) -> None:
    box = np.full((9 * pitch + 8, 40, 3), 230, np.uint8)
    for k in range(9):
        box[4 + k * pitch : 4 + k * pitch + 22, 9:31:3] = 40
    box[:, :2] = 40  # the edge of the next line
    cut = cells(box)
    assert len(cut.cuts) == 10
    assert all(4 + k * pitch + 22 <= at <= 4 + (k + 1) * pitch for k, at in enumerate(cut.cuts[1:-1]))
    assert cut.row.shape[1] % 9 == 0
    assert cut.row[:, 0].min() > 200
    assert [cut.at((k + 0.5) / 9) for k in range(9)] == list(pairwise(cut.cuts))


@pytest.mark.parametrize(("width", "height"), [(1, 2), (2, 5), (3, 5), (9, 14), (30, 46), (5, 300)])
def test_whatever_is_in_a_box_it_is_cut_from_end_to_end(width: int, height: int) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (height, width, 3), dtype=np.uint8)
    for box in (noise, np.full_like(noise, 255)):
        cut = cells(box)
        assert (cut.cuts[0], cut.cuts[-1]) == (0, height)
        assert all(above < below for above, below in pairwise(cut.cuts))
