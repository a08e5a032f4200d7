"""What the store in a folder adds to the contract: damage, crashes, other writers, other readers."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from indexer.errors import (
    IndexBusy,
    IndexDamaged,
    IndexMissing,
    IndexOutdated,
    IndexUnusable,
    JianbaoError,
)
from indexer.query import Query, parse
from indexer.report import Block, Kind, Report
from indexer.store import Page
from indexer.whoosh_store import WhooshStore
from indexer.whoosh_store import changes as module
from indexer.whoosh_store.segment.arrays import DamagedArrays
from indexer.whoosh_store.segment.columns import Columns
from indexer.whoosh_store.writer.runs import folder_for_runs

HARBOUR = parse("港口")


def report(report_id: str, text: str = "港口建设") -> Report:
    return Report(report_id, (Block(Kind.PARAGRAPH, text),))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index with two reports."""
    store = WhooshStore(tmp_path / "index")
    store.update([report("a"), report("b")])
    store.close()
    return tmp_path / "index"


def hits(store: WhooshStore, query: Query = HARBOUR) -> list[str]:
    return [match.id for match in store.snapshot().search(query, Page(10)).hits]


def total_of(store: WhooshStore) -> int:
    return store.snapshot().search(HARBOUR, Page(0)).total


def total(folder: Path) -> int:
    store = WhooshStore(folder)
    try:
        return total_of(store)
    finally:
        store.close()


def only(folder: Path, pattern: str) -> Path:
    (found,) = folder.glob(pattern)
    return found


