"""What tests use that is neither in the repository nor installed by `make test`: where it is not there, they
are skipped, and one line a reason at the end of the run says how many.

Collections of real texts lie in the folder that the variable JIANBAO_DATA of the environment names.
"""

from __future__ import annotations

import shutil
from collections import Counter

import pytest

from benchmarks.data import VARIABLE, data


def needs(name: str) -> pytest.MarkDecorator:
    """For tests that read this file or folder of the data."""
    lacking = f"{VARIABLE} has no {name}" if data("").is_dir() else f"{VARIABLE} names no folder"
    return pytest.mark.skipif(not data(name).exists(), reason=lacking)


def needs_program(name: str, how: str) -> pytest.MarkDecorator:
    """For tests that run this program; `how` it is installed."""
    return pytest.mark.skipif(not shutil.which(name), reason=f"{name} is not installed ({how})")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = terminalreporter.stats.get("skipped", [])
    for reason, count in Counter(report.longrepr[2] for report in reports).items():
        terminalreporter.write_line(f"{count} skipped: {reason.removeprefix('Skipped: ')}")
