"""An archive -> the files in it, each unpacked under a number of its own into one folder.

Nothing of a name in the archive becomes part of a path but the ending of a known format. Limits are kept on
the bytes that come out, not on the sizes that the archive states. One bad file harms no other.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from indexer.errors import Skipped, Unreadable
from indexer.reading.archive.member import (
    ANY_RATIO_BYTES,
    MAX_MEMBERS,
    MAX_RATIO,
    MAX_TOTAL_BYTES,
    Broken,
    Container,
    Member,
    Told,
    refusal,
)
from indexer.reading.archive.opening import opened
from indexer.reading.formats import format_of, unknown
from indexer.reading.metadata import sidecar
from indexer.reading.source import Facts, Source

MAX_DEPTH = 5
"""Of letters within letters."""
MAX_MEMBER_BYTES = 512 << 20
"""A file of records may be large; what one report may have, its own reader knows."""


def unpack(source: Source, into: Path) -> Iterator[Source | Unreadable | Skipped]:
    """The files of the archive, unpacked into the folder `into`, which is made if need be. What a
    metadata.csv in the archive tells about them goes with them. Raises `Unreadable` and OSError."""
    try:
        container = opened(source.descriptor(), source.path.name)
    except Told as error:
        raise Unreadable(source.place, str(error)) from error
    except Broken as error:
        raise Unreadable(source.place, f"不是完整的{_kind(source)}（{error}）。请重新取得该文件。") from error
    with closing(container):
        yield from unpacked(container, source, into)


def unpacked(container: Container, source: Source, into: Path) -> Iterator[Source | Unreadable | Skipped]:
    """The same of what is open already."""
    if (count := len(container.members)) > MAX_MEMBERS:
        reason = f"压缩包中有 {count:,} 个文件，最多 {MAX_MEMBERS:,} 个。请分成几个压缩包。"
        raise Unreadable(source.place, reason)
    into.mkdir(parents=True, exist_ok=True)
    yield from _Unpacking(source, container, into).files()
    if container.cut:
        reason = f"压缩包在中途损坏（{container.cut}），其余未读。请重新取得该文件。"
        raise Unreadable(source.place, reason)


def _kind(source: Source) -> str:
    found = format_of(source.path.name)
    name = next((one for one in found.endings if source.path.name.lower().endswith(one)), "") if found else ""
    return f" {name[1:].upper()} 压缩包"


class _Unpacking:
    """One archive on its way: what it has come to so far."""

    def __init__(self, source: Source, container: Container, into: Path) -> None:
        self._source, self._container, self._into = source, container, into
        self._members = container.members
        self._is_packed = container.is_archive or source.is_packed
        self._bytes = self._files = 0
        self._told: dict[str, Facts] = {}

    def files(self) -> Iterator[Source | Unreadable | Skipped]:
        self._container.prepare([one for one in self._members if format_of(one.name) and not self._no(one)])
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
        place = self._source.member(member.name, self._into, self._is_packed).place
        if reason := self._no(member):
            raise Unreadable(place, reason)
        if (found := format_of(member.name)) is None:
            raise unknown(Path(member.name), place)
        self._files += 1
        ending = next(one for one in found.endings if member.name.lower().endswith(one))
        path = self._into / f"{self._files:06}{ending}"
        try:
            with path.open("xb") as file:
                for chunk in self._chunks(member, place):
                    file.write(chunk)
        except Unreadable:
            path.unlink()
            raise
        return self._source.member(member.name, path, self._is_packed)

    def _no(self, member: Member) -> str:
        """Why the member is not unpacked."""
        if self._source.depth >= MAX_DEPTH:
            return "文件一层套一层，没有再往里读。请先取出来，再收录。"
        return refusal(member, MAX_MEMBER_BYTES, opens=not self._is_packed)

    def _chunks(self, member: Member, place: str) -> Iterator[bytes]:
        size = 0
        try:
            for chunk in self._container.chunks(member):
                size += len(chunk)
                self._bytes += len(chunk)
                if size > ANY_RATIO_BYTES and size > MAX_RATIO * member.packed:
                    raise Unreadable(place, f"解压后超过 {MAX_RATIO} 倍，不像报告，已放弃。请核对该文件。")
                if size > MAX_MEMBER_BYTES or self._bytes > MAX_TOTAL_BYTES:
                    raise Unreadable(place, "解压后太大，已放弃。请把它从压缩包中取出，单独收录。")
                yield chunk
        except Broken as error:
            reason = f"压缩包中的这个文件已损坏（{error}）。请重新取得该压缩包。"
            raise Unreadable(place, reason) from error
