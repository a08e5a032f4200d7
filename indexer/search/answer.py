"""What a search answers. The fields of each dataclass, in their order, are the JSON that programs see, by the
command line and by the API; what a field means is said beside it, and describes the API."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Self, cast

from indexer.dates import moment
from indexer.message import says
from indexer.report import REPORT_FIELDS, At, Known, Report
from indexer.search.json_form import INTERNAL, LEFT_OUT
from indexer.store import Class, Manner, Match, Reprints, Values

Mark = tuple[int, int]
"""From where to where to mark, in code points of the original text; the end is not included."""

Counts = tuple[tuple[str, int], ...]


def no_url(report_id: str) -> str:
    """The address of a report where nobody knows the addresses."""
    return ""


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and its marks."""

    text: str = field(metadata=says("原文。"))
    marks: tuple[Mark, ...] = field(
        metadata=says("要标出的位置：[起, 止)，按 Unicode 码位数，升序，互不重叠。")
    )


@dataclass(frozen=True, slots=True)
class Where:
    """Where in its file: what is not known is left out."""

    page: int = field(default=LEFT_OUT, metadata=says("PDF 或 OFD 的第几页，从 1 数起。"))
    slide: int = field(default=LEFT_OUT, metadata=says("第几张幻灯片，从 1 数起。"))
    row: int = field(default=LEFT_OUT, metadata=says("表格的第几行，从 1 数起。"))

    @classmethod
    def of(cls, at: At) -> Self:
        return cls(at.page or LEFT_OUT, at.slide or LEFT_OUT, at.row or LEFT_OUT)


AT = says("在原文件中的位置；不知道的没有。")
BETWEEN_HEADINGS = " › "
HEADINGS = says("所在的各级小标题，从大到小。")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a paragraph, unchanged; `before` is true where the paragraph goes on before it, likewise
    `after`."""

    paragraph: int = field(metadata=says("第几段，从 1 数起。"))
    start: int = field(metadata=says("片段从该段第几个字起，从 0 数起。"))
    text: str = field(metadata=says("片段，与原文一字不差。"))
    marks: tuple[Mark, ...] = field(metadata=says("要标出的位置：[起, 止)，从片段的开头数起。"))
    before: bool = field(metadata=INTERNAL)
    after: bool = field(metadata=INTERNAL)
    at: Where = field(default=Where(), metadata=AT)
    headings: tuple[str, ...] = field(default=(), metadata=HEADINGS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A report found."""

    id: str = field(metadata=REPORT_FIELDS["id"])
    title: Marked = field(metadata=REPORT_FIELDS["title"])
    date: str = field(metadata=REPORT_FIELDS["date"])
    source: str = field(metadata=REPORT_FIELDS["source"])
    authors: tuple[str, ...] = field(metadata=REPORT_FIELDS["authors"])
    file: str = field(metadata=REPORT_FIELDS["file"])
    folder: str = field(metadata=REPORT_FIELDS["folder"])
    indexed: str = field(metadata=REPORT_FIELDS["indexed"])
    url: str = field(default="", metadata=REPORT_FIELDS["url"])
    score: float = field(metadata=says("相关程度，只在同一次检索中可以比较。"))
    match: Class = field(metadata=says("怎样匹配：literal 原文匹配，words 按词匹配，relaxed 含有部分词。"))
    lacks: tuple[str, ...] = field(metadata=says("含有部分词的报告缺少的检索词。"))
    occurrences: int = field(metadata=says("全文有几处命中。"))
    paragraphs: int = field(metadata=says("全文有几段。"))
    number: str = field(default="", metadata=says("公文的文号；不知道的为空。"))
    page: str = field(default="", metadata=says("报纸的版次；不知道的为空。"))
    reprints: tuple[str, ...] = field(metadata=says("内容几乎相同的其他报告的编号，最像的在前。"))
    same_text: tuple[str, ...] = field(metadata=says("其中全文相同的报告的编号。"))
    passages: tuple[Passage, ...] = field(metadata=says("片段，按原文的顺序。"))
    found: Any = field(metadata=INTERNAL, compare=False, repr=False)
    """The `Match`. A schema is made of this class, and none can be made of a protocol."""

    @property
    def known(self) -> Known:
        return cast(Match, self.found).known

    @property
    def report(self) -> Report:
        """All of it: it is read when it is first asked for."""
        return cast(Match, self.found).report

    @classmethod
    def of(
        cls,
        match: Match,
        reprints: Reprints,
        title: Marked,
        occurrences: int,
        passages: tuple[Passage, ...],
        url: str = "",
    ) -> Self:
        """What was found of a match, and the reports that resemble it."""
        known = match.known
        return cls(
            id=known.id,
            title=title,
            date=known.date,
            source=known.source,
            authors=known.authors,
            file=known.file,
            folder=known.folder,
            indexed=moment(known.indexed),
            url=url,
            score=round(match.score, 4),
            match=match.match,
            lacks=match.lacks,
            occurrences=occurrences,
            paragraphs=match.normal.is_title.count(0),
            number=known.number,
            page=known.page,
            reprints=reprints.ids,
            same_text=reprints.ids[: reprints.same],
            passages=passages,
            found=match,
        )


