"""The benchmark of recall, on a corpus so small that its figures are known; and its scan, which decides."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from benchmarks.recall import __main__ as recall
from benchmarks.recall import answers as recall_answers
from benchmarks.recall import substrings as recall_substrings
from benchmarks.recall.answers import Agreement, can_be_plain
from benchmarks.recall.scan import Scan
from benchmarks.recall.substrings import draw
from indexer import Answer, Parameters, Snapshot, search
from indexer.text.fold import fold
from tests.support import strategies
from tests.support.scan_store import stands_in

Json = dict[str, Any]

RECORDS: list[Json] = [
    {"id": "r1", "title": "已经下达到企业", "paragraphs": ["标准号为ＧＢ 2312，共12.5%。", "“双减”落地"]},
    {"id": "r2", "title": "", "paragraphs": ["文件下达之后，企业（AI类）增长2.5%。", "存储卡64GB"]},
    {"id": "r3", "title": "GB与GBK", "paragraphs": ["会议在北京召开。", "10月10日，PAID 2010人。"]},
]
TRUTH: list[Json] = [
    {"kind": "term", "phrase": "下达", "ids": ["r1", "r2"]},
    {"kind": "term", "phrase": "达到企", "ids": ["r1"]},
    {"kind": "latin", "phrase": "GB", "ids": ["r3"]},  # by the law also beside digits: r1 and r2
]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus, and the truth file beside it."""
    path = tmp_path / "corpus.jsonl"
    for name, records in ((path, RECORDS), (tmp_path / recall.TRUTH, TRUTH)):
        name.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), "utf-8")
    return path


def run(corpus: Path) -> Json:
    """The JSON after a run of the whole command."""
    out = corpus.with_name("out.json")
    recall.main([str(corpus), "--substrings", "150", "--json", str(out)])
    result = json.loads(out.read_text(encoding="utf-8"))
    assert isinstance(result, dict)
    return result


def test_the_figures_are_the_known_ones(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = run(corpus)
    quoted = result["phrases"]["quoted"]
    assert quoted["term"] == {"recall": 1, "precision": 1, "complete": 1, "empty": 0}
    assert quoted["latin"] == {"recall": 1, "precision": pytest.approx(1 / 3), "complete": 1, "empty": 0}
    assert quoted["all"]["precision"] == pytest.approx((1 + 1 + 1 / 3) / 3)
    assert result["phrases"]["plain"]["all"]["recall"] == 1
    assert result["differing"] == ["GB"]
    assert "GB: 1 in the truth file, 3 by the law, 3 answered in quotation marks" in capsys.readouterr().out


def test_jianbao_finds_what_the_scan_finds(corpus: Path) -> None:
    substrings = run(corpus)["substrings"]
    assert substrings["drawn"] == 150
    assert substrings["skipped"] > 0
    assert substrings["asked"]["quoted"] == 150 - substrings["skipped"]
    assert 0 < substrings["asked"]["plain"] < substrings["asked"]["quoted"]
    assert substrings["disagreements"] == []


def test_an_engine_that_loses_a_report_is_found_out(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def losing(snapshot: Snapshot, parameters: Parameters) -> Answer:
        answer = search(snapshot, parameters)
        return replace(answer, hits=tuple(hit for hit in answer.hits if hit.report.id != "r2"))

    whole = recall_answers.held
    monkeypatch.setattr(recall_answers, "search", losing)
    monkeypatch.setattr(recall_substrings, "held", lambda store, query: whole(store, query) - {"r2"})
    result = run(corpus)
    assert result["phrases"]["quoted"]["term"]["recall"] == pytest.approx((1 / 2 + 1) / 2)
    assert result["phrases"]["quoted"]["term"]["complete"] == pytest.approx(1 / 2)
    assert {one["manner"] for one in result["substrings"]["disagreements"]} == {"quoted", "plain"}


def test_in_quotation_marks_a_surplus_is_a_disagreement_too(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recall_substrings, "held", lambda store, query: frozenset({"r1", "r2", "r3"}))
    disagreements = run(corpus)["substrings"]["disagreements"]
    assert {one["manner"] for one in disagreements} == {"quoted"}


def test_what_is_missing_is_told_and_is_no_failure(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recall.main([str(corpus.with_name("nowhere.jsonl"))])
    assert "There is no corpus at" in capsys.readouterr().out
    corpus.with_name(recall.TRUTH).unlink()
    recall.main([str(corpus), "--substrings", "5"])
    out = capsys.readouterr().out
    assert "There is no truth file at" in out
    assert "Random substrings" in out


@pytest.mark.parametrize(
    ("literal", "ids"),
    [
        ("下达", {"r1", "r2"}),
        ("企业标准", set()),  # not across two blocks
        ("gb", {"r1", "r2", "r3"}),
        ("gb2312", set()),  # between a letter and a digit a space stays
        ("gb 2312", {"r1"}),
        ("2.5%", {"r2"}),  # 12.5% is another number
        ("5%", set()),
        ("10", {"r3"}),  # 10月, not 2010
        ("ai", {"r2"}),  # not in PAID
        ("%", {"r1", "r2"}),
    ],
)
def test_the_scan_decides_by_law_1(literal: str, ids: set[str]) -> None:
    assert Scan.of(RECORDS).holding(literal) == ids


@given(st.lists(strategies.texts, min_size=1, max_size=3), strategies.texts.map(fold).filter(bool))
@example(["12.5%", "2.5%", "5%"], "5%")
@example(["aé", "éa1", "é"], "é")
def test_two_scans_of_different_making_agree(texts: list[str], literal: str) -> None:
    records: list[Json] = [{"id": str(n), "paragraphs": [text]} for n, text in enumerate(texts)]
    standing = {str(n) for n, text in enumerate(texts) if stands_in(fold(text), literal)}
    assert Scan.of(records).holding(literal) == standing


def test_substrings_are_always_the_same_and_stand_in_a_block() -> None:
    scan = Scan.of(RECORDS)
    drawn = draw(scan, 100)
    assert drawn == draw(scan, 100)
    assert all(any(one in block for block in scan.blocks) for one in drawn)
    assert {1, 12} <= set(map(len, drawn))
    assert draw(Scan.of([]), 100) == []


@pytest.mark.parametrize("text", ["下达", "5，6", "gb", "12%", "龘"])
def test_what_means_only_itself_can_be_typed_plain(text: str) -> None:
    assert can_be_plain(text)


@pytest.mark.parametrize(
    "text", ["a b", "a|b", "-a", "(a", "第?届", "镇*区", "a/s", "date:2023", "标题:", "or", "'a", "~", "a_b"]
)
def test_what_may_mean_more_is_asked_in_quotation_marks_only(text: str) -> None:
    assert not can_be_plain(text)


def test_agreement_counts_what_was_found_and_what_was_right() -> None:
    assert Agreement.of({"a", "b"}, {"a", "c"}) == Agreement(1 / 2, 1 / 2, 0, 0)
    assert Agreement.of(set(), {"a"}) == Agreement(0, 1, 0, 1)
    assert Agreement.of({"a"}, set()) == Agreement(1, 0, 1, 0)
