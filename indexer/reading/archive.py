"""A .zip -> the files in it, each unpacked under a number of its own into one folder; and its members.

Nothing of a name in the archive becomes part of a path but the ending of a known format. Limits are kept on
the bytes that come out, not on the sizes that the archive states. One bad file harms no other.
"""

from __future__ import annotations

import re
import stat
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path, PurePosixPath
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from indexer.errors import Skipped, Unreadable
from indexer.reading.archive_file import NAME_IS_UTF8, ArchiveFile
from indexer.reading.decoding import encoding_of, strictly
from indexer.reading.formats import format_of, is_left_behind, unknown
from indexer.reading.metadata import sidecar
from indexer.reading.source import Facts, Source

MAX_MEMBERS = 100_000
MAX_MEMBER_BYTES = 512 << 20
"""A file of records may be large; what one report may have, its own reader knows."""
MAX_TOTAL_BYTES = 2 << 30
MAX_RATIO = 200
"""What unpacks to more times its size is a bomb: text unpacks to ten times."""
ANY_RATIO_BYTES = 16 << 20
"""What unpacks to no more than this may have any ratio."""
_CHUNK_BYTES = 1 << 20
BROKEN = (BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError)
"""What the library raises on damaged archives; NotImplementedError is a RuntimeError."""


def unpack(source: Source, into: Path) -> Iterator[Source | Unreadable | Skipped]:
    """The files of the archive, unpacked into the folder `into`, which is made if need be. What a
    metadata.csv in the archive tells about them goes with them. Raises `Unreadable` and OSError."""
    with ArchiveFile(source.descriptor()) as file:
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
            if self._bytes > MAX_TOTAL_BYTES:
                raise Unreadable(
                    self._source.place,
                    f"解压后超过 {MAX_TOTAL_BYTES >> 30} GiB，其余未读。请分成几个压缩包。",
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
        if reason := refusal(member, MAX_MEMBER_BYTES):
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
                while chunk := data.read(_CHUNK_BYTES):
                    size += len(chunk)
                    self._bytes += len(chunk)
                    if size > ANY_RATIO_BYTES and size > MAX_RATIO * info.compress_size:
                        raise Unreadable(
                            place, f"解压后超过 {MAX_RATIO} 倍，不像报告，已放弃。请核对该文件。"
                        )
                    if size > MAX_MEMBER_BYTES or self._bytes > MAX_TOTAL_BYTES:
                        raise Unreadable(place, "解压后太大，已放弃。请把它从压缩包中取出，单独收入。")
                    yield chunk
        except BROKEN as error:
            reason = f"压缩包中的这个文件已损坏（{error}）。请重新取得该压缩包。"
            raise Unreadable(place, reason) from error


# — members —


_IS_ENCRYPTED = 0x1
_METHODS = {ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2}  # LZMA takes as much memory as the archive likes
_ARCHIVES = {".zip", ".rar", ".7z", ".tar", ".tgz", ".gz", ".bz2", ".xz"}
_HEADER_BYTES = 30
"""At least, before a file's name and content."""
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
    """Why the member is not unpacked; empty if it is. It may have `most` bytes."""
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
    """The names as they were given. Where the archive does not say that they are UTF-8, or is wrong in it,
    they are, whatever the standard says, in the encoding of the system that packed them. All together show
    which."""
    bare = {info: info.filename.encode("cp437") for info in infos if not info.flag_bits & NAME_IS_UTF8}
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
        if one.header_offset + _HEADER_BYTES + one.compress_size > other.header_offset
    }
