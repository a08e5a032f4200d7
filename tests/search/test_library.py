"""The examples of docs/library.md, run one by one over an index of their own."""

from __future__ import annotations

import re
import sys
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from indexer import Block, Kind, Parameters, Report, all_hits, open_store, search

TEXT = (Path(__file__).parents[2] / "docs" / "library.md").read_text(encoding="utf-8")
SEARCHING, INTO_PANDAS, CITING, BUILDING = re.findall(r"```python\n(.*?)```", TEXT, re.S)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with an index of twelve reports."""
    monkeypatch.chdir(tmp_path)
    with closing(open_store("index")) as store:
        store.update(
            Report(
                f"r{number:02}",
                (Block(Kind.TITLE, f"第{number}期"), Block(Kind.PARAGRAPH, "新能源货轮靠港。")),
                date=f"2024-{number:02}",
                source="江海日报",
            )
            for number in range(1, 13)
        )
    return tmp_path


def run(example: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(example, names)
    return names


def test_a_search_takes_five_lines(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert len([line for line in SEARCHING.splitlines() if line]) <= 5
    run(SEARCHING)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 5
    assert all(line.endswith("期 新能源货轮靠港。") for line in lines)


def test_all_hits_become_a_table_in_one_expression(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in = ModuleType("pandas")  # the example needs of it that it takes rows, and nothing else
    stand_in.DataFrame = list  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pandas", stand_in)
    rows = run(INTO_PANDAS)["table"]
    assert {row["id"] for row in rows} == {f"r{number:02}" for number in range(1, 13)}
    assert rows[0]["occurrences"] == 1


def test_a_paragraph_is_read_and_cited(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(CITING)
    text, cited = capsys.readouterr().out.splitlines()
    assert text == "新能源货轮靠港。"
    assert re.fullmatch(r"第\d+期\[N\]\. 江海日报, 2024-\d\d: 第1段\.", cited)


@pytest.mark.slow
def test_reports_are_taken_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("reports").mkdir()
    Path("reports/港.txt").write_text("码头今日投产。", encoding="utf-8")
    run(BUILDING)
    assert capsys.readouterr().out == "1\n"


def test_all_hits_are_those_of_the_pages(folder: Path) -> None:
    with open_store("index").snapshot() as snapshot:
        whole = [hit.id for hit in all_hits(snapshot, Parameters("新能源", limit=1, offset=3))]
        assert whole == [hit.id for hit in search(snapshot, Parameters("新能源", limit=100)).hits]
