"""What a reader is given and what it yields: a file with its names, and a document as its format has it."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection
from dataclasses import dataclass, field, fields, replace
from io import BufferedReader
from pathlib import Path, PurePosixPath

from indexer.errors import Noted, Skipped, Unreadable
from indexer.reading.below import open_below
from indexer.reading.decoding import storable
from indexer.reading.record_fields import Columns
from indexer.report import Block, Report

MAX_BYTES = 64 * 2**20
"""No report is larger; a file beyond it is a data dump or a mistake, and would fill the memory."""

_SPELT_OUT = re.compile(rb"\\x([89a-f][0-9a-f])")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is empty is not known. `date` is as in `Report`; `number` is that of an official document,
    国发〔2024〕5号; `page` is that of the newspaper, as it is printed there: A03."""

    title: str = ""
    date: str = ""
    source: str = ""
    authors: tuple[str, ...] = ()
    number: str = ""
    page: str = ""

    def over(self, others: Facts) -> Facts:
        """These facts and, where they are silent, the others."""
        return Facts(*(getattr(self, one.name) or getattr(others, one.name) for one in fields(self)))


@dataclass(frozen=True, slots=True)
class Source:
    """One file to be read. `place` is what people call it: its absolute path; `report_id` is the id of the
    report in it, if it holds but one that has no id of its own; `encoding` is the one to be used for text,
    detected where it is empty; `facts` are those told by a file beside it, and win over all else; `root` is
    what was named, the file or a folder above it: below it no link is followed; `columns` says what names of
    fields of records mean; `depth` is how many files it stands in, `is_packed` whether one is an archive."""

    path: Path
    place: str
    report_id: str
    encoding: str = ""
    facts: Facts = field(default_factory=Facts)
    root: Path | None = None
    columns: Columns = ()
    depth: int = 0
    is_packed: bool = False

    @classmethod
    def of(
        cls,
        path: Path,
        encoding: str = "",
        facts: Facts | None = None,
        root: Path | None = None,
        columns: Columns = (),
    ) -> Source:
        """The file at a path. Its id is its name and a hash of its whole path: files of the same name in
        two folders are two reports, and one file is the same report from wherever the program was started."""
        report_id = _id(path.stem, os.fsencode(path.resolve()))
        return cls(path, place_of(path), report_id, encoding, facts or Facts(), root, columns)

    def member(self, name: str, path: Path, is_packed: bool = True) -> Source:
        """A file of this archive or letter, unpacked to `path`; `name` is its path inside it, with "/"."""
        place = f"{self.place}/{storable(name)}"
        report_id = _id(PurePosixPath(name).stem, place.encode())
        return replace(
            self,
            path=path,
            place=place,
            report_id=report_id,
            facts=Facts(),
            root=None,
            depth=self.depth + 1,
            is_packed=is_packed,
        )

    def size(self) -> int:
        """In bytes; 0 where it cannot be seen."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    def descriptor(self) -> int:
        """The file, opened for reading. Raises OSError."""
        return open_below(self.root or self.path, self.path)

    def open(self) -> BufferedReader:
        """The same, as Python has it."""
        return open(self.descriptor(), "rb")

    def content(self, most: int = MAX_BYTES) -> bytes:
        """All of the file. Raises OSError, and `Unreadable` for one of more than `most` bytes."""
        with self.open() as file:
            data = file.read(most + 1)
        if len(data) > most:
            raise Unreadable(self.place, f"文件超过 {most >> 20} MiB，单篇报告不会这样大。请拆开后再收录。")
        return data


@dataclass(frozen=True, slots=True)
class Document:
    """A report as its format has it; `facts` are those that the format itself states; `note` says what of it
    was not read as it stands."""

    blocks: tuple[Block, ...]
    facts: Facts = field(default_factory=Facts)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Working:
    """Yielded now and then by a reader that takes long: it has read so many of the file's pages or, where it
    has none, of its bytes, and asks for so many seconds of the processor's time for what it has before it."""

    pages: int = 0
    of_pages: int = 0
    seconds: float = 0.0
    bytes: int = 0

    @property
    def is_far(self) -> bool:
        """Whether it says how far reading is."""
        return bool(self.of_pages or self.bytes)

    def bytes_of(self, size: int) -> int:
        """How much of a file of so many bytes is read."""
        return size * self.pages // self.of_pages if self.of_pages else min(size, self.bytes)


ReaderOutput = Report | Document | Source | Unreadable | Skipped | Noted | Working
"""What a reader may yield: whole reports from files of records, a document from a file that holds one, and
the files of an archive."""


def place_of(path: Path) -> str:
    """What people call the file at a path. Bytes of its name that are no UTF-8 are spelt out, so that two
    files never have one name."""
    return os.fsencode(path.absolute()).decode("utf-8", "backslashreplace")


def folder_below(place: str, roots: Collection[str]) -> str:
    """The folder of a file, from the outermost down of these folders that it lies in; empty where it lies in
    none of them, or is itself what was named."""
    above = [root for root in roots if place.startswith(f"{root.rstrip('/')}/")]
    if not above:
        return ""
    root = min(above, key=len).rstrip("/")
    return place[root.rfind("/") + 1 : place.rfind("/")].lstrip("/")


def paths_of(place: str) -> tuple[Path, Path]:
    """What `place_of` may have been given: a name that looks as if bytes of it were spelt out, or one in
    which they are."""
    bare = _SPELT_OUT.sub(lambda found: bytes.fromhex(found[1].decode()), place.encode())
    return Path(place), Path(os.fsdecode(bare))


def _id(stem: str, place: bytes) -> str:
    return f"{storable(stem)}-{hashlib.blake2b(place, digest_size=4).hexdigest()}"
