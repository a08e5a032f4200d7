"""Spreadsheets: what each sheet shows, row by row; records; and no file that harms more than itself."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from indexer.errors import GivenUp, NotRead, Unreadable
from indexer.reading import Source
from indexer.reading.budget import Exhausted
from indexer.reading.office.sheets import reader, tables, xls
from indexer.reading.office.sheets.rows import Cell, Ranges
from indexer.reading.source import Document
from indexer.report import At, Block, Kind, Report
from tests.support.sheets import (
    FILES,
    blocks,
    excel,
    found,
    number,
    relations,
    reports,
    row,
    text,
    texts,
    zipped,
)
from tests.support.work import calls

T, H, P = Kind.TITLE, Kind.HEADING, Kind.PARAGRAPH
TABLE = (
    Block(H, "粮食产量", At(level=1)),
    Block(T, "临川县2023年粮食生产情况统计表", At(row=1)),
    Block(P, "单位：吨", At(row=2)),
    Block(P, "乡镇　产量　占全县比重　比上年增减　上报日期", At(row=3)),
    Block(P, "桥头镇　18,230.5　13.2%　-1.24%　2024年3月5日", At(row=4)),
    Block(P, "柳林乡　9,870.0　7.1%　3.40%　2024年3月6日", At(row=5)),
    Block(P, "初步数，秋后核定。", At(row=5)),
    Block(P, "合计　28,100.5", At(row=7)),
    Block(H, "Sheet4", At(level=1)),
    Block(P, "序号　内容　责任单位", At(row=1)),
    Block(P, "1　疏浚河道三公里　水务站", At(row=2)),
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "a.xlsx"


@pytest.mark.parametrize("name", ["表.fods", "表.et"])
def test_a_flat_file_is_read_like_a_packed_one(name: str, tmp_path: Path) -> None:
    """One page of XML that has the same content; a chart within it is no sheet."""
    with zipfile.ZipFile(FILES / "table.ods") as packed:
        content = packed.read("content.xml").replace(b"office:document-content", b"office:document")
    chart = b"<draw:object><table:table><table:table-row/></table:table></draw:object></office:spreadsheet>"
    (tmp_path / name).write_bytes(content.replace(b"</office:spreadsheet>", chart))
    _, table = reports(tmp_path / name)[0]
    assert table.blocks == TABLE


@pytest.mark.parametrize("made", ["table.xlsx", "table.xls", "table.ods"])
@pytest.mark.parametrize("name", ["same", "表.et", "表.XLSM"])
def test_a_real_file_is_read_as_it_shows_itself(made: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / (made if name == "same" else name)
    path.write_bytes((FILES / made).read_bytes())
    (record, table), told = reports(path)
    assert table.blocks == TABLE
    assert (record.title, record.date, record.source) == ("临川秋粮开镰", "2024-09-08", "临川日报")
    assert [(one.text, one.at.row) for one in record.paragraphs] == [
        ("全县秋粮陆续开镰。", 2),
        ("预计月底收完。", 2),
    ]
    assert len(told) == 1
    assert "没有收录隐藏的工作表：代码表" in told[0]


def test_a_comment_that_is_not_understood_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(xls, "_note_of", fails)
    path = tmp_path / "a.xls"
    path.write_bytes((FILES / "table.xls").read_bytes())
    (_, table), _told = reports(path)
    assert table.blocks == tuple(one for one in TABLE if "初步数" not in one.text)


def test_a_merged_cell_is_read_once_whatever_lies_below_it(book: Path) -> None:
    rows = row(text("东乡", "A1"), text("稻谷", "B1")) + row(text("东乡", "A2"), text("小麦", "B2"))
    merged = '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>'
    book.write_bytes(excel(f"<sheetData>{rows}</sheetData>{merged}"))
    assert texts(book)[1:] == ["东乡　稻谷", "小麦"]


def test_cells_of_every_kind_are_read_as_they_are_shown(book: Path) -> None:
    cells = [
        number(1, kind="b"),
        number("#N/A", kind="e"),
        number("合格", kind="str"),
        number("2024-03-05", kind="d"),
    ]
    rich = '<c t="inlineStr"><is><r><t>水</t></r><r><t>库</t></r><rPh><t>shuiku</t></rPh></is></c>'
    book.write_bytes(excel(row(*cells, rich, number("", 1), number("非数", 1)), formats=("0.00",)))
    assert texts(book)[1:] == ["TRUE　#N/A　合格　2024-03-05　水库　非数"]


def test_shared_texts_and_a_book_of_1904(book: Path) -> None:
    shared = '<sst xmlns="urn:x"><si><t>甲</t></si><si><r><t>乙</t></r></si></sst>'
    data = excel(
        row(number(1, kind="s"), number(0, kind="s"), number(9, kind="s"), number(43894, 1)),
        formats=("yyyy/m/d",),
        book='<workbookPr date1904="1"/>',
        extra={
            "xl/sharedStrings.xml": shared,
            "xl/_rels/workbook.xml.rels": relations(
                s1=("worksheet", "worksheets/sheet1.xml"),
                t=("sharedStrings", "/xl/sharedStrings.xml"),
                f=("styles", "styles.xml"),
            ),
        },
    )
    book.write_bytes(data)
    assert texts(book)[1:] == ["乙　甲　2024/3/5"]


def test_boxes_and_comments_are_read(book: Path) -> None:
    drawing = '<d xmlns:a="urn:a"><a:p><a:r><a:t>填表</a:t></a:r><a:r><a:t>说明</a:t></a:r></a:p></d>'
    comment = '<comment ref="B9"><text><t>待核</t></text></comment>'
    comments = f'<comments xmlns="urn:c"><commentList>{comment}</commentList></comments>'
    beside = relations(d=("drawing", "../drawings/d.xml"), c=("comments", "../comments1.xml"))
    extra = {
        "xl/drawings/d.xml": drawing,
        "xl/comments1.xml": comments,
        "xl/worksheets/_rels/sheet1.xml.rels": beside,
    }
    book.write_bytes(excel(row("甲", "乙"), extra=extra))
    assert [(one.text, one.at.row) for one in blocks(book)[1:]] == [
        ("甲　乙", 1),
        ("待核", 9),
        ("填表说明", 0),
    ]


def test_one_sheet_that_nobody_named_is_no_heading(book: Path) -> None:
    data = zipfile.ZipFile(io.BytesIO(excel(row("甲", "乙"))))
    parts = {name: data.read(name) for name in data.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace("表1".encode(), b"Sheet1")
    book.write_bytes(zipped(parts))
    assert texts(book) == ["甲　乙"]


# — records —


@pytest.mark.parametrize("head", [("标题", "正文", "编者按"), ("content", "label"), ("正文",)])
def test_rows_under_known_names_are_reports(head: tuple[str, ...], book: Path) -> None:
    book.write_bytes(excel(row(*head) + row(*("一句话。" for _ in head)) + row() + row("二。")))
    found, _ = reports(book)
    assert len(found) == 2
    assert all(one.at == At(row=4) for one in found[1].blocks)


def test_the_title_above_the_names_of_the_columns_is_kept(book: Path) -> None:
    book.write_bytes(excel(row("本周舆情汇总") + row("标题", "日期", "链接") + row("一号", "2024-3-5", "x")))
    (record, table), told = reports(book)
    assert (record.title, record.date) == ("一号", "2024-03-05")
    assert [one.text for one in table.blocks] == ["表1", "本周舆情汇总"]
    assert "不认识的字段：链接" in told[0]


@pytest.mark.parametrize(
    "head", [("序号", "内容", "责任单位", "完成时限"), ("标题", "标题"), ("地区", "产量")]
)
def test_other_columns_are_those_of_a_table(head: tuple[str, ...], book: Path) -> None:
    book.write_bytes(excel(row(*head) + row(*"甲乙丙丁"[: len(head)])))
    assert texts(book)[1:] == ["　".join(head), "　".join("甲乙丙丁"[: len(head)])]


def test_columns_may_be_said_to_be_of_records(book: Path) -> None:
    book.write_bytes(excel(row("序号", "简报", "单位", "备注") + row("1", "水位回落。", "站", "无")))
    (report,), _ = reports(book, (("简报", "paragraphs"),))
    assert [one.text for one in report.blocks] == ["水位回落。"]


def test_a_row_that_is_no_record_is_told_by_its_place(book: Path) -> None:
    book.write_bytes(excel(row("标题", "来源") + row("", "某报") + row("二", "某报")))
    (report,), told = reports(book)
    assert report.title == "二"
    assert told == [f"{book}：表1 第 2 行：既无标题也无段落。"]


# — what is called a spreadsheet —


XML = """<?xml version="1.0" encoding="utf-8"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style></Styles>
<Worksheet ss:Name="水位"><Table>
<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">三站水位</Data></Cell></Row>
<Row ss:Index="4"><Cell><Data ss:Type="String">上游</Data></Cell>
<Cell ss:Index="3" ss:StyleID="p"><Data ss:Type="Number">0.125</Data></Cell>
<Cell><Data ss:Type="DateTime">2024-03-05T00:00:00.000</Data></Cell>
<Cell><Data ss:Type="Number">x</Data><Comment><Data>人工读数</Data></Comment></Cell></Row>
</Table></Worksheet></Workbook>"""


def test_the_xml_of_excel_2003_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_text(XML, encoding="utf-8")
    assert blocks(path) == (
        Block(H, "水位", At(level=1)),
        Block(T, "三站水位", At(row=1)),
        Block(P, "上游　12.50%　2024/3/5　x", At(row=4)),
        Block(P, "人工读数", At(row=4)),
    )


@pytest.mark.parametrize(
    ("data", "right"),
    [
        ("<html><table><tr><td>上游</td><td>12.5</td></tr></table></html>".encode(), ["上游　12.5"]),
        ("站名\t水位\n上游\t12.5\n".encode("gb18030"), ["站名　水位", "上游　12.5"]),
        ("站名\t水位\n上游\t12.5\n".encode("utf-16"), ["站名　水位", "上游　12.5"]),
        (
            "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n"
            "<html><table><tr><td>上游</td><td>12.5</td></tr></table></html>".encode(),
            ["上游　12.5"],
        ),
    ],
)
def test_what_programs_only_call_a_spreadsheet_is_read_as_what_it_is(
    data: bytes, right: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(data)
    (report,), _ = reports(path)
    assert [one.text for one in report.blocks] == right


# — files that cannot be read, and those that are too large —


def told(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    (one,) = found(path)
    assert isinstance(one, NotRead)
    return one.reason


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.et", "a.ods"])
def test_what_is_damaged_or_no_spreadsheet_is_told(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    real = (FILES / f"table{path.suffix.replace('.et', '.xls')}").read_bytes()
    for data in (real[: len(real) // 2], real[:600], b"PK\3\4", b"\x89PNG\r\n\x1a\n\0\0", zipped({"a": "b"})):
        assert "损坏" in told(path, data), data[:10]
    assert "空的" in told(path, b"")
    assert "没有文字" in told(path, excel(row()))


def test_a_password_is_told(tmp_path: Path) -> None:
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024) + "EncryptedPackage".encode("utf-16-le")
    assert "取消密码" in told(tmp_path / "a.xlsx", locked)
    manifest = '<m xmlns:m="urn:m"><m:file-entry><m:encryption-data/></m:file-entry></m>'
    parts: dict[str, str | bytes] = {"content.xml": b"\x00\x01", "META-INF/manifest.xml": manifest}
    assert "取消密码" in told(tmp_path / "a.ods", zipped(parts))


def test_what_stands_above_the_damage_is_kept(book: Path) -> None:
    book.write_bytes(excel(f"<sheetData>{row('甲', '乙')}{row('丙', '丁')}<row><c"))
    report, left = found(book)
    assert isinstance(report, Report)
    assert [one.text for one in report.blocks[1:]] == ["甲　乙", "丙　丁"]
    assert isinstance(left, Unreadable)
    assert left.place == f"{book}：表1 第 2 行"


def test_what_was_read_before_the_time_was_up_is_kept(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def texts(cells: list[list[str]]) -> list[str]:
        if cells == [["丙"]]:
            raise Exhausted("时间用完了")
        return cells[0]

    monkeypatch.setattr(tables, "row_texts", texts)
    book.write_bytes(excel(row("甲") + row("丙")))
    document, left = reader.read(Source.of(book))
    assert isinstance(document, Document)
    assert [one.text for one in document.blocks] == ["表1", "甲"]
    assert isinstance(left, GivenUp)
    assert (left.place, left.reason) == (f"{book}：表1 第 2 行", "时间用完了")


def test_a_long_table_is_several_reports(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_BLOCKS", 2)
    book.write_bytes(excel("".join(row(one, "数") for one in "甲乙丙丁戊"), row("另", "表")))
    parts, told = reports(book)
    assert [[one.text for one in part.blocks] for part in parts] == [
        ["表1", "甲　数", "乙　数"],
        ["表1", "丙　数", "丁　数"],
        ["表1", "戊　数", "表2", "另　表"],
    ]
    assert [part.blocks[-1].at.row for part in parts] == [2, 4, 1]
    assert len({part.id for part in parts}) == 3
    assert parts[-1].id == Source.of(book).report_id
    assert told == []


def test_a_text_that_cells_share_without_end_is_told(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read before is kept."""
    for name, most in (("MAX_BYTES", 20), ("MAX_RATIO", 0), ("MAX_BLOCKS", 1)):
        monkeypatch.setattr(tables, name, most)
    book.write_bytes(excel("".join(row("四个字也", "二") for _ in range(9))))
    parts, told = reports(book)
    assert len(parts) == 4
    (reason,) = told
    assert "倍" in reason


