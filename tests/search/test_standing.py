"""Where text stands: page, slide or row, and the headings above it, in every answer that shows text."""

from __future__ import annotations

import json

import pytest

from indexer import Parameters, as_json, contexts, search
from indexer.report import NOWHERE, At, Block, Kind, Report
from indexer.search.answer import Passage
from indexer.search.report_answer import ReportAnswer
from indexer.search.standing import outline, paths
from indexer.store import Reprints
from tests.support.asking import asked
from tests.support.scan_store import ScanStore

H, P = Kind.HEADING, Kind.PARAGRAPH


def blocks(*texts: str, at: At = NOWHERE) -> tuple[Block, ...]:
    """Those that begin with # are headings, as deep as there are of these; a - stands before others."""
    made = []
    for text in texts:
        level = len(text) - len(text.lstrip("#"))
        kind = H if level or not text.startswith("-") else P
        made.append(Block(kind, text.lstrip("#-"), at._replace(level=level)))
    return tuple(made)


@pytest.mark.parametrize(
    ("texts", "last"),
    [
        (["#总则", "##目标", "-文"], ["总则", "目标"]),
        (["#总则", "##目标", "#分则", "-文"], ["分则"]),
        (["##目标", "#分则", "###细则", "-文"], ["分则", "细则"]),
        (["一、现状", "（一）港口", "1.吞吐量", "-文"], ["一、现状", "（一）港口", "1.吞吐量"]),
        (["一、现状", "（一）港口", "二、安排", "-文"], ["二、安排"]),
        (["第一章 总则", "第二节 范围", "第三条 港口", "-文"], ["第一章 总则", "第二节 范围", "第三条 港口"]),
        (["1 总则", "1.1 目的", "1.1.1 港口", "1.2 范围", "-文"], ["1 总则", "1.2 范围"]),
        (["一、现状", "港口怎么办", "铁路怎么办", "-文"], ["一、现状", "铁路怎么办"]),
        (["港口怎么办", "3个变化", "-文"], ["3个变化"]),
        (["#总则", "一、现状", "##目标", "-文"], ["总则", "目标"]),
        (["#总则", "##目标", "#分则"], []),
        (["-文"], []),
    ],
)
def test_headings_lead_down_to_a_block(texts: list[str], last: list[str]) -> None:
    assert list(list(paths(blocks(*texts)))[-1]) == last


def test_a_list_of_very_many_headings_is_looked_through_fast() -> None:
    many = blocks("#总则", *(f"##第{n}项" for n in range(5000)), "-文")
    assert list(paths(many))[3] == ("总则",)
    assert list(paths(many))[-1][-1] == "第4999项"


@pytest.fixture
def store() -> ScanStore:
    title = Block(Kind.TITLE, "港口年报")
    text = (*blocks("#现状", "-吞吐量上升。", at=At(page=2)), *blocks("##投资", "-码头动工。", at=At(page=3)))
    rows = blocks("-一号码头，吞吐量五万吨。", at=At(row=70_000))
    store = ScanStore()
    store.update([Report("报", (title, *text)), Report("表", rows)])
    return store


def test_a_passage_tells_its_page_and_headings(store: ScanStore) -> None:
    def passages(q: str) -> list[Passage]:
        return [one for hit in asked(store, search, Parameters(q)).hits for one in hit.passages]

    assert [(one.at.page, one.headings) for one in passages("动工")] == [(3, ("现状", "投资"))]
    assert [(one.at.page, one.headings) for one in passages("现状")] == [(2, ())]
    (row,) = passages("一号")
    assert json.loads(json.dumps(row, default=as_json))["at"] == {"row": 70_000}


def test_a_line_of_contexts_tells_it_too(store: ScanStore) -> None:
    (line,) = asked(store, contexts, Parameters("动工")).lines
    assert (as_json(line.at), line.headings) == ({"page": 3}, ("现状", "投资"))


def test_every_block_of_a_report_tells_it(store: ScanStore) -> None:
    (held,) = store.snapshot().get(["报"])
    assert held
    told = json.loads(json.dumps(ReportAnswer.of(held, Reprints((), 0)), default=as_json))["blocks"]
    assert told[0] == {"kind": "title", "text": "港口年报", "at": {}, "headings": []}
    assert told[-1] == {
        "kind": "paragraph",
        "text": "码头动工。",
        "at": {"page": 3},
        "headings": ["现状", "投资"],
    }


@pytest.mark.parametrize(
    ("texts", "entries"),
    [
        (["#总则", "##目标", "-文。", "#分则"], [(0, 0), (1, 1), (3, 0)]),
        (["-一、现状", "-文。", "-（一）港口", "-1.吞吐量", "-二、安排"], [(0, 0), (2, 1), (3, 2), (4, 0)]),
        (["-一、这一段是正文，不是小标题。", "-1.也是正文；", "-三十个人", "-文。"], []),
        (["-一、" + "长" * 60], []),
        ([f"第{n}章" for n in range(1, 100)] + ["（一）小节"] * 100, [(n, 0) for n in range(99)]),
    ],
)
def test_an_outline_is_made_of_headings_and_of_numbering(
    texts: list[str], entries: list[tuple[int, int]]
) -> None:
    assert list(outline(blocks(*texts))) == entries
