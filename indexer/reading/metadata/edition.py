"""Where a report was printed, 人民日报 2023年3月5日 第3版 -> the paper, day and page; datelines. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import normalize

from indexer.reading.metadata.dates import (
    CLOCK,
    DAY,
    DAY_OF_YEAR,
    MARKED,
    MONTH,
    RUN,
    WEEKDAY,
    YEAR,
    iso_of,
    unnamed,
)
from indexer.reading.metadata.edges import EdgeLine
from indexer.reading.metadata.names import PAPERS
from indexer.text.numerals import value

_MAX_HEADER_CHARACTERS = 60
_MAX_OTHER_CHARACTERS = 16
"""Of a page's header, beside the date, the page and the paper: the page's name, the number of the issue."""
_CLAUSE = re.compile("[，。;；！？!?]")
_DAYS = [
    re.compile(f"(?<![0-9]){YEAR}{MONTH}{DAY}{WEEKDAY}?"),
    re.compile(f"(?<![0-9]){MARKED}(?![0-9]){WEEKDAY}?"),
    re.compile(rf"(?<![0-9]){RUN}(?:[0-2][0-9][0-5][0-9][0-5][0-9])?(?![0-9]){WEEKDAY}?"),
]
_PAGE = re.compile(
    "第(?P<numbered>[a-d]?[0-9]{1,3}|[一二三四五六七八九十]{1,3})版(?![次本权])"
    "|(?<![a-z0-9.])(?P<bare>[a-d]?[0-9]{1,3})版(?![次本权])"
    "|(?<![a-z0-9])(?P<lettered>[a-d][0-9]{2})(?![a-z0-9])"
)
_SECTIONS = (
    "要闻|综合|新闻|时政|经济|财经|国内|国际|文化|体育|副刊|专版|专题|评论|理论|社会|民生|教育|健康|广告"
)
_PAGE_LINE = re.compile(
    r"(?:版[次面]:|所在版面:)?第?(?P<page>[a-d]?[0-9]{1,3})版?(?:[:·| ]?[^\W0-9a-z_]{0,8})?"
)
_IS_PAGE_LINE = re.compile(
    "(?:版[次面]|所在版面):.+"
    rf"|第?[a-d]?[0-9]{{1,3}}版(?:[:·| ].*|(?:{_SECTIONS}).*)?"
    rf"|[a-d][0-9]{{2}}[ :·|]?(?:{_SECTIONS})"
)
_PAPER = re.compile(
    "《(?P<quoted>[^《》]{1,12}[报刊][^《》]{0,4})》"
    rf"|(?<![^\W0-9a-z_])(?P<plain>[^\W0-9a-z_]{{2,8}}?(?:{PAPERS}))(?!(?!第)[^\W0-9a-z_])"
)
_NO_PAPER = re.compile("工作|每[日周]|舆情|项目|内部|简报|统计|值班|情况|生产|销售|安全|疫情|防控")


@dataclass(frozen=True, slots=True)
class Edition:
    """What is not told is empty. `date` is ISO and whole; `page` is as printed, without 第 and 版."""

    paper: str = ""
    date: str = ""
    page: str = ""

    def over(self, other: Edition) -> Edition:
        """This one and, where it is silent, the other."""
        return Edition(self.paper or other.paper, self.date or other.date, self.page or other.page)


def edition(lines: Iterable[EdgeLine]) -> Edition:
    """What the page's header and the note of a reprint tell: lines of a day and a page, weekday or paper,
    and of hardly anything else; or of a page alone."""
    told = Edition()
    for line in lines:
        if len(line.folded) <= _MAX_HEADER_CHARACTERS and not _CLAUSE.search(line.folded):
            told = told.over(_of_line(line))
    return told


def edition_of_name(name: EdgeLine) -> Edition:
    """What a file's name tells: 人民日报20230305第3版, 2023-03-05_A03. Of two days it tells neither."""
    days = {day for day, _ in _days(name.folded)}
    found, paper = _PAGE.search(_without_day(name.folded)), _paper(name)
    date = days.pop() if len(days) == 1 else ""
    lettered = found is not None and found["lettered"] and not (date or paper)
    return Edition(paper, date, "" if found is None or lettered else _page(found))


