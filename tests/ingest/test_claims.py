"""Which report came of which file, and what becomes of a record that several files have."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile
from zipfile import ZipFile

import pytest

from indexer.ingest.build import build, remove
from indexer.ingest.database import Database
from indexer.ingest.ledger import NAME, Ledger
from indexer.ingest.summary import Progress
from indexer.store import Snapshot, Store
from indexer.whoosh_store import WhooshStore
from tests.support.scan_store import ScanStore


@pytest.fixture(params=["whoosh", "scan"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return WhooshStore(tmp_path / "index") if request.param == "whoosh" else ScanStore()


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "index")
    yield ledger
    ledger.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "reports").mkdir()
    return tmp_path / "reports"


def write(folder: Path, name: str, **titles: str) -> None:
    """Write a file of records, each with an id and a title."""
    lines = [json.dumps({"id": one, "title": title}) + "\n" for one, title in titles.items()]
    (folder / name).write_text("".join(lines), encoding="utf-8")


def found(store: Store) -> dict[str, tuple[str, str]]:
    """Of every report the file's name and the text."""
    with store.snapshot() as snapshot:
        reports = snapshot.get([entry.id for entry in snapshot.entries(places=["/"])])
    return {one.id: (one.file, one.blocks[0].text) for one in reports if one}


def test_the_same_text_in_two_files_is_two_reports(store: Store, ledger: Ledger, folder: Path) -> None:
    (folder / "a.txt").write_text("码头扩建。", encoding="utf-8")
    (folder / "b.txt").write_text("碼頭擴建。", encoding="utf-16")
    summary = build(store, [folder], ledger)
    assert (summary.added, summary.duplicates) == (2, 0)
    assert sorted(found(store).values()) == [("a.txt", "码头扩建。"), ("b.txt", "碼頭擴建。")]
    (folder / "a.txt").unlink()
    assert build(store, [folder], ledger, prune=True).removed == 1
    assert list(found(store).values()) == [("b.txt", "碼頭擴建。")]


def test_a_record_of_two_files_passes_to_the_one_that_still_has_it(
    store: Store, ledger: Ledger, folder: Path
) -> None:
    write(folder, "x.jsonl", r1="码头", r2="铁路")
    write(folder, "y.jsonl", r1="碼頭", r2="铁路")
    write(folder, "z.jsonl", r2="铁路")
    summary = build(store, [folder], ledger)
    assert (summary.added, summary.duplicates) == (2, 3)
    write(folder, "x.jsonl", r3="港口")
    summary = build(store, [folder], ledger)
    assert (summary.added, summary.removed, summary.unchanged) == (1, 0, 3)
    assert found(store) == {
        "r1": ("y.jsonl", "码头"),  # as x.jsonl had it
        "r2": ("y.jsonl", "铁路"),
        "r3": ("x.jsonl", "港口"),
    }
    (folder / "y.jsonl").unlink()
    assert build(store, [folder], ledger, prune=True).removed == 1
    assert found(store) == {"r2": ("z.jsonl", "铁路"), "r3": ("x.jsonl", "港口")}


def test_a_report_that_was_passed_on_is_read_as_its_file_has_it(
    store: Store, ledger: Ledger, folder: Path
) -> None:
    write(folder, "x.jsonl", r1="码头")
    write(folder, "y.jsonl", r1="碼頭")
    build(store, [folder], ledger)
    (folder / "x.jsonl").unlink()
    build(store, [folder], ledger, prune=True)
    write(folder, "y.jsonl", r1="碼頭", r2="铁路")
    assert build(store, [folder], ledger).updated == 1
    assert found(store)["r1"] == ("y.jsonl", "碼頭")


def test_who_comes_first_has_the_id_until_it_changes(store: Store, ledger: Ledger, folder: Path) -> None:
    write(folder, "b.jsonl", r1="码头")
    build(store, [folder], ledger)
    write(folder, "a.jsonl", r1="铁路")
    for _ in range(2):
        (refused,) = build(store, [folder], ledger).quarantined
        assert refused.reason.startswith(f"编号“r1”已用于 {folder / 'b.jsonl'} 中的另一篇报告。")
    write(folder, "b.jsonl", r2="港口")
    summary = build(store, [folder], ledger)
    assert (summary.quarantined, summary.updated, summary.removed) == ([], 1, 0)
    assert found(store) == {"r1": ("a.jsonl", "铁路"), "r2": ("b.jsonl", "港口")}


