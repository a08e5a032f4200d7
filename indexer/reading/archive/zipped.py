"""A .zip as a container of files."""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Iterator, Sequence
from io import FileIO
from itertools import pairwise
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from indexer.reading.archive.member import (
    CHUNK_BYTES,
    LINK,
    LOCKED,
    OUTDATED,
    Broken,
    Member,
    clean,
    is_file,
    names_of,
)
from indexer.reading.archive.zip_file import NAME_IS_UTF8, ArchiveFile

BROKEN = (BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError)
"""What the library raises on damaged archives; NotImplementedError is a RuntimeError."""
_IS_ENCRYPTED = 0x1
_METHODS = {ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2}  # LZMA takes as much memory as the archive likes
_HEADER_BYTES = 30
"""At least, before a file's name and content."""


class Zip:
    """See `Container`."""

    cut = ""
    is_archive = True

    def __init__(self, descriptor: int) -> None:
        self._file: FileIO = ArchiveFile(descriptor)
        try:
            self._archive = ZipFile(self._file)
        except BROKEN as error:
            self._file.close()
            raise Broken(str(error)) from error
        self.members = list(_members(self._archive.infolist()))

    def prepare(self, wanted: Sequence[Member]) -> None:
        """Nothing: any of them can be read by itself."""

    def chunks(self, member: Member) -> Iterator[bytes]:
        assert isinstance(member.key, ZipInfo)
        try:
            with self._archive.open(member.key) as data:
                while chunk := data.read(CHUNK_BYTES):
                    yield chunk
        except BROKEN as error:
            raise Broken(str(error)) from error

    def close(self) -> None:
        self._archive.close()
        self._file.close()


def _members(infos: Sequence[ZipInfo]) -> Iterator[Member]:
    names = [clean(name) for name in _names(infos)]
    last = dict(zip(names, infos, strict=True))
    covered = _covered(infos)
    for name, info in zip(names, infos, strict=True):
        if is_file(name):
            refused = _refusal(info, info in covered, last[name] is not info)
            yield Member(name, info.file_size, info.compress_size, info, refused)


def _refusal(info: ZipInfo, is_covered: bool, is_outdated: bool) -> str:
    """`is_covered` is one that reaches into the next, `is_outdated` one that another of its name follows."""
    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
        return LINK
    if info.flag_bits & _IS_ENCRYPTED:
        return LOCKED
    if info.compress_type not in _METHODS:
        return "压缩包中的这个文件用了少见的压缩方法。请用普通的 ZIP 压缩（Deflate）重新打包。"
    if is_covered:
        return "压缩包中的这个文件与另一个重叠，压缩包已损坏或有恶意，没有读取。请重新取得。"
    return OUTDATED if is_outdated else ""


def _names(infos: Sequence[ZipInfo]) -> list[str]:
    """The names as they were given, whatever the standard says of those that are not said to be UTF-8."""
    bare = [info for info in infos if not info.flag_bits & NAME_IS_UTF8]
    names = names_of([info.filename.encode("cp437") for info in bare], "cp437")
    found = dict(zip(bare, names, strict=True))
    return [found.get(info, info.filename) for info in infos]


def _covered(infos: Sequence[ZipInfo]) -> set[ZipInfo]:
    """Those whose content, as it is stated, reaches into the next: packed once, it unpacks many times."""
    ordered = sorted(infos, key=lambda info: info.header_offset)
    return {
        one
        for one, other in pairwise(ordered)
        if one.header_offset + _HEADER_BYTES + one.compress_size > other.header_offset
    }
