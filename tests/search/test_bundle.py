"""Chosen reports as one file: all of their text, their citations, a table; whatever they hold."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import BUNDLE_FORMS, MAX_BUNDLED, AskedWrongly, Block, Kind, Report, bundle, cite
from indexer.search import bundle as module
from tests.support.strategies import anything, reports

TODAY = date(2024, 11, 26)
NEWS = Report(
    "甲",
    (
        Block(Kind.TITLE, "港口/铁路: 2024?"),
        Block(Kind.HEADING, "一、港口"),
        Block(Kind.PARAGRAPH, "*码头*投产。"),
    ),
    date="2024-03-05",
    source="江海日报",
    page="A03",
    place="/somewhere/港.pdf",
)
BARE = Report("乙", (Block(Kind.PARAGRAPH, "=无题\x00之文\uffff"),))


def archive(*some: Report) -> ZipFile:
    return ZipFile(BytesIO(bundle(some, "zip", TODAY)))


def paragraphs(data: bytes) -> list[str]:
    return [one.text for one in Document(BytesIO(data)).paragraphs]


def test_an_archive_has_full_texts_citations_and_a_table() -> None:
    held = archive(NEWS, BARE)
    assert held.testzip() is None
    assert held.namelist() == [
        *("全文/001 港口 铁路 2024.md", "全文/001 港口 铁路 2024.docx"),
        *("全文/002 乙.md", "全文/002 乙.docx"),
        *("引文.txt", "引文.bib", "引文.ris", "报告.csv"),
    ]
    cited = [cite(one, None, "text", "", TODAY) for one in (NEWS, BARE)]
    assert held.read("引文.txt").decode().splitlines() == cited
    assert held.read("引文.bib").decode().count("@") == held.read("引文.ris").decode().count("ER  - ") == 2
    assert held.read("全文/001 港口 铁路 2024.md").decode() == (
        f"# 港口/铁路: 2024?\n\n> {cited[0].replace('[', chr(92) + '[').replace(']', chr(92) + ']')}\n\n"
        "## 一、港口\n\n\\*码头\\*投产。\n"
    )
    assert paragraphs(held.read("全文/001 港口 铁路 2024.docx")) == [
        *("港口/铁路: 2024?", cited[0]),
        *("一、港口", "*码头*投产。"),
    ]


def test_the_table_has_the_full_text_and_where_it_stands() -> None:
    text = bundle([NEWS, BARE], "csv", TODAY).decode().removeprefix("\ufeff")
    first, second = csv.DictReader(StringIO(text, newline=""))
    assert (first["file"], first["page"], first["text"]) == ("港.pdf", "A03", "一、港口\n*码头*投产。")
    assert second["text"].startswith("'=无题")  # no formula


def test_a_word_file_has_a_page_for_each_report() -> None:
    document = Document(BytesIO(bundle([NEWS, BARE, NEWS], "docx", TODAY)))
    titles = [one.text for one in document.paragraphs if one.style and one.style.name == "Heading 1"]
    assert titles == ["港口/铁路: 2024?", "（无标题）", "港口/铁路: 2024?"]
    assert document.element.xml.count('w:type="page"') == 2
    assert "=无题之文" in [one.text for one in document.paragraphs]


@settings(max_examples=8, deadline=None)  # an empty Word file takes 20 ms to make
@given(st.lists(reports, min_size=1, max_size=2), anything)
def test_whatever_reports_hold_every_form_is_made(some: list[Report], title: str) -> None:
    chosen = [replace(one, blocks=(Block(Kind.TITLE, title), *one.blocks)) for one in some]
    for form in BUNDLE_FORMS[2:]:
        assert bundle(chosen, form, TODAY)
    names = archive(*chosen).namelist()
    assert len(names) == len(set(names))


@pytest.mark.parametrize("count", [0, MAX_BUNDLED + 1])
def test_how_many_there_may_be_is_said(count: int) -> None:
    with pytest.raises(AskedWrongly, match=f"1 到 {MAX_BUNDLED} 篇"):
        bundle([BARE] * count, "txt", TODAY)


def test_how_long_they_may_be_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BUNDLED_CHARACTERS", 10)
    with pytest.raises(AskedWrongly, match="超过 10 字"):
        bundle([NEWS], "txt", TODAY)
