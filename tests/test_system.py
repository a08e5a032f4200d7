"""What a system lacks is done in another way."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from time import process_time

import pytest

from indexer.reading import budget as budgets
from indexer.reading.below import open_below
from indexer.reading.budget import Budget, Limits
from indexer.system import lacking, processors, take_room
from tests.support.processes import until


def test_where_these_tests_run_nothing_is_lacking() -> None:
    assert list(lacking()) == []


def test_processors_are_those_that_may_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3, 5, 8})
    assert processors() == 3
    monkeypatch.delattr(os, "sched_getaffinity")
    assert processors() == (os.cpu_count() or 1)


def test_room_is_taken_by_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "posix_fallocate")
    with (tmp_path / "file").open("w+b") as file:
        file.write(b"before")
        file.flush()
        take_room(file.fileno(), 6, (1 << 20) + 5)
    assert (tmp_path / "file").read_bytes() == b"before" + bytes((1 << 20) + 5)


def test_a_link_below_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "supports_dir_fd", set())
    (tmp_path / "in" / "deep").mkdir(parents=True)
    for name in "in/deep/a.txt", "secret.txt":
        (tmp_path / name).write_text(name, encoding="utf-8")
    (tmp_path / "in" / "link").symlink_to(tmp_path)
    (tmp_path / "named").symlink_to(tmp_path / "in")
    with open(open_below(tmp_path / "named", tmp_path / "named" / "deep" / "a.txt")) as file:
        assert file.read() == "in/deep/a.txt"
    with pytest.raises(OSError, match="符号链接"):
        open_below(tmp_path / "in", tmp_path / "in" / "link" / "secret.txt")
    with pytest.raises(OSError, match="不是普通文件"):
        open_below(tmp_path / "in", tmp_path / "in" / "deep")


def test_who_cannot_be_broken_off_falls_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(signal, "setitimer")
    monkeypatch.setattr(budgets, "TICK_SECONDS", 0.01)
    beats: list[float] = []
    budget = Budget(Limits(base=0.1, per_megabyte=0), 0, lambda: beats.append(budget.used))
    budget.start()
    until(lambda: len(beats) > 2)
    end = process_time() + 0.25
    while process_time() < end:
        pass
    before = len(beats)
    while process_time() < end + 0.05:
        pass
    assert len(beats) == before
    budget.stop()
