"""Where and with what was measured: machine, date, versions."""

from __future__ import annotations

import os
import platform
import sqlite3
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGES = ("jianbao", "whoosh3", "numpy", "jieba", "rjieba", "tantivy")


def machine() -> dict[str, object]:
    """What a reader of the figures must know, ready for JSON. `load` is that of the minute before."""
    return {
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "processor": _line("/proc/cpuinfo", "model name") or platform.machine(),
        "cores": os.cpu_count(),
        "memory": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        "load": round(os.getloadavg()[0], 2),
        "system": "-".join((platform.system(), platform.release(), *platform.libc_ver())),
        "versions": {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version, **_versions()},
    }


def _versions() -> dict[str, str]:
    found = {}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _line(path: str, name: str) -> str:
    """The value of the first line of that name; empty where the system keeps no such file."""
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")
