"""Every answer of the API as its document describes it, field by field.

The library makes the answers; what stands here only says what they are, and tests hold one to the other.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from indexer import By, Class, Kind, Manner, Message, SuggestionKind

Mark = tuple[int, int]


def _plain(schema: dict[str, Any]) -> None:
    """Without titles that only repeat the names."""
    for one in schema.get("properties", {}).values():
        one.pop("title", None)


class _Answer(BaseModel):
    model_config = ConfigDict(json_schema_extra=_plain)


def _says(text: str) -> Any:
    return Field(description=text)


class Marked(_Answer):
    text: str = _says(Message("原文。"))
    marks: list[Mark] = _says(Message("要标出的位置：[起, 止)，按 Unicode 码位数，升序，互不重叠。"))


class Passage(_Answer):
    paragraph: int = _says(Message("第几段，从 1 数起。"))
    start: int = _says(Message("片段从该段第几个字起，从 0 数起。"))
    text: str = _says(Message("片段，与原文一字不差。"))
    marks: list[Mark] = _says(Message("要标出的位置：[起, 止)，从片段的开头数起。"))


class Hit(_Answer):
    id: str = _says(Message("报告的编号，永远不变。"))
    title: Marked = _says(Message("标题；没有标题的为空。"))
    date: str = _says(Message("日期：2024-03-05、2024-03 或 2024；不知道的为空。"))
    source: str = _says(Message("来源；不知道的为空。"))
    authors: list[str] = _says(Message("作者。"))
    url: str = _says(Message("报告网页的地址，从网站的根算起。"))
    score: float = _says(Message("相关程度，只在同一次检索中可以比较。"))
    match: Class = _says(Message("怎样匹配：literal 原文匹配，words 按词匹配，relaxed 含有大部分词。"))
    lacks: list[str] = _says(Message("含有大部分词的报告缺少的检索词。"))
    occurrences: int = _says(Message("全文有几处命中。"))
    paragraphs: int = _says(Message("全文有几段。"))
    reprints: list[str] = _says(Message("内容几乎相同的其他报告的编号，最像的在前。"))
    passages: list[Passage] = _says(Message("片段，按原文的顺序。"))


class Term(_Answer):
    text: str = _says(Message("检索词。"))
    matched: Manner = _says(Message("怎样匹配：literal 原文匹配，words 按词匹配，none 未出现。"))
    reports: int = _says(Message("单独检索它，有几篇报告命中，不计其他条件。"))
    unwanted: bool = _says(Message("是不是要排除的词。"))


class LeftOut(_Answer):
    keywords: list[str] = _says(Message("去掉的检索词。"))
    q: str = _says(Message("去掉之后的检索式。"))
    total: int = _says(Message("它命中几篇报告。"))


class Question(_Answer):
    q: str = _says(Message("收到的检索式。"))
    read_as: str = _says(Message("实际理解成的检索式。"))
    notes: list[str] = _says(Message("理解时的说明，例如哪个运算符按文字检索。"))
    terms: list[Term] = _says(Message("其中的各个检索词。"))
    relaxed: bool = _says(Message("hits 是不是只含有大部分词的报告。"))
    did_you_mean: str | None = _says(Message("可能想检索的；没有的为 null。"))
    left_out: list[LeftOut] = _says(Message("没有命中时，去掉哪些词就有命中。"))


class Totals(_Answer):
    literal: int | None = _says(Message("原文匹配几篇。"))
    words: int | None = _says(Message("按词匹配几篇。"))
    relaxed: int | None = _says(Message("含有大部分词的几篇；没有算的为 null。"))


class Facets(_Answer):
    year: list[tuple[str, int]] = Field([], description=Message("各年的篇数，从早到晚。"))
    month: list[tuple[str, int]] = Field([], description=Message("各月的篇数，从早到晚。"))
    source: list[tuple[str, int]] = Field([], description=Message("各来源的篇数，从多到少。"))


class Found(_Answer):
    query: Question = _says(Message("检索式怎样理解。"))
    total: int = _says(Message("命中几篇报告，准确数。"))
    totals: Totals = _says(Message("各类命中几篇。"))
    took_ms: float = _says(Message("检索用时，毫秒。"))
    offset: int = _says(Message("这一页从第几篇起。"))
    limit: int = _says(Message("每页最多多少篇。"))
    cursor: str | None = Field(None, description=Message("按游标翻页时，下一页的游标；最后一页为 null。"))
    next: str | None = _says(Message("下一页的地址；最后一页为 null。"))
    hits: list[Hit] = _says(Message("这一页的报告。"))
    apart: list[Hit] = _says(Message("另列的含有大部分词的报告，不计入 total。"))
    facets: Facets = _says(Message("要求了的统计。"))


class Suggestion(_Answer):
    text: str = _says(Message("补全成的文字。"))
    kind: SuggestionKind = _says(
        Message("是什么：word 词，title 标题，source 来源，author 作者，pinyin 拼音对应的汉字。")
    )
    reports: int = _says(Message("多少篇报告有它。"))
    query: str = _says(Message("补全之后的整个检索式。"))


class Suggestions(_Answer):
    q: str = _says(Message("收到的文字。"))
    suggestions: list[Suggestion] = _says(Message("提示，常见的在前。"))


class Block(_Answer):
    kind: Kind = _says(
        Message(
            "是什么：title 标题，kicker 引题或副题，heading 小标题，paragraph 正文，"
            "caption 图注，byline 署名。"
        )
    )
    text: str = _says(Message("原文。"))


class Report(_Answer):
    id: str = _says(Message("报告的编号，永远不变。"))
    url: str = _says(Message("报告网页的地址，从网站的根算起。"))
    title: str = _says(Message("标题；没有标题的为空。"))
    date: str = _says(Message("日期：2024-03-05、2024-03 或 2024；不知道的为空。"))
    source: str = _says(Message("来源；不知道的为空。"))
    authors: list[str] = _says(Message("作者。"))
    number: str = _says(Message("公文的文号；不知道的为空。"))
    page: str = _says(Message("报纸的版次；不知道的为空。"))
    blocks: list[Block] = _says(Message("全文，按原文的顺序。"))
    files: list[str] = _says(Message("原文件的名称。"))
    reprints: list[str] = _says(Message("内容几乎相同的其他报告的编号，最像的在前。"))


class Like(_Answer):
    id: str = _says(Message("报告的编号，永远不变。"))
    title: str = _says(Message("标题；没有标题的为空。"))
    date: str = _says(Message("日期：2024-03-05、2024-03 或 2024；不知道的为空。"))
    source: str = _says(Message("来源；不知道的为空。"))
    authors: list[str] = _says(Message("作者。"))
    url: str = _says(Message("报告网页的地址，从网站的根算起。"))
    score: float = _says(Message("相似程度，只在同一个答复中可以比较。"))


class Similar(_Answer):
    id: str = _says(Message("所问的报告的编号。"))
    similar: list[Like] = _says(Message("内容相似的报告，最相似的在前；不含它自己和转载。"))


class Line(_Answer):
    q: str = _says(Message("收到的检索式。"))
    read_as: str = _says(Message("实际理解成的检索式。"))
    total: int = _says(Message("命中几篇报告，准确数。"))
    undated: int = _says(Message("其中几篇的日期不知道，或不够确切。"))
    reports: list[int] = _says(Message("各时段命中几篇，与 periods 一一对应。"))


class Trend(_Answer):
    by: By = _says(Message("按月 month 或按年 year。"))
    periods: list[str] = _says(Message("各时段，连续不断，从早到晚。"))
    held: list[int] = _says(Message("各时段共收录几篇，与 periods 一一对应。"))
    lines: list[Line] = _says(Message("各检索式，按给出的顺序。"))


class Context(_Answer):
    id: str = _says(Message("报告的编号，永远不变。"))
    title: str = _says(Message("标题；没有标题的为空。"))
    date: str = _says(Message("日期：2024-03-05、2024-03 或 2024；不知道的为空。"))
    source: str = _says(Message("来源；不知道的为空。"))
    url: str = _says(Message("报告网页的地址，从网站的根算起。"))
    paragraph: int = _says(Message("第几段，从 1 数起；0 是标题。"))
    start: int = _says(Message("检索词从该段第几个字起，从 0 数起。"))
    left: str = _says(Message("左边的原文。"))
    keyword: str = _says(Message("命中的原文。"))
    right: str = _says(Message("右边的原文。"))


class Contexts(_Answer):
    q: str = _says(Message("收到的检索式。"))
    read_as: str = _says(Message("实际理解成的检索式。"))
    reports: int = _says(Message("命中几篇报告，准确数。"))
    complete: bool = _says(Message("false：后面还有，没有数到。"))
    total: int = _says(Message("数到了多少行。"))
    took_ms: float = _says(Message("检索用时，毫秒。"))
    offset: int = _says(Message("这一页从第几行起。"))
    limit: int = _says(Message("每页最多多少行。"))
    next: str | None = _says(Message("下一页的地址；最后一页为 null。"))
    lines: list[Context] = _says(Message("这一页的各行。"))


class Health(_Answer):
    status: str = _says(Message("ok：可以检索。"))
    reports: int = _says(Message("收录了多少篇报告。"))


class Problem(_Answer):
    type: str = _says(Message("总是 about:blank：看 status 就够了。"))
    title: str = _says(Message("HTTP 状态的名称。"))
    status: int = _says(Message("HTTP 状态码。"))
    detail: str = _says(Message("哪里不对，该怎么做。"))
    instance: str = _says(Message("出错的地址。"))