@dataclass(frozen=True, slots=True)
class TermAnswer:
    """One keyword as it was read. What is `unwanted` must not be in a report."""

    text: str = field(metadata=says("检索词。"))
    matched: Manner = field(metadata=says("怎样匹配：literal 原文匹配，words 按词匹配，none 未出现。"))
    reports: int = field(metadata=says("单独检索它，有几篇报告命中，不计其他条件。"))
    unwanted: bool = field(metadata=says("是不是要排除的词。"))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A question that does find something: the one that found nothing, without some of its keywords."""

    keywords: tuple[str, ...] = field(metadata=says("去掉的检索词。"))
    q: str = field(metadata=says("去掉之后的检索式。"))
    total: int = field(metadata=says("它命中几篇报告。"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """How the question was understood; `left_out` and `did_you_mean` say what to ask instead."""

    q: str = field(metadata=says("收到的检索式。"))
    read_as: str = field(metadata=says("实际理解成的检索式。"))
    notes: tuple[str, ...] = field(metadata=says("理解时的说明，例如哪个运算符按文字检索。"))
    terms: tuple[TermAnswer, ...] = field(metadata=says("其中的各个检索词。"))
    relaxed: bool = field(metadata=says("hits 是不是都只含有部分词。"))
    did_you_mean: str | None = field(metadata=says("可能想检索的；没有的为 null。"))
    left_out: tuple[LeftOut, ...] = field(metadata=says("没有命中时，去掉哪些词就有命中。"))


@dataclass(frozen=True, slots=True)
class Totals:
    """See `Matches`."""

    literal: int | None = field(metadata=says("原文匹配几篇。"))
    words: int | None = field(metadata=says("按词匹配几篇。"))
    relaxed: int | None = field(metadata=says("含有部分词的几篇；没有算的为 null。"))


@dataclass(frozen=True, slots=True)
class Facets:
    """Those that were asked for."""

    year: Counts = field(default=LEFT_OUT, metadata=says("各年的篇数，从早到晚。"))
    month: Counts = field(default=LEFT_OUT, metadata=says("各月的篇数，从早到晚。"))
    source: Counts = field(default=LEFT_OUT, metadata=says("各来源的篇数，从多到少。"))
    folder: Counts = field(default=LEFT_OUT, metadata=says("各文件夹的篇数，按名称；不含下级文件夹的。"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """For `total` and `totals` see `Matches`. Where nothing matches as asked, `total` is 0, the question is
    `relaxed` and the hits are relaxed ones; where something does, relaxed ones may stand `apart`. `cursor` is
    left out where pages are not asked for by cursor. `next` is filled in by the face that knows addresses."""

    query: Question = field(metadata=says("检索式怎样理解。"))
    total: int = field(metadata=says("命中几篇报告，准确数。"))
    totals: Totals = field(metadata=says("各类命中几篇。"))
    took_ms: float = field(metadata=says("检索用时，毫秒。"))
    offset: int = field(metadata=says("这一页从第几篇起。"))
    limit: int = field(metadata=says("每页最多多少篇。"))
    cursor: str | None = field(
        default=LEFT_OUT, metadata=says("按游标翻页时，下一页的游标；最后一页为 null。")
    )
    next: str | None = field(default=None, metadata=says("下一页的地址；最后一页为 null。"))
    hits: tuple[Hit, ...] = field(metadata=says("这一页的报告。"))
    apart: tuple[Hit, ...] = field(metadata=says("另列的含有部分词的报告，不计入 total。"))
    facets: Facets = field(metadata=says("所要求的统计。"))
    offers: Values = field(metadata=INTERNAL)

    @property
    def following(self) -> int | str | None:
        """What leads to the next page: its cursor where that is how pages are asked for, else its offset."""
        return self.next_offset if self.cursor is LEFT_OUT else self.cursor

    @property
    def next_offset(self) -> int | None:
        """Where the next page begins; None on the last."""
        after = self.offset + self.limit
        return after if self.limit and after < self.listed else None

    @property
    def listed(self) -> int:
        """How many hits the pages hold together."""
        return self.total or (self.totals.relaxed or 0 if self.query.relaxed else 0)
