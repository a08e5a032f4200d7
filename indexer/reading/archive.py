"""A .zip -> the files in it, each unpacked under a number of its own into one folder.

Nothing of a name in the archive becomes part of a path but the ending of a known format. Limits are kept on
the bytes that come out, not on the sizes that the archive states. One bad file harms no other.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from indexer.errors import Skipped, Unreadable
from indexer.reading import sidecar
from indexer.reading.archive_members import Member, members, refusal
from indexer.reading.facts import Facts
from indexer.reading.formats import format_of, unknown
from indexer.reading.source import Source

MAX_MEMBERS = 100_000
MAX_DIRECTORY = 32 << 20
"""Bytes that the list of the members may take: each needs 46 and its name."""
MAX_MEMBER, MAX_TOTAL = 512 << 20, 2 << 30
"""Bytes of one file and of all together. A file of records may be large; what one report may have, its own
reader knows."""
MAX_RATIO = 200
"""What unpacks to more times its size, and to more than `_SMALL`, is a bomb: text unpacks to ten times."""
_SMALL = 16 << 20
_CHUNK = 1 << 20
BROKEN = (BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError)
"""What the library raises on damaged archives; NotImplementedError is a RuntimeError."""


def unpack(source: Source, into: Path) -> Iterator[Source | Unreadable | Skipped]:
    """The files of the archive, unpacked into the folder `into`, which is made if need be. What a
    metadata.csv in the archive tells about them goes with them. Raises `Unreadable` and OSError."""
    with _Archive(source.path) as file:
        try:
            archive = ZipFile(file)
        except BROKEN as error:
            reason = f"不是完整的 ZIP 压缩包（{error}）。请重新取得该文件。"
            raise Unreadable(source.place, reason) from error
        with archive:
            if (count := len(archive.infolist())) > MAX_MEMBERS:
                reason = f"压缩包中有 {count:,} 个文件，最多 {MAX_MEMBERS:,} 个。请分成几个压缩包。"
                raise Unreadable(source.place, reason)
            into.mkdir(parents=True, exist_ok=True)
            yield from _Unpacking(source, archive, into).files()


class _Archive(io.FileIO):
    """The archive's file. Its library reads the list of members at once, however long it is said to be."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > MAX_DIRECTORY:
            raise BadZipFile("the list of files is too long")
        return super().read(size) or b""


class _Unpacking:
    """One archive on its way: what it has come to so far."""

    def __init__(self, source: Source, archive: ZipFile, into: Path) -> None:
        self._source, self._archive, self._into = source, archive, into
        self._members = list(members(archive.infolist()))
        self._bytes = self._files = 0
        self._told: dict[str, Facts] = {}

    def files(self) -> Iterator[Source | Unreadable | Skipped]:
        tables = [one for one in self._members if one.path.name == sidecar.NAME]
        for member in sorted(tables, key=lambda one: len(one.path.parts)):
            yield from self._take_in(member)
        for member in self._members:
            if member.path.name == sidecar.NAME:
                continue
            if self._bytes > MAX_TOTAL:
                raise Unreadable(
                    self._source.place, f"解压后超过 {MAX_TOTAL >> 30} GiB，其余未读。请分成几个压缩包。"
                )
            try:
                one = self._unpacked(member)
            except (Unreadable, Skipped) as error:
                yield error
            else:
                yield replace(one, facts=self._told.get(member.name, Facts()))

    def _take_in(self, member: Member) -> Iterator[Unreadable | Skipped]:
        """Learn what a metadata.csv tells about the files of its folder; the one nearest knows best."""
        try:
            one = self._unpacked(member)
        except (Unreadable, Skipped) as error:
            yield error
            return
        told, bad = sidecar.read(one.path)
        for name, facts in told.items():
            at = str(member.path.parent / name)
            self._told[at] = facts.over(self._told.get(at, Facts()))
        for row in bad:
            yield Unreadable(row.place.replace(str(one.path), one.place, 1), row.reason)

    def _unpacked(self, member: Member) -> Source:
        place = self._source.member(member.name, self._into).place
        if reason := refusal(member, MAX_MEMBER):
            raise Unreadable(place, reason)
        if (found := format_of(member.name)) is None:
            raise unknown(Path(member.name), place)
        self._files += 1
        ending = next(one for one in found.endings if member.name.lower().endswith(one))
        path = self._into / f"{self._files:06}{ending}"
        try:
            with path.open("xb") as file:
                for chunk in self._chunks(member.info, place):
                    file.write(chunk)
        except Unreadable:
            path.unlink()
            raise
        return self._source.member(member.name, path)

    def _chunks(self, info: ZipInfo, place: str) -> Iterator[bytes]:
        size = 0
        try:
            with self._archive.open(info) as data:
                while chunk := data.read(_CHUNK):
                    size += len(chunk)
                    self._bytes += len(chunk)
                    if size > _SMALL and size > MAX_RATIO * info.compress_size:
                        raise Unreadable(
                            place, f"解压后超过 {MAX_RATIO} 倍，不像报告，已放弃。请核对该文件。"
                        )
                    if size > MAX_MEMBER or self._bytes > MAX_TOTAL:
                        raise Unreadable(place, "解压后太大，已放弃。请把它从压缩包中取出，单独收入。")
                    yield chunk
        except BROKEN as error:
            reason = f"压缩包中的这个文件已损坏（{error}）。请重新取得该压缩包。"
            raise Unreadable(place, reason) from error
