"""The benchmark of guessed metadata counts what it says; the promised precision holds on real reports."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import metadata
from benchmarks.corpus import lines
from indexer.reading.document import guess
from tests.support.data import needs

Json = dict[str, Any]

RECORDS: list[Json] = [
    {
        "title": "一",
        "date": "2023-03-05",
        "source": "新华社",
        "paragraphs": ["新华社北京3月5日电（记者王芳）正文。"],
    },
    {"title": "二", "date": "2023-03-06", "source": "某网", "paragraphs": ["中新网3月5日电 正文。"]},
    {"title": "三", "date": "2023-03-09", "source": "中国新闻网", "paragraphs": ["中新网3月5日电 正文。"]},
    {"title": "四", "date": "2023", "source": "", "paragraphs": ["2023年3月5日", "正文。"]},
    {"title": "五", "date": "2023-03-05", "source": "新华社", "paragraphs": ["正文。"]},
]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "records.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in RECORDS), encoding="utf-8")
    return path


def test_it_counts_guesses_and_those_that_are_right(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    metadata.main([str(corpus), "--sample", "5", "--json", str(tmp_path / "out.json")])
    rows = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["rows"]
    assert rows["date, no name"] == {"records": 4, "guessed": 0, "right": 0, "near": 0}
    assert rows["date, name with the year"] == {"records": 4, "guessed": 3, "right": 1, "near": 2}
    assert rows["source"] == {"records": 4, "guessed": 3, "right": 2}
    assert rows["authors"] == {"records": 5, "guessed": 1}
    shown = capsys.readouterr().out
    assert "0.6667" in shown
    assert shown.splitlines()[-1].startswith("王芳\t新华社北京")


def test_without_a_corpus_it_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    metadata.main([str(tmp_path / "none.jsonl")])
    assert "python -m benchmarks.metadata CORPUS" in capsys.readouterr().out


@needs(metadata.CORPUS.name)
def test_guessed_dates_of_real_reports_are_right() -> None:
    records = [json.loads(line) for line in lines(metadata.CORPUS)][::5]
    guessed = [guess(metadata.blocks(record), record["date"][:4]) for record in records]
    found = metadata.dates(records, guessed)
    assert found["near"] >= 0.98 * found["guessed"]
    assert found["guessed"] > 0.25 * found["records"]
