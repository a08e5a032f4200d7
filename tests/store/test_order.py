"""The order of what matches: relevance cases as data, each a query and texts from the first to the last."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer import Block, Kind, Order, Parameters, Report, open_store, search
from indexer.ranking.nearness import REFINED_REPORTS
from tests.support.asking import asked

FILLER = "这一段与检索词毫不相干，写的是天气、收成和邻里之间的小事。" * 6

CASES = {
    "a literal, then all words, then most of them": (
        "下达到企业车间",
        ["订单下达到企业车间。", "企业和车间都说，山上、山下均已达到。下、达到。", "企业的车间。"],
    ),
    "the script that was typed, simplified": ("头发", ["她的头发。", "她的頭髮。"]),
    "the script that was typed, traditional": ("頭髮", ["她的頭髮。", "她的头发。"]),
    "one of two traditional forms": ("出發", ["大家出發了。", "大家出髮了。"]),
    "后 and 後 are both found": ("皇后", ["皇后在後面。", "皇後在后面。"]),
    "a word before two that meet": ("市长", ["市长来了，见过大桥。", "南京市长江大桥，来了。"]),
    "the title counts more": ("港口", ["标题：港口|这里写的是别处。", "标题：别处|这里写的是港口。"]),
    "words that stand together": (
        "港口 铁路",
        [f"港口有铁路。{FILLER}{FILLER}", f"港口在此。{FILLER}{FILLER}铁路在彼。"],
    ),
    "more often": ("港口", ["港口，港口，还是港口。", "港口，码头，还是渡口。"]),
    "a rare word before a common one, where none has both": (
        "榅桲开花的时间",
        ["榅桲是果树。", "会议的时间。", "会议时间，时间，时间。"],
    ),
    "what a year is called otherwise comes later": (
        "2023年",
        ["这是2023年的事。", "这是二〇二三年的事。"],
    ),
}


@pytest.mark.parametrize(("typed", "texts"), CASES.values(), ids=CASES)
def test_the_order_of_relevance(tmp_path: Path, typed: str, texts: list[str]) -> None:
    store = open_store(tmp_path / "index")
    # The ids run against the order that is wanted, so that a tie fails.
    store.update([report(str(len(texts) - n), text) for n, text in enumerate(texts)])
    answer = asked(store, search, Parameters(typed, limit=len(texts) * 2))
    found = [hit.report.id for hit in (*answer.hits, *answer.apart)]
    assert found == [str(len(texts) - n) for n in range(len(texts))]
    assert len(found) == len(texts)
    store.close()


def test_pages_are_pieces_of_one_order_beyond_what_is_looked_at_closely(tmp_path: Path) -> None:
    store = open_store(tmp_path / "index")
    texts = [f"港口{'，' + FILLER * (n % 5)}铁路" + "港口" * (n % 7) for n in range(REFINED_REPORTS * 2)]
    store.update([report(f"{n:03}", text) for n, text in enumerate(texts)])
    q = "港口 铁路"
    whole = [hit.report.id for hit in asked(store, search, Parameters(q, limit=1000)).hits]
    assert len(whole) == len(texts)
    pages = [asked(store, search, Parameters(q, limit=7, offset=at)).hits for at in range(0, len(texts), 7)]
    assert [hit.report.id for page in pages for hit in page] == whole
    scores = [hit.score for hit in asked(store, search, Parameters(q, limit=1000)).hits]
    assert scores == sorted(scores, reverse=True)
    newest = [
        hit.report.id for hit in asked(store, search, Parameters(q, limit=1000, order=Order.NEWEST)).hits
    ]
    assert newest == sorted(newest)
    store.close()


def report(report_id: str, text: str) -> Report:
    title, _, rest = text.rpartition("|")
    blocks = [Block(Kind.TITLE, title.removeprefix("标题："))] if title else []
    return Report(report_id, (*blocks, Block(Kind.PARAGRAPH, rest)))
