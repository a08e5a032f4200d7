"""The units of systemd in the documentation."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.cli.main import main
from tests.support.blocks import blocks
from tests.support.data import needs_program

UNITS = blocks("docs/serving.md", "ini")
PROGRAM = "/opt/jianbao/bin/jianbao"


@pytest.mark.slow
@needs_program("systemd-analyze", "apt-get install systemd")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for name, unit in UNITS.items():
        (tmp_path / name).write_text(unit.replace(PROGRAM, sys.executable).replace("User=jianbao\n", ""))
    assert len(UNITS) == 3
    done = subprocess.run(
        ["systemd-analyze", "verify", *(tmp_path / name for name in UNITS)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_commands_of_the_units_are_those_of_the_program() -> None:
    lines = [line for unit in UNITS.values() for line in unit.splitlines() if line.startswith("ExecStart=")]
    assert len(lines) == 2
    for line in lines:
        program, command, *options = line.removeprefix("ExecStart=").split()
        assert program == PROGRAM
        known = CliRunner().invoke(main, [command, "--help"]).output
        assert all(option in known for option in options if option.startswith("--"))
