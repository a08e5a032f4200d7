"""What is remembered of files: all at once, between processes, and told where it cannot be."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from indexer.errors import IndexBusy, IndexUnusable, Unreadable
from indexer.ingest.database import Database
from indexer.ingest.ledger import NAME, Ledger, Seen

SEEN = Seen(5, 1, 2, b"content", b"read as")
BAD = Unreadable("甲.jsonl:7", "这一行不是 JSON。")


@pytest.fixture(params=["on disk", "in memory"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "index" if request.param == "on disk" else None)


def test_what_was_noted_is_known(ledger: Ledger) -> None:
    assert (ledger.seen("甲.jsonl"), ledger.remarks.of_kind(Unreadable), ledger.version) == (None, [], "")
    with ledger.changing():
        ledger.note("甲.jsonl", SEEN)
        ledger.remarks.set("甲.jsonl", [BAD])
        ledger.remarks.set("乙.txt", [BAD, BAD])
        ledger.version = "7"
    assert (ledger.seen("甲.jsonl"), ledger.seen("乙.txt"), ledger.version) == (SEEN, None, "7")
    assert [(file, str(bad)) for file, bad in ledger.remarks.of_kind(Unreadable)] == [
        ("乙.txt", str(BAD)),
        ("乙.txt", str(BAD)),
        ("甲.jsonl", str(BAD)),
    ]


def test_of_what_was_named_above_a_place_the_outermost_counts(ledger: Ledger) -> None:
    assert ledger.root_of("/a/b/c") == ""
    ledger.note_roots(["/a/b/c", "/a/bc", "/x"])
    assert [ledger.root_of(one) for one in ("/a/b/c", "/a/b/c/d", "/a/b/cd")] == ["/a/b/c", "/a/b/c", ""]
    ledger.note_roots(["/a/b", "/a/b/e"])
    assert [ledger.root_of(one) for one in ("/a/b/c/d", "/a/b", "/a/bc/d")] == ["/a/b", "/a/b", "/a/bc"]
    ledger.note_roots(["/"])
    assert ledger.root_of("/x/y") == "/"


def test_what_is_noted_anew_replaces_what_was(ledger: Ledger) -> None:
    for place in "甲", "乙":
        ledger.note(place, SEEN)
        ledger.remarks.set(place, [BAD])
    ledger.note("甲", SEEN._replace(size=6))
    ledger.note("乙", None)
    ledger.remarks.set("甲", [])
    assert (ledger.seen("甲"), ledger.seen("乙")) == (SEEN._replace(size=6), None)
    assert [file for file, _ in ledger.remarks.of_kind(Unreadable)] == ["乙"]
    ledger.close()
    ledger.close()


def test_a_change_that_does_not_end_well_is_none(ledger: Ledger) -> None:
    ledger.note("甲", SEEN)

    def change() -> None:
        with ledger.changing():
            ledger.note("甲", None)
            raise OSError("the reader's own")

    with pytest.raises(OSError, match="the reader's own"):
        change()
    assert ledger.seen("甲") == SEEN


def test_it_lasts_and_asking_makes_no_file(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "index")
    assert (ledger.remarks.of_kind(Unreadable), ledger.version) == ([], "")
    ledger.check()
    assert not (tmp_path / "index").exists()
    ledger.note("甲", SEEN)
    ledger.close()
    again = Ledger(tmp_path / "index")
    assert again.seen("甲") == SEEN
    again.check()
    again.close()


def test_others_read_what_was_there_while_it_is_changed(tmp_path: Path) -> None:
    ledger, other = Ledger(tmp_path), Ledger(tmp_path)
    ledger.remarks.set("甲", [BAD])
    with ledger.changing():
        for number in range(20_000):  # more than SQLite keeps in memory unasked
            ledger.remarks.set(f"{number}", [BAD])
        assert [file for file, _ in other.remarks.of_kind(Unreadable)] == ["甲"]
    assert len(other.remarks.of_kind(Unreadable)) == 20_001
    ledger.close()
    other.close()


def test_what_another_version_wrote_is_thrown_away(tmp_path: Path) -> None:
    before = Database(tmp_path / NAME)
    before.change("DROP TABLE files")
    before.change("CREATE TABLE files (place TEXT, reports INTEGER)")
    before.change("PRAGMA user_version = 0")
    before.close()
    ledger = Ledger(tmp_path)
    assert ledger.seen("甲") is None
    ledger.note("甲", SEEN)
    assert ledger.seen("甲") == SEEN
    ledger.close()


def test_a_damaged_file_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"no database at all, whatever it is called")
    ledger = Ledger(tmp_path)
    for ask in (ledger.check, ledger.remarks.all, lambda: ledger.note("甲", SEEN)):
        with pytest.raises(IndexUnusable, match="删除"):
            ask()
    ledger.close()


def test_checking_reads_all_of_it(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    with ledger.changing():
        for number in range(1000):
            ledger.note(f"{number:04}", SEEN)
    ledger.close()
    data = bytearray((tmp_path / NAME).read_bytes())
    at = data.rindex(b"0500")
    data[at - 40 : at + 400] = bytes(440)
    (tmp_path / NAME).write_bytes(data)
    with pytest.raises(IndexUnusable, match="删除"):
        ledger.check()
    ledger.close()


def test_any_thread_may_clear_up_after_who_forgot_to_close_it(tmp_path: Path) -> None:
    """It is the one in which Python looks for garbage. An error there nobody would raise, pytest apart."""
    held = [Database(tmp_path / "forgotten.sqlite")]
    held[0].change("BEGIN")
    with ThreadPoolExecutor(1) as other:
        other.submit(held.clear).result()


def test_one_run_waits_for_another_and_then_says_who_is_at_work(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.ingest.run_lock.WAIT_SECONDS", 0.1)
    others = [ledger, Ledger(ledger.folder)] if ledger.folder else [ledger]
    with ledger.running():
        for other in others:
            with pytest.raises(IndexBusy, match=f"进程 {os.getpid()}"), other.running():
                pass
    for other in others:
        with other.running():
            pass


def test_a_lock_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "files.lock").symlink_to("/dev/full")  # a disk without room
    with pytest.raises(IndexUnusable, match=r"files\.lock.*磁盘空间"), Ledger(tmp_path).running():
        pass
