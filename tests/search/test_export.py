"""An export is all pages of a search, one after the other; what a report holds stays text in each form."""

from __future__ import annotations

import csv
import json
import tracemalloc
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from io import StringIO
from itertools import islice
from typing import Any, Self

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from indexer import FORMATS, AskedWrongly, Marked, Order, Parameters, as_json, bundle, export, parse
from indexer.report import Block, Kind, Report
from indexer.search.escaping import bold, csv_lines, inline, opening
from indexer.search.search import hits_of, reprints_of
from indexer.store import Match, Page
from tests.support.scan_store import ScanMatch, ScanSnapshot, ScanStore
from tests.support.strategies import anything, reports, texts
from webapp.addresses import report_url

held = st.lists(reports, max_size=6, unique_by=lambda report: report.id)


@settings(max_examples=40, deadline=None)
@given(some=held, q=st.sampled_from(["港", "经开区", "下达到企业 一"]), order=st.sampled_from(Order))
def test_json_lines_are_the_hits_of_all_pages(some: list[Report], q: str, order: Order) -> None:
    snapshot = ScanSnapshot({report.id: report for report in some}, 1)
    asked = Parameters(q, order=order, passages=2)
    query = parse(q)
    paged: list[dict[str, Any]] = []
    for offset in range(0, len(some) + 1, 2):
        page = snapshot.search(query, Page(2, offset, order)).hits
        hits = hits_of(page, query, 2, reprints_of(snapshot, page), "/{}".format)
        paged += map(as_json, hits)
    told = "".join(export(snapshot, asked, form="jsonl", url_of=lambda report_id: f"/{report_id}"))
    assert [json.loads(line) for line in told.split("\n")[:-1]] == json.loads(
        json.dumps(paged, default=as_json)
    )
    table = "".join(export(snapshot, asked, url_of=str)).removeprefix("\ufeff")
    rows = list(csv.DictReader(StringIO(table, newline="")))
    assert [row["id"].removeprefix("'") for row in rows] == [hit["id"] for hit in paged]
    shown = [[passage.text for passage in hit["passages"]] + ["", ""] for hit in paged]
    found = [[row[name].removeprefix("'") for name in ("passage_1", "passage_2")] for row in rows]
    assert found == [passages[:2] for passages in shown]


class Endless(ScanSnapshot):
    """As many reports as anybody asks for, and how many that were; and whether it is entered."""

    def __init__(self) -> None:
        super().__init__({}, 1)
        self.asked_for = 0
        self.is_entered = False

    def __enter__(self) -> Self:
        self.is_entered = True
        return self

    def __exit__(self, *_: object) -> None:
        self.is_entered = False

    def matches(self, *args: object, **kwargs: object) -> Iterator[Match]:
        while True:
            self.asked_for += 1
            text = f"港口扩容{self.asked_for}。" + "引航站值班。" * 200
            yield ScanMatch(Report("甲", (Block(Kind.PARAGRAPH, text),)), "literal", 1.0)


@pytest.mark.parametrize("form", FORMATS)
def test_reports_are_read_when_their_piece_is_asked_for(form: str) -> None:
    snapshot = Endless()
    pieces = export(snapshot, Parameters("港口"), form=form, url_of=str)
    for number in range(1, 42):
        assert next(pieces)
        assert snapshot.asked_for <= number + 20


@pytest.mark.parametrize("taken", [0, 1, 50])
def test_the_snapshot_is_held_until_the_pieces_are_closed(taken: int) -> None:
    snapshot = Endless()
    pieces = export(snapshot, Parameters("港口"), url_of=str)
    assert len(list(islice(pieces, taken))) == taken
    assert snapshot.is_entered
    pieces.close()
    assert not snapshot.is_entered


def test_any_number_of_reports_takes_no_memory() -> None:
    pieces = export(Endless(), Parameters("港口"), url_of=str)
    next(pieces)
    tracemalloc.start()
    for _ in range(40):
        next(pieces)
    first, _peak = tracemalloc.get_traced_memory()
    for _ in range(80):
        next(pieces)
    then, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert then - first < 60_000, "80 篇报告共 19 万字节"


def test_what_cannot_be_asked_is_told_before_the_first_piece() -> None:
    snapshot = Endless()
    with pytest.raises(AskedWrongly, match="format"):
        export(snapshot, Parameters("港口"), form="xls", url_of=str)
    with pytest.raises(AskedWrongly, match="检索词"):
        export(snapshot, Parameters(" "), url_of=str)
    assert not snapshot.is_entered


cells = st.text() | texts | st.sampled_from(["=1+1", "+1", "-1", "@a", "\t=1", "\r", "'=1", "＝1", '",\n'])


