"""Folders for a time: gone afterwards, swept when their process was killed, kept while it lives."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from indexer.durable import make_folder, replace
from indexer.scratch import scratch_folder

_HOLD = """
import sys
from pathlib import Path
from indexer.scratch import scratch_folder
with scratch_folder("held-", Path(sys.argv[1])) as folder:
    (folder / "file").write_text("much")
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.mark.slow
def test_a_folder_stays_while_its_process_lives_and_is_swept_when_it_was_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        theirs = Path(process.stdout.readline().strip())
        with scratch_folder("held-", tmp_path) as ours:
            assert theirs.is_dir()
            assert ours != theirs
        assert [*tmp_path.iterdir()] == [theirs]
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert theirs.is_dir()
    with scratch_folder("held-", tmp_path) as ours:
        assert [*tmp_path.iterdir()] == [ours]
    assert [*tmp_path.iterdir()] == []


def test_only_folders_of_that_prefix_are_swept_and_no_link_is_followed(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    (kept / "inside").mkdir(parents=True)
    (tmp_path / "held-link").symlink_to(kept)
    (tmp_path / "held-file").write_text("", encoding="utf-8")
    (tmp_path / "held-left").mkdir()
    (tmp_path / "other-left").mkdir()
    with scratch_folder("held-", tmp_path):
        pass
    assert {path.name for path in tmp_path.iterdir()} == {"kept", "held-link", "held-file", "other-left"}
    assert (kept / "inside").is_dir()


def test_many_that_make_and_sweep_at_once_never_take_one_from_another(tmp_path: Path) -> None:
    wrong: list[Path] = []

    def work() -> None:
        for _ in range(30):
            with scratch_folder("held-", tmp_path) as folder:
                (folder / "file").write_text("mine", encoding="utf-8")
                if (folder / "file").read_text(encoding="utf-8") != "mine":
                    wrong.append(folder)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    assert [*tmp_path.iterdir()] == []


def test_folders_and_files_are_forced_to_the_disk_from_the_top_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forced: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda opened: forced.append(os.readlink(f"/proc/self/fd/{opened}")))
    make_folder(tmp_path / "a" / "b")
    assert forced == [str(tmp_path), str(tmp_path / "a")]
    (tmp_path / "a" / "b" / "new").write_text("text", encoding="utf-8")
    replace(tmp_path / "a" / "b" / "new", tmp_path / "a" / "b" / "old")
    assert forced[2:] == [str(tmp_path / "a" / "b" / "new"), str(tmp_path / "a" / "b")]
    make_folder(tmp_path / "a" / "b")
    assert len(forced) == 4
