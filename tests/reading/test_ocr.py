"""Scanned pages and pictures: what is printed on them is found, and what is no picture has a reason."""

from __future__ import annotations

import io
import re
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterable
from importlib import resources
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser

from indexer.errors import Skipped, Unreadable
from indexer.reading.layout import blocks as layout
from indexer.reading.print import image, pdf, sight
from indexer.reading.source import Document, ReaderOutput, Source, Working
from indexer.report import Block, Kind
from indexer.text.fold import fold
from tests.support.printing import drawn, joined, pdf_of, pictures_of, scanned, sheet, written

LINE = "镇江经开区全年新签约亿元以上项目"


def saved(picture: Image.Image, path: Path) -> Path:
    picture.save(path)
    return path


def found_in(path: Path) -> list[ReaderOutput]:
    reader = pdf if path.suffix == ".pdf" else image
    return [one for one in reader.read(Source.of(path)) if not isinstance(one, Working)]


def texts(path: Path) -> list[str]:
    (document,) = found_in(path)
    assert isinstance(document, Document)
    return [fold(block.text) for block in document.blocks]


def phrases(blocks: Iterable[Block]) -> list[str]:
    """What stands between two marks of a paragraph, if it is long enough to be searched for."""
    whole = (re.split("[，。、；：！？“”‘’（）—…]", b.text) for b in blocks if b.kind is Kind.PARAGRAPH)
    return [fold(piece) for pieces in whole for piece in pieces if len(piece) >= 6]


def test_a_scanned_page_is_found_by_its_phrases(chromium: Browser, seeds: Path, tmp_path: Path) -> None:
    text = next(seeds.glob("000_*.txt")).read_text(encoding="utf-8")
    report = layout.blocks(text)[:5]
    (picture,) = pictures_of(pdf_of(chromium, sheet(report, columns=2, size="A5 landscape")))
    read = texts(saved(picture, tmp_path / "page.png"))
    wanted = phrases(report)
    assert len(wanted) > 15
    assert sum(any(phrase in block for block in read) for phrase in wanted) >= 0.9 * len(wanted)
    assert fold("镇江经开区书写产业强区高分答卷") in read
    assert {fold(block.text) for block in report if len(block.text) > 60} <= {*read}


def test_a_pdf_may_mix_both_kinds_of_pages(chromium: Browser, tmp_path: Path) -> None:
    typed = sheet([Block(Kind.PARAGRAPH, "第一页有文字层，可以直接读出来。")])
    path = tmp_path / "mixed.pdf"
    path.write_bytes(joined(pdf_of(chromium, typed), scanned([drawn(LINE, "占全部项目的八成。")])))
    read = "".join(texts(path))
    assert read.index(fold("第一页有文字层")) < read.index(LINE)


def test_a_font_without_its_characters_is_read_by_sight(tmp_path: Path) -> None:
    names = (
        "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange "
    )
    names += "1 beginbfrange <20> <7e> <e020> endbfrange endcmap end"
    drawing = "BT /F 24 Tf 20 100 Td (INSPECTION REPORT) Tj ET"
    path = written(
        tmp_path / "garbage.pdf",
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(drawing)}>>\nstream\n{drawing}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
        f"<</Length {len(names)}>>\nstream\n{names}\nendstream",
    )
    assert "".join(texts(path)).replace(" ", "") == "inspectionreport"


def test_all_pages_of_a_tiff(tmp_path: Path) -> None:
    first, second = drawn(LINE), drawn("第二页上写着另外的内容").convert("1")
    first.save(tmp_path / "two.tif", save_all=True, append_images=[second])
    read = "".join(texts(tmp_path / "two.tif"))
    assert read.index(LINE) < read.index("第二页上写着另外的内容")


