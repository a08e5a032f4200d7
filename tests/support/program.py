"""The program jianbao. It is called in this process where no process matters: to start one takes a second."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from indexer.cli.main import main

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Done:
    """What a call of the program ended with, and what it wrote."""

    returncode: int
    stdout: str
    stderr: str


def jianbao(*arguments: str | Path, cwd: Path = ROOT, index: Path | None = None) -> Done:
    """What the program does when it is called like this."""
    environment = {"JIANBAO_INDEX": str(index)} if index else {}
    with chdir(cwd):
        done = CliRunner(env=environment, catch_exceptions=False).invoke(main, [*map(str, arguments)])
    return Done(done.exit_code, done.stdout, done.stderr)


def started(*arguments: str | Path, index: Path) -> Done:
    """The same in a process of its own, as a user starts it."""
    command = [sys.executable, "-W", "error", "-m", "indexer", *map(str, arguments)]
    environment = {**os.environ, "JIANBAO_INDEX": str(index)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return Done(done.returncode, done.stdout, done.stderr)


def told(done: Done) -> Any:
    """The JSON that a call printed, and that it had nothing else to say."""
    assert (done.returncode, done.stderr) == (0, ""), done
    return json.loads(done.stdout)
