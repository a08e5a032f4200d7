"""Reports about the same thing: the store held against a scan, and what a reader expects."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import Block, Kind, Report, ReportNotFound
from indexer.store import Reprints
from indexer.whoosh_store import WhooshStore
from tests.support.scan_store import ScanStore
from tests.support.strategies import reports

TEXTS = {
    "harbour": ("宁波舟山港吞吐量再创新高", "宁波舟山港的集装箱吞吐量去年再创新高，码头上的货轮来自各国。"),
    "harbour later": ("宁波舟山港货轮如织", "码头上货轮如织，宁波舟山港的集装箱吞吐量又有增长。"),
    "wine": ("葡萄园里酿酒忙", "贺兰山下的葡萄园里，酿酒师们正忙着采摘葡萄。"),
    "wine fair": ("葡萄酒博览会开幕", "葡萄酒博览会上，酿酒师介绍贺兰山的葡萄园。"),
    "chess": ("象棋少年夺冠", "九岁的少年在象棋锦标赛上夺得冠军。"),
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[WhooshStore]:
    opened = WhooshStore(tmp_path / "index")
    # Of what every report has nothing is told: BM25 needs others beside them.
    opened.update([report(f"other {n}", f"第{n}篇", f"这里写的是天气，{n}。") for n in range(20)])
    for name, (title, text) in TEXTS.items():  # a segment each, or merged: it makes no difference
        opened.update([report(name, title, text)])
    yield opened
    opened.close()


def report(report_id: str, title: str, text: str) -> Report:
    return Report(report_id, (Block(Kind.TITLE, title), Block(Kind.PARAGRAPH, text)), "2024-01-01")


def similar(store: WhooshStore, report_id: str) -> list[str]:
    return [match.id for match in store.snapshot().similar(report_id, 9)]


def test_what_is_about_the_same_is_similar_and_nothing_else(store: WhooshStore) -> None:
    assert similar(store, "harbour") == ["harbour later"]
    assert similar(store, "wine") == ["wine fair"]
    assert similar(store, "wine fair") == ["wine"]


def test_what_is_alike_to_nothing_has_nothing_similar(store: WhooshStore) -> None:
    assert similar(store, "chess") == []
    store.update([Report("mute", (Block(Kind.PARAGRAPH, "。"),))])
    assert similar(store, "mute") == []


def test_reprints_are_not_similar_they_are_the_same(store: WhooshStore) -> None:
    title, text = TEXTS["harbour"]
    store.update([report("reprint", title, f"【转载】{text}")])
    assert store.snapshot().reprints(["harbour"]) == (Reprints(("reprint",), 0),)
    assert similar(store, "harbour") == similar(store, "reprint") == ["harbour later"]
    assert set(similar(store, "harbour later")) == {"harbour", "reprint"}


def test_what_is_removed_is_similar_to_nothing(store: WhooshStore) -> None:
    store.update([], remove=["wine fair"])
    assert similar(store, "wine") == []
    with pytest.raises(ReportNotFound, match="wine fair"):
        store.snapshot().similar("wine fair", 9)


def test_the_nearest_come_first_and_no_more_than_are_asked_for(store: WhooshStore) -> None:
    store.update([report("harbour news", "舟山港新闻", "宁波舟山港的集装箱码头吞吐量。")])
    found = store.snapshot().similar("harbour", 9)
    assert [match.id for match in found] == ["harbour later", "harbour news"]
    assert 1 > found[0].score > found[1].score > 0
    assert [match.id for match in store.snapshot().similar("harbour", 1)] == ["harbour later"]
    assert store.snapshot().similar("harbour", 0) == ()


@settings(deadline=None, max_examples=40)
@given(
    commits=st.lists(
        st.tuples(st.lists(reports, max_size=5), st.lists(st.sampled_from("甲乙丙a"))), min_size=1, max_size=3
    )
)
def test_the_whoosh_store_finds_similar_what_a_scan_does(
    commits: list[tuple[list[Report], list[str]]],
) -> None:
    scan = ScanStore()
    with tempfile.TemporaryDirectory() as folder:
        whoosh = WhooshStore(Path(folder))
        for added, removed in commits:
            for store in (scan, whoosh):
                store.update(added, removed)
        for held in scan.snapshot().held:
            found, expected = (
                [(match.id, round(match.score, 6)) for match in store.snapshot().similar(held, 99)]
                for store in (whoosh, scan)
            )
            assert sorted(found) == sorted(expected)
            assert [score for _, score in found] == [score for _, score in expected]
        whoosh.close()
