"""PDF files: what was printed comes back, paragraph by paragraph, and what is broken has a reason."""

from __future__ import annotations

import io
import json
import lzma
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Generator, Sequence
from itertools import islice, product
from pathlib import Path
from typing import Any, TypeVar

import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from benchmarks.data import data
from indexer.errors import Unreadable
from indexer.reading.layout import blocks as layout
from indexer.reading.print import pdf
from indexer.reading.print.blocks import blocks
from indexer.reading.print.doubles import printed_once
from indexer.reading.print.runs import MAX_RUNS, Glyph, PrintedPage
from indexer.reading.print.text import printed_lines
from indexer.reading.source import Document, Source, Working
from indexer.report import Block, Kind
from tests.support.data import needs
from tests.support.printing import pdf_of, sheet, written
from tests.support.typeset import Setting, typeset
from tests.support.work import calls

NEWS = data("news_10k.jsonl.xz")
WATERMARK = '<div style="position: fixed; top: 40%; left: 20%; font-size: 40pt; transform: rotate(-45deg)">'


def read(data: bytes, folder: Path) -> tuple[Block, ...]:
    path = folder / "printed.pdf"
    path.write_bytes(data)
    return read_file(path)


def read_file(path: Path) -> tuple[Block, ...]:
    (document,) = (one for one in pdf.read(Source.of(path)) if not isinstance(one, Working))
    assert isinstance(document, Document)
    return document.blocks


T = TypeVar("T")