def test_who_gives_up_an_id_that_another_waits_for_is_not_read_once_more(
    store: Store, ledger: Ledger, folder: Path
) -> None:
    write(folder, "a.jsonl", r1="铁路")
    write(folder, "b.jsonl", r1="码头")
    assert len(build(store, [folder], ledger).quarantined) == 1
    write(folder, "a.jsonl", r2="港口")
    assert build(store, [folder], ledger).quarantined == []
    assert found(store) == {"r1": ("b.jsonl", "码头"), "r2": ("a.jsonl", "港口")}
    read: list[Progress] = []
    assert build(store, [folder], ledger, told=read.append).unchanged == 2
    assert read == []


def test_of_two_runs_over_two_files_the_last_has_the_id(store: Store, ledger: Ledger, folder: Path) -> None:
    write(folder, "a.jsonl", r1="铁路")
    write(folder, "b.jsonl", r1="码头", r2="港口")
    build(store, [folder / "a.jsonl"], ledger)
    build(store, [folder / "b.jsonl"], ledger)
    assert found(store)["r1"] == ("b.jsonl", "码头")
    build(store, [folder / "a.jsonl"], ledger)
    assert found(store) == {"r1": ("a.jsonl", "铁路"), "r2": ("b.jsonl", "港口")}
    (refused,) = build(store, [folder], ledger).quarantined
    assert refused.place == str(folder / "b.jsonl")


def test_no_text_passes_to_a_file_that_has_another(store: Store, ledger: Ledger, folder: Path) -> None:
    write(folder, "a.jsonl", r1="铁路")
    write(folder, "b.jsonl", r1="码头", r2="港口")
    build(store, [folder / "a.jsonl"], ledger)
    build(store, [folder / "b.jsonl"], ledger)
    (folder / "b.jsonl").unlink()
    assert build(store, [folder / "b.jsonl"], ledger, prune=True).removed == 2
    assert build(store, [folder], ledger).added == 1
    assert found(store) == {"r1": ("a.jsonl", "铁路")}


def test_who_only_stands_by_goes_without_a_commit(store: Store, ledger: Ledger, folder: Path) -> None:
    ledger.note_roots([str(folder)])
    for name in "a.jsonl", "b.jsonl":
        write(folder, name, r1="铁路")
        build(store, [folder / name], ledger)
    assert found(store) == {"r1": ("b.jsonl", "铁路")}
    version = store.version()
    (folder / "a.jsonl").unlink()
    assert build(store, [folder], ledger, prune=True).removed == 0
    assert store.version() == ledger.version == version


def test_the_files_of_a_report_that_was_removed_are_read_again(
    store: Store, ledger: Ledger, folder: Path
) -> None:
    write(folder, "a.jsonl", r1="铁路", r2="港口")
    write(folder, "b.jsonl", r1="铁路")
    build(store, [folder], ledger)
    remove(store, ["r1"], ledger)
    assert set(found(store)) == {"r2"}
    summary = build(store, [folder], ledger)
    assert (summary.added, summary.unchanged, summary.duplicates) == (1, 1, 1)


def test_what_could_not_be_read_just_now_is_kept(
    store: Store, ledger: Ledger, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "closed").mkdir()
    write(folder, "a.jsonl", r1="铁路", r2="港口")
    for name in "b.jsonl", "closed/c.jsonl":
        write(folder, name, **{f"{name}1": "码头"})
    build(store, [folder], ledger)
    before, scandir = found(store), os.scandir
    (folder / "a.jsonl").write_text('{"id": "r1", "title": "铁路"}\n{"id": "r2", "title', encoding="utf-8")
    (folder / "b.jsonl").unlink()
    os.mkfifo(folder / "b.jsonl")

    def closed(path: str) -> Iterator[os.DirEntry[str]]:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    for _ in range(2):
        summary = build(store, [folder], ledger, prune=True)
        assert (len(summary.quarantined), summary.removed) == (3, 0)
        assert found(store) == before
    monkeypatch.undo()
    (folder / "b.jsonl").unlink()
    write(folder, "a.jsonl", r1="铁路")
    assert build(store, [folder], ledger, prune=True).removed == 2
    assert set(found(store)) == {"r1", "closed/c.jsonl1"}


@pytest.mark.slow
def test_an_archive_is_a_file_with_many_reports(store: Store, ledger: Ledger, folder: Path) -> None:
    def pack(**texts: str) -> None:
        with ZipFile(folder / "all.zip", "w") as archive:
            for name, text in texts.items():
                archive.writestr(f"{name}.txt", text)

    pack(a="铁路通车。", b="港口建设。")
    build(store, [folder], ledger)
    again = Ledger()
    assert build(store, [folder], again).unchanged == 2
    assert build(store, [folder], again, told=_never).unchanged == 2
    pack(a="铁路通车。", c="码头扩建。")
    summary = build(store, [folder], again)
    assert (summary.added, summary.unchanged, summary.removed) == (1, 1, 1)
    assert sorted(found(store).values()) == [("a.txt", "铁路通车。"), ("c.txt", "码头扩建。")]
    (folder / "all.zip").unlink()
    assert build(store, [folder], ledger, prune=True).removed == 2, "the first ledger sees what it has missed"


