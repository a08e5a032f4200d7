"""A .tar as a container of files, packed by gzip, bzip2 or xz or not at all."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import tarfile
import zlib
from collections.abc import Iterator, Sequence
from typing import IO, cast

from indexer.reading.archive.member import (
    ANY_RATIO_BYTES,
    CHUNK_BYTES,
    LINK,
    MAX_MEMBERS,
    MAX_RATIO,
    MAX_TOTAL_BYTES,
    OUTDATED,
    Broken,
    Member,
    clean,
    is_file,
    names_of,
)

_BROKEN = (tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, OverflowError)
_MAX_HEADER_BYTES = 1 << 20
"""The library reads the name of a file at once, however long it is said to be."""
_MAX_BYTES = MAX_TOTAL_BYTES + MAX_MEMBERS * 2048
"""With what stands around each member."""


class Tar:
    """See `Container`. What is behind a damage cannot be seen."""

    is_archive = True

    def __init__(self, descriptor: int) -> None:
        self._file = os.fdopen(descriptor, "rb")
        self._size = os.fstat(descriptor).st_size
        self.cut = ""
        try:
            unpacked = cast(IO[bytes], _Unpacked(_unpacked(self._file), self._size))
            self._archive = tarfile.TarFile(fileobj=unpacked, encoding="utf-8", errors="surrogateescape")
        except _BROKEN as error:
            self._file.close()
            raise Broken(str(error)) from error
        self.members = list(self._members(list(self._found())))

    def prepare(self, wanted: Sequence[Member]) -> None:
        """Nothing: any of them can be read by itself, best in their order."""

    def chunks(self, member: Member) -> Iterator[bytes]:
        assert isinstance(member.key, tarfile.TarInfo)
        try:
            data = self._archive.extractfile(member.key)
            while data and (chunk := data.read(CHUNK_BYTES)):
                yield chunk
        except _BROKEN as error:
            raise Broken(str(error)) from error

    def close(self) -> None:
        self._archive.close()
        self._file.close()

    def _found(self) -> Iterator[tarfile.TarInfo]:
        try:
            for count, info in enumerate(self._archive):
                if count > MAX_MEMBERS:
                    return
                yield info
        except _BROKEN as error:
            self.cut = str(error)

    def _members(self, infos: Sequence[tarfile.TarInfo]) -> Iterator[Member]:
        bare = [info.name.encode("utf-8", "surrogateescape") for info in infos]
        names = [clean(name) for name in names_of(bare, "utf-8")]
        last = dict(zip(names, infos, strict=True))
        for name, info in zip(names, infos, strict=True):
            if not info.isdir() and is_file(name):
                refused = LINK if not info.isreg() or info.issparse() else ""
                outdated = OUTDATED if last[name] is not info else ""
                yield Member(name, info.size, self._size, info, refused or outdated)


def _unpacked(file: IO[bytes]) -> IO[bytes]:
    """What a packed file holds; another is left as it is."""
    magic = file.read(6)
    file.seek(0)
    if magic.startswith(b"\x1f\x8b"):
        return cast(IO[bytes], gzip.GzipFile(fileobj=file))
    if magic.startswith(b"BZh"):
        return bz2.BZ2File(file)
    return lzma.LZMAFile(file) if magic == b"\xfd7zXZ\0" else file


class _Unpacked:
    """The same with bounds: of what is read at once, and of what comes out of so many bytes."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file = file
        self._most = min(max(ANY_RATIO_BYTES, MAX_RATIO * size), _MAX_BYTES)
        self.name = ""
        self.mode = "rb"

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= max(_MAX_HEADER_BYTES, CHUNK_BYTES):
            raise ValueError("a name is too long")
        self._check(self._file.tell() + size)
        return self._file.read(size)

    def seek(self, to: int) -> int:
        self._check(to)
        return self._file.seek(to)

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        self._file.close()

    def _check(self, to: int) -> None:
        if to > self._most:
            raise ValueError(f"it unpacks to more than {self._most >> 20:,} MiB")
