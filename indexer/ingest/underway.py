"""How far a run over an index is, for those who ask from other processes: a small file beside the index, as
long as the run lasts."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, time

from indexer.ingest.summary import Progress
from indexer.message import says

NAME = "progress.json"
_SECONDS = 1.0
"""Between two notes; and a run so short needs none."""
_STALE_SECONDS = 3600
"""A note so old is of a run that is no more, though another process has its number by now."""


@dataclass(frozen=True, slots=True)
class Underway:
    """How far a run is."""

    files: int = field(metadata=says("已读的文件数。"))
    of_files: int = field(metadata=says("要读的文件数。"))
    reports: int = field(metadata=says("已读出的报告数。"))
    minutes_left: float | None = field(metadata=says("大约还要几分钟；还估不出的为 null。"))


@contextmanager
def noted(folder: Path | None, told: Callable[[Progress], None]) -> Iterator[Callable[[Progress], None]]:
    """What a run is to call whenever it has got further: it is noted in the folder, and told on."""
    if folder is None:
        yield told
        return
    began = last = monotonic()

    def note(now: Progress) -> None:
        nonlocal last
        told(now)
        if monotonic() - last >= _SECONDS:
            last = monotonic()
            with suppress(OSError):  # a run goes on though nobody can be told
                _write(folder, now, last - began)

    try:
        yield note
    finally:
        for left in _files(folder):  # by a run that was killed, too
            with suppress(OSError):
                left.unlink(missing_ok=True)


def _files(folder: Path) -> tuple[Path, Path]:
    """The note, and what becomes it."""
    return folder / NAME, folder / f"{NAME}.new"


def _write(folder: Path, now: Progress, seconds: float) -> None:
    left = seconds * (now.of_bytes / now.bytes - 1) / 60 if now.bytes else None
    told = {"process": os.getpid(), "files": now.files, "of_files": now.of_files, "reports": now.reports}
    note, new = _files(folder)
    new.write_text(json.dumps({**told, "minutes_left": left and round(left, 1)}), encoding="ascii")
    new.replace(note)


def underway(folder: Path) -> Underway | None:
    """How far the run is that is on; None where none is, or it has just begun."""
    try:
        if time() - (folder / NAME).stat().st_mtime > _STALE_SECONDS:
            return None
        told = json.loads((folder / NAME).read_bytes())
        if not _lives(int(told.pop("process"))):
            return None
        return Underway(**told)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def underway_stamp(folder: Path) -> int:
    """What changes whenever a run has got further, for the price of one look; 0 while none is on."""
    try:
        return os.stat(os.path.join(folder, NAME)).st_mtime_ns
    except OSError:
        return 0


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
