"""The page of one report, its citations, and the original file: what is sent, and what never is."""

from __future__ import annotations

import json
import os
import re
import time
import zipfile
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from indexer import Kind, Marked, build, open_store
from indexer.ingest.ledger import Ledger
from tests.webapp.test_pages import links, words
from webapp.app import create_app
from webapp.pages.reports import STRIP_LENGTH, numbered, occurrences, ticks

if TYPE_CHECKING:
    from tests.conftest import Indexed

SENTENCE = "全面推进经开区高质量发展，新能源产业产值增长百分之五，各项工作都有新的进展。"
LONG = "\n\n".join(
    [f"# 政府工作报告\n\n来源：某市人民政府\n\n{SENTENCE}"]
    + [f"## 第{name}部分\n\n{SENTENCE * 50}\n\n{SENTENCE * 50}" for name in "一二三四五六七八九十"]
)
LIKE = "国家防总部署防汛抗旱工作，要求各地加强堤防巡查，做好群众转移安置，确保水库安全度汛。"
NEWS = f"{LIKE}会议强调落实责任。财政部紧急下拨救灾资金，气象部门加密预报，水利部门科学调度。"
TEXT = "重要通知\n\n请各单位认真落实本通知的各项要求，并于月底之前报送有关情况。\n"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a report of every way to be there."""
    folder = tmp_path_factory.mktemp("reports")
    (folder / "long.md").write_text(LONG, "utf-8")
    (folder / "通知 一.txt").write_text(TEXT, "utf-8")
    (folder / "copy").mkdir()
    (folder / "copy" / "again.md").write_text(TEXT.replace("重要通知", "# 重要通知"), "utf-8")
    record = {"id": "r", "title": "记录里的报告", "paragraphs": ["独一无二的内容"], "date": "2024-03-05"}
    (folder / "records.jsonl").write_text(json.dumps(record, ensure_ascii=False), "utf-8")
    (folder / os.fsdecode("旧名".encode("gb18030") + b".txt")).write_text(
        "旧系统的文件\n\n文件名是旧编码。", "utf-8"
    )
    with zipfile.ZipFile(folder / "packed.zip", "w") as archive:
        archive.writestr("年/内页.txt", "压缩包里的报告\n\n一行藏在里面的文字。")
        archive.writestr("secret.key", "不该拿到的东西")
    return folder


@pytest.fixture(scope="module")
def reader(
    processes: None, shelf: Path, indexed: Indexed, tmp_path_factory: pytest.TempPathFactory
) -> FlaskClient:
    return create_app(indexed(tmp_path_factory.mktemp("shelf") / "index", shelf)).test_client()


def page_of(reader: FlaskClient, q: str) -> str:
    """The address of the first report that a query finds."""
    reply = reader.get(f"/api/v1/search?q={quote(q)}").json
    assert reply is not None
    return str(reply["hits"][0]["url"])


def original_of(reader: FlaskClient, q: str) -> str:
    return page_of(reader, q).replace("/reports/", "/original/")


def sent(reader: FlaskClient, path: str) -> TestResponse:
    """The whole answer, and its file closed."""
    return reader.get(path, buffered=True)


# — the page —


def test_every_mark_has_a_number_a_line_in_the_list_and_a_tick(reader: FlaskClient) -> None:
    page = reader.get(f"{page_of(reader, '落实')}?q=通知").text
    assert re.findall('<mark id="(m[0-9]+)">', page) == ["m1", "m2"]
    assert {"#m1", "#m2"} <= set(links(page))
    assert "标题 重要通知" in words(page)
    assert "第 1 段 请各单位认真落实本通知的各项要求，并于月底之前报送…" in words(page)
    assert 'data-at="第 {} 处，共 2 处"' in page


def test_headings_are_an_outline(reader: FlaskClient) -> None:
    page = reader.get(page_of(reader, "政府工作报告")).text
    outline = page[page.index('class="outline"') :]
    entry = re.search(r'<li><a href="#(p[0-9]+)">第二部分</a>', outline)
    assert entry
    assert f'<h2 id="{entry[1]}">第二部分</h2>' in page
    assert 'class="outline"' not in reader.get(page_of(reader, "重要通知")).text


def test_a_query_that_is_not_in_the_report_is_said(reader: FlaskClient) -> None:
    page = reader.get(f"{page_of(reader, '重要通知')}?q=经开区&sort=newest").text
    assert "这篇报告里没有可标出的检索词" in words(page)
    assert 'class="walk"' not in page
    back = next(link for link in links(page) if link.startswith("/?"))
    assert parse_qs(urlsplit(back).query) == {"q": ["经开区"], "sort": ["newest"]}


def test_a_long_report_with_many_marks_stays_quick(reader: FlaskClient) -> None:
    path = f"{page_of(reader, '政府工作报告')}?q=经开区"
    reader.get(path)
    began = time.process_time()
    page = reader.get(path).text
    assert time.process_time() - began < 1.5  # it is some 0.1 s
    assert page.count("<mark") == 1001
    assert "这里列出前 500 处" in words(page)
    assert len(re.findall('<path d="M0 [0-9]+h1000"/>', page)) <= STRIP_LENGTH / 4 + 1


def test_what_is_like_it_is_named_and_linked(indexed: Indexed, tmp_path: Path) -> None:
    records = [
        {
            "id": "a",
            "title": "防汛抗旱工作会议",
            "paragraphs": [NEWS],
            "source": "甲报",
            "date": "2024-07-01",
        },
        {"id": "b", "title": "防汛抗旱工作会议在京召开", "paragraphs": [NEWS], "date": "2024-07-02"},
        {"id": "c", "title": "各地防汛抗旱", "paragraphs": [f"{LIKE}{LIKE}"], "source": "丙报"},
        *({"id": f"n{i}", "title": f"体育消息{i}", "paragraphs": [f"第{i}场比赛结束。"]} for i in range(20)),
    ]
    file = tmp_path / "records.jsonl"
    file.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records), "utf-8")
    reader = create_app(indexed(tmp_path / "index", file)).test_client()
    page = reader.get("/reports/a?q=防汛").text
    similar, reprints = page.index('id="similar"'), page.index('id="reprints"')
    asked = f"?q={quote('防汛')}"
    assert f"/reports/c{asked}" in links(page[similar:reprints])
    assert f"/reports/b{asked}" in links(page[reprints:])
    assert "2024年7月2日" in words("<body>" + page[reprints:])
    assert "文件： records.jsonl" in words(page)
    assert not [link for link in links(page) if link.startswith("/original/")]


def test_a_report_that_nothing_is_like_says_so(indexed: Indexed, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(TEXT, "utf-8")
    reader = create_app(indexed(tmp_path / "index", tmp_path / "one.txt")).test_client()
    page = reader.get(page_of(reader, "通知")).text
    assert "没有相似的报告" in words(page)
    assert 'id="reprints"' not in page


# — citations —


def test_a_paragraph_is_cited_below_it(reader: FlaskClient) -> None:
    path = page_of(reader, "独一无二")
    page = reader.get(f"{path}?q=内容&cite=1").text
    box = page[page.index('id="cited"') :]
    assert "记录里的报告[R]. 2024-03-05: 第1段." in unescape(box)
    assert "> 独一无二的内容" in unescape(box)
    assert f"{path}?q={quote('内容')}#p1" in links(box)
    for nothing in ("0", "2", "-1", "x", "９" * 40):
        assert 'id="cited"' not in reader.get(f"{path}?cite={nothing}").text


def test_numbers_in_addresses_may_be_full_width(reader: FlaskClient) -> None:
    path = page_of(reader, "独一无二")
    assert 'id="cited"' in reader.get(f"{path}?cite=１").text
    assert "第1段" in reader.get(f"{path.replace('/reports/', '/cite/')}?paragraph=１").text
    assert reader.get("/result?q=内容&at=１").location == reader.get("/result?q=内容&at=1").location


@pytest.mark.parametrize("style", ["text", "bibtex", "markdown"])
def test_a_citation_has_an_address_of_its_own(reader: FlaskClient, style: str) -> None:
    path = page_of(reader, "独一无二").replace("/reports/", "/cite/")
    reply = reader.get(f"{path}?style={style}&paragraph=1")
    assert reply.content_type == "text/plain; charset=utf-8"
    assert "记录里的报告" in reply.text
    assert "第1段" in reply.text
    assert f"{path}?style={style}" in links(reader.get(path.replace("/cite/", "/reports/")).text)


@pytest.mark.parametrize(
    "asked", ["style=apa", "paragraph=9", "paragraph=x", "paragraph=" + "1" * 5000, "stile=text"]
)
def test_a_citation_that_cannot_be_had_is_said(reader: FlaskClient, asked: str) -> None:
    assert reader.get(f"/cite/r?{asked}").status_code == 400
    assert reader.get("/cite/nobody").status_code == 404


def test_any_text_may_be_an_id_here_too(indexed: Indexed, tmp_path: Path) -> None:
    names = ["/a//b?c#d&e%20", "..", "甲 乙", "'\"<b>"]
    records = [json.dumps({"id": name, "title": f"第{name}号", "paragraphs": ["连载"]}) for name in names]
    (tmp_path / "records.jsonl").write_text("\n".join(records), "utf-8")
    reader = create_app(indexed(tmp_path / "index", tmp_path / "records.jsonl")).test_client()
    for name in names:
        page = reader.get(f"/reports/{quote(name, safe='')}").text
        cited = next(link for link in links(page) if link.startswith("/cite/"))
        assert f"第{name}号[R]." in reader.get(cited).text


# — the original —


def test_the_original_is_the_file_as_it_lies_there(reader: FlaskClient, shelf: Path) -> None:
    reply = sent(reader, original_of(reader, "政府工作报告"))
    assert reply.data == (shelf / "long.md").read_bytes()
    assert reply.content_type == "application/octet-stream"
    assert reply.headers["Content-Disposition"] == "attachment; filename=long.md"
    assert reply.content_length == len(reply.data)
    assert "ETag" not in reply.headers
    assert reply.headers["X-Content-Type-Options"] == "nosniff"


def test_each_file_of_one_text_is_a_report_with_an_original_of_its_own(reader: FlaskClient) -> None:
    hits = reader.get("/api/v1/search?q=title:重要通知").get_json()["hits"]
    originals = [original for hit in hits for original in {*links(reader.get(hit["url"]).text)}]
    sent_as = {
        sent(reader, one).headers["Content-Disposition"] for one in originals if one.startswith("/original/")
    }
    name = quote("通知 一.txt")
    assert sent_as == {
        "attachment; filename=again.md",
        f"attachment; filename=\" .txt\"; filename*=UTF-8''{name}",
    }


def test_older_links_number_the_file(reader: FlaskClient) -> None:
    path = original_of(reader, "政府工作报告")
    assert sent(reader, f"{path}?file=1").data == sent(reader, path).data


def test_of_an_archive_the_one_file_is_sent(reader: FlaskClient) -> None:
    reply = sent(reader, original_of(reader, "压缩包里的报告"))
    assert reply.text == "压缩包里的报告\n\n一行藏在里面的文字。"
    assert quote("内页.txt") in reply.headers["Content-Disposition"]


def test_a_name_that_is_no_text_is_found(reader: FlaskClient) -> None:
    assert "旧系统的文件" in sent(reader, original_of(reader, "旧系统的文件")).text


def test_a_folder_that_became_a_link_is_not_followed_and_one_above_the_index_is(tmp_path: Path) -> None:
    """Anybody who may write into the folder could have every file of the machine handed out."""
    (tmp_path / "real" / "deep").mkdir(parents=True)
    (tmp_path / "real" / "deep" / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "a.txt").write_text("机密", "utf-8")
    (tmp_path / "named").symlink_to(tmp_path / "real")
    with closing(open_store(tmp_path / "index")) as store, closing(Ledger(tmp_path / "index")) as ledger:
        build(store, [tmp_path / "named"], ledger)
    reader = create_app(tmp_path / "index").test_client()
    path = original_of(reader, "重要通知")
    assert sent(reader, path).text == TEXT
    (tmp_path / "real" / "deep").rename(tmp_path / "real" / "else")
    (tmp_path / "real" / "deep").symlink_to(tmp_path / "secret")
    assert sent(reader, path).status_code == 404


@pytest.mark.parametrize("number", ["0", "2", "x", "-1", "9" * 5000])
def test_a_file_that_it_does_not_have_is_said(reader: FlaskClient, number: str) -> None:
    reply = sent(reader, f"{original_of(reader, '重要通知')}?file={number}")
    assert reply.status_code == 400
    assert "一篇报告只有一个原文件" in words(reply.text)


def test_a_file_of_records_is_the_original_of_none(reader: FlaskClient) -> None:
    for path in ("/original/r", "/original/r?file=1"):
        reply = sent(reader, path)
        assert reply.status_code == 404
        assert "不能提供“records.jsonl”的原文件" in words(reply.text)


@pytest.mark.parametrize(
    "asked", ["/etc/passwd", "../../../etc/passwd", "%2Fetc%2Fpasswd", "r%00", "long.md", "packed.zip"]
)
def test_a_path_is_only_an_id(reader: FlaskClient, shelf: Path, asked: str) -> None:
    for path in (asked, f"{shelf}/long.md", quote(f"{shelf}/packed.zip/secret.key", safe="")):
        reply = sent(reader, f"/original/{path}")
        assert reply.status_code == 404
        assert "没有编号为" in words(reply.text)


@pytest.mark.slow
def test_what_has_become_of_the_file_since(indexed: Indexed, tmp_path: Path) -> None:
    folder, secret = tmp_path / "reports", tmp_path / "secret.txt"
    folder.mkdir()
    file, packed = folder / "notice.txt", folder / "packed.zip"
    secret.write_text("机密")
    file.write_text(TEXT, "utf-8")
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("inner.txt", "另一篇报告\n\n它在压缩包里。")
    reader = create_app(indexed(tmp_path / "index", folder)).test_client()
    path, inner = original_of(reader, "重要通知"), original_of(reader, "另一篇报告")

    file.write_text("改过的通知", "utf-8")
    assert sent(reader, path).text == "改过的通知"
    packed.write_bytes(packed.read_bytes()[:-30])
    assert sent(reader, inner).status_code == 404
    file.unlink()
    reply = sent(reader, path)
    assert reply.status_code == 404
    assert str(folder) not in reply.text
    file.symlink_to(secret)
    assert sent(reader, path).status_code == 404
    file.unlink()
    os.mkfifo(file)
    assert sent(reader, path).status_code == 404
    file.unlink()
    file.mkdir()
    assert sent(reader, path).status_code == 404


@pytest.mark.slow
def test_what_unpacks_to_more_than_a_report_may_have_is_not_sent(
    indexed: Indexed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "reports").mkdir()
    with zipfile.ZipFile(tmp_path / "reports" / "packed.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.txt", "另一篇报告\n\n" + "它在压缩包里。" * 20_000)
    reader = create_app(indexed(tmp_path / "index", tmp_path / "reports")).test_client()
    path = original_of(reader, "另一篇报告")
    assert sent(reader, path).status_code == 200
    monkeypatch.setattr("indexer.reading.original.MAX_BYTES", 100_000)
    assert sent(reader, path).status_code == 404
    monkeypatch.setattr(
        "indexer.reading.original.refusal", lambda member, most, **_: ""
    )  # the size stated is a lie
    assert sent(reader, path).status_code == 404


def test_a_name_with_a_line_break_stays_one_header(indexed: Indexed, tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a\r\nX-Evil: 1\n.txt").write_text(TEXT, "utf-8")
    reader = create_app(indexed(tmp_path / "index", tmp_path / "reports")).test_client()
    reply = sent(reader, original_of(reader, "重要通知"))
    assert reply.status_code == 200
    assert "X-Evil" not in reply.headers
    assert "a__X-Evil: 1_.txt" in reply.headers["Content-Disposition"]


# — where the marks are —


@st.composite
def marked_blocks(draw: st.DrawFn) -> list[Marked]:
    blocks = []
    for text in draw(st.lists(st.text("一二三a", max_size=40), max_size=6)):
        edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
        blocks.append(Marked(text, tuple(zip(edges[::2], edges[1::2], strict=False))))
    return blocks


@given(marked_blocks(), st.integers(0, 5))
def test_occurrences_are_the_marks_in_order(texts: list[Marked], title: int) -> None:
    kinds = [Kind.TITLE if number == title else Kind.PARAGRAPH for number in range(len(texts))]
    blocks = numbered(kinds, texts)
    found = list(occurrences(blocks))
    assert [one.number for one in found] == list(range(1, len(found) + 1))
    assert [one.text for one in found] == [t.text[a:b] for t in texts for a, b in t.marks]
    assert all(one.before.lstrip("…") + one.text in "\n".join(t.text for t in texts) for one in found)
    assert [block.number for block in blocks if block.number] == list(
        range(1, kinds.count(Kind.PARAGRAPH) + 1)
    )
    drawn = list(ticks(blocks))
    assert [tick.at for tick in drawn] == sorted({tick.at for tick in drawn})
    assert all(0 <= tick.at < STRIP_LENGTH for tick in drawn)
    assert bool(drawn) == bool(found)
    assert {tick.mark for tick in drawn} <= {one.number for one in found}
