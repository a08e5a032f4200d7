"""The page and the endpoint of holdings."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from io import StringIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer import Block, Kind, Report, build, open_store
from indexer.errors import Noted, Unreadable
from indexer.ingest.ledger import Ledger
from indexer.ingest.underway import NAME
from webapp.app import create_app


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("内部")
    office = home / "档案"
    (office / "2023").mkdir(parents=True)
    (office / "2023" / "甲.txt").write_text(
        "---\ndate: 2023-05-06\nsource: 新华社\n---\n港口扩建\n\n昨天，工程正式动工。\n", encoding="utf-8"
    )
    (office / "乙.txt").write_text("码头扩建。\n正文一段。", encoding="utf-8")
    (office / "坏\x1b<b>.txt").write_bytes(b"")
    (office / "照片.heic").write_bytes(b"x")
    with closing(open_store(home / "index")) as store, closing(Ledger(home / "index")) as ledger:
        build(store, [office], ledger)
    return home / "index"


@pytest.fixture
def client(index: Path) -> FlaskClient:
    return create_app(index).test_client()


@pytest.fixture
def running(index: Path) -> Iterator[None]:
    told = {"process": os.getpid(), "files": 3, "of_files": 1200, "reports": 7, "minutes_left": 4.4}
    (index / NAME).write_text(json.dumps(told), encoding="ascii")
    yield
    (index / NAME).unlink()


def test_the_page_says_what_is_held_and_what_is_not(client: FlaskClient, index: Path) -> None:
    page = client.get("/holdings").text
    held = ("<strong>2</strong>", "2023年", "新华社", "港口扩建", "档案 › 2023 › ")
    for told in (*held, "档案/照片.heic", "跳过"):
        assert told in page
    assert "内部" not in page
    assert str(index.parent) not in page
    assert "<b>" not in page
    assert len(page.encode()) < 100_000
    assert '<a href="/holdings">' in client.get("/").text


def test_the_files_that_are_not_held_can_be_filtered_and_taken_away(client: FlaskClient) -> None:
    page = client.get("/holdings?words=heic").text
    assert ("档案/照片.heic" in page, "档案/坏" in page) == (True, False)
    assert "没有这样的文件" in client.get("/holdings?words=没有这个").text
    for words, count in ("", 2), ("HEIC", 1):
        text = client.get(f"/api/v1/holdings?format=csv&words={words}", buffered=True).text
        head, *rows = csv.reader(StringIO(text.removeprefix("\ufeff")))
        assert (head, len(rows)) == (["file", "loss", "reason"], count)


def test_the_endpoint_says_the_same(client: FlaskClient) -> None:
    told = client.get("/api/v1/holdings").get_json()
    assert (told["reports"], told["years"], told["sources"]) == (2, [["2023", 1]], [["新华社", 1]])
    assert told["folders"] == [["档案", 1], ["档案/2023", 1]]
    assert {one["file"] for one in told["latest"]} == {"甲.txt", "乙.txt"}
    assert {one["loss"] for one in told["losses"]} == {"unread", "skipped"}
    assert told["underway"] is None
    assert client.get("/api/v1/holdings?format=xml").status_code == 400


def test_every_folder_source_and_year_leads_to_its_reports(client: FlaskClient) -> None:
    page = client.get("/holdings").text
    parts = re.findall(r'<a lang="zh" href="([^"]+)">([^<]+)</a> <small>(\d+)</small>', page)
    assert {"2023", "新华社", "2023年"} <= {name for _, name, _ in parts}
    for link, _, count in parts:
        assert f"共 <strong>{count}</strong> 篇报告" in client.get(unescape(link)).text
        answer = client.get(unescape(link).replace("/?", "/api/v1/search?")).get_json()
        assert (answer["total"], answer["query"]["read_as"]) == (int(count), "")
    assert client.get("/?q=&source=").status_code == 400  # nothing is asked for at all


@pytest.mark.usefixtures("running")
def test_while_something_is_indexed_pages_and_endpoint_say_so(client: FlaskClient) -> None:
    for page in "/", "/holdings":
        assert "正在收录：已读 3/1,200 个文件，7 篇报告，约剩 4 分钟" in client.get(page).text
    told = client.get("/api/v1/holdings").get_json()["underway"]
    assert told == {"files": 3, "of_files": 1200, "reports": 7, "minutes_left": 4.4}


def test_a_page_that_was_kept_is_sent_anew_once_a_run_is_on(client: FlaskClient, index: Path) -> None:
    tag = client.get("/").headers["ETag"]
    assert client.get("/", headers={"If-None-Match": tag}).status_code == 304
    (index / NAME).write_text("{}", encoding="ascii")
    assert client.get("/", headers={"If-None-Match": tag}).status_code == 200
    (index / NAME).unlink()


def test_a_report_tells_what_was_noted_when_it_was_read(client: FlaskClient, index: Path) -> None:
    with closing(Ledger(index)) as ledger, ledger.changing():
        (place,) = [place for place, _ in ledger.files() if place.endswith("乙.txt")]
        ledger.remarks.set(place, [Noted(place, "有 2 个字无法辨认。")])
    with closing(open_store(index)) as store, store.snapshot() as snapshot:
        ids = {match.known.file: match.id for match in snapshot.holdings(9).latest}
    assert "档案/乙.txt：有 2 个字无法辨认。" in client.get(f"/reports/{ids['乙.txt']}").text
    assert "收录时的说明" not in client.get(f"/reports/{ids['甲.txt']}").text


def test_however_much_is_held_and_not_held_the_page_stays_small(tmp_path: Path) -> None:
    texts = (Block(Kind.PARAGRAPH, "港口"),)
    store = open_store(tmp_path)
    folders = [f"档案/第{n}号来往信函" for n in range(300)]
    store.update(
        Report(str(n), texts, source=f"第{n}期江北工作简报", folder=folder)
        for n, folder in enumerate(folders)
    )
    reason = "这个文件的加密方式不受支持。请先取消加密再收录。" * 3
    with closing(Ledger(tmp_path)) as ledger, ledger.changing():
        for n, folder in enumerate(folders):
            place = f"/内部/{folder}/附件扫描件之{n}.pdf"
            ledger.remarks.set(place, [Unreadable(place, reason)])
    page = create_app(tmp_path, store=store).test_client().get("/holdings")
    assert "这里列出前 80 个" in page.text
    assert len(page.data) < 100_000
    store.close()
