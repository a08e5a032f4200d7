"""One command: a folder is indexed, watched and served, and the browser opens; Ctrl-C ends all of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from tests.support.processes import children, last_words, until
from tests.support.program import ROOT, jianbao

BROWSER = '#!/bin/sh\necho "$1" > "$0.shown"\n'


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "文件"
    folder.mkdir()
    (folder / "港口.txt").write_text("港口建设进展顺利。", encoding="utf-8")
    return folder


@pytest.fixture
def browser(tmp_path: Path) -> Path:
    """A browser that only notes what it was to show."""
    (tmp_path / "browser").write_text(BROWSER, encoding="utf-8")
    (tmp_path / "browser").chmod(0o755)
    return tmp_path / "browser"


@contextmanager
def opened(reports: Path, browser: Path) -> Iterator[subprocess.Popen[str]]:
    """By whoever stands in some folder and knows of nothing else, in a terminal of their own."""
    data = {
        "XDG_DATA_HOME": str(reports.parent / "data"),
        "BROWSER": f"{browser} %s",
        "PYTHONPATH": str(ROOT),
    }
    pipe, command = subprocess.PIPE, [sys.executable, "-m", "indexer", "open", reports.name]
    with subprocess.Popen(
        command,
        cwd=reports.parent,
        env={**os.environ, **data},
        stdout=pipe,
        stderr=pipe,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def descendants(number: int) -> set[int]:
    below = children(number)
    return below.union(*map(descendants, below))


def is_running(number: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{number}/status").read_text()
    except OSError:
        return False


def total(address: str, keyword: str) -> int:
    with urlopen(f"{address}/api/v1/search?q={quote(keyword)}") as answer:
        return int(json.load(answer)["total"])


@pytest.mark.slow
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "killed"])
def test_one_command_until_ctrl_c(reports: Path, browser: Path, ending: signal.Signals) -> None:
    with opened(reports, browser) as process:
        assert process.stdout
        assert process.stdout.readline().startswith("新增 1，")
        address = process.stdout.readline().strip()
        until(browser.with_suffix(".shown").exists)
        until(lambda: browser.with_suffix(".shown").read_text() == f"{address}\n")
        assert total(address, "港口") == 1
        (reports / "码头.txt").write_text("码头今日投产。", encoding="utf-8")
        until(lambda: total(address, "码头") == 1)
        started = descendants(process.pid)
        assert len(started) >= 3
        if ending is signal.SIGINT:
            os.killpg(process.pid, signal.SIGINT)
            assert "索引在" in last_words(process)[1]
            assert process.returncode == 0
        else:
            process.kill()
        until(lambda: not any(map(is_running, started)))


def test_a_folder_without_reports_says_what_can_be_read(reports: Path, tmp_path: Path) -> None:
    (reports / "港口.txt").unlink()
    done = jianbao("open", reports, "--index", tmp_path / "index")
    assert (done.returncode, ".docx" in done.stderr) == (1, True)
    gone = jianbao("open", tmp_path / "没有", "--index", tmp_path / "index")
    assert (gone.returncode, "找不到" in gone.stderr) == (1, True)
