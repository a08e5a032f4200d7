"""Word documents: the finished text in its order, and no bomb or broken file that harms more than itself."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx as word_files
import pytest
from docx.document import Document as WordDocument
from docx.oxml.parser import parse_xml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.errors import Mishandled, Unreadable
from indexer.reading.docx import reader as docx
from indexer.reading.source import Document, Facts, Source
from indexer.report import Kind

T, K, H, P, C = Kind.TITLE, Kind.KICKER, Kind.HEADING, Kind.PARAGRAPH, Kind.CAPTION
NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
BODY = "全年新签约亿元以上项目72个，其中10亿元以上项目12个，累计总投资达200亿元。"

Read = Callable[..., Document]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(content: bytes | WordDocument) -> Document:
        path = tmp_path / "a.docx"
        path.write_bytes(content if isinstance(content, bytes) else packed(content))
        (document,) = docx.read(Source.of(path))
        assert isinstance(document, Document)
        return document

    return read


def packed(word: WordDocument) -> bytes:
    held = io.BytesIO()
    word.save(held)
    return held.getvalue()


def with_body(xml: str) -> WordDocument:
    """A document that holds this XML, in the namespaces of Word."""
    word = word_files.Document()
    for one in parse_xml(f"<w:body {NAMES}>{xml}</w:body>"):
        word.element.body.insert(len(word.element.body) - 1, one)
    return word


def with_part(content: bytes, name: str, replaced: Callable[[bytes], bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            data = old.read(part)
            new.writestr(part, replaced(data) if part == name else data)
    return held.getvalue()


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def named(document: Document) -> list[tuple[Kind, str]]:
    return [(block.kind, block.text) for block in document.blocks]


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


# -- what the blocks are


def test_styles_name_the_blocks(read: Read) -> None:
    word = word_files.Document()
    word.add_paragraph("开局高分答卷", style="Title")
    word.add_paragraph("——走访见闻", style="Subtitle")
    word.add_heading("一、项目建设", 1)
    word.add_paragraph(BODY)
    word.add_paragraph("图1 五峰山大桥", style="Caption")
    word.add_heading("二、营商环境", 2)
    word.add_paragraph(BODY)
    assert named(read(word)) == [
        (T, "开局高分答卷"),
        (K, "——走访见闻"),
        (H, "一、项目建设"),
        (P, BODY),
        (C, "图1 五峰山大桥"),
        (H, "二、营商环境"),
        (P, BODY),
    ]


def test_without_a_title_style_the_heading_that_opens_the_document_is_the_title(read: Read) -> None:
    word = word_files.Document()
    word.add_heading("开局高分答卷", 1)
    word.add_heading("项目建设", 2)
    word.add_paragraph(BODY)
    assert [kind for kind, _ in named(read(word))] == [T, H, P]


def test_a_line_above_the_first_section_is_the_title(read: Read) -> None:
    word = word_files.Document()
    word.add_paragraph("关于加快项目建设的意见")
    word.add_heading("一、总体要求", 1)
    word.add_paragraph(BODY)
    assert [kind for kind, _ in named(read(word))] == [T, H, P]


def test_outline_levels_and_styles_based_on_others_make_headings(read: Read) -> None:
    word = word_files.Document()
    word.add_paragraph("开局高分答卷", style="Title")
    style = word.styles.add_style("部门标题", 1)
    style.base_style = word.styles["Heading 2"]
    word.add_paragraph("项目建设", style="部门标题")
    word.add_paragraph(BODY)
    paragraph = word.add_paragraph("营商环境服务")
    paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {NAMES} w:val="1"/>'))
    assert [kind for kind, _ in named(read(word))] == [T, H, P, H]


def test_plain_paragraphs_are_named_as_in_a_text(read: Read) -> None:
    memo = [
        "关于召开会议的通知",
        "各部门：",
        "定于3月5日下午两点在三楼会议室召开会议。请准时参加。",
        "办公室",
        "2024年3月5日",
    ]
    word = word_files.Document()
    for line in memo:
        word.add_paragraph(line)
    document = read(word)
    assert texts(document) == memo
    assert document.blocks[0].kind is T


def test_a_title_set_on_two_paragraphs_is_one(read: Read) -> None:
    word = word_files.Document()
    word.add_paragraph("开局铆劲干", style="Title")
    word.add_paragraph("加速跑", style="Title")
    word.add_paragraph(BODY)
    assert texts(read(word)) == ["开局铆劲干加速跑", BODY]


def test_a_heading_broken_in_two_is_one(read: Read) -> None:
    word = word_files.Document()
    word.add_paragraph("开局铆劲干\n与Hong Kong\nScience Park签约", style="Title")
    word.add_paragraph(BODY)
    assert texts(read(word)) == ["开局铆劲干与Hong Kong Science Park签约", BODY]


def test_printed_lines_pasted_as_paragraphs_are_joined(read: Read) -> None:
    paragraph = ("产业项目是提升地区高质量发展质效的基石，始终把产业项目建设作为经济工作的主旋律" * 3) + "。"
    word = word_files.Document()
    for _ in range(2):
        for i in range(0, len(paragraph) + 2, 20):
            word.add_paragraph(("　　" + paragraph)[i : i + 20])
    assert texts(read(word)) == [paragraph, paragraph]


# -- the finished text


FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
CODE = "<w:r><w:instrText>{}</w:instrText></w:r>"
ENCIRCLED = r"\o\ac(\s\up 2(○),7)"


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        (run("甲乙") + f'<w:ins w:id="1" w:author="a">{run("添上的")}</w:ins>' + run("丙"), "甲乙添上的丙"),
        (
            run("甲")
            + '<w:del w:id="1" w:author="a"><w:r><w:delText>删去的</w:delText></w:r></w:del>'
            + run("乙"),
            "甲乙",
        ),
        (f'<w:moveFrom w:id="1" w:author="a">{run("移走")}</w:moveFrom>' + run("甲"), "甲"),
        (f'<w:hyperlink w:anchor="x">{run("链接")}</w:hyperlink>' + run("后"), "链接后"),
        (f'<w:smartTag w:element="place">{run("镇江")}</w:smartTag>' + run("市"), "镇江市"),
        (f"<w:sdt><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>" + run("后"), "控件后"),
        (run("明") + run("暗", "<w:vanish/>") + run("显", '<w:vanish w:val="0"/>'), "明显"),
        (
            "<w:r><w:t>第一列</w:t><w:tab/><w:t>第二列</w:t><w:noBreakHyphen/><w:t>三</w:t></w:r>",
            "第一列\t第二列-三",
        ),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
            + run("第3页"),
            "第3页",
        ),
        (
            f"{FIELD.format('begin')}{CODE.format(' EQ ')}{CODE.format(ENCIRCLED)}{FIELD.format('end')}",
            "7",
        ),
        (
            f"{FIELD.format('begin')}{CODE.format('HYPERLINK &quot;x&quot;')}{FIELD.format('separate')}"
            + run("见附录")
            + FIELD.format("end"),
            "见附录",
        ),
        (
            f"<w:r><w:ruby><w:rt>{run('zhen')}</w:rt><w:rubyBase>{run('镇')}</w:rubyBase></w:ruby></w:r>"
            + run("江"),
            "镇江",
        ),
        (run("面积") + "<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>", "面积a+b"),
        (run("Hong ") + run("Kong"), "Hong Kong"),
    ],
)
def test_what_is_seen_of_a_paragraph(read: Read, xml: str, text: str) -> None:
    assert texts(read(with_body(f"<w:p>{xml}</w:p>"))) == [text]


def test_a_content_control_around_paragraphs(read: Read) -> None:
    xml = f"<w:sdt><w:sdtContent><w:p>{run('甲。')}</w:p></w:sdtContent></w:sdt><w:p>{run('乙。')}</w:p>"
    assert texts(read(with_body(xml))) == ["甲。", "乙。"]


def test_lines_broken_within_a_paragraph_stand_apart(read: Read) -> None:
    word = word_files.Document()
    word.add_paragraph(f"{BODY}\n{BODY}")
    assert texts(read(word)) == [BODY, BODY]


def test_a_text_box_is_read_once_behind_its_paragraph(read: Read) -> None:
    box = f"<w:txbxContent><w:p>{run('框里的一句话。')}</w:p></w:txbxContent>"
    xml = (
        f"<w:p>{run('前面的一句话。')}<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{box}</wps:txbx></wps:wsp></w:drawing>'
        f"</mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>"
        f"</mc:AlternateContent></w:r>{run('后半句。')}</w:p><w:p>{run('下一段的一句话。')}</w:p>"
    )
    assert texts(read(with_body(xml))) == ["前面的一句话。后半句。", "框里的一句话。", "下一段的一句话。"]


def test_tables_stand_where_they_stood_and_merged_cells_once(read: Read) -> None:
    word = word_files.Document()
    word.add_paragraph(BODY)
    table = word.add_table(3, 3)
    for row, cells in zip(
        table.rows, [("指标", "2022年", "2023年"), ("项目", "60", "72"), ("", "50", "")], strict=True
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(0, 1).merge(table.cell(0, 2)).text = "年份"
    word.add_paragraph("表后的一段话。")
    assert texts(read(word)) == [BODY, "指标　年份", "项目　60　72", "50", "表后的一段话。"]


def test_a_table_that_lays_out_a_page_keeps_its_paragraphs(read: Read) -> None:
    word = word_files.Document()
    cell = word.add_table(1, 1).cell(0, 0)
    cell.text = "关于召开会议的通知"
    cell.add_paragraph(BODY)
    cell.add_table(1, 2).rows[0].cells[1].text = "里面的表"
    assert texts(read(word)) == ["关于召开会议的通知", BODY, "里面的表"]


def test_page_headers_and_footers_stay_out_and_notes_come_last(read: Read) -> None:
    word = with_body(f"<w:p>{run(BODY)}</w:p><w:p>{run('末段。')}</w:p>")
    word.sections[0].header.paragraphs[0].text = "内部资料"
    word.sections[0].footer.paragraphs[0].text = "第1页"
    notes = (
        f'<w:footnotes {NAMES}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r>'
        f"</w:p></w:footnote>"
        f'<w:footnote w:id="1"><w:p>{run("数据来自统计局。")}</w:p></w:footnote></w:footnotes>'
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    content = with_part(
        packed(word),
        "word/_rels/document.xml.rels",
        lambda xml: xml.replace(
            b"</Relationships>",
            f'<Relationship Id="n1" Type="{kind}" Target="footnotes.xml"/></Relationships>'.encode(),
        ),
    )
    content = with_part(
        content,
        "[Content_Types].xml",
        lambda xml: xml.replace(
            b"</Types>", b'<Override PartName="/word/footnotes.xml" ContentType="application/xml"/></Types>'
        ),
    )
    held = io.BytesIO(content)
    with zipfile.ZipFile(held, "a") as package:
        package.writestr("word/footnotes.xml", notes)
    assert texts(read(held.getvalue())) == [BODY, "末段。", "数据来自统计局。"]


# -- facts


def test_the_properties_of_a_file_are_no_facts(read: Read) -> None:
    word = word_files.Document()
    word.core_properties.author, word.core_properties.title = "Administrator", "另一份通知"
    word.add_paragraph("关于召开会议的通知")
    word.add_paragraph(BODY)
    document = read(word)
    assert document.facts == Facts()
    assert named(document) == [(T, "关于召开会议的通知"), (P, BODY)]


def test_a_title_among_the_properties_tells_which_line_is_the_title(read: Read) -> None:
    word = word_files.Document()
    word.core_properties.title = "关于召开会议的通知"
    for line in ("某某市人民政府办公室文件", "关于召开会议的通知", BODY):
        word.add_paragraph(line)
    assert named(read(word))[1] == (T, "关于召开会议的通知")


# -- what cannot be read


def refused(read: Read, content: bytes) -> str:
    with pytest.raises(Unreadable) as told:
        read(content)
    assert told.value.reason.endswith("。")
    assert not isinstance(told.value, Mishandled)
    return told.value.reason


def minimal() -> bytes:
    word = word_files.Document()
    word.add_paragraph(BODY)
    return packed(word)


def test_what_is_no_word_document_is_told(read: Read) -> None:
    assert "不完整" in refused(read, minimal()[:-3000])
    assert "Word" in refused(read, b"")
    assert "Word" in refused(read, "只是文本".encode())


def test_a_document_without_text_is_told(read: Read) -> None:
    assert "没有文字" in refused(read, packed(word_files.Document()))


def test_a_zip_without_a_document_is_told(read: Read) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        package.writestr("a.txt", "文字")
    assert "Word" in refused(read, held.getvalue())


DOCUMENT = b'<document xmlns="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'


@pytest.mark.parametrize("name", ["word/document.xml", "[Content_Types].xml", "_rels/.rels"])
@pytest.mark.parametrize("broken", [b"", b"<a", b"\x00\xff", b"<a/>", DOCUMENT])
def test_a_broken_part_is_told(read: Read, name: str, broken: bytes) -> None:
    refused(read, with_part(minimal(), name, lambda _: broken))


def test_entities_are_not_expanded(read: Read) -> None:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))

    def laughing(xml: bytes) -> bytes:
        text = xml.decode().replace(BODY, "&l11;甲")
        return re.sub(
            r"(<w:document)", rf'<!DOCTYPE w:document [<!ENTITY l0 "笑">{laughs}]>\1', text, count=1
        ).encode()

    content = with_part(minimal(), "word/document.xml", laughing)
    try:
        found = "".join(texts(read(content)))
    except Unreadable:
        return
    assert len(found) < 100


def test_no_other_file_is_read(read: Read, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("不该读到的字", encoding="utf-8")

    def asking(xml: bytes) -> bytes:
        text = xml.decode().replace(BODY, "&s;甲")
        entity = f'<!DOCTYPE w:document [<!ENTITY s SYSTEM "{tmp_path}/secret.txt">]><w:document'
        return text.replace("<w:document", entity, 1).encode()

    try:
        found = "".join(texts(read(with_part(minimal(), "word/document.xml", asking))))
    except Unreadable:
        return
    assert "不该" not in found


def with_parts(content: bytes, *parts: bytes) -> bytes:
    held = io.BytesIO(content)
    with zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for i, part in enumerate(parts):
            how = zipfile.ZIP_DEFLATED if len(part) > 2**20 else zipfile.ZIP_STORED
            package.writestr(f"word/media/{i}.bmp", part, how)
    return held.getvalue()


@pytest.mark.parametrize("megabytes", [20, 100])
def test_a_zip_bomb_is_not_unpacked(read: Read, megabytes: int) -> None:
    assert "解压后" in refused(read, with_parts(minimal(), bytes(megabytes * 2**20)))


def test_a_zip_of_very_much_is_not_unpacked(read: Read) -> None:
    """Six parts that the directory declares to be 90 MiB each, packed no smaller."""
    content = with_parts(minimal(), *[bytes(123_457)] * 6)
    declared = content.replace(struct.pack("<II", 123_457, 123_457), struct.pack("<II", 90 << 20, 90 << 20))
    assert "解压后有 540 MiB" in refused(read, declared)


def test_a_zip_that_lies_about_its_sizes_is_told(read: Read) -> None:
    """The declared size of the document's part, in the directory and in front of it, is made ten bytes."""
    content = with_part(minimal(), "word/document.xml", lambda xml: xml + b" " * 2**20)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        size = struct.pack("<I", package.getinfo("word/document.xml").file_size)
    refused(read, content.replace(size, struct.pack("<I", 10)))


