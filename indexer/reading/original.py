"""The file that a report was read from, opened again as it lies there now, to be handed out.

A file in an archive is handed out by itself, for others in the archive may not have been taken in. A file of
records holds many reports, and is the original of none.
"""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO

from indexer.errors import OriginalNotFound
from indexer.reading.archive.member import Broken, Container, Member, refusal
from indexer.reading.archive.opening import opened
from indexer.reading.below import open_below
from indexer.reading.decoding import storable
from indexer.reading.formats import FORMATS, format_of, holds_files
from indexer.reading.source import MAX_BYTES, paths_of

_CONTAINER = re.compile("|".join(rf"{re.escape(one)}(?=/)" for one in FORMATS if holds_files(one)), re.I)


@dataclass(frozen=True, slots=True)
class Original:
    """`name` has no folders; `size` is in bytes. Whoever asked for it closes the file."""

    name: str
    size: int
    file: IO[bytes]


def has_original(place: str) -> bool:
    """Whether a file of one report is at this place (see `Report.place`), or was."""
    found = format_of(place)
    return found is not None and not found.is_archive and not found.reader.startswith("records:")


def open_original(place: str, root: str) -> Original:
    """The file at a place that a report names, which was found below `root`, the place of what was indexed.
    Places from anywhere else must never get here.

    Raises `OriginalNotFound` for a file that is no original, is there no more, cannot be read, or stands
    behind a symbolic link below the root: folders are read without following any.
    """
    name = PurePath(place).name
    file = (_opened(place, root) or _unpacked(place, root)) if has_original(place) else None
    if file is None:
        raise OriginalNotFound(name)
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    return Original(name, size, file)


def _opened(place: str, root: str) -> IO[bytes] | None:
    for path, above in zip(paths_of(place), paths_of(root), strict=True):
        with suppress(OSError, ValueError):  # ValueError: there is a zero byte in it, or it is not below
            return open(open_below(above, path), "rb")
    return None


def _unpacked(place: str, root: str) -> IO[bytes] | None:
    """A file of an archive. Any folder above it may be called something.zip, too."""
    for ending in _CONTAINER.finditer(place):
        if file := _opened(place[: ending.end()], root):
            with file:
                return _member(file, place[: ending.end()], place[ending.end() + 1 :])
    return None


def _member(file: IO[bytes], place: str, name: str, is_packed: bool = False) -> IO[bytes] | None:
    """The file of this name in the archive, or in one that it holds, under the rules by which it was taken
    in."""
    try:
        with closing(opened(os.dup(file.fileno()), place)) as archive:
            is_packed = is_packed or archive.is_archive
            taken = (one for one in archive.members if not refusal(one, MAX_BYTES, opens=not is_packed))
            by_name = {storable(one.name): one for one in taken}
            if found := by_name.get(name):
                return _copy(archive, found)
            for ending in _CONTAINER.finditer(name):
                if found := by_name.get(name[: ending.end()]):
                    with _copy(archive, found) as inner:
                        return _member(inner, name[: ending.end()], name[ending.end() + 1 :], is_packed)
    except (Broken, OSError):
        return None
    return None


def _copy(archive: Container, member: Member) -> IO[bytes]:
    """Its content, if it is no more than a report may have: the size that is stated proves nothing."""
    copy = tempfile.TemporaryFile()  # noqa: SIM115
    try:
        archive.prepare([member])
        for chunk in archive.chunks(member):
            if copy.tell() + len(chunk) > MAX_BYTES:
                raise Broken("larger than any report")
            copy.write(chunk)
    except BaseException:
        copy.close()
        raise
    copy.seek(0)
    return copy
