"""A zip of XML, which most files of office programs are: its parts, and how they refer to each other.

Nothing is unpacked that would fill the memory. The sizes that a zip declares can be trusted: zipfile reads no
more than them from a part, whatever is packed there.
"""

from __future__ import annotations

import posixpath
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, NamedTuple
from zipfile import BadZipFile, ZipFile, ZipInfo

from lxml import etree
from lxml.etree import _Element

from indexer.errors import Unreadable
from indexer.reading.archive.zip_file import ArchiveFile
from indexer.reading.office.bombs import MAX_PART_BYTES, is_bomb
from indexer.reading.source import Source

BROKEN = (
    BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError, KeyError, etree.LxmlError,
)  # fmt: skip
"""What damaged files make the libraries raise; NotImplementedError is a RuntimeError."""
ZIP, OLE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = "文件有密码，打不开。请先取消密码，另存后再收录。"
_MAX_PARTS = 20_000


class Relation(NamedTuple):
    """`kind` is the last word of what the relation is said to be: worksheet; `target` is a part's name."""

    kind: str
    target: str


class Package:
    """The parts of an open file, by their names: in whatever case, for programs differ."""

    def __init__(self, archive: ZipFile, place: str) -> None:
        self._archive, self._place = archive, place
        self._parts = {_bare(one.filename): one for one in archive.infolist()}

    @property
    def main(self) -> str:
        """The name of the part that the others belong to, in a file of Microsoft's. Raises BadZipFile."""
        named = (one.target for one in self.relations().values() if one.kind == "officeDocument")
        if (name := next(named, "")) and self.has(name):
            return name
        raise BadZipFile("缺少主要部分")

    def has(self, name: str) -> bool:
        return _bare(name) in self._parts

    def open(self, name: str) -> IO[bytes]:
        """The part, to be read as it comes. Raises `Unreadable` for a bomb, and `BROKEN`."""
        part = self._part(name)
        if is_bomb(part):
            raise Unreadable(self._place, _too_large(part))
        return self._archive.open(part)

    def whole(self, name: str) -> bytes:
        """The whole part. Raises `Unreadable` for one that is too large, and `BROKEN`."""
        part = self._part(name)
        if part.file_size > MAX_PART_BYTES:
            raise Unreadable(self._place, _too_large(part))
        with self.open(name) as file:
            return file.read()

    def _part(self, name: str) -> ZipInfo:
        if found := self._parts.get(_bare(name)):
            return found
        raise BadZipFile(f"缺少 {name}")

    def root(self, name: str) -> _Element:
        """The whole part as a tree. Raises as `whole` does."""
        parser = etree.XMLParser(resolve_entities=False, remove_comments=True, remove_pis=True)
        return etree.fromstring(self.whole(name), parser)

    def nodes(self, name: str, *tags: str) -> Iterator[_Element]:
        """The nodes of these tags in a part of any size, one at a time: each is gone with the next."""
        with self.open(name) as file:
            yield from nodes(file, *tags)

    def relations(self, name: str = "") -> dict[str, Relation]:
        """What a part, or the file itself, refers to inside of the file, by the names that it gives it."""
        folder, own = posixpath.split(name)
        part = posixpath.join(folder, "_rels", f"{own}.rels")
        if not self.has(part):
            return {}
        return {
            one.get("Id", ""): Relation(one.get("Type", "").rpartition("/")[2], _target(folder, one))
            for one in self.root(part).iter("{*}Relationship")
            if one.get("TargetMode") != "External"
        }


def nodes(file: IO[bytes], *tags: str) -> Iterator[_Element]:
    """The nodes of these tags in a file of XML, as `Package.nodes` has them."""
    parsed = etree.iterparse(file, tag=tags, resolve_entities=False, remove_comments=True, remove_pis=True)
    for _, node in parsed:
        yield node
        parent = node.getparent()
        node.clear()
        if parent is not None:
            del parent[: parent.index(node)]


def name_of(node: _Element) -> str:
    """The tag without its namespace."""
    return str(node.tag).rpartition("}")[2]


def told(node: _Element, name: str) -> str:
    """The attribute of this name, of whatever namespace; empty where there is none."""
    return next((str(value) for key, value in node.items() if str(key).rpartition("}")[2] == name), "")


@contextmanager
def opened(source: Source) -> Iterator[Package]:
    """The file, opened. Raises `Unreadable` for what is damaged, and OSError."""
    with ArchiveFile(source.descriptor()) as file:
        try:
            archive = ZipFile(file)
        except BROKEN as error:
            raise Unreadable(source.place, damaged(error)) from error
        with archive:
            if len(archive.infolist()) > _MAX_PARTS:
                raise Unreadable(source.place, damaged("组成部分太多"))
            yield Package(archive, source.place)


def damaged(error: Exception | str) -> str:
    """What is said of a file that is not whole."""
    is_telling = isinstance(error, str | BadZipFile | etree.LxmlError)
    told = f"（{' '.join(str(error).split())[:80]}）" if is_telling else ""
    return f"文件不完整或已损坏{told}。请重新取得，或在 WPS、Office 中打开后另存。"


def _target(folder: str, relation: _Element) -> str:
    target = relation.get("Target", "").replace("\\", "/")
    return (
        target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    )


def _bare(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _too_large(part: ZipInfo) -> str:
    return f"其中一部分解压后有 {part.file_size >> 20} MiB，不像报告，没有打开。请核对文件来源。"
