"""Systems that lack what Linux has: it is said what that costs, and everything works all the same."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from indexer.errors import AskedWrongly
from tests.support.printing import pages, written
from tests.support.processes import last_words
from webapp.alone import serve_alone
from webapp.app import create_app
from webapp.settings import Settings

ROOT = Path(__file__).parents[1]

LESS = """
import errno, multiprocessing.context, os, signal, socket, subprocess, sys, traceback
modules = "resource", "fcntl"
for name in modules:
    sys.modules.pop(name, None)
class Less:
    def find_spec(self, name, path, target=None):
        if name in modules and not any("whoosh" in one.filename for one in traceback.extract_stack()):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Less())
for within, names in {
    os: "sched_getaffinity O_PATH O_NOFOLLOW O_DIRECTORY O_NONBLOCK O_CLOEXEC getuid setpgid posix_fallocate",
    signal: "SIGPROF setitimer siginterrupt ITIMER_PROF SIGUSR1 SIGHUP pthread_kill pthread_sigmask",
    errno: "EDQUOT", socket: "SO_REUSEPORT",
}.items():
    for name in names.split():
        delattr(within, name)
os.supports_dir_fd.clear()
del multiprocessing.context._concrete_contexts["forkserver"]
multiprocessing.context.DefaultContext.get_all_start_methods = lambda self: ["spawn"]
multiprocessing.get_all_start_methods = lambda: ["spawn"]
"""
"""Python runs this at the start of every process. `os.fork` stays: Python starts processes by it; and Whoosh
has a lock of its own for every system."""


@pytest.fixture
def elsewhere(tmp_path: Path) -> dict[str, str]:
    """The environment of a system that lacks all of it."""
    (tmp_path / "less").mkdir()
    (tmp_path / "less" / "sitecustomize.py").write_text(LESS, encoding="utf-8")
    return {
        **os.environ,
        "PYTHONPATH": f"{tmp_path / 'less'}:{ROOT}",
        "JIANBAO_INDEX": str(tmp_path / "index"),
    }


def jianbao(environment: dict[str, str], *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-m", "indexer", *arguments]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_reports_are_read_searched_and_served(elsewhere: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text("港口建设进展顺利。", encoding="utf-8")
    (folder / "link.txt").symlink_to(folder / "a.txt")
    written(folder / "b.pdf", *pages(1, "BT /F 40 Tf 50 700 Td (Harbour opened) Tj ET"))
    done = jianbao(elsewhere, "index", folder, "--json")
    assert (done.returncode, json.loads(done.stdout)["added"]) == (0, 2), done
    lacks = ("resource", "signal.setitimer", "fcntl", "os.open 的 dir_fd", "os.fork")
    said = [line for line in done.stderr.splitlines() if "这个系统没有" in line]
    assert [line.split("：")[0].partition("没有 ")[2] for line in said] == [*lacks]
    for word in "港口", "Harbour":
        assert json.loads(jianbao(elsewhere, "search", word, "--json").stdout)["total"] == 1
    command = [sys.executable, "-m", "indexer", "serve", "--port", "0", "--log", "off"]
    with subprocess.Popen(command, env=elsewhere, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        with urlopen(f"{process.stdout.readline().strip()}/readyz") as answer:
            assert json.load(answer)["reports"] == 2
        process.send_signal(signal.SIGINT)
        assert (last_words(process)[0], process.returncode) == ("", 0)


def test_a_server_in_one_process_is_for_this_machine_only(index: Path) -> None:
    with pytest.raises(AskedWrongly, match="WSL"):
        serve_alone(create_app(index), "0.0.0.0", 0, Settings(loopback=False, public=True), print)
