"""In which folder a report says that it lies, and when it was indexed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.ingest.build import build
from indexer.ingest.ledger import Ledger
from indexer.reading import folder_below
from indexer.report import Known
from indexer.store import Store
from indexer.whoosh_store import WhooshStore


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return WhooshStore(tmp_path / "index")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "index")
    yield ledger
    ledger.close()


def known(store: Store) -> dict[str, Known]:
    with store.snapshot() as snapshot:
        return {match.known.file: match.known for match in snapshot.holdings(100).latest}


def folders(store: Store) -> dict[str, str]:
    return {name: one.folder for name, one in known(store).items()}


@pytest.mark.parametrize(
    ("place", "roots", "folder"),
    [
        ("/内部/档案/2023/甲.txt", ["/内部/档案"], "档案/2023"),
        ("/内部/档案/甲.txt", ["/内部/档案/"], "档案"),
        ("/内部/档案/甲.txt", ["/内部/档案/甲.txt"], ""),
        ("/内部/档案/2023/甲.txt", ["/内部/档案/2023", "/内部/档案"], "档案/2023"),
        ("/内部/档案2/甲.txt", ["/内部/档案"], ""),
        ("/内部/档案/甲.zip/里/乙.txt", ["/内部/档案"], "档案/甲.zip/里"),
        ("/内部/甲.txt", ["/"], "内部"),
        ("/甲.txt", ["/"], ""),
    ],
)
def test_a_folder_is_named_from_what_was_indexed_down(place: str, roots: list[str], folder: str) -> None:
    assert folder_below(place, roots) == folder


def test_reports_know_their_folder_and_when_they_came(store: Store, ledger: Ledger, tmp_path: Path) -> None:
    deep = tmp_path / "档案" / "2023"
    deep.mkdir(parents=True)
    (deep / "甲.txt").write_text("码头扩建。", encoding="utf-8")
    before = int(time.time())
    build(store, [deep.parent], ledger)
    assert folders(store) == {"甲.txt": "档案/2023"}
    assert {before <= one.indexed <= time.time() for one in known(store).values()} == {True}
    build(store, [deep / "甲.txt"], ledger)
    assert folders(store)["甲.txt"] == "档案/2023"


def test_a_folder_above_that_is_indexed_later_names_all_below(
    store: Store, ledger: Ledger, tmp_path: Path
) -> None:
    deep = tmp_path / "档案" / "2023"
    deep.mkdir(parents=True)
    (deep / "甲.txt").write_text("码头扩建。", encoding="utf-8")
    build(store, [deep], ledger)
    assert folders(store) == {"甲.txt": "2023"}
    assert build(store, [deep.parent], ledger).updated == 1
    assert folders(store) == {"甲.txt": "档案/2023"}
    ledger.check_against(store)


def test_a_report_that_is_passed_on_has_the_folder_of_its_heir(
    store: Store, ledger: Ledger, tmp_path: Path
) -> None:
    for name in "乙", "丙":
        (tmp_path / "档案" / name).mkdir(parents=True)
        (tmp_path / "档案" / name / f"{name}.jsonl").write_text('{"id":"1","title":"港口"}', encoding="utf-8")
    build(store, [tmp_path / "档案"], ledger)
    (first,) = folders(store)
    (tmp_path / "档案" / first[0] / first).unlink()
    build(store, [tmp_path / "档案"], ledger, prune=True)
    (other,) = {"乙.jsonl", "丙.jsonl"} - {first}
    assert folders(store) == {other: f"档案/{other[0]}"}