@pytest.mark.parametrize("pattern", ["manifest", "*.columns"])
@pytest.mark.parametrize("kept", [0.0, 0.001, 0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_damage_and_never_an_answer(folder: Path, pattern: str, kept: float) -> None:
    whole = only(folder, pattern)
    os.truncate(whole, int(whole.stat().st_size * kept))
    store = WhooshStore(folder)
    for ask in (
        lambda: hits(store),
        lambda: store.snapshot().get(["a"]),
        lambda: list(store.snapshot().entries(["/"])),
        store.stats,
        store.check,
        lambda: store.update([report("c")], ["a"]),
    ):
        with pytest.raises(IndexDamaged, match="check --repair"):
            ask()
    store.close()


def test_a_missing_segment_is_damage(folder: Path) -> None:
    only(folder, "*.columns").unlink()
    with pytest.raises(IndexDamaged):
        total(folder)


def test_a_folder_without_an_index_says_so(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no index", encoding="utf-8")
    with pytest.raises(IndexMissing, match="jianbao index"):
        total(tmp_path)


def test_a_path_that_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    store = WhooshStore(tmp_path / "file")
    with pytest.raises(IndexUnusable):
        store.update([report("a")])


def test_an_open_store_sees_the_commits_of_another(folder: Path) -> None:
    reader, writer = WhooshStore(folder), WhooshStore(folder)
    assert total_of(reader) == 2
    writer.update([report("c")])
    assert total_of(reader) == 3
    reader.close()
    writer.close()


def test_an_open_store_sees_an_index_that_was_built_anew(folder: Path) -> None:
    reader = WhooshStore(folder)
    assert total_of(reader) == 2
    for path in folder.iterdir():
        path.unlink()
    rebuilt = WhooshStore(folder)
    rebuilt.update([report("z")])
    assert hits(reader) == ["z"]
    reader.close()
    rebuilt.close()


def test_a_second_writer_waits_and_then_says_who_is_in_the_way(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOCK_TIMEOUT_SECONDS", 0.2)
    first, second = WhooshStore(folder), WhooshStore(folder)
    with first._changes.writing(), pytest.raises(IndexBusy, match="另一个进程"):
        second.update([report("c")])
    second.update([report("d")])
    assert total(folder) == 3


_ADD_FOR_EVER = """
import sys
from pathlib import Path
from indexer.report import Block, Kind, Report
from indexer.store import Page
from indexer.whoosh_store import WhooshStore
store = WhooshStore(Path(sys.argv[1]))
for n in range(10**9):
    store.update([Report(f"{n}-{i}", (Block(Kind.PARAGRAPH, "港口建设" * 50),)) for i in range(20)])
    print(n, flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("commits", range(1, 6))
def test_a_killed_writer_loses_nothing_that_was_committed(folder: Path, commits: int) -> None:
    command = [sys.executable, "-c", _ADD_FOR_EVER, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        for _ in range(commits):
            writer.stdout.readline()
        threading.Event().wait(0.01 * commits)  # into the midst of the next commit
        writer.send_signal(signal.SIGKILL)
        told = commits + len(writer.stdout.read().split())
    found = total(folder)
    assert found - 2 in (told * 20, (told + 1) * 20), "whole commits, and every one that was told"
    store = WhooshStore(folder)
    store.update([report("afterwards")])
    store.close()
    assert total(folder) == found + 1


def test_readers_see_whole_commits_while_a_writer_writes(folder: Path) -> None:
    store, writer = WhooshStore(folder), WhooshStore(folder)
    seen: list[int] = []
    wrong: list[Exception] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                seen.append(total_of(store))
            except JianbaoError as error:  # pragma: no cover: told below
                wrong.append(error)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for n in range(10):
        writer.update([report(f"{n}-{i}") for i in range(5)])
    done.set()
    for thread in threads:
        thread.join()
    assert not wrong
    assert {(n - 2) % 5 for n in seen} == {0}
    assert total(folder) == 52
    store.close()
    writer.close()


def test_no_file_stays_open(folder: Path) -> None:
    """Nor until somebody collects garbage."""

    def opened() -> int:
        return len(os.listdir("/proc/self/fd"))

    store = WhooshStore(folder)
    hits(store)
    gc.collect()
    gc.disable()
    try:
        before = opened()
        for n in range(20):
            store.update([report(f"{n}")])
            hits(store)
        assert opened() <= before + 3  # a few segments more
    finally:
        gc.enable()
    store.close()


def test_any_number_of_commits_leaves_few_segments(folder: Path) -> None:
    store = WhooshStore(folder)
    for n in range(60):
        store.update([report(f"{n}-{i}") for i in range(20)])
    assert len(list(folder.glob("*.columns"))) <= 4
    assert total(folder) == 1202
    store.close()


@pytest.mark.slow
def test_more_reports_than_a_page_of_postings_holds(tmp_path: Path) -> None:
    """Document numbers beyond 65,535, frequencies beyond 255, both through workers and merges."""
    count = 70_000
    store = WhooshStore(tmp_path)
    store.update(report(str(n), "港口" if n % 2 else f"第{n}号") for n in range(count))
    store.update([report("69999", "港" * 300)], remove=["1", "65535", "65537"])
    assert store.stats().reports == count - 3
    assert total_of(store) == count // 2 - 4
    for literal in ("“第0号”", "“第65536号”", "“第69998号”"):
        assert hits(store, parse(literal)) == [literal[2:-2]]
    assert hits(store, parse("“港港”")) == ["69999"]
    store.update([report("more", "别的")], remove=[str(n) for n in range(0, count, 2)])
    assert store.stats().reports == count // 2 - 3 + 1
    assert total_of(store) == count // 2 - 4
    assert hits(store, parse("“港港”")) == ["69999"]
    store.close()


def test_the_folder_is_walked_once_a_commit(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often somebody looks whether the server lives."""
    walked: list[Path] = []
    walk = Path.rglob

    def noted(path: Path, what: str) -> Iterator[Path]:
        walked.append(path)
        yield from walk(path, what)

    monkeypatch.setattr(Path, "rglob", noted)
    store = WhooshStore(folder)
    first = store.stats()
    assert (first.reports, store.stats(), walked) == (2, first, [folder])
    store.update([report("c")])
    assert (store.stats().reports, store.stats().bytes > first.bytes, walked) == (3, True, [folder] * 2)
    store.close()


def test_the_checksums_tell_a_changed_byte(folder: Path) -> None:
    path = only(folder, "*.columns")
    Columns(path).arrays.verify()
    flip(path, 64)  # the first array begins here
    with pytest.raises(DamagedArrays, match="checksum"):
        Columns(path).arrays.verify()


def test_an_error_of_the_caller_is_not_taken_for_damage(folder: Path) -> None:
    def reports() -> Iterator[Report]:
        yield report("c")
        raise LookupError("the caller's own")

    store = WhooshStore(folder)
    with pytest.raises(LookupError, match="own"):
        store.update(reports())
    assert total(folder) == 2
    assert len(list(folder.rglob("*.columns"))) == 1
    assert list(folder.glob("runs-*")) == []
    store.update([report("d")])
    assert total(folder) == 3
    store.close()


def test_runs_of_a_writer_that_was_killed_are_swept_and_those_of_a_living_one_stay(folder: Path) -> None:
    (folder / "runs-left").mkdir()
    (folder / "runs-left" / "0").write_bytes(b"half a run")
    with folder_for_runs(folder) as living:
        WhooshStore(folder).update([report("c")])
        assert list(folder.glob("runs-*")) == [living]
    assert list(folder.glob("runs-*")) == []


# — the fire alarm —


def test_a_mistake_of_ours_is_passed_on_and_a_wrong_bit_is_damage(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistaken(*_: object) -> NoReturn:
        raise AttributeError("planted")

    monkeypatch.setattr("indexer.whoosh_store.searcher.evaluate.LeafQuery.find", mistaken)
    store = WhooshStore(folder)
    with pytest.raises(AttributeError, match="planted"):
        hits(store)
    with pytest.raises(AttributeError, match="planted"):
        list(store.snapshot().matches(HARBOUR))
    flip(only(folder, "*.columns"), 64)
    with pytest.raises(IndexDamaged, match=r"checksum.*check --repair"):
        hits(store)
    store.close()


def test_what_a_match_reads_late_is_watched_too(folder: Path) -> None:
    store = WhooshStore(folder)
    (match, *_) = store.snapshot().search(HARBOUR, Page(1)).hits
    path = only(folder, "*.columns")
    flip(path, place_of(path, "blocks.starts"))
    with pytest.raises(IndexDamaged, match="checksum"):
        _ = match.report
    store.close()


def test_an_index_of_another_format_says_so_and_names_the_command(folder: Path) -> None:
    path = only(folder, "*.columns")
    other = bytearray(path.read_bytes())
    other[8] += 1  # the version of the format
    path.write_bytes(other)
    store = WhooshStore(folder)
    for ask in lambda: hits(store), store.check, lambda: store.update([report("c")]):
        with pytest.raises(IndexOutdated, match=r"另一版本的格式.*jianbao index"):
            ask()
    store.close()


def place_of(path: Path, name: str) -> int:
    """Where an array begins in a file, a few bytes on."""
    return int(Columns(path).arrays._directory[name]["offset"]) + 4


def flip(path: Path, place: int) -> None:
    """Change one bit of a file, in place: whoever has it mapped sees it."""
    with path.open("r+b") as file:
        file.seek(place)
        (byte,) = file.read(1)
        file.seek(place)
        file.write(bytes([byte ^ 4]))
