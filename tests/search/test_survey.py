"""A list of questions as one table: what a search finds of each, in one call; and by every face."""

from __future__ import annotations

import csv
import json
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer import (
    MAX_LISTED,
    AskedWrongly,
    Block,
    Filters,
    Kind,
    Parameters,
    Report,
    Survey,
    SurveyLine,
    listed,
    open_store,
    search,
    survey,
    survey_csv,
)
from tests.support.asking import asked
from tests.support.program import jianbao
from tests.support.scan_store import ScanStore
from tests.support.turning import Turning
from webapp.app import create_app
from webapp.pages.survey import recent

DATED = {"a": "2019-05-01", "b": "2021", "c": "2021-03", "d": ""}
REPORTS = [
    Report(
        name, (Block(Kind.PARAGRAPH, f"港口{'铁路' if name in 'ab' else ''}。"),), date=date, source="江海报"
    )
    for name, date in DATED.items()
]
ASKED = ["港口", "铁路", "没有", "港口 -铁路"]


@pytest.fixture
def store() -> ScanStore:
    store = ScanStore()
    store.update(REPORTS)
    return store


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("survey")
    with closing(open_store(folder)) as store:
        store.update(REPORTS)
    return folder


@pytest.fixture
def reader(folder: Path) -> FlaskClient:
    return create_app(folder).test_client()


def test_each_question_has_what_a_search_finds(store: ScanStore) -> None:
    found = asked(store, survey, ASKED)
    assert found.years == ("2019", "2020", "2021")
    told = [(line.q, line.total, line.first, line.last, line.reports) for line in found.lines]
    assert told == [
        ("港口", 4, "2019-05-01", "2021-03", (1, 0, 2)),
        ("铁路", 2, "2019-05-01", "2021", (1, 0, 1)),
        ("没有", 0, "", "", (0, 0, 0)),
        ("港口 -铁路", 2, "2021-03", "2021-03", (0, 0, 1)),
    ]
    assert [line.total for line in found.lines] == [asked(store, search, Parameters(q)).total for q in ASKED]
    assert asked(store, survey, ["港口"], Filters(after="2020")).lines[0].total == 2


def test_all_are_asked_in_one_call(store: ScanStore) -> None:
    turning = Turning(store)
    asked(turning.store, survey, ASKED)
    assert turning.crossings == 1


def test_a_text_is_a_list_of_its_lines() -> None:
    assert listed("\ufeff港口\r\n\n  铁路 站 \r\n") == ["港口", "铁路 站"]
    assert listed("") == []
    assert len(listed("港\n" * MAX_LISTED)) == MAX_LISTED
    with pytest.raises(AskedWrongly, match=f"最多 {MAX_LISTED} 个"):
        listed("港\n" * (MAX_LISTED + 1))


def test_no_question_is_said(store: ScanStore) -> None:
    with pytest.raises(AskedWrongly, match="每行写一个"):
        asked(store, survey, [])


def test_the_table_is_a_file(store: ScanStore) -> None:
    text = "".join(survey_csv(asked(store, survey, ASKED))).removeprefix("\ufeff")
    head, first, *_ = csv.reader(StringIO(text, newline=""))
    assert head == ["q", "total", "first", "last", "2019", "2020", "2021"]
    assert first == ["港口", "4", "2019-05-01", "2021-03", "1", "0", "2"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_program_reads_a_list(folder: Path, tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "词表.txt"
    file.write_text("港口\r\n\r\n新能源汽车产业发展规划\r\n", encoding=encoding, newline="")
    done = jianbao("search", "--list", file, "--from", "2020", index=folder)
    assert (done.returncode, done.stderr) == (0, "")
    rows = list(csv.DictReader(StringIO(done.stdout.removeprefix("\ufeff"), newline="")))
    assert [(row["q"], row["total"]) for row in rows] == [("港口", "2"), ("新能源汽车产业发展规划", "0")]
    told = json.loads(jianbao("search", "--list", file, "--json", index=folder).stdout)
    assert [line["total"] for line in told["lines"]] == [4, 0]


def test_the_program_says_what_does_not_go_together(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("\n", encoding="utf-8")
    (tmp_path / "binary").write_bytes(bytes(range(32)) * 99)
    for arguments, said in (
        ([], "--list"),
        (["港口", "--list", str(tmp_path / "empty.txt")], "--list"),
        (["--list", str(tmp_path / "empty.txt"), "--limit", "3"], "--limit"),
        (["--list", str(tmp_path / "empty.txt")], "每行写一个"),
        (["--list", str(tmp_path / "binary")], "binary"),
        (["--list", "/dev/zero"], "太大"),
    ):
        done = jianbao("search", *arguments, index=folder)
        assert done.returncode in (1, 2)
        assert said in done.stderr


def test_the_page_and_the_endpoint_have_the_table(reader: FlaskClient) -> None:
    page = reader.get("/survey?list=港口%0A%0A铁路&from=2020").text
    assert ">港口</a></th><td>2</td><td>2021</td><td>2021-03</td><td>2</td>" in page
    assert 'name="from" value="2020"' in page
    found = reader.get("/api/v1/survey?q=港口&q=铁路").get_json()
    assert [line["total"] for line in found["lines"]] == [4, 2]
    assert reader.get("/api/v1/survey?q=港口&format=csv", buffered=True).text.startswith(
        "\ufeffq,total,first"
    )
    assert reader.get("/survey").status_code == 200
    assert reader.get("/survey?list=" + "港%0A" * (MAX_LISTED + 1)).status_code == 400


def test_a_page_has_room_for_the_last_years() -> None:
    years = tuple(map(str, range(1922, 2022)))
    line = SurveyLine(q="港", read_as="港", total=1, first="2021", last="2021", reports=(0,) * 99 + (1,))
    shown = recent(Survey(years, (line,) * 100))
    assert (shown.years[0], shown.years[-1], shown.lines[0].reports) == ("2007", "2021", (0,) * 14 + (1,))
