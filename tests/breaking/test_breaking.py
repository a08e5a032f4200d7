"""A few rounds of each kind, always the same. `python -m tests.breaking` plays any number of others."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.breaking.shim import compiler

ROOT = Path(__file__).parents[2]


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not compiler(), reason="the shim needs a C compiler (cc or gcc)"),
]


@pytest.mark.parametrize(
    ("modes", "rounds"),
    [("kill,power", 16), ("enospc,eio,short,erofs", 12), ("reader,writers,remove,watch", 8), ("full", 3)],
)
def test_nothing_is_lost_doubled_or_wrong_whatever_breaks(modes: str, rounds: int) -> None:
    command = [sys.executable, "-m", "tests.breaking", "--modes", modes, "--rounds", str(rounds)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    if "SKIPPED" in done.stdout:
        pytest.skip("only root can mount a full disk, and not everywhere")
    struck = re.search(rf"{rounds} rounds, ([0-9]+) faults", done.stdout)
    assert struck, done.stdout
    assert int(struck[1]) >= rounds / 4, "it is struck indeed"
