"""Word files of unusual make: what they embed is read, Strict Open XML too, and drawn text once."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from indexer.errors import Noted, Unreadable
from indexer.reading.docx import reader as docx
from indexer.reading.source import Document, Source
from indexer.report import Kind
from tests.support.word import MAIN, paragraph, strict, word_file

BEFORE, AFTER = "前面的一段话。", "后面的一段话。"
INSIDE = "嵌在文档里的一段话，说的是码头。"
WEB = f"<html><title>页面</title><body><h2>码头建设</h2><p>{INSIDE}</p><p>又一段。</p></body></html>"
MAIL = (
    b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
    b'Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: base64\r\n\r\n%b\r\n'
    b"--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\n"
)
Chunk = tuple[str, str, bytes]


def outcome(tmp_path: Path, content: bytes) -> tuple[list[str], list[Unreadable]]:
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    found = list(docx.read(Source.of(path)))
    blocks = [block.text for one in found if isinstance(one, Document) for block in one.blocks]
    return blocks, [one for one in found if isinstance(one, Unreadable)]


def mail(page: str) -> bytes:
    return MAIL % base64.encodebytes(page.encode("gb18030"))


def with_chunk(chunk: Chunk) -> bytes:
    body = f'{paragraph(BEFORE)}<w:altChunk r:id="c"/>{paragraph(AFTER)}'
    return word_file(body, c=chunk)


@pytest.mark.parametrize(
    ("chunk", "texts"),
    [
        (("c.html", "text/html", WEB.encode()), ["码头建设", INSIDE, "又一段。"]),
        (("c.xhtml", "application/xhtml+xml", WEB.encode("gb18030")), ["码头建设", INSIDE, "又一段。"]),
        (("c.mht", "message/rfc822", mail(WEB)), ["码头建设", INSIDE, "又一段。"]),
        (("c.mht", "message/rfc822", b"\xef\xbb\xbf\r\n" + mail(WEB)), ["码头建设", INSIDE, "又一段。"]),
        (("c.txt", "text/plain", f"{INSIDE}\n又一段。".encode("utf-16")), [INSIDE, "又一段。"]),
        (("c.docx", MAIN, word_file(paragraph(INSIDE))), [INSIDE]),
    ],
    ids=lambda one: one[0] if isinstance(one, tuple) else "",
)
def test_what_is_embedded_stands_where_word_puts_it(tmp_path: Path, chunk: Chunk, texts: list[str]) -> None:
    assert outcome(tmp_path, with_chunk(chunk)) == ([BEFORE, *texts, AFTER], [])


def test_a_document_that_is_nothing_but_an_embedded_page(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(word_file('<w:altChunk r:id="c"/>', c=("c.mht", "message/rfc822", mail(WEB))))
    (document,) = docx.read(Source.of(path))
    assert isinstance(document, Document)
    assert [block.kind for block in document.blocks] == [Kind.TITLE, Kind.PARAGRAPH, Kind.PARAGRAPH]


def test_what_is_embedded_and_cannot_be_read_is_told(tmp_path: Path) -> None:
    texts, refused = outcome(tmp_path, with_chunk(("c.docx", MAIN, b"PK\x03\x04 broken")))
    assert texts == [BEFORE, AFTER]
    assert [one.place for one in refused] == [f"{tmp_path}/a.docx/word/c.docx"]


@pytest.mark.parametrize(
    ("chunk", "told"),
    [
        (("c.txt", "text/plain", INSIDE.encode("gb18030") * 9 + b"\xff\xff\n"), "不能辨认"),
        (("c.html", "text/html", WEB.encode("gb18030").replace(b"</p>", b"\xff\xff</p>", 1)), "不能辨认"),
        (("c.mht", "message/rfc822", MAIL % base64.encodebytes(WEB.encode("gb18030") + b"\xff")), "不能辨认"),
        (
            ("c.rtf", "application/rtf", b"\r\n" + rb"{\rtf1\ansi\ansicpg936 \'c2\'eb\'cd\'b7\par second"),
            "中途断了",
        ),
    ],
    ids=lambda one: one[0] if isinstance(one, tuple) else "",
)
def test_what_of_it_is_not_read_as_it_stands_is_told(tmp_path: Path, chunk: Chunk, told: str) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(with_chunk(chunk))
    document, *others = docx.read(Source.of(path))
    assert isinstance(document, Document)
    (noted,) = others
    assert isinstance(noted, Noted)
    assert noted.place == f"{path}/word/{chunk[0]}"
    assert told in noted.reason


def test_rich_text_that_is_embedded_is_read(tmp_path: Path) -> None:
    rich = rb"{\rtf1\ansi\ansicpg936 \'c2\'eb\'cd\'b7\par second}"
    texts, refused = outcome(tmp_path, with_chunk(("c.rtf", "application/rtf", rich)))
    assert (texts, refused) == ([BEFORE, "码头", "second", AFTER], [])


def test_nothing_is_read_twice_or_without_end(tmp_path: Path) -> None:
    chunk = ("c.html", "text/html", WEB.encode())
    body = '<w:altChunk r:id="c"/>' * 100 + '<w:altChunk r:id="x"/>'
    texts, _ = outcome(tmp_path, word_file(body, c=chunk))
    assert texts.count(INSIDE) == 1
    nested = word_file(paragraph(INSIDE))
    for _ in range(4):
        nested = with_chunk(("c.docx", MAIN, nested))
    texts, refused = outcome(tmp_path, nested)
    assert (texts.count(BEFORE), len(refused)) == (3, 1)


def test_strict_open_xml_is_read(tmp_path: Path) -> None:
    styles = '<w:style w:styleId="t"><w:name w:val="Title"/></w:style>'
    word = word_file(paragraph("码头建设", '<w:pStyle w:val="t"/>') + paragraph(INSIDE), styles=styles)
    assert outcome(tmp_path, strict(word)) == (["码头建设", INSIDE], [])
    assert outcome(tmp_path, strict(with_chunk(("c.html", "text/html", WEB.encode()))))[0][2] == INSIDE


def test_text_that_is_drawn_is_read_once(tmp_path: Path) -> None:
    drawn = f'<w:pict><v:shape><v:textpath string="{INSIDE}"/></v:shape></w:pict>'
    box = f"<wps:wsp><wps:txbx><w:txbxContent>{paragraph(INSIDE)}</w:txbxContent></wps:txbx></wps:wsp>"
    shape = f"<wps:wsp><a:txBody><a:p><a:r><a:t>{INSIDE}</a:t></a:r></a:p></a:txBody></wps:wsp>"
    for held in (
        drawn,
        f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{drawn}</mc:Fallback></mc:AlternateContent>",
        f"<w:drawing>{shape}</w:drawing>",
    ):
        body = f"<w:p><w:r><w:t>{BEFORE}</w:t></w:r><w:r>{held}</w:r></w:p>{paragraph(AFTER)}"
        assert outcome(tmp_path, word_file(body)) == ([BEFORE, INSIDE, AFTER], [])


@pytest.mark.parametrize(
    "none",
    [
        ("项目编号：ZJ-2024-001",),
        ("目　录",),
        ("（2017年版）",),
        ("采购人：港口局", "2024年3月", "附件1"),
        ("【港口】", "请输入标题"),
    ],
)
def test_a_label_or_remark_above_the_title_is_none(tmp_path: Path, none: tuple[str, ...]) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(word_file("".join(map(paragraph, (*none, "码头设备采购文件", f"{INSIDE}请照此办理。")))))
    (document,) = docx.read(Source.of(path))
    assert isinstance(document, Document)
    assert [one.text for one in document.blocks if one.kind is Kind.TITLE] == ["码头设备采购文件"]


def test_the_head_of_a_section_or_of_the_contents_is_no_title(tmp_path: Path) -> None:
    styles = '<w:style w:styleId="t"><w:name w:val="Title"/></w:style>'
    styles += '<w:style w:styleId="h"><w:name w:val="heading 1"/></w:style>'
    path = tmp_path / "a.docx"
    for style, text in (("t", "目 录"), ("h", "第一卷　投标人须知")):
        path.write_bytes(
            word_file(paragraph(text, f'<w:pStyle w:val="{style}"/>') + paragraph(INSIDE), styles=styles)
        )
        (document,) = docx.read(Source.of(path))
        assert isinstance(document, Document)
        assert [one.kind for one in document.blocks] == [Kind.HEADING, Kind.PARAGRAPH]
