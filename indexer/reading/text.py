"""A text file -> one report."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from indexer.errors import Unreadable
from indexer.reading.byline import authors
from indexer.reading.decoding import decode, storable
from indexer.reading.layout import blocks
from indexer.report import Report

MAX_BYTES = 64 * 2**20
"""No report is larger; a text beyond it is a data dump or a mistake, and would fill the memory."""


def read(path: Path) -> Iterator[Report]:
    """The report in a text file. Raises `Unreadable` and OSError."""
    place = storable(str(path))
    if (size := path.stat().st_size) > MAX_BYTES:
        raise Unreadable(place, f"文件有 {size >> 20} MiB，最多 {MAX_BYTES >> 20} MiB。请拆成单篇报告。")
    if not (found := blocks(decode(path.read_bytes(), place))):
        raise Unreadable(place, "文件中没有文字。")
    yield Report(id=_id(path), blocks=found, authors=authors(found), place=place)


def _id(path: Path) -> str:
    """The file's name, and a hash of its whole path: files of the same name in two folders are two
    reports, and one file is the same report from whichever folder the program was started."""
    place = os.fsencode(path.resolve())
    return f"{storable(path.stem)}-{hashlib.blake2b(place, digest_size=4).hexdigest()}"
