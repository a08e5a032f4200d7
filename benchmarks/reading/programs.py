"""Other programs, run where they are installed: to make files, and to read what jianbao reads too."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from shutil import which

_MAX_SECONDS = 180
_FILES_AT_ONCE = 8
"""A program that fails on one of them may leave out the others."""


def is_there(program: str) -> bool:
    return which(program) is not None


def output(*command: str | Path) -> bytes | None:
    """What the program prints; None where it fails, or comes to no end."""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            printed, _ = process.communicate(timeout=_MAX_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # programs start others
            return None
    return printed if process.returncode == 0 else None


def convert(files: Sequence[Path], form: str, into: Path, profile: Path) -> None:
    """Have LibreOffice write these files in another form, each under its name. Those that it cannot read are
    not there afterwards. `profile` is a folder in which it keeps what it likes."""
    home = f"-env:UserInstallation=file://{profile.absolute()}"
    for start in range(0, len(files), _FILES_AT_ONCE):
        some = files[start : start + _FILES_AT_ONCE]
        output("soffice", home, "--headless", "--convert-to", form, "--outdir", into, *some)


def printed(page: Path, to: Path, profile: Path) -> None:
    """Have Chromium print a web page as a PDF."""
    output(
        "chromium",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={profile}",
        "--no-pdf-header-footer",
        f"--print-to-pdf={to}",
        page.absolute().as_uri(),
    )
