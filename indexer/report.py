"""A report: its title, its blocks in the order of the text, and what is known about it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from os.path import basename
from typing import NamedTuple, Self

from indexer.message import says
from indexer.text.fold import fingerprint, fold
from indexer.text.normal import Normal

REPORT_FIELDS = {
    "id": says("报告的编号，永远不变。"),
    "title": says("标题；没有标题的为空。"),
    "date": says("日期：2024-03-05、2024-03 或 2024；不知道的为空。"),
    "source": says("来源；不知道的为空。"),
    "authors": says("作者。"),
    "file": says("原文件的名称；不知道的为空。"),
    "folder": says("原文件所在的文件夹，从收录的那一层写起；不知道的为空。"),
    "indexed": says("最近一次收录的时刻（UTC）；不知道的为空。"),
    "url": says("报告网页的地址，从网站的根算起。"),
}
"""What the answers that name a report say of it: the metadata of the fields of these names."""


class Kind(StrEnum):
    """What a block is on the printed page."""

    TITLE = "title"
    KICKER = "kicker"
    """A line above or below the title that leads into it."""
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    BYLINE = "byline"


class At(NamedTuple):
    """Where a block stands in its file: page of a PDF or OFD, slide, row of a sheet, each counted from 1; and
    the level of a heading. 0 where it has none."""

    page: int = 0
    slide: int = 0
    row: int = 0
    level: int = 0


NOWHERE = At()


@dataclass(frozen=True, slots=True)
class Block:
    """One undivided piece of text: a literal is looked for within one block, never across two."""

    kind: Kind
    text: str
    at: At = NOWHERE


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a report beside its text: see `Report`."""

    id: str
    date: str = ""
    source: str = ""
    authors: tuple[str, ...] = ()
    number: str = ""
    page: str = ""
    place: str = ""
    folder: str = ""
    indexed: int = 0

    @property
    def file(self) -> str:
        """The name of the file that it was read from, without its folders: what strangers may be told."""
        return basename(self.place)


@dataclass(frozen=True, slots=True)
class Report:
    """What is indexed and shown.

    `id` names the report for ever: indexing the same id again replaces it. `date` is an ISO date,
    whole or cut short ("2024-03-05", "2024-03", "2024"); `number` is that of an official document
    (国发〔2024〕5号), `page` that of the newspaper (A03); what is not known is empty. `place` says where the
    text was read from: a file's path; `folder` is the folder of that file, from the one that was named to be
    indexed down, which strangers may be told (档案/2023). `indexed` is when it was last taken in, in seconds
    since 1970; 0 where nobody said.
    """

    id: str
    blocks: tuple[Block, ...]
    date: str = ""
    source: str = ""
    authors: tuple[str, ...] = ()
    number: str = ""
    page: str = ""
    place: str = ""
    folder: str = ""
    indexed: int = 0

    def __post_init__(self) -> None:
        """A name is one line, and says something: so many of them can be kept as one text."""
        if any(not name or "\n" in name for name in self.authors):
            names = (" ".join(name.split("\n")).strip() for name in self.authors)
            object.__setattr__(self, "authors", tuple(filter(None, names)))

    @property
    def title(self) -> str:
        """The text of the block that is the title; empty where the report has none."""
        return next((b.text for b in self.blocks if b.kind is Kind.TITLE), "")

    @property
    def paragraphs(self) -> tuple[Block, ...]:
        """Every block but the title. Paragraph n, counted from 1, is `paragraphs[n - 1]`."""
        return tuple(b for b in self.blocks if b.kind is not Kind.TITLE)

    @classmethod
    def of(cls, known: Known, blocks: Iterable[Block]) -> Self:
        """The report of which this is known, with its text."""
        return cls(blocks=tuple(blocks), **asdict(known))

    @property
    def known(self) -> Known:
        return Known(
            id=self.id,
            date=self.date,
            source=self.source,
            authors=self.authors,
            number=self.number,
            page=self.page,
            place=self.place,
            folder=self.folder,
            indexed=self.indexed,
        )

    @property
    def normal(self) -> Normal:
        """The text as it is searched. It is worked out each time; a store keeps it."""
        return self.normal_with(None)

    def normal_with(self, borders: bytes | None) -> Normal:
        """The same of a report whose `Normal.borders` are known."""
        texts = [block.text for block in self.blocks]
        return Normal.of(texts, [block.kind is Kind.TITLE for block in self.blocks], borders)

    @property
    def file(self) -> str:
        """See `Known.file`."""
        return self.known.file

    @property
    def characters(self) -> int:
        """How much text there is, in code points."""
        return sum(len(block.text) for block in self.blocks)

    @property
    def digest(self) -> str:
        """A short hash of all but where its file stands and when it was indexed: equal digests need no
        indexing again."""
        known = (self.id, self.date, self.source, self.number, self.page)
        parts = [*known, *self.authors, *(f"{b.kind}{_told(b.at)}:{b.text}" for b in self.blocks)]
        return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def _told(at: At) -> str:
    return "" if at == NOWHERE else f"@{','.join(map(str, at))}"


class Packed(NamedTuple):
    """A report on its way from who read it to who writes it, in other processes: put together once, and taken
    apart once. Beside it stands all that is asked of it between: the fields of the report of these names, and
    the fingerprint of its text (`text.fold`). What its reader could not know is filled in on the way: its
    folder, and when it was indexed."""

    report: bytes
    id: str
    place: str
    date: str
    source: str
    digest: str
    fingerprint: bytes
    characters: int
    folder: str = ""
    indexed: int = 0

    @classmethod
    def of(cls, report: Report) -> Packed:
        return cls(
            report=dump(report),
            id=report.id,
            place=report.place,
            date=report.date,
            source=report.source,
            digest=report.digest,
            fingerprint=fingerprint(fold(block.text) for block in report.blocks),
            characters=report.characters,
            folder=report.folder,
            indexed=report.indexed,
        )

    def unpacked(self) -> Report:
        return load(self.report, self.folder, self.indexed)


KINDS = {str(kind): kind for kind in Kind}
"""By their names, as they are stored."""


def dump(report: Report) -> bytes:
    """The report as it is stored, and as it goes from one process to another: JSON in UTF-8."""
    blocks = [(b.kind, b.text) if b.at == NOWHERE else (b.kind, b.text, *b.at) for b in report.blocks]
    known = (report.date, report.source, report.authors, report.number, report.page)
    fields = (report.id, blocks, *known, report.place, report.folder, report.indexed)
    return json.dumps(fields, ensure_ascii=False).encode()


def load(stored: bytes, folder: str | None = None, indexed: int | None = None) -> Report:
    """The report that `dump` made; with another folder and time of indexing where they are given."""
    # Bytes `json.loads` would first look through for their encoding, which takes as long as reading them.
    report_id, blocks, date, source, authors, number, page, place, *last = json.loads(stored.decode())
    return Report(
        id=report_id,
        blocks=tuple([Block(KINDS[kind], text, At(*at) if at else NOWHERE) for kind, text, *at in blocks]),
        date=date,
        source=source,
        authors=tuple(authors),
        number=number,
        page=page,
        place=place,
        folder=last[0] if folder is None else folder,
        indexed=last[1] if indexed is None else indexed,
    )
