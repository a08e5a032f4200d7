"""Folders -> the files in them, without ever leaving them.

Left out without a word: what is hidden, what systems and office programs leave behind, and the index itself.
A symbolic link is never followed: what it leads to is read at its own place, if that is in the folder.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BufferedReader
from itertools import chain
from pathlib import Path
from unicodedata import normalize

from indexer.errors import PathNotFound, Skipped, Unreadable
from indexer.reading import (
    SIDECAR,
    Facts,
    format_of,
    is_left_behind,
    open_below,
    place_of,
    read_sidecar,
    unknown,
)


@dataclass(frozen=True, slots=True)
class File:
    """A file to be read. `times` are those of its content and of its entry in the file system, in
    nanoseconds; `facts` are what a file beside it tells about it; `root` is what was walked, the file itself
    or a folder above it."""

    path: Path
    place: str
    size: int
    times: tuple[int, int]
    facts: Facts
    root: Path

    def content(self) -> bytes:
        """A hash of what is in it, as it is now. Raises OSError."""
        with open(open_below(self.root, self.path), "rb") as file:
            return hash_of(file)

    def is_still(self) -> bool:
        """Whether it has its size and its times still."""
        try:
            seen = self.path.stat()
        except OSError:
            return False
        return (seen.st_size, (seen.st_mtime_ns, seen.st_ctime_ns)) == (self.size, self.times)


def hash_of(file: BufferedReader) -> bytes:
    """What tells the content of one file from that of others."""
    return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).digest()


@dataclass(slots=True)
class Walk:
    """What is found, each file once, folder by folder in the order of names. The files are looked for as
    they are taken; what was found beside them is told from then on."""

    files: Iterator[File]
    quarantined: list[Unreadable] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def walk(roots: Sequence[Path], keep_out: Path | None = None, may_be_gone: bool = False) -> Walk:
    """Walk over files and folders, given by absolute paths. A folder to `keep_out` of is passed by.

    Raises `PathNotFound`, before anything is looked at, for a path that is not there, unless it
    `may_be_gone`.
    """
    if gone := [] if may_be_gone else [root for root in roots if not os.path.lexists(root)]:
        raise PathNotFound(gone[0])
    return _Walker(roots, Path(os.path.abspath(keep_out)) if keep_out else None).found


class _Walker:
    def __init__(self, roots: Sequence[Path], keep_out: Path | None) -> None:
        self.found = Walk(chain.from_iterable(map(self._go, roots)))
        self._keep_out = keep_out
        self._known: set[Path] | None = set() if len(roots) > 1 else None
        """In one folder nothing is met twice, and it may hold any number of files."""
        self._told: dict[str, Facts] = {}

    def _go(self, root: Path) -> Iterator[File]:
        """A file, or all that are below a folder."""
        if root.is_dir():
            for path in self._below(root, root.resolve()):
                yield from self._look_at(path, root)
        elif os.path.lexists(root):
            beside = root.with_name(SIDECAR)
            self._read_sidecar(beside, beside)
            yield from self._look_at(root, root)

    def _below(self, root: Path, real_root: Path) -> Iterator[Path]:
        """Every file in a folder and below it."""
        waiting = [root]
        while waiting:
            folder = waiting.pop()
            entries = self._entries(folder)
            if any(entry.name == SIDECAR and not entry.is_symlink() for entry in entries):
                self._read_sidecar(folder / SIDECAR, root)
            deeper = []
            for entry in entries:
                path = Path(entry.path)
                if entry.is_dir(follow_symlinks=False):
                    if path != self._keep_out:
                        deeper.append(path)
                elif entry.is_symlink():
                    self._look_at_link(path, real_root)
                else:
                    yield path
            waiting += reversed(deeper)

    def _entries(self, folder: Path) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                seen = [entry for entry in entries if not is_left_behind(entry.name)]
        except OSError as error:
            reason = f"无法读取这个文件夹（{error.strerror or error}）。请检查权限。"
            self.found.quarantined.append(Unreadable(place_of(folder), reason))
            return []
        return sorted(seen, key=lambda entry: entry.name)

    def _look_at_link(self, path: Path, real_root: Path) -> None:
        place = place_of(path)
        try:
            target = path.resolve(strict=True)
        except (OSError, RuntimeError):  # RuntimeError is what Python before 3.13 says of a loop
            self.found.quarantined.append(
                Unreadable(place, "符号链接没有指向任何文件，或绕成了圈。请删除或改正。")
            )
            return
        if not target.is_relative_to(real_root):
            self.found.quarantined.append(
                Unreadable(place, "符号链接指向文件夹之外，不予跟随。请放入文件本身。")
            )
        elif target.is_dir() and path.parent.resolve().is_relative_to(target):
            self.found.quarantined.append(Unreadable(place, "符号链接绕回了上级文件夹。请删除它。"))
        else:
            self.found.skipped.append(Skipped(place, "符号链接，所指的文件就在其中，已按它自己的位置收录。"))

    def _look_at(self, path: Path, root: Path) -> Iterator[File]:
        place = place_of(path)
        if path.name == SIDECAR or self._is_met_again(path):
            return
        try:
            seen = path.stat()
        except OSError as error:
            self.found.quarantined.append(
                Unreadable(place, f"无法读取（{error.strerror or error}）。请检查文件。")
            )
            return
        if not stat.S_ISREG(seen.st_mode):
            reason = "不是普通文件，而是设备、管道之类，不能当作报告读取。请移走它。"
            self.found.quarantined.append(Unreadable(place, reason))
        elif format_of(path.name) is None:
            self.found.skipped.append(unknown(path, place))
        else:
            times = seen.st_mtime_ns, seen.st_ctime_ns
            facts = self._told.get(_name(path), Facts())
            yield File(path, place, seen.st_size, times, facts, root)

    def _is_met_again(self, path: Path) -> bool:
        if self._known is None:
            return False
        met = path in self._known
        self._known.add(path)
        return met

    def _read_sidecar(self, path: Path, root: Path) -> None:
        if path.is_file():
            told, bad = read_sidecar(path, root)
            self.found.quarantined += bad
            for name, facts in told.items():
                file = _name(path.parent / name)
                self._told[file] = facts.over(self._told.get(file, Facts()))


def _name(path: Path) -> str:
    """A path, whichever way its accents and syllables are put together: macOS takes them apart."""
    return normalize("NFC", str(path))
