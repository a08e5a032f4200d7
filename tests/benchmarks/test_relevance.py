"""The benchmark of whole questions, on a set so small that its figures are known."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.relevance import __main__ as relevance
from benchmarks.relevance import sets
from benchmarks.relevance.plain import Plain, pairs
from benchmarks.relevance.sets import Passage, Quality, Question, load, names
from indexer import Answer, Parameters, Snapshot, search
from indexer.text.words import words

Json = dict[str, Any]

PASSAGES: list[Json] = [
    {"pid": "p1", "title": "镇江经开区", "text": "镇江经开区新能源电池项目投产。"},
    {"pid": "p2", "title": "", "text": "南京市长江大桥通车。"},
    {"pid": "p3", "title": "", "text": "当地居民说，" + "年初以来天气一直很好，" * 20 + "大桥也修好了。"},
    {"pid": "p4", "title": "", "text": "高校毕业生就业工作会议召开。"},
]
QUESTIONS: list[Json] = [
    {"question": "新能源电池", "pid": "p1"},
    {"question": "长江大桥", "pid": "p4", "pids": ["p4", "p2"]},
    {"question": "大桥", "pid": "p3"},  # p2 says it too, and is much shorter: second place
    {"question": "龘靐齉", "pid": "p4"},  # in no passage
]
RANKS = (1, 1, 2, 0)


def write(path: Path, records: Iterable[Json]) -> None:
    with lzma.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one set that no one has seen, and half of another."""
    write(tmp_path / "passages_tiny.jsonl.xz", PASSAGES)
    write(tmp_path / "qa_tiny.jsonl.xz", QUESTIONS)
    write(tmp_path / "qa_alone.jsonl.xz", QUESTIONS)
    return tmp_path


def run(folder: Path) -> Json:
    """The figures of the one set after a run of the whole command."""
    out = folder / "out.json"
    relevance.main([str(folder), "--json", str(out)])
    (one,) = json.loads(out.read_text(encoding="utf-8"))["sets"]
    assert isinstance(one, dict)
    return one


def test_the_figures_are_those_of_the_known_ranks(folder: Path) -> None:
    one = run(folder)
    known = {"first": 2 / 4, "ten": 3 / 4, "mrr": sum(1 / rank for rank in RANKS if rank) / 4}
    assert (one["name"], one["passages"], one["questions"], one["left_out"]) == ("tiny", 4, 4, 0)
    assert one["jianbao"] == pytest.approx(known)
    assert one["words"] == pytest.approx(known)
    assert [one[name]["first"] for name in ("pairs", "both")] == [2 / 4, 2 / 4]
    assert one["empty"] == 1
    assert 0 < one["milliseconds"]["p50"] <= one["milliseconds"]["p95"]


def test_an_engine_that_loses_the_first_hit_is_found_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def losing(snapshot: Snapshot, parameters: Parameters) -> Answer:
        answer = search(snapshot, parameters)
        return replace(answer, hits=answer.hits[1:])

    monkeypatch.setattr(relevance, "search", losing)
    one = run(folder)
    assert one["jianbao"]["first"] == pytest.approx(1 / 4)  # p3, now the first for 大桥
    assert one["words"]["first"] == pytest.approx(2 / 4)


def test_the_table_has_both_rankings_side_by_side(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(folder)
    lines = capsys.readouterr().out.splitlines()
    jianbao, plain = (next(line for line in lines if name in line) for name in ("jianbao", "BM25, words"))
    assert jianbao.startswith("tiny")
    assert "0.6250" in jianbao
    assert "0.6250" in plain


def test_a_folder_without_sets_is_told_and_is_no_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    relevance.main([str(tmp_path / "nowhere")])
    assert f"No set of questions in {tmp_path / 'nowhere'}" in capsys.readouterr().out


def test_a_set_is_a_pair_of_files(folder: Path) -> None:
    assert names(folder) == ["tiny"]
    assert load(folder, "tiny").questions[1] == Question("长江大桥", frozenset({"p2", "p4"}))


def test_only_the_first_ten_hits_count() -> None:
    questions = [Question("问", frozenset({"right"}))]
    wrong = [f"wrong-{number}" for number in range(10)]
    assert Quality.of(questions, [[*wrong[:9], "right"]]) == Quality(0, 1, 0.1)
    assert Quality.of(questions, [[*wrong, "right"]]) == Quality(0, 0, 0)
    with pytest.raises(ValueError, match="no questions"):
        Quality.of([], [])


def test_plain_bm25_is_the_formula() -> None:
    """电池 stands in two of three; its share grows with frequency and falls with length."""
    passages = [Passage("a", "", "电池电池"), Passage("b", "电池", "天气"), Passage("c", "", "天气很好")]
    plain = Plain(passages, words)
    assert plain.first("电池", 10) == ["a", "b"]
    assert plain.first("天气", 10) == ["b", "c"]  # equal length, equal frequency: in their order
    assert plain.first("天气", 1) == ["b"]
    assert plain.first("大桥", 10) == []
    assert pairs("天气很好") == ["天气", "气很", "很好"]
    assert Plain(passages, pairs).first("气很", 10) == ["c"]


def test_titles_are_asked_of_articles_without_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Titles that two articles have are not asked."""
    monkeypatch.setattr(sets, "TITLES_ASKED", 2)
    articles = [("a", "港口开通"), ("b", "快讯"), ("c", "快讯"), ("d", "铁路开通")]
    held = [{"id": name, "title": title, "paragraphs": ["一", "二"]} for name, title in articles]
    write(tmp_path / "news_10k.jsonl.xz", held)
    one = sets.titles(tmp_path / "news_10k.jsonl.xz")
    assert {(question.text, *question.right) for question in one.questions} == {
        ("港口开通", "a"),
        ("铁路开通", "d"),
    }
    assert one.passages[0] == Passage("a", "", "一\n二")
