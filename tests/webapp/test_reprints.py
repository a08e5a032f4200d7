"""Reprints: texts that are nearly the same are linked, and articles on one subject are not."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.ranking.resemblance import REPRINT, SHINGLE, resemblance
from indexer.ranking.sketches import SKETCH_NUMBERS, sketches
from indexer.report import Block, Kind, Report
from indexer.text.fold import fingerprint
from indexer.text.normal import code_points
from indexer.whoosh_store import WhooshStore
from tests.support.scan_store import ScanStore
from webapp.app import create_app

if TYPE_CHECKING:
    from tests.conftest import Indexed

HARBOUR = (
    "港口集团昨天宣布，新建的集装箱码头一期工程已经通过竣工验收，设计年吞吐量一百二十万标准箱，"
    "四台岸桥和十二台轨道吊全部实现远程操控，投产后货轮在港停泊的时间预计缩短三成。"
    "码头后方的铁路专用线同步建成，货物卸船以后可以直接装上开往内陆的班列。"
)
SCHOOL = (
    "教育局公布今年秋季学期的招生办法，公办小学继续实行就近入学，报名通过网上平台进行，"
    "家长须在七月十五日以前提交户籍和房产证明，审核结果将在月底之前公布。"
)


def report(report_id: str, *texts: str) -> Report:
    return Report(report_id, tuple(Block(Kind.PARAGRAPH, text) for text in texts))


def linked(store: WhooshStore, *ids: str) -> list[tuple[str, ...]]:
    """The reprints of each."""
    return [one.ids for one in store.snapshot().reprints(ids)]


@pytest.fixture
def store(tmp_path: Path) -> WhooshStore:
    return WhooshStore(tmp_path / "index")


def test_a_reprint_is_linked_both_ways_and_another_article_is_not(store: WhooshStore) -> None:
    headed = report("b", "本报讯 记者昨日获悉", HARBOUR.replace("，", " "))
    cut = report("c", HARBOUR[: len(HARBOUR) * 3 // 4])
    store.update([report("a", HARBOUR), headed, cut, report("d", SCHOOL)])
    assert linked(store, "a", "d", "nowhere") == [("b", "c"), (), ()]
    assert linked(store, "b") == [("a", "c")]


def test_reprints_are_found_across_commits_and_not_when_they_are_gone(store: WhooshStore) -> None:
    for name in "abc":
        store.update([report(name, HARBOUR, name)])
    assert linked(store, "b") == [("a", "c")]
    store.update([], ["a"])
    assert linked(store, "b") == [("c",)]


def test_short_texts_are_reprints_only_where_they_are_the_same(store: WhooshStore) -> None:
    store.update([report("a", "图片新闻"), report("b", "图片新闻"), report("c", "图片新闻二")])
    store.update([report("d", ""), report("e", "")])
    assert linked(store, *"abcde") == [("b",), ("a",), (), (), ()]


@given(st.data())
@settings(max_examples=30, deadline=None)
def test_what_a_scan_finds_is_found(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Texts put together from sentences that all differ, so that any share of them may be common."""
    sentences = [f"第{n}句说的是编号{n * 7919}的事情和它的由来{n * 104729}。" for n in range(12)]
    chosen = data.draw(
        st.lists(
            st.lists(st.sampled_from(sentences), min_size=1, max_size=12, unique=True), min_size=2, max_size=6
        )
    )
    held = [report(str(n), *one) for n, one in enumerate(chosen)]
    whoosh, scan = WhooshStore(tmp_path_factory.mktemp("index")), ScanStore()
    for store in (whoosh, scan):
        store.update(held)
    ids = [one.id for one in held]
    assert whoosh.snapshot().reprints(ids) == scan.snapshot().reprints(ids)


@given(st.text(max_size=60), st.text(max_size=60))
def test_resemblance_is_even_handed_and_knows_itself(one: str, other: str) -> None:
    a, b = code_points([one]), code_points([other])
    assert resemblance(a, b) == resemblance(b, a)
    assert 0.0 <= resemblance(a, b) <= 1.0
    letters = sum(map(str.isalnum, one))
    assert resemblance(a, a) == float(letters >= SHINGLE)


def test_marks_and_spaces_are_no_part_of_a_text() -> None:
    assert resemblance(code_points([HARBOUR]), code_points([HARBOUR.replace("，", "\n　")])) == 1.0
    assert resemblance(code_points([HARBOUR]), code_points([SCHOOL])) < REPRINT / 10