@given(rows=st.lists(st.lists(cells, min_size=1, max_size=4).filter(lambda row: row != [""]), max_size=5))
def test_every_cell_comes_back_and_none_is_a_formula(rows: list[list[str]]) -> None:
    text = "".join(csv_lines(rows)).removeprefix("\ufeff")
    read = list(csv.reader(StringIO(text, newline="")))
    assert [[cell.removeprefix("'") for cell in row] for row in read] == rows
    assert not any(cell.startswith(tuple("=+-@\t\r＝＋－＠")) for row in read for cell in row)


class Seen(HTMLParser):
    """The visible characters of HTML, each with whether it is bold."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.chars: list[tuple[str, bool]] = []
        self.others: list[str] = []
        self._bold = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._bold = self._bold or tag == "strong"
        self.others += [tag] if tag not in ("strong", "p") else []

    def handle_endtag(self, tag: str) -> None:
        self._bold = self._bold and tag != "strong"

    def handle_data(self, data: str) -> None:
        self.chars += [(char, self._bold) for char in data if is_seen(char)]


def is_seen(char: str) -> bool:
    return not char.isspace() and (char >= " " and not "\x7f" <= char <= "\x9f")


markup = st.text("*_`[]()<>&#!|~$\\-+=1. \n港口“”aA", max_size=30)


@settings(max_examples=300)
@given(text=markup | anything, data=st.data())
def test_markdown_shows_the_text_unchanged_and_its_marks_bold(text: str, data: st.DataObject) -> None:
    edges = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    marks = tuple(zip(edges[::2], edges[1::2], strict=False))
    seen = Seen(MarkdownIt("commonmark").render(opening(bold(Marked(text, marks)))))
    marked = {at for start, end in marks for at in range(start, end)}
    assert seen.chars == [(char, at in marked) for at, char in enumerate(text) if is_seen(char)]
    assert seen.others == []


@given(text=markup | anything)
def test_a_title_stays_one_link(text: str) -> None:
    html = MarkdownIt("commonmark").render(f"## [{inline(text)}](http://x/y)")
    seen = Seen(html)
    assert [char for char, _ in seen.chars] == [char for char in text if is_seen(char)]
    assert seen.others == ["h2", "a"]


def test_markdown_reads_like_a_page() -> None:
    blocks = (Block(Kind.TITLE, "*港口*年报"), Block(Kind.PARAGRAPH, "港口吞吐量上升。"))
    store = ScanStore()
    store.update(
        [Report("甲/1", blocks, date="2024-03-05", source="江海报", authors=("崔宁华",), page="A01")]
    )
    text = "".join(
        export(store.snapshot(), Parameters("港口"), form="md", url_of=report_url, site="https://host")
    )
    assert text == (
        "# 港口\n\n## [\\***港口**\\*年报](https://host/reports/%E7%94%B2%2F1)\n\n"
        "江海报 · 2024-03-05 · 第 A01 版 · 崔宁华\n\n"
        "> **港口**吞吐量上升。 [第 1 段](https://host/reports/%E7%94%B2%2F1#p1)\n"
    )


def test_citations_alone_are_those_of_a_bundle_of_all_hits() -> None:
    snapshot = Endless()
    some = [one.report for one in islice(snapshot.matches(parse("港"), Order.RELEVANCE), 3)]
    for form in ("txt", "bib", "ris"):
        pieces = islice(export(snapshot, Parameters("港"), form=form, url_of=str), 3)
        assert "".join(pieces).strip() == bundle(some, form, date.today()).decode().strip()


def test_an_export_has_the_full_text_where_that_is_asked_for() -> None:
    blocks = (Block(Kind.TITLE, "题"), Block(Kind.PARAGRAPH, "港口投产。"), Block(Kind.PARAGRAPH, "*完*。"))
    store = ScanStore()
    store.update([Report("甲", blocks, number="江发〔2024〕5号", page="A03", place="/somewhere/港.pdf")])

    def told(form: str, text: str) -> str:
        pieces = export(store.snapshot(), Parameters("港口"), form=form, url_of=str, text=text)
        return "".join(pieces).removeprefix("\ufeff")

    (row,) = csv.DictReader(StringIO(told("csv", "full"), newline=""))
    assert row["text"] == "港口投产。\n*完*。"
    assert (row["number"], row["page"], row["file"]) == ("江发〔2024〕5号", "A03", "港.pdf")
    line = json.loads(told("jsonl", "full"))
    assert (line["text"], line["number"], line["page"]) == ("港口投产。\n*完*。", "江发〔2024〕5号", "A03")
    assert told("md", "full").endswith("\n\n港口投产。\n\n\\*完\\*。\n")
    for form in ("csv", "jsonl", "md"):
        assert "完" not in told(form, "passages")
    with pytest.raises(AskedWrongly, match="text"):
        told("csv", "all")
