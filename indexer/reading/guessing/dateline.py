"""A dateline, 新华社北京3月5日电 or 本报讯（记者 王芳）3月5日电 -> who sent it and when. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.reading.guessing.dates import DAY_OF_YEAR, unnamed
from indexer.reading.guessing.edges import Line

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
    """`medium` is as it is printed; `sent` is a normal form, 3月5日 or 2023年3月5日, empty where it has no
    date. `end` is where it ends in the normal form of its line."""

    medium: str
    sent: str
    end: int


def dateline(line: Line) -> Dateline | None:
    """The dateline with which a line begins."""
    if not (found := _DATELINE.match(line.folded)):
        return None
    return Dateline(line.cut(found, "medium"), found["sent"] or found["later"] or "", found.end())
