"""A folder of everything: what is good is found, and exactly what is bad is in quarantine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from indexer import Parameters, Summary, build, open_store, search
from indexer.errors import Unreadable
from indexer.ingest.ledger import Ledger
from indexer.store import Store
from tests.support.asking import asked
from tests.support.mixed import GOOD, IN_ARCHIVE, fill_with_bad, fill_with_good

PRINTED = [
    "2023年10月31日,丹徒高新园9个项目集中签约",
    "最终要体现在项目建设上",
    "从政策帮扶、政务服务、人才支持、园区建设",
]
SCANNED = [
    "产业项目是提升地区高质量发展质效的基石",
    "8000个新订单已经下达到企业生产车间",
    "热火朝天的景象",
    "作为一家省级专精特新中小企业",
    "2023年底启用的新厂房建成四条新生产线",
    "自正月初八复工以来",
]


@dataclass(frozen=True, slots=True)
class Indexed:
    """The folder, its index, and what the first run over it told."""

    folder: Path
    store: Store
    ledger: Ledger
    summary: Summary
    bad: set[str]

    def places(self, phrase: str) -> list[str]:
        """The files in which a phrase stands, from the folder on."""
        hits = asked(self.store, search, Parameters.read({"q": f'"{phrase}"'})).hits
        return sorted(str(Path(hit.report.place).relative_to(self.folder)) for hit in hits)


@pytest.fixture(scope="module")
def indexed_all(
    seeds: Path, chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Indexed]:
    root = tmp_path_factory.mktemp("mixed")
    (folder := root / "reports").mkdir()
    fill_with_good(folder, seeds, chromium)
    bad = fill_with_bad(folder)
    store, ledger = open_store(root / "index"), Ledger(root / "index")
    yield Indexed(folder, store, ledger, build(store, [folder], ledger), bad)
    ledger.close()
    store.close()


def test_exactly_what_is_bad_is_in_quarantine(indexed_all: Indexed) -> None:
    files = {Path(file).name for file, _ in indexed_all.ledger.remarks.of_kind(Unreadable)}
    assert files == indexed_all.bad
    told = {one.place for one in indexed_all.summary.quarantined}
    assert told == {one.place for _, one in indexed_all.ledger.remarks.of_kind(Unreadable)}
    assert all(one.reason.endswith("。") for one in indexed_all.summary.quarantined)
    assert indexed_all.summary.skipped == []


@pytest.mark.parametrize("name", GOOD)
def test_what_is_good_is_found_in_its_file_and_nowhere_else(name: str, indexed_all: Indexed) -> None:
    assert indexed_all.places(GOOD[name]) == [name]


@pytest.mark.parametrize("name", IN_ARCHIVE)
def test_what_is_in_an_archive_is_found_by_its_place_there(name: str, indexed_all: Indexed) -> None:
    assert indexed_all.places(IN_ARCHIVE[name]) == [f"打包.zip/{name}"]


@pytest.mark.parametrize("phrase", PRINTED)
def test_what_was_printed_in_columns_is_found(phrase: str, indexed_all: Indexed) -> None:
    assert indexed_all.places(phrase) == ["版面.pdf"]


@pytest.mark.parametrize("phrase", SCANNED)
def test_what_was_scanned_is_found(phrase: str, indexed_all: Indexed) -> None:
    (place,) = indexed_all.places(phrase)
    assert place in ("扫描.png", "扫描.pdf")


def test_nothing_was_written_outside(indexed_all: Indexed) -> None:
    assert not list(indexed_all.folder.parent.rglob("爬出去*"))
    assert not (indexed_all.folder.parent.parent / "爬出去.txt").exists()


def test_a_second_run_reads_nothing(indexed_all: Indexed) -> None:
    opened: list[int] = []
    again = build(
        indexed_all.store,
        [indexed_all.folder],
        indexed_all.ledger,
        told=lambda now: opened.append(now.of_files),
    )
    assert opened == []
    assert (again.added, again.updated) == (0, 0)
    assert again.unchanged == indexed_all.summary.added
    assert sorted(map(str, again.quarantined)) == sorted(map(str, indexed_all.summary.quarantined))
