"""One report, whole, as an answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from indexer.dates import moment
from indexer.message import says
from indexer.report import REPORT_FIELDS, Kind, Report
from indexer.search.answer import AT, HEADINGS, Where
from indexer.search.excerpt import Range
from indexer.search.standing import paths
from indexer.store import Reprints


@dataclass(frozen=True, slots=True)
class BlockAnswer:
    """A block of a report, and where it stands."""

    kind: Kind = field(
        metadata=says(
            "是什么：title 标题，kicker 引题或副题，heading 小标题，paragraph 正文，"
            "caption 图注，byline 署名。"
        )
    )
    text: str = field(metadata=says("原文。"))
    at: Where = field(metadata=AT)
    headings: tuple[str, ...] = field(metadata=HEADINGS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAnswer:
    """A report, whole or a range of its paragraphs. `url` is "" where nobody knows the addresses."""

    id: str = field(metadata=REPORT_FIELDS["id"])
    url: str = field(metadata=REPORT_FIELDS["url"])
    title: str = field(metadata=REPORT_FIELDS["title"])
    date: str = field(metadata=REPORT_FIELDS["date"])
    source: str = field(metadata=REPORT_FIELDS["source"])
    authors: tuple[str, ...] = field(metadata=REPORT_FIELDS["authors"])
    number: str = field(metadata=says("公文的文号；不知道的为空。"))
    page: str = field(metadata=says("报纸的版次；不知道的为空。"))
    paragraphs: int = field(metadata=says("全文有几段，标题不计。"))
    first: int = field(metadata=says("blocks 里的第一段是第几段，从 1 数起；一段也没有的为 0。"))
    blocks: tuple[BlockAnswer, ...] = field(
        metadata=says("原文，按原来的顺序：全文连同标题，或者 paragraphs 要求的几段。")
    )
    folder: str = field(metadata=REPORT_FIELDS["folder"])
    indexed: str = field(metadata=REPORT_FIELDS["indexed"])
    files: tuple[str, ...] = field(metadata=says("原文件的名称。"))
    reprints: tuple[str, ...] = field(metadata=says("内容几乎相同的其他报告的编号，最像的在前。"))
    same_text: tuple[str, ...] = field(metadata=says("其中全文相同的报告的编号。"))

    @classmethod
    def of(cls, report: Report, reprints: Reprints, url: str = "", shown: Range | None = None) -> Self:
        count = len(report.paragraphs)
        return cls(
            id=report.id,
            url=url,
            title=report.title,
            date=report.date,
            source=report.source,
            authors=report.authors,
            number=report.number,
            page=report.page,
            paragraphs=count,
            first=shown.first if shown else min(1, count),
            blocks=_blocks(report, shown),
            folder=report.folder,
            indexed=moment(report.indexed),
            files=(report.file,) if report.place else (),
            reprints=reprints.ids,
            same_text=reprints.ids[: reprints.same],
        )


def _blocks(report: Report, shown: Range | None) -> tuple[BlockAnswer, ...]:
    """Those of the range; all of them where there is none."""
    answers = [
        BlockAnswer(block.kind, block.text, Where.of(block.at), headings)
        for block, headings in zip(report.blocks, paths(report.blocks), strict=True)
    ]
    if shown is None:
        return tuple(answers)
    return tuple(one for one in answers if one.kind is not Kind.TITLE)[shown.first - 1 : shown.last]
