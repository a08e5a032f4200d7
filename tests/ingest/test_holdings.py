"""One text, one report: whatever is done to the files, the store says what is in them."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from indexer.ingest.build import build
from indexer.ingest.ledger import Ledger
from indexer.ingest.summary import Progress
from indexer.report import Report
from indexer.store import Store
from indexer.text.fold import fold
from indexer.whoosh_store import WhooshStore
from tests.support.scan_store import ScanStore

NAMES = st.sampled_from(["a.txt", "b.txt", "c.txt", "below/d.txt"])
TEXTS = st.sampled_from(["港口建设。", "码头扩建。", "碼頭擴建。", "铁路通车。"])


def places(report: Report) -> set[str]:
    return {report.place, *(copy.place for copy in report.copies)}


def breaking_off(when: Callable[[Progress], bool]) -> Callable[[Progress], None]:
    """Ends the run that it is told of, as Ctrl-C does."""

    def tell(now: Progress) -> None:
        if when(now):
            raise KeyboardInterrupt

    return tell


def write(folder: Path, **texts: str) -> None:
    """Write text files of these names."""
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


class Files(RuleBasedStateMachine):
    """Files are written, moved and deleted; now and then the index is brought up to date, or a run over
    them is broken off. Batches are small, so that some of them are committed then."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        (self.folder / "below").mkdir()
        self.store, self.ledger = ScanStore(), Ledger()
        self.in_step = False
        self.patched = pytest.MonkeyPatch()
        self.patched.setattr(sys.modules["indexer.ingest.build"], "BATCH_REPORTS", 2)

    def teardown(self) -> None:
        self.patched.undo()
        shutil.rmtree(self.folder)

    @rule(name=NAMES, text=TEXTS)
    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")
        self.in_step = False

    @rule(name=NAMES)
    def delete(self, name: str) -> None:
        (self.folder / name).unlink(missing_ok=True)
        self.in_step = False

    @rule(name=NAMES, other=NAMES)
    def move(self, name: str, other: str) -> None:
        if (self.folder / name).exists():
            (self.folder / name).replace(self.folder / other)
            self.in_step = False

    @rule()
    def build(self) -> None:
        build(self.store, [self.folder], self.ledger, prune=True)
        self.in_step = True

    @rule(after=st.integers(1, 6))
    def break_off(self, after: int) -> None:
        """As Ctrl-C does: what was committed stays, what was in hand is lost."""
        calls = iter(range(after))
        with suppress(KeyboardInterrupt):
            build(
                self.store,
                [self.folder],
                self.ledger,
                prune=True,
                told=breaking_off(lambda now: next(calls, None) is None),
            )
        self.in_step = False

    @rule()
    def nothing_is_new_when_nothing_has_changed(self) -> None:
        if self.in_step:
            opened: list[int] = []
            build(self.store, [self.folder], self.ledger, prune=True, told=lambda now: opened.append(1))
            assert opened == []

    @invariant()
    def the_store_says_what_is_in_the_files(self) -> None:
        if not self.in_step:
            return
        files: defaultdict[str, set[str]] = defaultdict(set)
        for path in self.folder.rglob("*.txt"):
            files[fold(path.read_text(encoding="utf-8"))].add(str(path))
        reports = [self.store.get(entry.id) for entry in self.store.catalogue()]
        held = {fold(report.blocks[0].text): places(report) for report in reports}
        assert held == files
        assert len(reports) == len(files)


TestFiles = Files.TestCase
TestFiles.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)


@pytest.fixture(params=["whoosh", "scan"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return WhooshStore(tmp_path / "index") if request.param == "whoosh" else ScanStore()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The same text twice, once in the other script and encoding; and another text."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text("码头扩建工程通过了竣工验收。", encoding="utf-8")
    (folder / "b.txt").write_text("碼頭擴建工程通過了竣工驗收。", encoding="utf-16")
    (folder / "c.txt").write_text("铁路通车。", encoding="gb18030")
    return folder


def found(store: Store) -> dict[str, list[str]]:
    """The files of every report, its own first."""
    reports = [store.get(entry.id) for entry in store.catalogue()]
    return {
        Path(one.place).name: [Path(copy.place).name for copy in one.copies]
        for one in sorted(reports, key=lambda one: one.place)
    }


def test_the_same_text_twice_is_one_report_with_both_places(store: Store, folder: Path) -> None:
    summary = build(store, [folder])
    assert (summary.added, summary.duplicates) == (2, 1)
    assert found(store) == {"a.txt": ["b.txt"], "c.txt": []}
    again = build(store, [folder])
    assert (again.added, again.unchanged, again.duplicates) == (0, 3, 0)


def test_a_text_lives_on_where_it_still_stands(store: Store, folder: Path) -> None:
    build(store, [folder])
    (folder / "a.txt").unlink()
    summary = build(store, [folder], prune=True)
    assert found(store) == {"b.txt": [], "c.txt": []}
    assert (summary.removed, summary.unchanged) == (0, 2)


def test_a_text_lives_on_when_its_first_file_gets_another(store: Store, folder: Path) -> None:
    build(store, [folder])
    (folder / "a.txt").write_text("铁路通车。", encoding="utf-8")
    build(store, [folder])
    assert found(store) == {"b.txt": [], "c.txt": ["a.txt"]}


def test_a_text_is_passed_on_from_file_to_file_within_one_run(store: Store, folder: Path) -> None:
    build(store, [folder])
    (folder / "0.txt").write_text("码头扩建工程通过了竣工验收。", encoding="utf-8")
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("隧道贯通。", encoding="utf-8")
    build(store, [folder], prune=True)
    assert found(store) == {"0.txt": [], "a.txt": ["b.txt"], "c.txt": []}


def test_what_a_broken_off_run_did_not_come_to_is_done_by_the_next(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first batch is committed, but not that one file holds the same as another now."""
    monkeypatch.setattr(sys.modules["indexer.ingest.build"], "BATCH_REPORTS", 2)
    ledger = Ledger()
    write(tmp_path, b="码头扩建。")
    build(store, [tmp_path], ledger)
    write(tmp_path, a="港口建设。", b="港口建设。", c="码头扩建。", d="铁路通车。")
    with pytest.raises(KeyboardInterrupt):
        build(store, [tmp_path], ledger, told=breaking_off(lambda now: now.files == 3))
    build(store, [tmp_path], ledger)
    assert found(store) == {"a.txt": ["b.txt"], "c.txt": [], "d.txt": []}


def test_a_file_that_is_again_as_it_was_before_a_broken_off_run_is_read(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What that run had committed of it is not what is in it."""
    monkeypatch.setattr(sys.modules["indexer.ingest.build"], "BATCH_REPORTS", 1)
    ledger = Ledger()
    write(tmp_path, a="港口建设。")
    build(store, [tmp_path], ledger)
    write(tmp_path, a="码头扩建。")
    with pytest.raises(KeyboardInterrupt):
        build(store, [tmp_path], ledger, told=breaking_off(lambda now: True))
    write(tmp_path, a="港口建设。")
    build(store, [tmp_path], ledger)
    (entry,) = store.catalogue()
    assert store.get(entry.id).blocks[0].text == "港口建设。"


def test_what_was_printed_on_two_days_is_two_reports(store: Store, tmp_path: Path) -> None:
    for day in "05", "06":
        name = f"2024-03-{day}"
        (tmp_path / f"{name}.csv").write_text(f"title,date\n今日天气晴,{name}\n", encoding="utf-8")
    assert build(store, [tmp_path]).added == 2
