"""Building: what is new, changed, unchanged, gone, and what could not be read."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest

from indexer.errors import NothingToRead, PathNotFound, Unreadable
from indexer.ingest.build import build
from indexer.ingest.ledger import Ledger
from indexer.ingest.summary import Progress, Summary
from indexer.store import Entry, Store
from tests.support.scan_store import ScanStore


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two texts, one of them deeper, a file of another format, and a hidden one."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.txt").write_text("第一篇。", encoding="utf-8")
    (tmp_path / "deep" / "b.txt").write_text("第二篇。", encoding="utf-8")
    (tmp_path / "table.dbf").write_bytes(b"\xd0\xcf")
    (tmp_path / ".hidden.txt").write_text("看不见", encoding="utf-8")
    return tmp_path


def entries(store: Store) -> list[Entry]:
    with store.snapshot() as snapshot:
        return sorted(snapshot.entries(places=["/"]))


def text_of(store: Store, report_id: str) -> str:
    with store.snapshot() as snapshot:
        (report,) = snapshot.get([report_id])
    assert report
    return report.blocks[0].text


def told(summary: Summary) -> tuple[int, int, int, int, int, int]:
    s = summary
    return s.added, s.updated, s.unchanged, s.removed, len(s.skipped), len(s.quarantined)


def test_a_folder_is_read_whole_and_not_again(folder: Path) -> None:
    store = ScanStore()
    assert told(build(store, [folder])) == (2, 0, 0, 0, 1, 0)
    generation = store.stats().generation
    assert told(build(store, [folder])) == (0, 0, 2, 0, 1, 0)
    assert store.stats().generation == generation, "nothing new, nothing written"


@pytest.mark.slow
def test_an_archive_with_files_of_other_formats_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as package:
        package.writestr("a.txt", "第一篇。")
        package.writestr("b.exe", "x")
    store, ledger = ScanStore(), Ledger()
    assert told(build(store, [tmp_path], ledger)) == (1, 0, 0, 0, 1, 0)
    monkeypatch.setattr("indexer.ingest.intake.read_all", lambda sources: iter(()) if not sources else 1 / 0)
    assert told(build(store, [tmp_path], ledger)) == (0, 0, 1, 0, 1, 0)


def test_a_changed_file_replaces_its_report(folder: Path) -> None:
    store = ScanStore()
    build(store, [folder])
    (folder / "a.txt").write_text("改过的一篇。", encoding="utf-8")
    summary = build(store, [folder])
    assert told(summary) == (0, 1, 1, 0, 1, 0)
    assert summary.characters == len("改过的一篇。")
    assert store.stats().reports == 2


def test_what_is_gone_is_forgotten_only_when_asked(folder: Path) -> None:
    store = ScanStore()
    build(store, [folder])
    (folder / "a.txt").unlink()
    assert told(build(store, [folder])) == (0, 0, 1, 0, 1, 0)
    assert told(build(store, [folder / "deep"], prune=True)) == (0, 0, 1, 0, 0, 0), "not below this path"
    assert told(build(store, [folder], prune=True)) == (0, 0, 1, 1, 1, 0)
    (folder / "deep" / "b.txt").unlink()
    assert told(build(store, [folder], prune=True)) == (0, 0, 0, 1, 1, 0)


def test_what_cannot_be_read_harms_no_other_and_is_not_forgotten(folder: Path) -> None:
    store = ScanStore()
    build(store, [folder])
    (folder / "a.txt").write_bytes(b"\x00\x01\x02")
    summary = build(store, [folder], prune=True)
    assert told(summary) == (0, 0, 1, 0, 1, 1)
    assert store.stats().reports == 2
    assert summary.quarantined[0].place == str(folder / "a.txt")


def test_one_id_for_two_reports_is_a_mistake_that_is_told(tmp_path: Path) -> None:
    records = [{"id": "1", "title": "甲"}, {"id": "1", "title": "乙"}, {"id": "1", "title": "甲"}]
    (tmp_path / "r.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    store = ScanStore()
    summary = build(store, [tmp_path])
    assert told(summary) == (1, 0, 0, 0, 0, 1)
    assert text_of(store, "1") == "甲"
    assert "编号“1”" in summary.quarantined[0].reason
    assert summary.duplicates == 1, "the very same record has been read already"


def test_the_same_file_named_twice_is_read_as_one(folder: Path) -> None:
    assert told(build(ScanStore(), [folder, folder / "a.txt"])) == (2, 0, 0, 0, 1, 0)


def test_batches_commit_as_they_fill(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps({"title": f"第{n}篇"}) for n in range(5))
    (tmp_path / "r.jsonl").write_text(lines, encoding="utf-8")
    store = ScanStore()
    assert told(build(store, [tmp_path], batch=2)) == (5, 0, 0, 0, 0, 0)
    assert (store.stats().reports, store.stats().generation) == (5, 3)


def test_with_a_ledger_what_is_unchanged_is_not_opened_again(folder: Path) -> None:
    store, ledger, opened = ScanStore(), Ledger(), list[int]()

    def again() -> tuple[int, ...]:
        opened.clear()
        return told(build(store, [folder], ledger, told=lambda now: opened.append(now.of_files)))

    assert again() == (2, 0, 0, 0, 1, 0)
    assert opened[-1] == 2
    assert again() == (0, 0, 2, 0, 1, 0)
    os.utime(folder / "a.txt", (1, 1))  # other times, the same content
    assert again() == (0, 0, 2, 0, 1, 0)
    assert opened == []
    (folder / "a.txt").write_text("第二版。", encoding="utf-8")  # as long as before
    assert again() == (0, 1, 1, 0, 1, 0)
    assert set(opened) == {1}


def test_a_bad_file_is_told_again_without_being_read_again(folder: Path) -> None:
    (folder / "bad.txt").write_bytes(b"\x00\x01\x02")
    store, ledger, opened = ScanStore(), Ledger(), list[int]()
    first = build(store, [folder], ledger)
    again = build(store, [folder], ledger, told=lambda now: opened.append(now.of_files), prune=True)
    assert list(map(str, again.quarantined)) == list(map(str, first.quarantined))
    assert opened == []
    (folder / "bad.txt").unlink()
    assert build(store, [folder], ledger).quarantined == []
    assert ledger.remarks.of_kind(Unreadable) == []


def test_a_ledger_that_knows_more_than_the_store_is_not_believed(folder: Path) -> None:
    ledger = Ledger()
    build(ScanStore(), [folder], ledger)
    assert told(build(ScanStore(), [folder], ledger)) == (2, 0, 0, 0, 1, 0)


def test_another_encoding_and_other_facts_are_reasons_to_read_again(folder: Path) -> None:
    store, ledger = ScanStore(), Ledger()
    build(store, [folder], ledger)
    (folder / "metadata.csv").write_text("file,date\na.txt,2024-03-05\n", encoding="utf-8")
    assert told(build(store, [folder], ledger)) == (0, 1, 1, 0, 1, 0)
    assert {entry.date for entry in entries(store)} == {"", "2024-03-05"}
    build(store, [folder], ledger, encoding="ascii")
    assert {Path(bad.place).name for _, bad in ledger.remarks.of_kind(Unreadable)} == {"a.txt", "b.txt"}


def test_a_run_that_broke_off_is_taken_up_where_it_was(tmp_path: Path) -> None:
    for n in range(6):
        (tmp_path / f"{n}.txt").write_text(f"第{n}篇。", encoding="utf-8")
    store, ledger = ScanStore(), Ledger()

    def break_off(now: Progress) -> None:
        if now.files == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(store, [tmp_path], ledger, batch=2, told=break_off)
    assert store.stats().reports == 4
    left = list[int]()
    build(store, [tmp_path], ledger, told=lambda now: left.append(now.of_files))
    assert set(left) == {3}, "the fourth was committed, but not yet known to be whole"
    assert store.stats().reports == 6


def test_what_is_in_the_way_of_a_report_is_read_again_once_that_is_gone(tmp_path: Path) -> None:
    for name, title in ("a", "甲"), ("b", "乙"):
        record = json.dumps({"id": "1", "title": title})
        (tmp_path / f"{name}.jsonl").write_text(record, encoding="utf-8")
    store, ledger = ScanStore(), Ledger()
    assert told(build(store, [tmp_path], ledger)) == (1, 0, 0, 0, 0, 1)
    (tmp_path / "a.jsonl").unlink()
    assert told(build(store, [tmp_path], ledger, prune=True)) == (0, 1, 0, 0, 0, 0)
    assert text_of(store, "1") == "乙"


def test_a_missing_path_stops_before_anything_is_done(folder: Path) -> None:
    store = ScanStore()
    with pytest.raises(PathNotFound, match="nowhere"):
        build(store, [folder, folder / "nowhere"])
    assert store.version() == ""


def test_a_folder_without_reports_says_what_it_looked_for(tmp_path: Path) -> None:
    with pytest.raises(NothingToRead, match=r"\.txt"):
        build(ScanStore(), [tmp_path])


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    assert told(build(ScanStore(), [folder])) == (2, 0, 0, 0, 1, 1)
