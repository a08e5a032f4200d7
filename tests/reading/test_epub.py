"""Electronic books: their pages in the order of the book, and what it states about itself."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from indexer.errors import Noted
from indexer.report import Kind
from tests.support.office import FILES, named, outputs, reason, report, texts

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OPS/book.opf"/></rootfiles></container>'
)
OPF = (
    '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<metadata>{}</metadata><manifest>{}</manifest><spine>{}</spine></package>"
)


def book(pages: dict[str, bytes], facts: str = "", **parts: str) -> bytes:
    """A book of these pages; those without a content are not there."""
    items = "".join(f'<item id="{name}" href="t%20x/{name}.xhtml"/>' for name in pages)
    spine = "".join(f'<itemref idref="{name}"/>' for name in pages)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("META-INF/container.xml", CONTAINER)
        package.writestr("OPS/book.opf", OPF.format(facts, items, spine))
        for name, data in reversed(pages.items()):
            if data:
                package.writestr(f"OPS/t x/{name}.xhtml", data)
        for name, text in parts.items():
            package.writestr(f"META-INF/{name}.xml", text)
    return held.getvalue()


def page(text: str) -> bytes:
    return f"<html><body><p>{text}</p></body></html>".encode()


def test_what_pandoc_wrote(tmp_path: Path) -> None:
    found = outputs(tmp_path / "a.epub", (FILES / "levees.epub").read_bytes())
    whole = report(found)
    assert (whole.title, whole.date, whole.authors) == ("江堤志", "2019-06-01", ("沈从岸", "柳渡"))
    assert next(one for one in named(found) if one[0] is Kind.HEADING) == (Kind.HEADING, "第一章 筑堤")
    assert ["1932　三千方" in texts(found), "每年入夏，各村轮流守堤，昼夜不息。" in texts(found)] == [
        True,
        True,
    ]


def test_the_pages_are_read_in_the_order_of_the_book(tmp_path: Path) -> None:
    pages = {name: page(f"第{name}页上的一句话。") for name in ("二", "一", "三")}
    assert texts(outputs(tmp_path / "a.epub", book(pages))) == [
        f"第{name}页上的一句话。" for name in "二一三"
    ]


def test_a_page_in_another_encoding(tmp_path: Path) -> None:
    data = '<?xml version="1.0" encoding="gbk"?><html><body><p>夜里轮流守堤。</p></body></html>'.encode("gbk")
    assert texts(outputs(tmp_path / "a.epub", book({"a": data}))) == ["夜里轮流守堤。"]


def test_what_is_missing_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    found = outputs(tmp_path / "a.epub", book({"a": page("夜里轮流守堤。"), "b": b""}))
    assert texts(found) == ["夜里轮流守堤。"]
    assert ["1 个章节" in one.reason for one in found if isinstance(one, Noted)] == [True]


def test_facts(tmp_path: Path) -> None:
    facts = (
        "<dc:title>江堤 志</dc:title><dc:creator>沈从岸</dc:creator><dc:creator>Unknown</dc:creator>"
        "<dc:publisher>滨江出版社</dc:publisher><dc:date>2019-06-01T00:00:00Z</dc:date>"
    )
    found = report(outputs(tmp_path / "a.epub", book({"a": page("夜里轮流守堤。")}, facts)))
    assert (found.title, found.source, found.date) == ("江堤 志", "滨江出版社", "2019-06-01")
    assert found.authors == ("沈从岸",)


def encrypted(name: str) -> str:
    return f'<encryption><EncryptedData><CipherReference URI="{name}"/></EncryptedData></encryption>'


def test_a_protected_book_says_so_and_one_with_hidden_fonts_is_read(tmp_path: Path) -> None:
    pages = {"a": page("夜里轮流守堤。")}
    locked = book(pages, encryption=encrypted("OPS/t%20x/a.xhtml"))
    assert "版权保护" in reason(outputs(tmp_path / "a.epub", locked))
    fonts = book(pages, encryption=encrypted("OPS/font.otf"))
    assert texts(outputs(tmp_path / "a.epub", fonts)) == ["夜里轮流守堤。"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "EPUB"),
        (b"PK\x03\x04", "EPUB"),
        ((FILES / "harbour.odt").read_bytes(), "EPUB"),
        (book({}), "没有文字"),
        (book({"a": page("x") + b" " * (20 << 20)}), "远超"),
        (book({"a": b"<a>" * 5000 + b"deep"}), "deep"),
    ],
)
def test_hostile_books_end(data: bytes, told: str, tmp_path: Path) -> None:
    found = outputs(tmp_path / "a.epub", data)
    assert told in (texts(found)[0] if told == "deep" else reason(found))


def test_nothing_outside_the_book_is_read(tmp_path: Path) -> None:
    (tmp_path / "x.xhtml").write_bytes(page("外面的话。"))
    data = book({"a": page("里面的话。"), "../../../x": page("别处的话。")})
    assert "外面的话。" not in texts(outputs(tmp_path / "a.epub", data))


def test_a_book_that_was_packed_with_its_folder_is_read(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(FILES / "levees.epub") as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            new.writestr(f"书/{name}", old.read(name))
    right = texts(outputs(tmp_path / "a.epub", (FILES / "levees.epub").read_bytes()))
    assert texts(outputs(tmp_path / "b.epub", held.getvalue())) == right
