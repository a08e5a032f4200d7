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

import pytest

from indexer.errors import IndexBusy, IndexDamaged, IndexMissing, IndexUnusable, JianbaoError
from indexer.query import parse
from indexer.report import Block, Kind, Report
from indexer.whoosh_store import WhooshStore
from indexer.whoosh_store import store as module
from indexer.whoosh_store.segment.arrays import DamagedArrays
from indexer.whoosh_store.segment.columns import Columns

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


def total(folder: Path) -> int:
    store = WhooshStore(folder)
    try:
        return store.search(HARBOUR, limit=10).total
    finally:
        store.close()


def only(folder: Path, pattern: str) -> Path:
    (found,) = folder.glob(pattern)
    return found


@pytest.mark.parametrize("pattern", ["*.toc", "*.columns"])
@pytest.mark.parametrize("kept", [0.0, 0.001, 0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_damage_and_never_an_answer(folder: Path, pattern: str, kept: float) -> None:
    whole = only(folder, pattern)
    os.truncate(whole, int(whole.stat().st_size * kept))
    store = WhooshStore(folder)
    for ask in (
        lambda: store.search(HARBOUR, limit=1),
        lambda: store.get("a"),
        store.stats,
        store.catalogue,
        lambda: store.update([report("c")], ["a"]),
    ):
        with pytest.raises(IndexDamaged, match="重新建立索引"):
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
    assert reader.search(HARBOUR, limit=10).total == 2
    writer.update([report("c")])
    assert reader.search(HARBOUR, limit=10).total == 3
    reader.close()
    writer.close()


def test_an_open_store_sees_an_index_that_was_built_anew(folder: Path) -> None:
    reader = WhooshStore(folder)
    assert reader.search(HARBOUR, limit=10).total == 2
    for path in folder.iterdir():
        path.unlink()
    rebuilt = WhooshStore(folder)
    rebuilt.update([report("z")])
    assert [match.report.id for match in reader.search(HARBOUR, limit=10).hits] == ["z"]
    reader.close()
    rebuilt.close()


def test_a_second_writer_waits_and_then_says_who_is_in_the_way(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_LOCK_TIMEOUT", 0.2)
    first, second = WhooshStore(folder), WhooshStore(folder)
    with first._writing(), pytest.raises(IndexBusy, match="另一个进程"):
        second.update([report("c")])
    second.update([report("d")])
    assert total(folder) == 3


_ADD_FOR_EVER = """
import sys
from pathlib import Path
from indexer.report import Block, Kind, Report
from indexer.whoosh_store import WhooshStore
store = WhooshStore(Path(sys.argv[1]))
for n in range(10**9):
    store.update([Report(f"{n}-{i}", (Block(Kind.PARAGRAPH, "港口建设" * 50),)) for i in range(20)])
    print(n, flush=True)
"""


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
                seen.append(store.search(HARBOUR, limit=1).total)
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
    store.search(HARBOUR, limit=1)
    gc.collect()
    gc.disable()
    try:
        before = opened()
        for n in range(20):
            store.update([report(f"{n}")])
            store.search(HARBOUR, limit=1)
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


def test_more_reports_than_a_page_of_postings_holds(tmp_path: Path) -> None:
    """Document numbers beyond 65,535, frequencies beyond 255, both through workers and merges."""
    count = 70_000
    store = WhooshStore(tmp_path)
    store.update(report(str(n), "港口" if n % 2 else f"第{n}号") for n in range(count))
    store.update([report("69999", "港" * 300)], remove=["1", "65535", "65537"])
    assert store.stats().reports == count - 3
    assert store.search(HARBOUR, limit=0).total == count // 2 - 4
    for literal in ("“第0号”", "“第65536号”", "“第69998号”"):
        (hit,) = store.search(parse(literal), limit=10).hits
        assert hit.report.id == literal[2:-2]
    (hit,) = store.search(parse("“港港”"), limit=10).hits
    assert hit.report.id == "69999"
    store.update([report("more", "别的")], remove=[str(n) for n in range(0, count, 2)])
    assert store.stats().reports == count // 2 - 3 + 1
    assert store.search(HARBOUR, limit=0).total == count // 2 - 4
    (hit,) = store.search(parse("“港港”"), limit=10).hits
    assert hit.score == pytest.approx(store.search(parse("“港港”"), limit=1).hits[0].score)
    store.close()


def test_the_checksums_tell_a_changed_byte(folder: Path) -> None:
    path = only(folder, "*.columns")
    Columns(path).arrays.verify()
    changed = bytearray(path.read_bytes())
    changed[64] ^= 1  # the first array begins here
    path.write_bytes(changed)
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
    assert len(list(folder.glob("*.columns"))) == 1
    store.update([report("d")])
    assert total(folder) == 3
    store.close()
