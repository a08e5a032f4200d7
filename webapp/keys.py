"""Who may ask what: keys with a name and rights, in a file that knows only their hashes.

    # 名称 权限 密钥的 SHA-256
    张三 search,originals 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae

A key is made of 256 random bits: what is hashed once can no more be guessed than the key itself. The file is
read again whenever it has changed. Keys of the environment have all rights, and the names 1, 2, …
"""

from __future__ import annotations

import logging
import os
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Self

from indexer import AskedWrongly

NAME = "keys.txt"
"""In the folder of an index, unless another file is named."""
_HEAD = "# 名称 权限 密钥的 SHA-256"
_KEY_BYTES = 32
_NAME = re.compile(r"[\w.@-]{1,64}")
_LOGGER = logging.getLogger(__name__)


class Right(StrEnum):
    """What a key may be for: the reports, the files that they were read from, the figures of the server."""

    SEARCH = "search"
    ORIGINALS = "originals"
    METRICS = "metrics"


@dataclass(frozen=True, slots=True)
class Key:
    name: str
    rights: frozenset[Right]
    digest: str

    @classmethod
    def of(cls, line: str) -> Self:
        """Raises `ValueError`."""
        name, rights, digest = line.split()
        return cls(name, frozenset(map(Right, rights.split(","))), digest.lower())

    @property
    def line(self) -> str:
        return f"{self.name} {self.listed} {self.digest}"

    @property
    def listed(self) -> str:
        """Its rights, always in the same order."""
        return ",".join(one for one in Right if one in self.rights)


Keys = Mapping[str, Key]
"""By their digests."""


class KeyFile:
    """Lines that nobody understands, comments among them, stay as they are."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read: tuple[tuple[int, int, int] | None, Keys] = (None, {})

    def exists(self) -> bool:
        return self.path.exists()

    def keys(self) -> Keys:
        """What the file says now. What cannot be read lets nobody in, and is told in the log."""
        seen, keys = self._read
        if (now := self._stamp()) != seen:
            keys = {key.digest: key for key in self._keys()}
            self._read = now, keys
        return keys

    def add(self, name: str, rights: Iterable[Right]) -> str:
        """Another key, which is told this once and kept nowhere. Raises `AskedWrongly`."""
        if not _NAME.fullmatch(name):
            raise AskedWrongly(f"名称“{name}”不能用。请用字母、汉字、数字和 _ . @ -，至多 64 个。")
        lines, shown = self._lines(), secrets.token_urlsafe(_KEY_BYTES)
        if any(_names(line, name) for line in lines):
            raise AskedWrongly(f"已经有名为“{name}”的密钥。请换一个名称，或先 jianbao keys remove {name}。")
        self._write([*(lines or [_HEAD]), Key(name, frozenset(rights), digest_of(shown)).line])
        return shown

    def remove(self, name: str) -> None:
        """Raises `AskedWrongly`."""
        lines = self._lines()
        left = [line for line in lines if not _names(line, name)]
        if len(left) == len(lines):
            raise AskedWrongly(f"{self.path} 里没有名为“{name}”的密钥。有哪些见 jianbao keys list。")
        self._write(left)

    def _stamp(self) -> tuple[int, int, int] | None:
        try:
            seen = os.stat(self.path)
        except OSError:
            return None
        return seen.st_ino, seen.st_size, seen.st_mtime_ns

    def _keys(self) -> Iterator[Key]:
        try:
            lines = self._lines()
        except AskedWrongly as error:
            _LOGGER.error("%s现在不让任何人进入。", error)
            return
        for number, line in enumerate(lines, start=1):
            try:
                if line and not line.startswith("#"):
                    yield Key.of(line)
            except ValueError:
                _LOGGER.error("密钥文件 %s 第 %s 行看不懂，没有采用。", self.path, number)

    def _lines(self) -> list[str]:
        try:
            return [line.strip() for line in self.path.read_text("utf-8").splitlines()]
        except FileNotFoundError:
            return []
        except (OSError, UnicodeError) as error:
            raise AskedWrongly(f"密钥文件 {self.path} 读不了（{error}）。请检查它和权限。") from error

    def _write(self, lines: Iterable[str]) -> None:
        """Whole or not at all, whoever reads it meanwhile."""
        new = self.path.with_name(f"{self.path.name}.new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with new.open("x", encoding="utf-8") as file:
                file.write("".join(f"{line}\n" for line in lines))
                file.flush()
                os.fsync(file.fileno())
            os.replace(new, self.path)
        except FileExistsError as error:
            told = f"另一个命令正在写 {self.path}。请稍后重试；如果没有，请删除 {new}。"
            raise AskedWrongly(told) from error
        except OSError as error:
            raise AskedWrongly(f"密钥不能写入 {self.path}：{error.strerror}。请检查文件夹的权限。") from error


def _names(line: str, name: str) -> bool:
    return line.split()[:1] == [name]


class Keyring:
    """The keys of a server: those of its environment, and those of a file."""

    def __init__(self, given: Iterable[str], file: Path | None) -> None:
        named = ((str(number), digest_of(key)) for number, key in enumerate(given, start=1))
        self._given = {digest: Key(name, frozenset(Right), digest) for name, digest in named}
        self._file = KeyFile(file) if file else None
        self._wanted = bool(self._given)

    @property
    def wanted(self) -> bool:
        """Whether who asks must show a key. Once so it stays so: a file that is taken away opens no door."""
        self._wanted = self._wanted or (self._file is not None and self._file.exists())
        return self._wanted

    def find(self, shown: str) -> Key | None:
        digest = digest_of(shown)
        return self._given.get(digest) or (self._file.keys().get(digest) if self._file else None)


def digest_of(key: str) -> str:
    return sha256(key.encode("utf-8", "surrogateescape")).hexdigest()
