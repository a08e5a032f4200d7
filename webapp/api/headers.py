"""The heads of tables: the names that they have in JSON, for programs, or in the language of the page."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from itertools import chain

from indexer import Message, chosen
from webapp.api.parameters import one_of
from webapp.language import translated

HEADERS = ("machine", "local")
ASKED = one_of("headers", Message("CSV 的表头：接口的字段名，或界面语言里的名称。"), HEADERS, HEADERS[0])

_NAMES: Mapping[str, Message] = {
    "id": Message("编号"),
    "title": Message("标题"),
    "date": Message("日期"),
    "source": Message("来源"),
    "authors": Message("作者"),
    "number": Message("文号"),
    "page": Message("版次"),
    "file": Message("文件"),
    "folder": Message("文件夹"),
    "match": Message("匹配"),
    "score": Message("相关度"),
    "occurrences": Message("出现次数"),
    "url": Message("网址"),
    "reprints": Message("转载"),
    "same_text": Message("全文相同"),
    "text": Message("全文"),
    "citation": Message("引文"),
    "paragraph": Message("段号"),
    "start": Message("起始位置"),
    "left": Message("左边"),
    "keyword": Message("检索词"),
    "right": Message("右边"),
    "slide": Message("幻灯片"),
    "row": Message("行"),
    "headings": Message("小标题"),
    "period": Message("时段"),
    "held": Message("收录"),
    "q": Message("检索式"),
    "total": Message("篇数"),
    "first": Message("最早"),
    "last": Message("最晚"),
    "pinyin": Message("拼音"),
    "count": Message("处数"),
    "frequency": Message("总频次"),
    "likelihood": Message("对数似然比"),
    "logdice": Message("logDice"),
}
_BOM = "\ufeff"


def headers_asked(given: Mapping[str, str]) -> str:
    """Which heads are asked for. Raises `AskedWrongly`."""
    return chosen("headers", given.get("headers") or HEADERS[0], HEADERS)


def with_headers(pieces: Iterable[str], given: Mapping[str, str], ours: int | None = None) -> Iterator[str]:
    """The pieces of a CSV file with the heads that are asked for: so many of them are `ours`, or all, and
    what follows are questions and years. Raises `AskedWrongly`."""
    asked = headers_asked(given)
    return iter(pieces) if asked == HEADERS[0] else _translated(iter(pieces), ours)


def _translated(pieces: Iterator[str], ours: int | None) -> Iterator[str]:
    first = next(pieces)
    (names,) = csv.reader([first.removeprefix(_BOM)])
    line = StringIO()
    csv.writer(line).writerow([*map(_called, names[:ours]), *(names[ours:] if ours else ())])
    return chain([_BOM + line.getvalue()], pieces)


def _called(name: str) -> str:
    kind, _, number = name.partition("_")
    if kind == "passage":
        return translated(Message("片段 {number}", number=number))
    return translated(_NAMES[name])