def test_a_photograph_taken_with_the_camera_on_its_side(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by a quarter to the right to see it upright
    drawn(LINE).rotate(90, expand=True).save(tmp_path / "photo.jpg", exif=exif)
    assert LINE in "".join(texts(tmp_path / "photo.jpg"))


TURNED = [
    "第一号码头去年建成投产",
    "第二号码头今年动工兴建",
    "铁路支线从码头通往内地",
    "货轮当天就能靠上码头了",
]


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_was_scanned_the_wrong_way_up(degrees: int, tmp_path: Path) -> None:
    picture = drawn(*TURNED, size=26, width=360).rotate(degrees, expand=True)
    (tmp_path / "turned.pdf").write_bytes(scanned([picture]))
    assert "".join(texts(tmp_path / "turned.pdf")) == "".join(TURNED)


def test_letters_on_nothing_stand_on_white(tmp_path: Path) -> None:
    seen = np.asarray(drawn(LINE).convert("L"))
    clear = np.dstack([np.zeros((*seen.shape, 3), np.uint8), 255 - seen])
    assert LINE in "".join(texts(saved(Image.fromarray(clear), tmp_path / "clear.png")))


def test_small_print(tmp_path: Path) -> None:
    assert LINE in "".join(texts(saved(drawn(LINE, size=13, width=400), tmp_path / "small.png")))


def test_a_line_that_two_tiles_share_is_read_once(tmp_path: Path) -> None:
    line = (
        "镇江经开区书写产业强区高分答卷全年新签约亿元以上项目七十二个增长百分之九签约项目累计总投资再创新高"
    )
    read = "".join(texts(saved(drawn(line, size=56, width=2900), tmp_path / "wide.png")))
    assert read == line


def test_tiles_cover_the_picture_and_are_parted_where_it_is_white() -> None:
    picture = np.zeros((10, 7000, 3), np.uint8)
    picture[:, [1350, 2850, 4200, 5650]] = 255
    spans = list(image._spans(picture, axis=1))
    assert [(span.start, span.stop) for span in spans] == list(pairwise([0, 1350, 2850, 4200, 5650, 7000]))


def png(width: int, height: int) -> bytes:
    """A picture that says it is so large, in a few bytes."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunk = struct.pack(">I", len(head)) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    data = struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    return b"\x89PNG\r\n\x1a\n" + chunk + data


def encoded(form: str) -> bytes:
    file = io.BytesIO()
    drawn(LINE).save(file, form)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("empty.png", b"", "不是完整的图片"),
        ("text.jpg", "不是图片".encode(), "不是完整的图片"),
        ("other.png", encoded("GIF"), "不是完整的图片"),
        ("cut.png", encoded("PNG")[:2000], "不是完整的图片"),
        ("cut.jpg", encoded("JPEG")[:3000], "不是完整的图片"),
        ("cut.tif", encoded("TIFF")[:3000], "不是完整的图片"),
        ("bomb.png", png(60_000, 60_000), "不是完整的图片|像素"),
        ("large.png", png(12_000, 12_000), "像素"),
    ],
)
def test_what_is_no_picture_has_a_reason(name: str, data: bytes, told: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(Unreadable, match=told):
        found_in(tmp_path / name)


def test_a_picture_without_text_has_a_reason(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="没有认出文字"):
        found_in(saved(Image.new("L", (300, 200), 255), tmp_path / "blank.png"))


LOCKED = """
import os, resource, socket, sys
from contextlib import suppress
from pathlib import Path
resource.setrlimit(resource.RLIMIT_DATA, (2 << 30, 2 << 30))
def refused(*_, **__):
    raise AssertionError("the network was asked for")
socket.socket.connect = socket.getaddrinfo = refused
from indexer.reading.print import image
from indexer.reading.source import Document, Source
(found,) = (one for one in image.read(Source.of(Path(sys.argv[1]))) if isinstance(one, Document))
print(found.blocks[0].text)
opened = []
for one in os.listdir("/proc/self/fd"):
    with suppress(OSError):  # the listing itself was open while it was made
        opened.append(os.readlink(f"/proc/self/fd/{one}"))
assert opened
assert not [one for one in opened if one.startswith("socket:")], opened
"""


@pytest.mark.slow
def test_it_asks_no_network_writes_nothing_and_keeps_within_its_memory(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    models = Path(str(resources.files("rapidocr"))) / "models"
    before = sorted((one.name, one.stat().st_mtime_ns) for one in models.iterdir())
    path = saved(drawn(LINE, *[""] * 34, width=1654), tmp_path / "page.png")  # as large as an A4 page
    environment = {"HOME": str(home), "TMPDIR": str(home), "PYTHONUTF8": "1"}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2])
    command = [sys.executable, "-B", "-W", "error", "-c", LOCKED, str(path)]
    done = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, LINE + "\n", "")
    assert list(home.iterdir()) == []
    assert sorted((one.name, one.stat().st_mtime_ns) for one in models.iterdir()) == before


@pytest.fixture
def without_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is where the extra was not installed."""
    sight.engine.cache_clear()
    monkeypatch.setitem(sys.modules, "rapidocr", None)


@pytest.mark.usefixtures("without_extra")
def test_without_the_extra_pictures_are_skipped(tmp_path: Path) -> None:
    (tmp_path / "scanned.pdf").write_bytes(scanned([drawn(LINE)]))
    for path in (saved(drawn(LINE), tmp_path / "page.png"), tmp_path / "scanned.pdf"):
        with pytest.raises(Skipped, match=r"pip install 'jianbao\[ocr\]'"):
            found_in(path)


@pytest.mark.usefixtures("without_extra")
def test_without_the_extra_the_typed_pages_are_read_and_the_others_named(tmp_path: Path) -> None:
    drawing = "BT /F 24 Tf 20 100 Td (some typed words) Tj ET"
    typed = written(
        tmp_path / "typed.pdf",
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(drawing)}>>\nstream\n{drawing}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    path = tmp_path / "mixed.pdf"
    path.write_bytes(joined(typed.read_bytes(), scanned([drawn(LINE), drawn(LINE)])))
    document, skipped = found_in(path)
    assert isinstance(document, Document)
    assert [block.text for block in document.blocks] == ["some typed words"]
    assert isinstance(skipped, Skipped)
    assert "第 2、3 页" in skipped.place
