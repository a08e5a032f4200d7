"""Other programs, run where they are installed: to make files, and to read what jianbao reads too."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from shutil import which

_MAX_SECONDS = 600


def is_there(program: str) -> bool:
    return which(program) is not None


def output(*command: str | Path) -> bytes | None:
    """What the program prints; None where it fails."""
    try:
        done = subprocess.run(command, capture_output=True, timeout=_MAX_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 else None


def convert(files: Sequence[Path], form: str, into: Path, profile: Path) -> None:
    """Have LibreOffice write these files in another form, all in one go, each under its name. Those that it
    cannot read are not there afterwards. `profile` is a folder in which it keeps what it likes."""
    if files:
        home = f"-env:UserInstallation=file://{profile.absolute()}"
        output("soffice", home, "--headless", "--convert-to", form, "--outdir", into, *files)


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