def finished(work: Generator[Working, None, T]) -> T:
    """What work comes to that now and then says that it goes on."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: T = end.value
            return result


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def texts(found: Sequence[Block], kind: Kind | None = None) -> list[str]:
    return [squeezed(block.text) for block in found if kind in (None, block.kind)]


def seed(folder: Path, number: str) -> tuple[Block, ...]:
    return layout.blocks(next(folder.glob(f"{number}_*.txt")).read_text(encoding="utf-8"))


def paragraphs(*lines: str) -> list[Block]:
    return [Block(Kind.PARAGRAPH, line) for line in lines]


# -- what a browser printed


def test_a_report_in_three_columns_on_several_pages(chromium: Browser, seeds: Path, tmp_path: Path) -> None:
    report = seed(seeds, "000")
    markup = sheet(report, columns=3, points=14)
    data = pdf_of(chromium, markup, header="镇江日报 2024年3月5日 星期二", footer="— # —")
    with pdfium.PdfDocument(data) as document:
        assert len(document) >= 3
    found = read(data, tmp_path)
    assert texts(found, Kind.TITLE) == texts(report, Kind.TITLE)
    assert texts(found, Kind.PARAGRAPH) == texts(report, Kind.PARAGRAPH)
    printed_text = "".join(texts(found))
    assert "镇江日报2024" not in printed_text
    assert not re.search("—[123]—", printed_text)


def test_every_block_knows_the_page_of_its_first_line(chromium: Browser, tmp_path: Path) -> None:
    longer = "这一段很长，从这一页写到下一页去，" * 60
    pages = [paragraphs("第一页写港口。", "港口之后写铁路。"), paragraphs("第二页写公路。"), []]
    pages += [paragraphs("第四页写机场。", longer + "完。"), paragraphs("最后写的是河流。")]
    markup = '<p style="break-after: page">'.join(sheet(one, points=24) for one in pages)
    held = {block.text[:4]: block.at.page for block in read(pdf_of(chromium, markup), tmp_path)}
    assert [held[text] for text in ("第一页写", "港口之后", "第二页写", "第四页写", "这一段很")] == [
        1,
        1,
        2,
        4,
        4,
    ]
    assert held["最后写的"] > 5


@pytest.mark.parametrize("columns", [1, 2])
def test_the_other_report(columns: int, chromium: Browser, seeds: Path, tmp_path: Path) -> None:
    report = seed(seeds, "004")
    found = read(pdf_of(chromium, sheet(report, columns), footer="第 # 页"), tmp_path)
    assert texts(found, Kind.TITLE) == texts(report, Kind.TITLE)
    assert texts(found, Kind.PARAGRAPH) == texts(report, Kind.PARAGRAPH)
    assert not any(text.startswith("第1页") for text in texts(found))


OFFICIAL = """
<meta charset="utf-8"><style>@page { size: A4; margin: 30mm 26mm }
body { font: 16pt/28pt "Noto Serif CJK SC"; margin: 0 }
div { text-align: center } p { margin: 0; text-indent: 2em }
</style><div style="font-size: 34pt; line-height: 60pt; color: red">镇江市人民政府文件</div>
<div>镇政发〔2024〕5号</div><br>
<div style="font: bold 22pt/36pt 'Noto Sans CJK SC'">
市政府关于印发镇江市推进新型工业化<br>行动计划（2024—2026年）的通知</div><br>
<p style="text-indent: 0">各市、区人民政府，镇江经开区、镇江高新区管委会，市各有关部门和单位：</p>
<p>现将《镇江市推进新型工业化行动计划（2024—2026年）》印发给你们，请认真组织实施。</p>
<p style="text-align: right; padding-right: 4em">镇江市人民政府</p>
<p style="text-align: right; padding-right: 4em">2024年3月5日</p>
"""


def test_an_official_document(chromium: Browser, tmp_path: Path) -> None:
    found = read(pdf_of(chromium, OFFICIAL, footer="— # —"), tmp_path)
    assert texts(found) == [
        "镇江市人民政府文件",
        "镇政发〔2024〕5号",
        "市政府关于印发镇江市推进新型工业化行动计划（2024—2026年）的通知",
        "各市、区人民政府，镇江经开区、镇江高新区管委会，市各有关部门和单位：",
        "现将《镇江市推进新型工业化行动计划（2024—2026年）》印发给你们，请认真组织实施。",
        "镇江市人民政府",
        "2024年3月5日",
    ]
    assert [block.kind for block in found][2] is Kind.TITLE


def test_what_is_set_askew_stands_once_at_the_end(chromium: Browser, seeds: Path, tmp_path: Path) -> None:
    report = seed(seeds, "004")
    found = read(pdf_of(chromium, sheet(report, 2, points=14) + f"{WATERMARK}内部资料</div>"), tmp_path)
    assert texts(found, Kind.PARAGRAPH)[: len(texts(report, Kind.PARAGRAPH))] == texts(report, Kind.PARAGRAPH)
    assert texts(found)[-1] == "内部资料"
    assert "".join(texts(found)).count("内部资料") == 1


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_page_that_is_turned(turned: int, chromium: Browser, tmp_path: Path) -> None:
    lines = ["镇江经开区书写产业强区高分答卷，" * 6 + "完成。", "全年新签约项目七十二个，" * 8 + "增长。"]
    file = io.BytesIO()
    with pdfium.PdfDocument(pdf_of(chromium, sheet(paragraphs(*lines)))) as document:
        page = document[0]
        page.set_rotation(turned)
        page.close()
        document.save(file)
    assert texts(read(file.getvalue(), tmp_path)) == lines


def test_rare_characters_long_dashes_and_latin_words(chromium: Browser, tmp_path: Path) -> None:
    lines = ["𠮷野家——新一届Information Technology公司，增长 5.2%，office 与 affair。" * 3]
    (found,) = read(pdf_of(chromium, sheet(paragraphs(*lines))), tmp_path)
    assert squeezed(found.text) == squeezed(lines[0])
    assert "Information Technology公司" in found.text


def articles(count: int) -> list[dict[str, Any]]:
    with lzma.open(NEWS, "rt", encoding="utf-8") as lines:
        records = map(json.loads, lines)
        long = (r for r in records if len(r["paragraphs"]) > 4 and 600 < len("".join(r["paragraphs"])) < 3000)
        return list(islice(long, count))


@needs(NEWS.name)
def test_real_articles_come_back_whole(chromium: Browser, tmp_path: Path) -> None:
    whole = total = 0
    for number, record in enumerate(articles(6)):
        report = [Block(Kind.TITLE, record["title"]), *paragraphs(*record["paragraphs"])]
        columns = 1 + number % 4
        size = "A4" if columns < 4 else "A3"
        found = read(pdf_of(chromium, sheet(report, columns, size), footer="— # —"), tmp_path)
        assert "".join(texts(found)) == "".join(texts(report))
        whole += len(set(texts(report, Kind.PARAGRAPH)) & set(texts(found)))
        total += len(set(texts(report, Kind.PARAGRAPH)))
    assert whole >= 0.97 * total


# -- what is written by hand

PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
CATALOGUE, PAGES = "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>"


def page_of(path: Path, content: str) -> Path:
    stream = f"<</Length {len(content)}>>\nstream\n{content}\nendstream"
    return written(path, CATALOGUE, PAGES, PAGE, stream, FONT)


def test_what_is_drawn_twice_is_read_once(tmp_path: Path) -> None:
    drawn = "".join(f"BT /F 12 Tf {x} 100 Td (All fall offers) Tj ET\n" for x in (50, 50.3))
    assert texts(read_file(page_of(tmp_path / "bold.pdf", drawn))) == ["Allfalloffers"]


def test_words_that_only_a_gap_parts(tmp_path: Path) -> None:
    drawn = "BT /F 12 Tf 50 100 Td [(gross) -400 (domestic) -350 (product)] TJ ET"
    assert [b.text for b in read_file(page_of(tmp_path / "gap.pdf", drawn))] == ["gross domestic product"]


def test_what_lies_beyond_the_edge_was_not_printed(tmp_path: Path) -> None:
    drawn = "BT /F 12 Tf 50 100 Td (inside) Tj ET BT /F 12 Tf 50 400 Td (outside) Tj ET"
    assert texts(read_file(page_of(tmp_path / "edge.pdf", drawn))) == ["inside"]


BROKEN = {
    "nothing": b"",
    "text": "不是 PDF。".encode(),
    "header": b"%PDF-1.7\n",
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_what_is_no_pdf_has_a_reason(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="不是完整的 PDF"):
        read(data, tmp_path)


def test_a_pdf_cut_short_has_a_reason_or_its_text(chromium: Browser, tmp_path: Path) -> None:
    data = pdf_of(chromium, sheet(paragraphs("镇江经开区书写产业强区高分答卷。" * 9)))
    for share in (0.1, 0.5, 0.9):
        with pytest.raises(Unreadable, match=r"printed\.pdf"):
            read(data[: round(share * len(data))], tmp_path)


WRITTEN = {
    "no pages": ([CATALOGUE, "<</Type/Pages/Kids[]/Count 0>>"], "", "不是完整的 PDF"),
    "pages in a ring": ([CATALOGUE, "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"], "", "不是完整的 PDF"),
    "pages that are not there": ([CATALOGUE, "<</Type/Pages/Kids[7 0 R]/Count 1>>"], "", "不是完整的 PDF"),
    "an empty page": ([CATALOGUE, PAGES, PAGE, "<</Length 0>>\nstream\n\nendstream", FONT], "", "没有文字"),
    "a password": (
        [CATALOGUE, PAGES, PAGE, f"<</Filter/Standard/V 1/R 2/P -4/O<{'00' * 32}>/U<{'00' * 32}>>>"],
        f"/Encrypt 4 0 R/ID[<{'00' * 16}><{'00' * 16}>]",
        "密码",
    ),
    "a foreign lock": ([CATALOGUE, PAGES, PAGE, "<</Filter/Foo>>"], "/Encrypt 4 0 R", "加密"),
}


@pytest.mark.parametrize(("objects", "trailer", "told"), WRITTEN.values(), ids=WRITTEN)
def test_a_broken_pdf_has_a_reason(objects: list[str], trailer: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=told):
        read_file(written(tmp_path / "broken.pdf", *objects, trailer=trailer))


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="不是普通文件"):
        list(pdf.read(Source.of(tmp_path)))


def test_a_page_of_too_many_pieces_is_read_line_by_line(tmp_path: Path) -> None:
    """Each stands by itself: to make columns of them would take the square of their number."""
    across, down = 100, MAX_RUNS // 100 + 10
    drawn = "".join(
        f"1 0 0 1 {2 + 1.9 * x:.1f} {190 - 3 * y} Tm ({chr(97 + x % 26)}) Tj "
        for x in range(across)
        for y in range(down)
    )
    path = page_of(tmp_path / "scraps.pdf", f"BT /F 0.5 Tf {drawn}ET")
    found: list[str] = []
    assert calls(lambda: found.extend(texts(read_file(path)))) < 300 * across * down
    line = "".join(chr(97 + x % 26) for x in range(across))
    assert "".join(found) == line * down


def test_a_table_of_figures_takes_little_for_each_cell(tmp_path: Path) -> None:
    across, down = 60, 75
    figures = [
        Setting(10 + 9.5 * x, 820 - 10 * y, 4, str(10 + (7 * x + 13 * y) % 90))
        for y in range(down)
        for x in range(across)
    ]
    path = typeset(tmp_path / "table.pdf", figures)
    found: list[str] = []
    assert calls(lambda: found.extend(texts(read_file(path)))) < 150 * across * down
    assert found == [
        "".join(one.text for one in figures[k : k + across]) for k in range(0, across * down, across)
    ]


@pytest.mark.slow
def test_the_library_is_left_without_a_word(tmp_path: Path) -> None:
    path = page_of(tmp_path / "page.pdf", "BT /F 12 Tf 50 100 Td (some words here) Tj ET")
    script = "import sys, pathlib; from indexer.reading.print import pdf\n"
    script += "from indexer.reading.source import Source\n"
    script += "print(next(iter(pdf.read(Source.of(pathlib.Path(sys.argv[1]))))))"
    command = [sys.executable, "-X", "dev", "-W", "error", "-c", script, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{Working(0, 1, pdf._PAGE_SECONDS)}\n", "")


# -- the pure part, by itself


def cells(lines: Sequence[str], left: float, top: float, size: float = 10, step: float = 16) -> list[Glyph]:
    """Lines as they are set on a grid; an ideographic space leaves its cell empty."""
    return [
        Glyph(char, left + i * size, top + k * step, left + (i + 1) * size, top + k * step + size)
        for k, line in enumerate(lines)
        for i, char in enumerate(line)
        if char != "\u3000"
    ]


TWO = [
    *cells(["\u3000\u3000第一段的文字从左栏", "开始，一直写到左栏的", "最后一行也没有写完，"], 0, 60),
    *cells(["于是在右栏接着往下写", "完了。", "\u3000\u3000第二段在右栏开始，"], 120, 60),
]
HEADLINE = cells(["两栏之上的标题"], 45, 10, size=20)


@given(st.randoms(use_true_random=False))
def test_the_order_of_drawing_is_of_no_account(chance: random.Random) -> None:
    drawn = HEADLINE + TWO
    chance.shuffle(drawn)
    lines = [line.text for line in finished(printed_lines([PrintedPage(tuple(drawn), 0, 800)])).lines]
    assert lines == [
        "两栏之上的标题",
        "",
        "    第一段的文字从左栏",
        "开始，一直写到左栏的",
        "最后一行也没有写完，",
        "",
        "于是在右栏接着往下写",
        "完了。",
        "    第二段在右栏开始，",
    ]


LEFT = [
    "防汛物资清点",
    "\u3000\u3000县里三座防汛物资仓",
    "库上周清点完毕，编织袋",
    "和桩木都比去年多，只有",
    "冲锋舟的油料还差两百升",
    "，月底以前补齐；仓库的",
    "钥匙由值班员和乡镇各执",
    "一把，夜里也能在一刻钟",
]
RIGHT = ["以内打开。水文站说，今", "年的汛期来得比往年早，", "各乡镇要先把沟渠清完。"]


@pytest.mark.parametrize("down", [-12, -8, -4, -2, 0, 2, 4])
@pytest.mark.parametrize("white", [0, 6])
def test_a_short_line_is_not_joined_to_the_column_beside_it(down: int, white: int) -> None:
    """Wherever the lines of the right column stand; and be the white between the columns seen where nothing
    stands beside the left ones alone."""
    left = [*cells(LEFT[:1], 0, 60), *cells(LEFT[1:], 0, 76 + white)]
    page = PrintedPage((*left, *cells(RIGHT, 126, 60 + down)), 0, 800)
    assert texts(finished(blocks([page])).blocks) == [LEFT[0], squeezed("".join(LEFT[1:] + RIGHT))]


def test_columns_that_have_a_hair_in_common_stand_side_by_side() -> None:
    """As in a scan that lies askew; the right one begins a little higher."""
    left = [Glyph(g.text, g.left, g.top, g.right, g.bottom) for g in cells(LEFT[1:], 0, 60)]
    right = cells(["\u3000\u3000另一栏的第一段从这里写", "起，写到这一行完。"], 114, 57)
    strange = cells(["斜着的一行长出一点点去"], 0, 60 + 16 * len(LEFT))
    moved = [one._replace(left=one.left + 6, right=one.right + 6) for one in strange]
    read = texts(finished(blocks([PrintedPage((*right, *left, *moved), 0, 800)])).blocks)
    assert "".join(read).startswith("县里三座")


GLYPH = st.builds(
    lambda char, x, y, size: Glyph(char, x, y, x + size, y + size),
    st.sampled_from("镇江经开区ABC，。"),
    st.floats(0, 600),
    st.floats(0, 800),
    st.floats(1, 60),
)


@given(st.lists(GLYPH, max_size=60))
def test_no_character_of_a_page_is_lost(glyphs: list[Glyph]) -> None:
    found = finished(printed_lines([PrintedPage(tuple(glyphs), 0, 800)])).lines
    assert Counter(squeezed("".join(line.text for line in found))) == Counter(g.text for g in glyphs)


@given(st.lists(GLYPH, max_size=60))
def test_nothing_is_doubled_twice(glyphs: list[Glyph]) -> None:
    assert printed_once(printed_once(glyphs)) == printed_once(glyphs)


@pytest.mark.parametrize("size", [0.7, 7.9, 8.0, 10.5, 12.3, 12.4, 16.0, 31.9])
def test_what_repeats_another_in_its_place_is_found_wherever_it_stands(size: float) -> None:
    for k in range(40):
        one = Glyph("检", 1.37 * k, 0.73 * k, 1.37 * k + size, 0.73 * k + size)
        for right, down in product((-0.39 * size, 0.0, 0.39 * size), (-0.29 * size, 0.29 * size)):
            moved = (one.left + right, one.top + down, one.right + right, one.bottom + down)
            assert printed_once([one, Glyph("检", *moved), Glyph("报", *moved)]) == (one, Glyph("报", *moved))


def pages_with(first: str, last: str, count: int = 4) -> list[PrintedPage]:
    """Pages of the same text but for its digits, each with a line at its top and one at its foot."""
    body = [f"这是第{n}行文字它不是页眉" for n in range(1, 10)]
    return [
        PrintedPage(
            (
                *cells([first.replace("#", str(n))], 0, 0),
                *cells(body, 0, 60),
                *cells([last.replace("#", str(n))], 100, 780),
            ),
            0,
            800,
        )
        for n in range(1, count + 1)
    ]


@pytest.mark.parametrize(
    ("first", "last"), [("镇江日报", "—#—"), ("2024年3月#日", "第#页"), ("#", "共9页第#页")]
)
def test_headers_and_footers_are_left_out(first: str, last: str) -> None:
    text = "".join(texts(finished(blocks(pages_with(first, last))).blocks))
    assert text.count("它不是页眉") == 36
    assert len(text) == 36 * len("这是第1行文字它不是页眉")


def test_on_a_single_page_only_its_number_is_left_out() -> None:
    assert texts(finished(blocks(pages_with("镇江日报", "— 1 —", 1))).blocks)[0] == "镇江日报"
    assert "—1—" not in "".join(texts(finished(blocks(pages_with("镇江日报", "— 1 —", 1))).blocks))
    assert texts(finished(blocks(pages_with("镇江日报", "共3人参加", 1))).blocks)[-1] == "共3人参加"


def test_a_line_that_is_new_on_every_page_is_no_header() -> None:
    pages = [pages_with("镇江日报", "—#—")[n] for n in range(4)]
    own = [
        PrintedPage((*cells([title], 0, 0), *(g for g in page.glyphs if g.top > 1)), 0, 800)
        for page, title in zip(pages, ["春耕备耕", "夏粮收购", "秋收冬种", "冬季供暖"], strict=True)
    ]
    text = "".join(texts(finished(blocks(own)).blocks))
    assert all(title in text for title in ("春耕备耕", "夏粮收购", "秋收冬种", "冬季供暖"))
