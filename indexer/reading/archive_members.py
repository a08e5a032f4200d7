"""The members of a .zip: what they are called, which of them are nobody's files, which cannot be taken."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipInfo

from indexer.errors import Unreadable
from indexer.reading.decoding import encoding_of, strictly
from indexer.reading.formats import format_of, is_left_behind

_NAME_IS_UTF8, _IS_ENCRYPTED = 0x800, 0x1
_METHODS = {ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2}  # LZMA takes as much memory as the archive likes
_ARCHIVES = {".zip", ".rar", ".7z", ".tar", ".tgz", ".gz", ".bz2", ".xz"}
_HEADER = 30
"""Bytes that stand before a file's name and content, at least."""
_DRIVE = re.compile(r"\A[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """`name` is its path in the archive, with "/" and none at its beginning. `is_covered` is one that reaches
    into the next, `is_outdated` one that another of the same name follows."""

    info: ZipInfo
    name: str
    is_covered: bool
    is_outdated: bool

    @property
    def path(self) -> PurePosixPath:
        return PurePosixPath(self.name)


def members(infos: Sequence[ZipInfo]) -> Iterator[Member]:
    """The files, without folders and what systems leave behind: hidden files, lock files of office programs,
    what a Mac adds to archives."""
    names = [_clean(name) for name in _names(infos)]
    last = dict(zip(names, infos, strict=True))
    covered = _covered(infos)
    for name, info in zip(names, infos, strict=True):
        if not name.endswith("/") and not _is_left_behind(name):
            yield Member(info, name, info in covered, last[name] is not info)


def refusal(member: Member, most: int) -> str:
    """Why the member is not unpacked; empty if it is. Of `most` bytes it may be."""
    info, found = member.info, format_of(member.name)
    if not member.name or ".." in member.path.parts:
        return "压缩包中的这个路径指向压缩包之外，没有读取。请重新打包。"
    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
        return "压缩包中的这一项是链接或设备，不是普通文件，没有读取。请放入文件本身。"
    if found.unpacks if found else member.path.suffix.lower() in _ARCHIVES:
        return "压缩包中的压缩包不再打开。请先解开，再收入。"
    if info.flag_bits & _IS_ENCRYPTED:
        return "压缩包中的这个文件已加密。请解密后再收入。"
    if info.compress_type not in _METHODS:
        return "压缩包中的这个文件用了少见的压缩方法。请用普通的 ZIP 压缩（Deflate）重新打包。"
    if member.is_covered:
        return "压缩包中的这个文件与另一个重叠，压缩包已损坏或有恶意，没有读取。请重新取得。"
    if member.is_outdated:
        return "压缩包中后面还有同名文件，只读了后一个。两者都要时请改名后重新打包。"
    if info.file_size > most:
        return f"解压后有 {info.file_size >> 20:,} MiB，太大了。请把它从压缩包中取出，单独收入。"
    return ""


def _names(infos: Sequence[ZipInfo]) -> list[str]:
    """The names as they were given. Where the archive does not say that they are UTF-8, they are, whatever
    the standard says, in the encoding of the system that packed them. All together show which."""
    bare = {info: info.filename.encode("cp437") for info in infos if not info.flag_bits & _NAME_IS_UTF8}
    try:
        encoding = encoding_of(b"\n".join(bare.values()), "")
    except Unreadable:
        encoding = "cp437"
    return [_name(bare[info], encoding) if info in bare else info.filename for info in infos]


def _name(bare: bytes, encoding: str) -> str:
    try:
        return strictly(bare, "", encoding)
    except Unreadable:
        return bare.decode("cp437")


def _clean(name: str) -> str:
    """The path from the top of the archive on; what a terminal would obey is replaced."""
    path = name.replace("\\", "/")
    kept = [part for part in _DRIVE.sub("", path, count=1).split("/") if part not in ("", ".")]
    return _CONTROL.sub("\ufffd", "/".join(kept)) + ("/" if path.endswith("/") else "")


def _is_left_behind(name: str) -> bool:
    return any(is_left_behind(part) for part in name.split("/") if part != "..")


def _covered(infos: Sequence[ZipInfo]) -> set[ZipInfo]:
    """Those whose content, as it is stated, reaches into the next: packed once, it unpacks many times."""
    ordered = sorted(infos, key=lambda info: info.header_offset)
    return {
        one
        for one, other in pairwise(ordered)
        if one.header_offset + _HEADER + one.compress_size > other.header_offset
    }