# -- anything at all


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200), st.integers(0, 40_000), st.integers(0, 30))
def test_any_bytes_end_as_a_document_or_as_unreadable(
    tmp_path: Path, data: bytes, at: int, removed: int
) -> None:
    path = tmp_path / "a.docx"
    whole = minimal()
    for content in (data, b"PK\x03\x04" + data, whole[:at] + data + whole[at + removed :]):
        path.write_bytes(content)
        try:
            found = list(docx.read(Source.of(path)))
        except Unreadable:
            continue
        documents = [one for one in found if isinstance(one, Document)]
        assert all(block.text.strip() for document in documents for block in document.blocks)


WORDS = st.text(alphabet="产业项目建设经济工作强力顶格推进，2023AB ", min_size=1, max_size=40).map(
    lambda t: f"始{t.strip()}终。"
)
PART = st.tuples(st.sampled_from(["p", "Heading 1", "Title", "row"]), WORDS)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PART, min_size=1, max_size=12))
def test_the_text_of_any_document_comes_back_whole_and_in_order(
    tmp_path: Path, parts: list[tuple[str, str]]
) -> None:
    word = word_files.Document()
    for kind, text in parts:
        if kind == "row":
            for cell in word.add_table(1, 2).rows[0].cells:
                cell.text = text
        else:
            word.add_paragraph(text, style=None if kind == "p" else kind)
    path = tmp_path / "a.docx"
    path.write_bytes(packed(word))
    (document,) = docx.read(Source.of(path))
    assert isinstance(document, Document)
    wanted = "".join(text * 2 if kind == "row" else text for kind, text in parts)
    assert "".join("".join(texts(document)).split()) == "".join(wanted.split())


# -- levels of headings


def test_a_heading_has_the_level_of_its_style(read: Read) -> None:
    word = word_files.Document()
    word.add_paragraph("港口建设年报", "Title")
    for level in (1, 2, 3):
        word.add_paragraph(f"第{level}级小标题", f"Heading {level}")
        word.add_paragraph(BODY)
    levels = [(block.kind, block.at.level) for block in read(word).blocks]
    assert levels == [(T, 0), (H, 1), (P, 0), (H, 2), (P, 0), (H, 3), (P, 0)]


def test_a_heading_has_the_outline_level_that_it_states(read: Read) -> None:
    outlined = '<w:p><w:pPr><w:outlineLvl w:val="3"/></w:pPr><w:r><w:t>小标题</w:t></w:r></w:p>'
    told = read(
        with_body(f"<w:p><w:r><w:t>{BODY}</w:t></w:r></w:p>{outlined}<w:p><w:r><w:t>{BODY}</w:t></w:r></w:p>")
    )
    assert [(block.kind, block.at.level) for block in told.blocks if block.text == "小标题"] == [(H, 4)]