def test_a_row_without_end_is_told(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_BYTES", 5)
    book.write_bytes(excel(row("甲", "乙") + row("丙丁戊己庚辛")))
    report, left = found(book)
    assert isinstance(report, Report)
    assert [one.text for one in report.blocks[1:]] == ["甲　乙"]
    assert "其余未读" in str(left)


def test_rows_that_hold_nothing_take_little_time_and_memory(book: Path) -> None:
    empty = "".join(f'<row r="{n}" spans="1:16384"/>' for n in range(1, 20_000))
    book.write_bytes(
        excel(f'<dimension ref="A1:XFD1048576"/><sheetData>{empty}{row("末行", r="1048576")}</sheetData>')
    )
    assert [(one.text, one.at.row) for one in blocks(book)[1:]] == [("末行", 1_048_576)]


def test_ranges_that_are_merged_cover_all_but_their_first_cell() -> None:
    """Two beside each other, one below that begins later; one that overlaps another does not count."""
    ranges = Ranges([(0, 1, 0, 1), (0, 0, 2, 3), (1, 2, 2, 2), (0, 9, 1, 3)])
    cells = {at: Cell("字") for at in range(5)}
    assert [sorted(ranges.shown(row, cells)) for row in range(4)] == [
        [0, 2, 4],
        [2, 3, 4],
        [0, 1, 3, 4],
        [0, 1, 2, 3, 4],
    ]


def test_a_range_for_every_row_takes_no_time_for_each_with_each() -> None:
    ranges = Ranges([(0, 9000 + n, 1, 1) for n in range(2000)])
    work = calls(lambda: [ranges.shown(row, {0: Cell("字")}) for row in range(2000)])
    assert work < 30 * 2000


def test_what_is_repeated_without_end_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    cell = '<t:table-cell t:number-columns-repeated="16000"><x:p>同</x:p></t:table-cell>'
    last_one = "<t:table-row><t:table-cell><x:p>末</x:p></t:table-cell></t:table-row>"
    rows = f'<t:table-row t:number-rows-repeated="1048000">{cell}</t:table-row>{last_one}'
    table = f'<t:table t:name="长表">{rows}</t:table>'
    path.write_bytes(zipped({"content.xml": f'<o xmlns:t="urn:t" xmlns:x="urn:x">{table}</o>'}))
    _, first, last = blocks(path)
    assert first.text == "　".join("同" * 64)
    assert last == Block(P, "末", At(row=1_048_001))


def test_a_bomb_and_entities_are_not_unpacked(book: Path) -> None:
    assert "没有打开" in told(book, excel(row("一" * 6_000_000)))
    laughs = '<!DOCTYPE w [<!ENTITY a "哈哈哈哈"><!ENTITY b "&a;&a;&a;&a;">]>'
    rows = '<row><c t="inlineStr"><is><t>&b;</t></is></c></row>'
    sheet = f"{laughs}<worksheet><sheetData>{rows}</sheetData></worksheet>"
    assert "没有文字" in told(book, excel(row("甲"), extra={"xl/worksheets/sheet1.xml": sheet}))


def test_a_cell_whose_style_is_lost_is_read(tmp_path: Path) -> None:
    whole = (FILES / "table.xls").read_bytes()
    lost = re.sub(rb"(\xfd\0\x0a\0.{4})..", lambda one: one[1] + b"\xff\x0f", whole, flags=re.S)
    (tmp_path / "good.xls").write_bytes(whole)
    (tmp_path / "lost.xls").write_bytes(lost)
    (good, said), (bad, told) = reports(tmp_path / "good.xls"), reports(tmp_path / "lost.xls")
    assert lost != whole
    assert (bad[0].blocks, len(told)) == (good[0].blocks, len(said))
