"""Two runs at once, and runs that are killed: real processes over one index in a folder."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

import pytest

from indexer.ingest.build import build
from indexer.ingest.ledger import Ledger
from indexer.report import Packed, Report
from indexer.whoosh_store import WhooshStore

ROOT = Path(__file__).parents[2]


def write(folder: Path, **texts: str) -> None:
    """Write text files of these names."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def build_in(index: Path, folder: Path) -> None:
    ledger, store = Ledger(index), WhooshStore(index)
    build(store, [folder], ledger, prune=True)
    ledger.close()
    store.close()


def held(index: Path) -> dict[str, str]:
    """The text of every report, by the name of its file."""
    with WhooshStore(index).snapshot() as snapshot:
        reports = snapshot.get([entry.id for entry in snapshot.entries(places=["/"])])
    texts = {one.file.removesuffix(".txt"): one.blocks[0].text for one in reports if one}
    assert len(texts) == len(reports)
    return texts


@pytest.mark.slow
def test_two_runs_at_once_end_as_one_after_the_other_would(tmp_path: Path) -> None:
    index, folder = tmp_path / "index", tmp_path / "reports"
    write(folder, zero="码头扩建。", a="铁路通车。", b="铁路通车。")
    build_in(index, folder)
    for round_ in range(2):
        texts = {"zero": f"港口建设，{round_}。", "a": f"隧道贯通，{round_}。", "b": "铁路通车。"}
        write(folder, **texts)
        command = [sys.executable, "-m", "indexer", "index", str(folder), "--index", str(index), "--prune"]
        runs = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) for _ in range(2)]
        assert [one.wait(60) for one in runs] == [0, 0]
        assert held(index) == texts


class _Killing(WhooshStore):
    """A store whose process is killed at a commit, just before it or just after."""

    commits = 0
    after = False

    def update(self, add: Iterable[Report | Packed], remove: Collection[str] = ()) -> str:
        self.commits -= 1
        if not self.commits and not self.after:
            os.kill(os.getpid(), signal.SIGKILL)
        version = super().update(add, remove)
        if not self.commits:
            os.kill(os.getpid(), signal.SIGKILL)
        return version


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("commits", [1, 2, 3, 4])
def test_a_run_that_was_killed_is_taken_up(tmp_path: Path, commits: int, after: bool) -> None:
    """It is killed between two commits, while a text that stands in three files changes."""
    index, folder = tmp_path / "index", tmp_path / "reports"
    write(folder, a="铁路通车。", b="铁路通车。", c="铁路通车。", d="港口建设。")
    build_in(index, folder)
    write(folder, a="隧道贯通。", b="隧道贯通。", c="码头扩建。")
    (folder / "d.txt").unlink()

    def run_killed() -> None:
        store = _Killing(index)
        store.commits, store.after = commits, after
        build(store, [folder], Ledger(index), prune=True, batch=1)

    assert _in_a_child(run_killed) == -signal.SIGKILL
    build_in(index, folder)
    assert held(index) == {"a": "隧道贯通。", "b": "隧道贯通。", "c": "码头扩建。"}


def test_nothing_is_left_of_a_process_that_was_killed_in_a_run(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)

    def die() -> None:
        with Ledger(tmp_path).running(), Ledger(tmp_path).changing():
            os.kill(os.getpid(), signal.SIGKILL)

    assert _in_a_child(die) == -signal.SIGKILL
    with ledger.running():
        assert (tmp_path / "files.lock").read_text() == str(os.getpid())
    shutil.rmtree(tmp_path)


def _in_a_child(do: Callable[[], None]) -> int:
    """Do something in a process of its own; what it ended with, as `subprocess` tells it."""
    if (child := os.fork()) == 0:
        try:
            do()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
