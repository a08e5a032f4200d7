"""The address of an index decides where its ledger and its word files lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer import LexiconFiles, folder_of, open_store
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
