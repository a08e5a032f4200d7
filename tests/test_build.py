"""Building: what is new, changed, unchanged, gone, and what could not be read."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from indexer.build import Summary, build
from indexer.errors import NothingToRead, PathNotFound
from tests.scan_store import ScanStore


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two texts, one of them deeper, a file of another format, and a hidden one."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.txt").write_text("第一篇。", encoding="utf-8")
    (tmp_path / "deep" / "b.txt").write_text("第二篇。", encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / ".hidden.txt").write_text("看不见", encoding="utf-8")
    return tmp_path


def told(summary: Summary) -> tuple[int, int, int, int, int, int]:
    s = summary
    return s.added, s.updated, s.unchanged, s.removed, len(s.skipped), len(s.quarantined)


def test_a_folder_is_read_whole_and_not_again(folder: Path) -> None:
    store = ScanStore()
    assert told(build(store, [folder])) == (2, 0, 0, 0, 1, 0)
    generation = store.stats().generation
    assert told(build(store, [folder])) == (0, 0, 2, 0, 1, 0)
    assert store.stats().generation == generation, "nothing new, nothing written"


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
    assert store.get("1").title == "甲"
    assert "编号“1”" in summary.quarantined[0].reason


def test_the_same_file_named_twice_is_read_as_one(folder: Path) -> None:
    assert told(build(ScanStore(), [folder, folder / "a.txt"])) == (2, 0, 0, 0, 1, 0)


def test_batches_commit_as_they_fill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["indexer.build"], "BATCH_REPORTS", 2)
    lines = "\n".join(json.dumps({"title": f"第{n}篇"}) for n in range(5))
    (tmp_path / "r.jsonl").write_text(lines, encoding="utf-8")
    store = ScanStore()
    assert told(build(store, [tmp_path])) == (5, 0, 0, 0, 0, 0)
    assert (store.stats().reports, store.stats().generation) == (5, 3)


def test_a_missing_path_stops_before_anything_is_done(folder: Path) -> None:
    store = ScanStore()
    with pytest.raises(PathNotFound, match="nowhere"):
        build(store, [folder, folder / "nowhere"])
    assert list(store.catalogue()) == []


def test_a_folder_without_reports_says_what_it_looked_for(tmp_path: Path) -> None:
    with pytest.raises(NothingToRead, match=r"\.txt"):
        build(ScanStore(), [tmp_path])


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    assert told(build(ScanStore(), [folder])) == (2, 0, 0, 0, 1, 1)