@given(st.lists(st.text(max_size=200), max_size=5))
def test_a_sketch_is_of_its_own_text_alone(texts: list[str]) -> None:
    points = code_points(texts)
    together = sketches(points, np.array([len(text) for text in texts], np.int64))
    assert together.shape == (len(texts), SKETCH_NUMBERS)
    for text, row in zip(texts, together, strict=True):
        (alone,) = sketches(code_points([text]), np.array([len(text)]))
        assert row.tolist() == alone.tolist()
        assert sorted(row.tolist()) == row.tolist()


def test_a_fingerprint_knows_nothing_of_blocks_and_spaces() -> None:
    assert fingerprint(["港口 建设", "开工"]) == fingerprint(["港口建设开工"])
    assert fingerprint(["港口"]) != fingerprint(["码头"])


@pytest.fixture
def client(indexed: Indexed, tmp_path: Path) -> FlaskClient:
    """An article twice over, once more as a reprint of a later day, and another."""
    (reports := tmp_path / "reports").mkdir()
    texts = {"首发": HARBOUR, "副本": HARBOUR, "转载20240305": f"本报综合消息\n{HARBOUR}", "招生": SCHOOL}
    for name, text in texts.items():
        (reports / f"{name}.txt").write_text(text, encoding="utf-8")
    return create_app(indexed(tmp_path / "index", reports)).test_client()


ARTICLE = "/api/v1/search?q=集装箱码头"


def test_programs_are_told_of_reprints_and_which_have_the_very_same_text(client: FlaskClient) -> None:
    hits = client.get(ARTICLE).get_json()["hits"]
    reports = [client.get(f"/api/v1/reports/{hit['id']}").get_json() for hit in hits]
    ids = {report["files"][0]: report["id"] for report in reports}
    assert sorted(ids) == ["副本.txt", "转载20240305.txt", "首发.txt"]
    first, copy, reprint = ids["首发.txt"], ids["副本.txt"], ids["转载20240305.txt"]
    for answers in (hits, reports):
        told = {one["id"]: (set(one["reprints"]), one["same_text"]) for one in answers}
        assert told[first] == ({copy, reprint}, [copy])
        assert told[copy] == ({first, reprint}, [first])
        assert told[reprint] == ({first, copy}, [])
    (school,) = client.get("/api/v1/search?q=就近入学").get_json()["hits"]
    assert (school["reprints"], school["same_text"]) == ([], [])


def test_exports_tell_of_both(client: FlaskClient) -> None:
    address = ARTICLE.replace("search", "export")
    hits = {one["id"]: one for one in client.get(ARTICLE).get_json()["hits"]}
    lines = client.get(f"{address}&format=jsonl", buffered=True).text.splitlines()
    assert {one["id"]: one for one in map(json.loads, lines)} == hits
    table = client.get(address, buffered=True).text.removeprefix("\ufeff")
    for row in csv.DictReader(StringIO(table)):
        assert row["reprints"].split() == hits[row["id"]]["reprints"]
        assert row["same_text"].split() == hits[row["id"]]["same_text"]
    text = client.get(f"{address}&format=md", buffered=True).text
    assert text.count("另有 2 篇转载，其中 1 篇全文相同") == 2
    assert text.count("另有 2 篇转载\n") == 1


def test_people_see_reprints_and_which_have_the_very_same_text(client: FlaskClient) -> None:
    found = client.get("/?q=集装箱码头").text
    assert "共 <strong>3</strong> 篇报告" in found
    assert found.count("<article>") == 1
    assert "篇转载" not in client.get("/?q=就近入学").text
    hits = client.get(ARTICLE).get_json()["hits"]
    same = next(hit for hit in hits if hit["same_text"])
    page = client.get(same["url"]).text
    assert "内容几乎相同的报告" in page
    assert page.count("全文相同") == 1
    assert all(hit["url"] in page for hit in hits)


def test_the_headline_counts_those_of_the_same_text_and_the_other_reprints(client: FlaskClient) -> None:
    found = client.get("/?q=集装箱码头 -本报综合消息").text
    assert "其中 1 篇全文相同" in found
    assert "这一页里还有 1 篇全文相同" in found
    assert "收在同文之下" not in found
    assert "另有 1 篇转载" in found  # which is not among the hits
    alone = client.get("/?q=集装箱码头 -本报综合消息&limit=1").text
    assert "其中" not in alone
    assert ("另有 1 篇全文相同" in alone, "另有 1 篇转载" in alone) == (True, True)
