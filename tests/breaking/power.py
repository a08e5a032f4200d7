"""What is on the disk once the power is back: what was synced, and of all else what chance has left.

A file is safe as it was at its last fsync. Since then each of its pages may have reached the disk or not, and
so may its length. Changes of names reach the disk in their order, and are safe once the folder in which they
happened was synced; of those that are not, the last may be lost, as many as chance will have it. That a file
was synced makes nobody remember its name.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

PAGE_BYTES = 4096


class _File:
    """`synced` is what it held when it was last synced, `last` what it held at the end."""

    def __init__(self, content: bytes = b"") -> None:
        self.synced = self.last = content


class _Folder:
    """One that stays the same when it gets another name."""


_Node = _File | _Folder
_Names = dict[_Folder, dict[str, _Node]]


class _Change:
    """In a folder a name stands for something else now, or for nothing; a rename changes two at once."""

    def __init__(self, *names: tuple[_Folder, str, _Node | None]) -> None:
        self.names = names
        self.is_safe = False

    def make(self, in_these: _Names) -> None:
        for folder, name, node in self.names:
            in_these[folder].pop(name, None)
            if node:
                in_these[folder][name] = node


class Event(NamedTuple):
    """A line of the shim's log: what was done to a name, or synced, by which operation. `copy` is the number
    of a copy of the file."""

    number: int
    what: str
    inode: int
    copy: str
    path: Path
    other: Path


def events(shadow: Path) -> Iterator[Event]:
    """What the shim has written down there."""
    log = shadow / "log"
    for line in log.read_text().splitlines() if log.exists() else ():
        number, what, inode, copy, path, other = line.split("\t")
        yield Event(int(number), what, int(inode), copy, Path(path), Path(other))


class Disk:
    """What is below a folder, and safe: to be made before anything is done there that may be lost."""

    def __init__(self, root: Path, shadow: Path) -> None:
        self._path, self._shadow = root, shadow
        self._root = _Folder()
        self._inodes: dict[int, _File] = {}
        self._safe: _Names = {}
        self._read(root, self._root)

    def _read(self, path: Path, folder: _Folder) -> None:
        names = self._safe[folder] = {}
        for one in sorted(path.iterdir()):
            if one.is_dir():
                names[one.name] = below = _Folder()
                self._read(one, below)
            else:
                file = self._inodes.setdefault(one.stat().st_ino, _File(one.read_bytes()))
                names[one.name] = file

    def lose_power(self, chance: Random) -> None:
        """Put in the folder what may be there once the power is back."""
        names = {folder: dict(held) for folder, held in self._safe.items()}
        changes = self._follow(names)
        self._take_last(names, self._root, self._path)
        unsafe = [change for change in changes if not change.is_safe]
        kept = chance.choice([0, len(unsafe), chance.randint(0, len(unsafe))])
        lost = set(unsafe[kept:])
        left = {folder: dict(self._safe.get(folder, {})) for folder in names}
        for change in changes:
            if change not in lost:
                change.make(left)
        shutil.rmtree(self._path)
        self._write(left, self._root, self._path, chance)

    def _follow(self, names: _Names) -> list[_Change]:
        """The changes of names in their order, all made in `names`; of the files what was synced is noted."""
        changes: list[_Change] = []
        for event in events(self._shadow):
            if event.what == "syncdir":
                folder = self._folder(names, event.path)
                for change in changes:
                    change.is_safe |= any(one is folder for one, _, _ in change.names)
            elif event.what in ("sync", "gone"):
                file = self._inodes[event.inode]
                file.last = (self._shadow / event.copy).read_bytes()
                file.synced = file.last if event.what == "sync" else file.synced
            else:
                change = self._change(names, event)
                change.make(names)
                changes.append(change)
        return changes

    def _change(self, names: _Names, event: Event) -> _Change:
        folder, name = self._folder(names, event.path.parent), event.path.name
        match event.what:
            case "create":
                file = self._inodes[event.inode] = _File()
                return _Change((folder, name, file))
            case "mkdir":
                below = _Folder()
                names[below] = {}
                return _Change((folder, name, below))
            case "unlink":
                return _Change((folder, name, None))
        to = self._folder(names, event.other.parent), event.other.name, names[folder][name]
        return _Change(to, (folder, name, None)) if event.what == "rename" else _Change(to)

    def _folder(self, names: _Names, path: Path) -> _Folder:
        folder = self._root
        for part in path.relative_to(self._path).parts:
            node = names[folder][part]
            assert isinstance(node, _Folder)
            folder = node
        return folder

    def _take_last(self, names: _Names, folder: _Folder, path: Path) -> None:
        for name, node in names[folder].items():
            if isinstance(node, _Folder):
                self._take_last(names, node, path / name)
            else:
                node.last = (path / name).read_bytes()

    def _write(self, names: _Names, folder: _Folder, path: Path, chance: Random) -> None:
        path.mkdir()
        for name, node in names[folder].items():
            if isinstance(node, _Folder):
                self._write(names, node, path / name, chance)
            else:
                (path / name).write_bytes(_left(node, chance))


def _left(file: _File, chance: Random) -> bytes:
    """What is left of a file: some pages as they were synced, some as they were last."""
    if file.synced == file.last:
        return file.synced
    versions = chance.choice([(file.synced,), (file.last,), (file.synced, file.last)])
    shortest, longest = sorted((len(file.synced), len(file.last)))
    length = chance.choice([*map(len, versions), chance.randint(shortest, longest)])
    pages = (chance.choice(versions)[at : at + PAGE_BYTES] for at in range(0, length, PAGE_BYTES))
    return b"".join(page.ljust(PAGE_BYTES, b"\0") for page in pages)[:length]
