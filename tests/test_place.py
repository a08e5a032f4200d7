"""The address of an index decides where its ledger and its word files lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer import LexiconFiles, folder_of, open_store
from tests.support.program import jianbao, told
from webapp.app import create_app
from webapp.state import index, lexicon

CLUSTER = "opensearch+http://reader:secret@search.example:9200/reports"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's data folder."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data"


def test_of_an_index_in_a_folder_it_is_that_folder(tmp_path: Path) -> None:
    assert folder_of(tmp_path / "index") == folder_of(str(tmp_path / "index")) == tmp_path / "index"
    assert folder_of("index") == Path("index")


def test_of_one_on_other_machines_it_is_a_folder_of_the_user(data: Path) -> None:
    folder = folder_of(CLUSTER)
    assert folder.is_relative_to(data / "jianbao")
    assert folder.name.startswith("reports-")
    assert not folder.exists()


def test_who_asks_and_how_it_is_written_makes_no_other_folder(data: Path) -> None:
    same = [
        "opensearch+http://search.example:9200/reports",
        "opensearch+http://a:b@SEARCH.example:9200/reports/",
    ]
    assert {folder_of(address) for address in same} == {folder_of(CLUSTER)}
    assert "secret" not in str(folder_of(CLUSTER))


def test_other_indexes_have_other_folders(data: Path) -> None:
    addresses = [
        CLUSTER,
        "opensearch+https://search.example:9200/reports",
        "opensearch+http://search.example:9201/reports",
        "opensearch+http://search.example:9200/Reports",
        "opensearch+http://search.example:9200/a/reports",
        "opensearch+http://search.example:9200/reports?shard=1",
        "opensearch+http://search.example:9200",
        "opensearch+http://search.example:9200/报告",
        "opensearch+http://search.example:9200/文件",
    ]
    folders = {folder_of(address) for address in addresses}
    assert len(folders) == len(addresses)
    assert len({folder.parent for folder in folders}) == 1


def test_an_app_over_one_on_other_machines_has_the_folder_of_its_address(data: Path, tmp_path: Path) -> None:
    folder, words = folder_of(CLUSTER), tmp_path / "words.txt"
    words.write_text("下达到 100 v\n", encoding="utf-8")
    LexiconFiles(folder).install(words)
    store = open_store(tmp_path / "index")
    app = create_app(CLUSTER, store=store)
    with app.test_request_context("/"):
        assert index() == folder
        assert set(lexicon().words) == {"下达到"}
    store.close()


def test_where_no_index_is_named_it_is_the_one_of_the_folder_or_else_the_users(
    data: Path, seeds: Path, tmp_path: Path
) -> None:
    done = jianbao("index", seeds, cwd=tmp_path)
    assert (done.returncode, str(data / "jianbao" / "index") in done.stderr) == (0, True)
    assert told(jianbao("stats", "--json", cwd=tmp_path))["reports"] == 2
    (tmp_path / "index").mkdir()
    assert jianbao("index", seeds / "000_2ab8aebe16b5e3a4.txt", cwd=tmp_path).returncode == 0
    assert told(jianbao("stats", "--json", cwd=tmp_path))["reports"] == 1
    assert told(jianbao("stats", "--json", "--index", data / "jianbao" / "index"))["reports"] == 2


@pytest.mark.parametrize(
    "command", ["search x", "stats", "check", "remove x", "backup x.zip", "serve --port 0"]
)
def test_who_finds_no_index_is_told_where_it_was_looked_for(
    data: Path, tmp_path: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.server.serve", lambda *_: None)
    for named, place in ([], data / "jianbao" / "index"), (["--index", "没有"], tmp_path / "没有"):
        done = jianbao(*command.split(), *named, cwd=tmp_path)
        assert f"{place} 中还没有索引" in done.stderr
