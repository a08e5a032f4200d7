"""What the fields of a record are called: by us, by scrapers, in spreadsheets, and by whoever says so."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from indexer.text.fold import fold

FIELDS = ("id", "title", "date", "source", "authors", "number", "page", "paragraphs")

Columns = tuple[tuple[str, str], ...]
"""Names and the fields that they are said to mean: ("简报", "paragraphs"). It comes before the table."""

_NAMES = {
    "id": "id _id uuid guid docid articleid newsid 文章编号 文章id 新闻id 报告编号",
    "title": "title headline subject 标题 题目 题名 篇名 文章标题 新闻标题 标题名称",
    "date": """
        date datetime time year pubtime pubdate publishtime publishdate publishedtime publisheddate
        published publishedat datepublished releasetime releasedate posttime postdate createtime createdtime
        createdat ctime
        日期 时间 年份 发布时间 发布日期 发表时间 发表日期 出版时间 出版日期 刊发时间 刊发日期 见报日期
        报道时间 报道日期 新闻时间 新闻日期 成文日期 印发日期
    """,
    "source": """
        source media medium publisher newspaper site sitename website origin
        来源 出处 媒体 媒体名称 报纸 报纸名称 报刊 刊物 网站 网站名称 来源媒体 来源网站 文章来源 新闻来源
        信息来源 发布机构 发布单位 发文机关 发文单位
    """,
    "authors": "authors author writer reporter byline 作者 作者名 作者姓名 记者 撰稿人",
    "number": "number docnumber docno 文号 发文字号 发文号 文件编号",
    "page": "page 版面 版次 版",
    "paragraphs": """
        paragraphs paragraph content contents contenttext text body article articlecontent articlebody
        articletext fulltext maintext maincontent newscontent
        正文 内容 全文 文本 段落 正文内容 文章 文章内容 文章正文 新闻内容 新闻正文 文本内容 报告内容 报告正文
    """,
}
_FIELDS_BY_NAME = {name: field for field, names in _NAMES.items() for name in names.split()}
_MAX_NAME_CHARACTERS = 64
"""No name that is known is longer."""
_OWN = set(FIELDS)
_WITHOUT = str.maketrans("", "", " _-:\ufeff")


@lru_cache(1024)
def field_of(name: str, columns: Columns = ()) -> str:
    """The field that a name means, in any script, width, capitals or joined words: pubTime, 發布時間 and
    Pub_Date are a date. Empty where it is none of those known."""
    bare = _bare(name)
    said = next((field for one, field in columns if _bare(one) == bare), "")
    return said or _FIELDS_BY_NAME.get(bare, "")


def _bare(name: str) -> str:
    return fold(name).translate(_WITHOUT)


def by_field(record: dict[str, Any], columns: Columns) -> tuple[dict[str, list[Any]], list[str]]:
    """The values of each field, and the names that mean none though something stands there. Of several names
    of one field those that were said come first, then our own."""
    if not columns and record.keys() <= _OWN:  # a fifth of the time of reading a record
        return {name: [value] for name, value in record.items()}, []
    held: dict[str, list[Any]] = {}
    unknown = []
    said = [name for name, _ in columns]
    for name in sorted(record, key=lambda name: (name not in said, name not in FIELDS)):
        if field := field_of(name[:_MAX_NAME_CHARACTERS], columns):
            held.setdefault(field, []).append(record[name])
        elif record[name] not in ("", None, [], {}):
            unknown.append(name)
    return held, unknown
