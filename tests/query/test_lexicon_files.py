"""The user's own words and synonyms: what they say holds at once, without a new index."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from indexer import LexiconFiles, Parameters, open_store, search
from indexer.cli.main import main
from indexer.errors import PathNotFound
from tests.support.asking import asked
from webapp.app import create_app

RECORDS = [
    {"id": "whole", "paragraphs": ["订单下达到车间。企业在别处。"]},
    {"id": "apart", "paragraphs": ["企业分上、下两处，达到一万家。"]},
    {"id": "cars", "paragraphs": ["新能源汽车下线。"]},
]

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index of the records, in a folder of its own."""
    reports = tmp_path / "reports.jsonl"
    lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in RECORDS)
    reports.write_text("".join(lines), encoding="utf-8")
    result = CliRunner().invoke(main, ["index", str(reports), "--index", str(tmp_path / "index")])
    assert result.exit_code == 0, result.output
    return tmp_path / "index"


@pytest.fixture
def run(folder: Path) -> Run:
    return lambda *arguments: CliRunner().invoke(main, [*map(str, arguments), "--index", str(folder)])


def found(folder: Path, typed: str) -> list[str]:
    store = open_store(folder)
    hits = asked(store, search, Parameters(typed), LexiconFiles(folder).lexicon()).hits
    store.close()
    return [hit.report.id for hit in hits if hit.match != "relaxed"]


def test_a_dictionary_changes_what_is_found_by_words_at_once(folder: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("下达到 100 v\n", encoding="utf-8")
    assert set(found(folder, "企业下达到")) == {"whole", "apart"}
    result = run("index", "--dictionary", tmp_path / "words.txt")
    assert (result.exit_code, result.stderr) == (0, "词典已启用：1 个词\n")
    assert found(folder, "企业下达到") == ["whole"]
    assert found(folder, "“企业下达到”") == []


def test_a_running_app_takes_up_new_words(folder: Path, run: Run, tmp_path: Path) -> None:
    client = create_app(folder).test_client()

    def ask(address: str) -> Any:
        return client.get(address).get_json()

    asked = "/api/v1/search?q=新能源车"
    assert not [hit for hit in ask(asked)["hits"] if hit["match"] == "literal"]
    (folder / "synonyms.txt").write_text("新能源车，新能源汽车\n", encoding="utf-8")
    answer = ask(asked)
    assert answer["query"]["read_as"] == "(新能源车 | “新能源汽车”)"
    assert [(hit["id"], hit["match"]) for hit in answer["hits"]] == [("cars", "literal")]
    assert answer["hits"][0]["passages"][0]["marks"] == [[0, 5]]
    (tmp_path / "words.txt").write_text("下达到\n", encoding="utf-8")
    run("index", "--dictionary", tmp_path / "words.txt")
    assert [hit["id"] for hit in ask("/api/v1/search?q=企业下达到")["hits"]] == ["whole"]


def test_synonyms_may_lie_beside_the_index(folder: Path) -> None:
    (folder.parent / "synonyms.txt").write_text("车子 新能源汽车\n", encoding="utf-8")
    assert found(folder, "车子") == ["cars"]
    (folder / "synonyms.txt").write_text("轿车 新能源汽车\n", encoding="utf-8")
    assert found(folder, "车子") == []


def test_a_bad_line_names_file_and_line_and_the_rest_is_used(folder: Path, run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "words.txt"
    bad.write_text("下达到\n一 二 三 四 五\n", encoding="utf-8")
    result = run("index", "--dictionary", bad)
    assert result.exit_code == 3
    assert f"{bad} 第 2 行" in result.stderr
    assert found(folder, "企业下达到") == ["whole"]
    (folder / "synonyms.txt").write_text("只有一个\n轿车 新能源汽车\n", encoding="utf-8")
    result = run("search", "轿车", "--json")
    assert "synonyms.txt 第 1 行" in result.stderr
    assert [hit["id"] for hit in json.loads(result.stdout)["hits"]] == ["cars"]


def test_a_dictionary_that_is_not_there(folder: Path, run: Run, tmp_path: Path) -> None:
    assert run("index", "--dictionary", tmp_path / "none.txt").exit_code == 1
    with pytest.raises(PathNotFound):
        LexiconFiles(folder).install(tmp_path / "none.txt")
    assert run("index").exit_code == 2