def test_what_is_gone_while_the_ledger_was_away_is_forgotten(
    store: Store, ledger: Ledger, folder: Path
) -> None:
    for name in "ab":
        (folder / f"{name}.txt").write_text(name, encoding="utf-8")
    write(folder, "x.jsonl", r1="铁路", r2="港口")
    build(store, [folder], ledger)
    (folder / "a.txt").unlink()
    write(folder, "x.jsonl", r1="铁路")
    anew = Ledger()
    assert build(store, [folder / "b.txt"], anew).unchanged == 1, "another part of the folder"
    assert build(store, [folder], anew, prune=True).removed == 2
    assert sorted(found(store).values()) == [("b.txt", "b"), ("x.jsonl", "铁路")]


def test_a_file_that_is_again_as_it_was_before_a_broken_off_run_is_read(
    store: Store, ledger: Ledger, folder: Path
) -> None:
    """What that run had committed of it is not what is in it."""
    write(folder, "a.jsonl", r1="铁路", r2="港口")
    build(store, [folder], ledger)
    write(folder, "a.jsonl", r1="鐵路", r3="隧道", r2="港口")

    def break_off(now: Progress) -> None:
        if now.reports == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(store, [folder], ledger, batch=1, told=break_off)
    assert found(store)["r1"] == ("a.jsonl", "鐵路")
    write(folder, "a.jsonl", r1="铁路", r2="港口")
    build(store, [folder], ledger)
    assert found(store) == {"r1": ("a.jsonl", "铁路"), "r2": ("a.jsonl", "港口")}


@pytest.mark.parametrize("packed", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_a_ledger_from_a_backup_does_not_vouch_for_what_came_after_it(
    store: Store, ledger: Ledger, folder: Path, tmp_path: Path, packed: bool
) -> None:
    def put(**titles: str) -> None:
        write(folder, "all.jsonl", **titles)
        if packed:
            with ZipFile(folder / "all.zip", "w") as archive:
                archive.write(folder / "all.jsonl", "all.jsonl")
            (folder / "all.jsonl").unlink()

    put(r1="铁路")
    before = (folder / ("all.zip" if packed else "all.jsonl")).read_bytes()
    build(store, [folder], ledger)
    ledger.close()
    backup = Ledger(tmp_path / "backup")
    (tmp_path / "backup").mkdir()
    copyfile(tmp_path / "index" / NAME, tmp_path / "backup" / NAME)
    put(r1="铁路", r2="港口")
    assert build(store, [folder], ledger).added == 1
    (folder / ("all.zip" if packed else "all.jsonl")).write_bytes(before)
    assert build(store, [folder], backup).removed == 1
    assert set(found(store)) == {"r1"}
    backup.close()


def _never(now: Progress) -> None:
    raise AssertionError("a file was read")


class _Silent(ScanStore):
    """A store of which nobody may ask anything but its version, once this is wanted."""

    silent = False

    def snapshot(self) -> Snapshot:  # type: ignore[override]
        assert not self.silent
        return super().snapshot()


def test_a_run_over_unchanged_files_asks_the_store_for_its_version_alone(folder: Path) -> None:
    store, ledger = _Silent(), Ledger()
    write(folder, "a.jsonl", **{f"r{number}": f"第{number}篇。" for number in range(20)})
    build(store, [folder], ledger)
    store.silent = True
    assert build(store, [folder], ledger, prune=True, told=_never).unchanged == 20


def test_a_run_asks_as_much_as_it_has_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the ledger holds beside them; and no answer is longer than what one file or id has."""
    asked: list[int] = []
    ask = Database.ask

    def counted(self: Database, question: str, **values: object) -> list[tuple[object, ...]]:
        rows = ask(self, question, **values)
        asked.append(len(rows))
        return rows

    monkeypatch.setattr(Database, "ask", counted)
    store, ledger, statements = ScanStore(), Ledger(), list[int]()
    for round_ in range(2):
        titles = {f"{round_}-{number}": f"第{number}篇。" for number in range(50 * 10**round_)}
        write(folder, f"{round_}.jsonl", **titles)
        build(store, [folder], ledger)
        build(store, [folder], ledger)
        (folder / "new.txt").write_text(f"新的一篇，{round_}。", encoding="utf-8")
        asked.clear()
        build(store, [folder / "new.txt"], ledger, prune=True)
        statements.append(len(asked))
        assert max(asked) <= 1
        asked.clear()
        build(store, [folder], ledger, prune=True)
        assert max(asked) <= 1
    assert statements[0] == statements[1]