def _of_line(line: EdgeLine) -> Edition:
    if _IS_PAGE_LINE.fullmatch(line.folded) and (found := _PAGE_LINE.fullmatch(line.folded)):
        return Edition(page=found["page"].upper())
    rest = _without_day(line.folded)
    page, paper = _PAGE.search(rest), _paper(line)
    dated = _days(line.folded)
    # A weekday stands in the header of a page, and behind 报到时间： as well.
    certain = page or paper or (":" not in rest and any(re.search(WEEKDAY, text) for _, text in dated))
    others = len(re.sub(r"\W", "", _PAGE.sub("", rest))) - len(paper)
    if len(dated) != 1 or not certain or others > _MAX_OTHER_CHARACTERS:
        return Edition()
    return Edition(paper, dated[0][0], _page(page) if page else "")


def _days(text: str) -> list[tuple[str, str]]:
    """The whole days in a text, in ISO form and as they stand there."""
    found = [one for pattern in _DAYS for one in pattern.finditer(text) if one["day"]]
    return [(day, one[0]) for one in found if (day := iso_of(one["year"], one["month"], one["day"]))]


def _without_day(text: str) -> str:
    for pattern in _DAYS:
        text = pattern.sub("|", text)
    return re.sub(CLOCK, "|", text)


def _paper(line: EdgeLine) -> str:
    # White space parts the names of paper and page, so it must not be folded away.
    found = _PAPER.search(_without_day(normalize("NFKC", line.text)))
    name = found[found.lastgroup or 0].strip() if found else ""
    return "" if _NO_PAPER.search(name) else name


def _page(found: re.Match[str]) -> str:
    page = found[found.lastgroup or 0].upper()
    return page if page.isascii() else str(value(page) or "")


# — datelines —


_CHINESE = r"[^\W0-9a-z_]"
_WORD = r"[^\W0-9a-z_从据在的了由是与和者建议]"  # no words of a sentence that leads to a name: 记者从人民网
MEDIUM = f"(?:本[报刊网台社]|{_WORD}{{1,10}}?(?:电视台|广播电台|之声|在线|客户端|通讯社|社|报|网|新闻))"
"""A paper, agency, station or site: the shortest run of characters that may be one."""

_LABEL = r"(?:[【(\[][^】)\]]{1,20}[】)\]])?"
_REMARK = r"(?:\([^()]{1,80}\))?"
_AGENCIES = "新华社|新华网|中新社|中新网|中国新闻社|人民日报|人民网|央视|央广|光明日报|经济日报"
_PLACE = r"(?:台(?=[州北中南东湾山])|[^\W0-9a-z_网报社台]){0,12}?"
_SENT = unnamed(DAY_OF_YEAR.pattern)
_DATELINE = re.compile(
    rf"{_LABEL}(?:据(?={_AGENCIES}))?(?P<medium>{MEDIUM}){_PLACE}{_REMARK}"
    rf"(?:(?P<sent>{_SENT}){_CHINESE}{{0,5}}?(?:电|讯|消息|报道(?=记者))"
    rf"|(?:(?<![通资简电短音喜])讯(?![息问号])|消息(?=[(:，,]|$)|电(?=[(:，,]|记者|$))"
    rf"(?:{_REMARK}(?P<later>{_SENT})(?:电|讯|消息))?)"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """新华社北京3月5日电, or 本报讯（记者 王芳）3月5日电: who sent a report, and when.

    `medium` is as it is printed; `sent` is a normal form, 3月5日 or 2023年3月5日, empty where it has no date.
    `end` is where it ends in the normal form of its line.
    """

    medium: str
    sent: str
    end: int


def dateline(line: EdgeLine) -> Dateline | None:
    """The dateline with which a line begins."""
    if not (found := _DATELINE.match(line.folded)):
        return None
    return Dateline(line.cut(found, "medium"), found["sent"] or found["later"] or "", found.end())
