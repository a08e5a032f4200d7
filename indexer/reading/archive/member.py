"""A file in an archive, by whatever library it is read: its name, and why it is not unpacked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Protocol

from indexer.errors import Unreadable
from indexer.reading.decoding import encoding_of, strictly
from indexer.reading.formats import format_of, is_left_behind

MAX_MEMBERS = 100_000
MAX_TOTAL_BYTES = 2 << 30
MAX_RATIO = 200
"""What unpacks to more times its size is a bomb: text unpacks to ten times."""
ANY_RATIO_BYTES = 16 << 20
"""What unpacks to no more than this may have any ratio."""
CHUNK_BYTES = 1 << 20

LINK = "压缩包中的这一项是链接或设备，不是普通文件，没有读取。请放入文件本身。"
LOCKED = "压缩包中的这个文件已加密。请解密后再收录。"
OUTDATED = "压缩包中后面还有同名文件，只读了后一个。两者都要时请改名后重新打包。"
_ARCHIVES = {".rar", ".gz", ".bz2", ".xz", ".z", ".zst", ".cab", ".iso", ".arj", ".lzh", ".ace"}
"""Those beside the ones that are read."""
_DRIVE = re.compile(r"\A[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


LOCKED_WHOLE = "压缩包有密码，打不开。请解压后重新打包，不设密码。"


class Broken(Exception):
    """An archive, or a file in it, is not what its format wants; the message is the library's."""


class Told(Broken):
    """The same, and the message is a sentence that says what to do."""


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """`name` is its path in the archive, with "/" and none at its beginning; `size` is as it is stated, in
    bytes, and `packed` what it has in the archive, or all of that where it is packed with others. `refused`
    says why it cannot be unpacked; `key` is what its library has for it."""

    name: str
    size: int
    packed: int
    key: object
    refused: str = ""

    @property
    def path(self) -> PurePosixPath:
        return PurePosixPath(self.name)


class Container(Protocol):
    """What holds files. Raises `Broken`."""

    @property
    def is_archive(self) -> bool:
        """Whether its files are packed, and may be far larger than they are there."""

    @property
    def members(self) -> Sequence[Member]:
        """Its files, without folders and what systems leave behind."""

    @property
    def cut(self) -> str:
        """Why there may be more that could not be seen; empty where these are all."""

    def prepare(self, wanted: Sequence[Member]) -> None:
        """These are about to be unpacked, and no others."""

    def chunks(self, member: Member) -> Iterator[bytes]:
        """The content of one."""

    def close(self) -> None: ...


def refusal(member: Member, most: int, opens: bool = False) -> str:
    """Why the member is not unpacked; empty if it is. It may have `most` bytes, and be an archive itself
    where such is opened: one in another could fill any disk."""
    if not member.name or ".." in member.path.parts:
        return "压缩包中的这个路径指向压缩包之外，没有读取。请重新打包。"
    found = format_of(member.name)
    if not opens and (found.is_archive if found else member.path.suffix.lower() in _ARCHIVES):
        return "压缩包中的压缩包不再打开。请先解开，再收录。"
    if member.refused:
        return member.refused
    if member.size > most:
        return f"解压后有 {member.size >> 20:,} MiB，太大了。请把它从压缩包中取出，单独收录。"
    return ""


def names_of(bare: Sequence[bytes], otherwise: str) -> list[str]:
    """Names of which the archive does not say in what encoding they are: that of the system that packed them.
    All together show which; `otherwise` is the one of those that are in none."""
    try:
        encoding = encoding_of(b"\n".join(bare), "")
    except Unreadable:
        encoding = otherwise
    return [_name(one, encoding, otherwise) for one in bare]


def _name(bare: bytes, encoding: str, otherwise: str) -> str:
    try:
        return strictly(bare, "", encoding)
    except Unreadable:
        return bare.decode(otherwise, "replace")


def clean(name: str) -> str:
    """The path from the top of the archive on; what a terminal would obey is replaced."""
    path = name.replace("\\", "/")
    kept = [part for part in _DRIVE.sub("", path, count=1).split("/") if part not in ("", ".")]
    return _CONTROL.sub("\ufffd", "/".join(kept)) + ("/" if path.endswith("/") else "")


def is_file(name: str) -> bool:
    """Whether a clean name is that of a file which people mean to have read."""
    return not name.endswith("/") and not any(
        is_left_behind(part) for part in name.split("/") if part != ".."
    )
