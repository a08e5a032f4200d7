"""OFD files: what is printed on their pages, in the order in which it is read."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from indexer.errors import GivenUp, Noted, NotRead
from indexer.reading import Source
from indexer.reading.budget import Exhausted
from indexer.reading.formats import FileOutput
from indexer.reading.ofd import reader
from indexer.reading.ofd.document import OfdFile
from indexer.reading.source import Document, Working
from indexer.report import Kind, Report
from tests.support.ofd import document, lines, ofd, page, root, text, unit, without_prefix
from tests.support.printing import drawn
from tests.support.sheets import found, zipped

FIRST = [
    "　　县水务站三月上旬对全县十二座小型水库逐一",
    "检查，共查出渗漏、闸门锈蚀等隐患二十一处，已经",
    "全部登记在册，限期四月底以前整改完毕。",
]
SECOND = [
    "　　其中桥头水库溢洪道淤积较为严重，须在汛期到",
    "来之前清理完毕，所需经费由县财政先行垫付。",
]
WHOLE = ["".join(one.strip() for one in FIRST), "".join(one.strip() for one in SECOND)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.ofd"


def read_all(path: Path) -> list[FileOutput]:
    return [one for one in found(path) if not isinstance(one, Working)]


def texts(path: Path, data: bytes) -> list[str]:
    path.write_bytes(data)
    (report,) = read_all(path)
    assert isinstance(report, Report), report
    return [one.text for one in report.blocks]


def test_printed_lines_become_paragraphs(path: Path) -> None:
    assert texts(path, ofd(page(lines(FIRST + SECOND)))) == WHOLE


def test_it_is_so_in_whatever_namespace_and_from_the_top_of_the_file(path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(ofd(page(lines(FIRST + SECOND))))) as packed:
        parts = {name: without_prefix(packed.read(name).decode()) for name in packed.namelist()}
    parts["Doc_0/Document.xml"] = parts["Doc_0/Document.xml"].replace('"Pages/', '"/Doc_0/Pages/')
    parts["OFD.xml"] = parts["OFD.xml"].replace(">Doc_0/", ">/Doc_0/")
    assert texts(path, zipped(parts)) == WHOLE


def test_a_paragraph_goes_on_overleaf_and_the_heads_of_pages_are_left_out(path: Path) -> None:
    head = page(text("水库安全简报", 80, 8))
    pages = [page(lines(FIRST[:2]), template="t"), page(lines([*FIRST[2:], *SECOND]), template="t")]
    path.write_bytes(ofd(*pages, templates={"t": head}))
    (report,) = read_all(path)
    assert isinstance(report, Report)
    assert [(one.text, one.at.page) for one in report.blocks] == [(WHOLE[0], 1), (WHOLE[1], 2)]


def test_columns_are_read_one_after_the_other(path: Path) -> None:
    left = [
        "　　" + "甲乙丙丁戊己庚辛壬癸子丑"[:12],
        *("寅卯辰巳午未申酉戌亥天地玄黄" for _ in range(6)),
        "左栏到此为止。",
    ]
    right = [
        "　　" + "日月盈昃辰宿列张寒来暑往"[:12],
        *("秋收冬藏闰余成岁律吕调阳云腾" for _ in range(6)),
        "右栏到此为止。",
    ]
    read = texts(path, ofd(page(lines(left, 20), lines(right, 20 + 16 * 4))))
    assert read == ["".join(one.strip() for one in column) for column in (left, right)]


def test_two_lines_beside_a_tall_one_are_not_mixed(path: Path) -> None:
    objects = text("电子凭证", 60, 7, 6.8), text("发票代码：", 147, 7, 3), text("发票号码：", 147, 12.5, 3)
    assert texts(path, ofd(page(*objects))) == ["电子凭证 发票代码：", "发票号码："]


def rule(x: float, y: float, across: float, down: float) -> str:
    told = (
        f"M 0 0 L {across} 0 L {across} {down} L 0 {down} C"
        if across and down
        else f"M 0 0 L {across} {down}"
    )
    box = f'Boundary="{x} {y} {across or 0.1} {down or 0.1}"'
    return f'<ofd:PathObject ID="9" {box}><ofd:AbbreviatedData>{told}</ofd:AbbreviatedData></ofd:PathObject>'


def test_a_drawn_table_is_read_row_by_row_and_cell_by_cell(path: Path) -> None:
    rules = [rule(20, 100, 150, 60), rule(20, 120, 150, 0), rule(70, 100, 0, 60), rule(120, 100, 0, 60)]
    rules.append(rule(20, 140, 150, 0))
    words = [
        ("物资", 22, 108),
        ("数量", 72, 108),
        ("存放", 122, 108),
        ("编织袋", 22, 128),
        ("两万条", 72, 128),
    ]
    words += [
        ("桥头镇水务站防汛物资仓", 122, 122),
        ("库一号房", 122, 130),
        ("铁锹", 22, 148),
        ("三百", 72, 148),
    ]
    table = "".join(rules) + "".join(text(*one) for one in words)
    read = texts(path, ofd(page(lines(FIRST + SECOND), table)))
    assert read == [
        *WHOLE,
        "物资　数量　存放",
        "编织袋　两万条　桥头镇水务站防汛物资仓库一号房",
        "铁锹　三百",
    ]


SELLER = [("名称", "杏林镇农机合作社", "税号", "9132110"), ("项目", "插秧机修理", "金额", "1860.00")]
BUYER = [("名称", "桥头镇水务站", "税号", "1232110"), ("备注", "四月里两次", "税额", "111.60")]


@pytest.mark.parametrize("name", ["电子发票（普通发票）", "江苏增值税电子普通发票", "住院费用结算清单"])
@pytest.mark.parametrize("step", [6, 7, 8])
def test_the_title_of_a_form_is_its_largest_text(name: str, step: float, path: Path) -> None:
    """It stands in a row beside the number, above fields; below them a line stands by itself."""
    head = text(name, 70, 10, 6.5), text("票据号码：24322", 150, 11.5, 3.2), text("机器：31", 20, 18, 3.2)
    fields = [
        text(cell, x, 18 + step * (n + 1), 3.2)
        for n, row in enumerate([*BUYER, *SELLER])
        for x, cell in zip((20, 45, 110, 150), row, strict=True)
    ]
    foot = text("收款人：周海平　复核：王芳　开票人：李敏", 20, 120, 3.2)
    path.write_bytes(ofd(page(*head, text("日期：3月5日", 150, 18, 3.2), *fields, foot)))
    (report,) = read_all(path)
    assert isinstance(report, Report)
    assert report.title.startswith(name)
    assert sum(one.kind is Kind.TITLE for one in report.blocks) == 1


@pytest.mark.parametrize(
    "steps",
    ["g 5 4", "4 4 4 4 4", "g 3 4 4 4", "4 g 4 4", "g 2 4", "g 1000000000 4", "", "g x 4 4", "g", "g 3"],
)
def test_steps_from_character_to_character(steps: str, path: Path) -> None:
    assert texts(path, ofd(page(text("水库安全检查", 20, 30, steps=steps)))) == ["水库安全检查"]


@pytest.mark.parametrize("also", [{"size": 0.0}, {"size": -4.0}, {"CTM": "1 0 0 0 0 0"}])
def test_text_without_size_is_not_seen(also: dict[str, Any], path: Path) -> None:
    hidden = text("看不见", 20, 60, **also) + text("的字", 20, 90, **also)
    assert texts(path, ofd(page(lines(FIRST + SECOND), hidden))) == WHOLE


def test_a_wide_step_is_a_gap(path: Path) -> None:
    assert texts(path, ofd(page(text("联系人电话", 20, 30, steps="4 4 20 4")))) == ["联系人 电话"]


def test_letters_are_as_wide_as_their_steps(path: Path) -> None:
    steps = "2.9 2 1 1 3.2 3 1 2"  # W i l l  M a i l
    assert texts(path, ofd(page(text("WillMail", 20, 30, steps=steps)))) == ["WillMail"]


def test_what_is_scaled_and_moved_stands_where_it_is_seen(path: Path) -> None:
    """Half as large, twice as far apart, one character an object: as converters write it."""
    scaled = "".join(
        text(char, 20 + 4 * n, 30, 8, CTM="0.5 0 0 0.5 0 1") for n, char in enumerate("水库安全检查")
    )
    assert texts(path, ofd(page(scaled, text("通报", 44.2, 30.5)))) == ["水库安全检查通报"]


def test_text_that_is_turned_is_read_after_the_rest(path: Path) -> None:
    """By 90°, and characters of its own turned in the object."""
    stamp = text("收文专用章第三号", 190, 60, CTM="0 1 -1 0 0 0")
    other = "".join(text(char, 10, 90 + 4 * n, CharDirection="90") for n, char in enumerate("装订线内勿写"))
    assert texts(path, ofd(page(stamp, lines(FIRST + SECOND), other)))[:2] == WHOLE
    assert set(texts(path, ofd(page(stamp, lines(FIRST + SECOND), other)))[2:]) == {
        "收文专用章第三号",
        "装订线内勿写",
    }


def test_vertical_text_is_read_column_by_column_from_the_right(path: Path) -> None:
    columns = ["春汛将至各乡镇", "务必清淤固堤坝", "并备足抢险物资"]
    set_down = "".join(
        text(one, 120 - 8 * n, 40, steps="", DeltaY="g 6 4.4") for n, one in enumerate(columns)
    )
    assert "".join(texts(path, ofd(page(set_down)))) == "".join(columns)


def test_blocks_and_graphics_within_each_other_are_read(path: Path) -> None:
    units = f"<ofd:CompositeGraphicUnits>{unit(text('检查', 0, 0))}</ofd:CompositeGraphicUnits>"
    used = '<ofd:CompositeObject ID="8" ResourceID="7" Boundary="36 30 20 20"/>'
    block = f"<ofd:PageBlock><ofd:PageBlock>{text('水库安全', 20, 30)}</ofd:PageBlock></ofd:PageBlock>"
    assert texts(path, ofd(page(block, used), resources=units)) == ["水库安全检查"]


def test_graphics_that_hold_themselves_end(path: Path) -> None:
    used = '<ofd:CompositeObject ID="8" ResourceID="7" Boundary="0 0 20 20"/>'
    units = unit(text("回", 0, 0) + used)
    assert texts(path, ofd(page(text("字样", 20, 30), used), resources=units))[-1] == "字样"


def test_annotations_are_read_and_watermarks_are_not(path: Path) -> None:
    def note(kind: str, shown: str, **also: str) -> str:
        named = "".join(f' {name}="{value}"' for name, value in also.items())
        held = f'<ofd:Appearance Boundary="20 200 90 20">{shown}</ofd:Appearance>'
        return f'<ofd:Annot Type="{kind}" ID="5"{named}>{held}</ofd:Annot>'

    notes = (
        note("Watermark", text("内部资料", 0, 0))
        + note("Stamp", text("已阅，请水务站办理。", 0, 0))
        + note("Path", text("藏起来的", 0, 0), Visible="false")
    )
    assert texts(path, ofd(page(lines(FIRST)), notes=notes)) == [WHOLE[0], "已阅，请水务站办理。"]


def test_all_documents_of_a_file_are_read(path: Path) -> None:
    extra = {
        "OFD.xml": root("Doc_0/Document.xml", "Doc_1/Document.xml"),
        "Doc_1/Document.xml": document(1),
        "Doc_1/Pages/Page_0/Content.xml": page(lines(SECOND)),
    }
    assert texts(path, ofd(page(lines(FIRST)), extra=extra)) == WHOLE


# — what cannot be read —


def told(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    (one,) = read_all(path)
    assert isinstance(one, NotRead)
    return one.reason


def test_what_is_damaged_is_told(path: Path) -> None:
    whole = ofd(page(lines(FIRST)))
    for data in (b"", whole[:300], whole[: len(whole) // 2], zipped({"OFD.xml": "<a"}), zipped({"a": "b"})):
        assert "损坏" in told(path, data)
    assert "没有文字" in told(path, ofd(page()))


def test_a_file_that_is_encrypted_is_told(path: Path) -> None:
    assert "取消密码" in told(path, zipped({"OFD.xml": b"\x8f\x01", "Encryptions.xml": "<e/>"}))


def test_pages_that_cannot_be_read_are_named_and_cost_no_other(path: Path) -> None:
    picture = page('<ofd:ImageObject ID="3" ResourceID="4" Boundary="0 0 210 290"/>')
    nonsense = page(text("\ue000\ue101\ue232\ue333\ue434\ue535\ue636\ue737\ue838", 20, 30))
    path.write_bytes(ofd(page(lines(FIRST)), picture, nonsense, picture, "<ofd:Page"))
    report, *others = read_all(path)
    assert isinstance(report, Report)
    assert [one.text for one in report.blocks] == WHOLE[:1]
    assert all(isinstance(one, Noted) for one in others)
    pages = {str(one).split("：")[1]: str(one).split("：", 2)[2] for one in others}
    assert "图片" in pages["第 2、4 页"]
    assert "乱码" in pages["第 3 页"]
    assert "损坏" in pages["第 5 页"]


def test_a_page_that_is_a_picture_is_read_by_sight(path: Path) -> None:
    """A seal or a letterhead beside text is none."""
    held = io.BytesIO()
    drawn("水库安全检查通报").save(held, "PNG")
    scan = '<ofd:ImageObject ID="3" ResourceID="4" Boundary="0 0 210 290"/>'
    seal = '<ofd:ImageObject ID="3" ResourceID="4" Boundary="0 0 40 40"/>'
    media = '<ofd:MultiMedia ID="4" Type="Image"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia>'
    extra = {"Doc_0/a.png": held.getvalue()}
    pages = page(scan, text("第3号", 20, 30)), page(seal, text("尚无险情。", 20, 30))
    read = texts(path, ofd(*pages, resources=media, extra=extra))
    assert read == ["水库安全检查通报", "第3号", "尚无险情。"]


def test_pages_read_before_the_time_was_up_are_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printed = OfdFile.printed

    def until_second(*arguments: object) -> object:
        if arguments[-1] == 2:
            raise Exhausted("时间用完了")
        return printed(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(OfdFile, "printed", until_second)
    path.write_bytes(ofd(page(lines(FIRST)), page(lines(SECOND))))
    read = [one for one in reader.read(Source.of(path)) if isinstance(one, Document | NotRead)]
    assert isinstance(read[0], Document)
    assert [(one.kind, one.text) for one in read[0].blocks] == [(Kind.PARAGRAPH, WHOLE[0])]
    assert isinstance(read[1], GivenUp)
    assert "第 2 页起，共 2 页" in read[1].place


def test_a_part_that_unpacks_to_far_more_is_not_unpacked(path: Path) -> None:
    bomb = page(text("一" * 6_000_000, 20, 30))
    assert "没有打开" in told(path, ofd(bomb))
