"""Reprints: texts that are nearly the same are linked, and articles on one subject are not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.ranking.resemblance import REPRINT, SHINGLE, resemblance
from indexer.report import Block, Kind, Report
from indexer.text.fold import fingerprint
from indexer.whoosh_store import WhooshStore
from indexer.whoosh_store.segment.schema import code_points
from indexer.whoosh_store.segment.sketches import SIZE, sketches
from tests.support.scan_store import ScanStore
from webapp import create_app

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


@pytest.fixture
def store(tmp_path: Path) -> WhooshStore:
    return WhooshStore(tmp_path / "index")


def test_a_reprint_is_linked_both_ways_and_another_article_is_not(store: WhooshStore) -> None:
    headed = report("b", "本报讯 记者昨日获悉", HARBOUR.replace("，", " "))
    cut = report("c", HARBOUR[: len(HARBOUR) * 3 // 4])
    store.update([report("a", HARBOUR), headed, cut, report("d", SCHOOL)])
    assert store.reprints(["a", "d", "nowhere"]) == (("b", "c"), (), ())
    assert store.reprints(["b"]) == (("a", "c"),)


def test_reprints_are_found_across_commits_and_not_when_they_are_gone(store: WhooshStore) -> None:
    for name in "abc":
        store.update([report(name, HARBOUR, name)])
    assert store.reprints(["b"]) == (("a", "c"),)
    store.update([], ["a"])
    assert store.reprints(["b"]) == (("c",),)


def test_short_texts_are_no_reprints_of_one_another(store: WhooshStore) -> None:
    store.update([report("a", "图片新闻"), report("b", "图片新闻"), report("c", "")])
    assert store.reprints(["a", "b", "c"]) == ((), (), ())


@given(st.data())
@settings(max_examples=30)
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
    assert whoosh.reprints(ids) == scan.reprints(ids)


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
    assert together.shape == (len(texts), SIZE)
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


def test_programs_are_told_of_reprints_and_of_all_files(client: FlaskClient) -> None:
    hits = client.get("/api/v1/search?q=集装箱码头").get_json()["hits"]
    assert len(hits) == 2
    assert [hit["reprints"] for hit in hits] == [[hits[1]["id"]], [hits[0]["id"]]]
    files = [client.get(f"/api/v1/reports/{hit['id']}").get_json()["files"] for hit in hits]
    assert sorted(map(sorted, files)) == [["副本.txt", "首发.txt"], ["转载20240305.txt"]]
    (school,) = client.get("/api/v1/search?q=就近入学").get_json()["hits"]
    assert school["reprints"] == []


def test_people_see_reprints_and_files(client: FlaskClient) -> None:
    found = client.get("/?q=集装箱码头").text
    assert "这一页里还有 1 篇转载" in found
    assert "共 <strong>2</strong> 篇报告" in found
    assert client.get("/?q=集装箱码头&limit=1").text.count("另有 1 篇转载") == 1
    assert "篇转载" not in client.get("/?q=就近入学").text
    hits = client.get("/api/v1/search?q=集装箱码头").get_json()["hits"]
    page = client.get(hits[0]["url"]).text
    assert "内容几乎相同的报告" in page
    assert hits[1]["url"] in page
    files = " ".join(client.get(hit["url"]).text.split("文件：")[1] for hit in hits)
    assert all(name in files for name in ("首发.txt", "副本.txt", "转载20240305.txt"))
